"""safetensors files that Hebb wrote, opened by the package; and files of the package for Hebb to read."""
import json
import sys

import ml_dtypes
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from check import check, near

folder = sys.argv[1]
with open(f"{folder}/expected.json") as file:
    expected = json.load(file)
X = np.array(expected["X"])


def forward(t):
    """nn.Sequential(Linear, ReLU, BatchNorm1d, Dropout, Linear) in evaluation."""
    h = np.maximum(X @ t["0.weight"].T + t["0.bias"], 0)
    h = (h - t["2.running_mean"]) / np.sqrt(t["2.running_var"] + 1e-5) * t["2.weight"] + t["2.bias"]
    return h @ t["4.weight"].T + t["4.bias"]


torch = load_file(f"{folder}/pytorch.safetensors")
near("pytorch: the same predictions", forward(torch), expected["model"], 1e-5)
with safe_open(f"{folder}/pytorch.safetensors", "np") as file:
    check("pytorch: metadata", file.metadata() == {"style": "pytorch"})

keras = load_file(f"{folder}/keras.safetensors")
check(
    "keras: names",
    sorted(keras)
    == [
        "first/bias",
        "first/kernel",
        "last/bias",
        "last/kernel",
        "norm/beta",
        "norm/gamma",
        "norm/moving_mean",
        "norm/moving_variance",
    ],
)
near("keras: kernels are inputs × units", keras["first/kernel"], torch["0.weight"].T, 0)

mlp = load_file(f"{folder}/mlp.safetensors")
scaled = (X - mlp["standardscaler.mean"]) / mlp["standardscaler.scale"]
hidden = np.maximum(scaled @ mlp["mlpregressor.0.weight"].T + mlp["mlpregressor.0.bias"], 0)
near("mlp: the same predictions", hidden @ mlp["mlpregressor.2.weight"].T + mlp["mlpregressor.2.bias"], expected["mlp"], 1e-12)

types = {
    name: np.array([[1, 0, 100], [3, 7, 2]]).astype(name)
    for name in ["float64", "float32", "float16", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool"]
}
types["bfloat16"] = np.array([0.1, -3e38, 1e-40]).astype(ml_dtypes.bfloat16)
save_file(types, f"{folder}/types.safetensors", metadata={"by": "python"})
with open(f"{folder}/types.json", "w") as file:
    json.dump({name: values.astype(np.float64).ravel().tolist() for name, values in types.items()}, file)

random = np.random.default_rng(0)
weights = {name: (values + random.uniform(0, 1, values.shape)).astype(np.float32) for name, values in torch.items()}
save_file({**weights, "2.num_batches_tracked": np.array(7, dtype=np.int64)}, f"{folder}/weights.safetensors")
with open(f"{folder}/weights.json", "w") as file:
    json.dump({"y": forward(weights).tolist()}, file)
