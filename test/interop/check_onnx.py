"""ONNX files that Hebb wrote, in ONNX Runtime; and networks for Hebb to read."""
import json
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from check import check, near

folder = sys.argv[1]
with open(f"{folder}/expected.json") as file:
    expected = json.load(file)
X = np.array(expected["X"])


def session(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    return model, ort.InferenceSession(path)


def compare(name, got, wanted, dtype):
    check(f"{name}: shape", np.asarray(got).size == np.prod(wanted["shape"]), f"{np.shape(got)} for {wanted['shape']}")
    if isinstance(wanted["values"][0], str):
        check(f"{name}: labels", np.asarray(got).ravel().tolist() == wanted["values"])
    else:
        near(name, np.asarray(got, dtype=float).ravel(), wanted["values"], 1e-5 if dtype == "float32" else 1e-6)


for name, case in expected["files"].items():
    model, run = session(f"{folder}/{name}.onnx")
    check(f"{name}: opset 17, made by hebb", model.opset_import[0].version == 17 and model.producer_name == "hebb")
    check(f"{name}: any batch", run.get_inputs()[0].shape[0] == "batch")
    x = X.astype(case["dtype"])
    outputs = run.run(None, {run.get_inputs()[0].name: x})
    for output, wanted, port in zip(outputs, case["outputs"], run.get_outputs()):
        compare(f"{name}: {port.name}", output, wanted, case["dtype"])
    one = run.run(None, {run.get_inputs()[0].name: x[:1]})[0]
    check(f"{name}: one row", np.asarray(one).shape[0] == 1)

model, run = session(f"{folder}/table.onnx")
check("table: inputs are columns", [port.name for port in run.get_inputs()] == ["carat", "depth", "cut"])
carat = np.where(np.arange(len(X)) % 9 == 4, np.nan, X[:, 0])
label, probabilities = run.run(
    None,
    {
        "carat": carat.reshape(-1, 1),
        "depth": X[:, 1:2],
        "cut": np.array(expected["cuts"], dtype=object).reshape(-1, 1),
    },
)
check("table: labels", label.tolist() == expected["table"]["label"])
near("table: probabilities", probabilities.ravel(), expected["table"]["probabilities"]["values"], 1e-9)
metadata = {entry.key: entry.value for entry in model.metadata_props}
check("table: names and classes are kept", json.loads(metadata["classes"]) == ["high", "low", "wide"])
check("table: metadata of one's own", metadata["made"] == "here")

random = np.random.default_rng(0)
x = random.normal(size=(7, 4)).astype(np.float32)


def constant(name, values, dtype=np.float32):
    return numpy_helper.from_array(np.asarray(values, dtype=dtype), name)


def network(name, nodes, constants, outputs):
    graph = helper.make_graph(
        nodes,
        "main_graph",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 4])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", outputs])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path = f"{folder}/{name}.network.onnx"
    onnx.save(model, path)
    return {"name": name, "x": x.tolist(), "y": ort.InferenceSession(path).run(None, {"input": x})[0].tolist()}


w1, b1, w2, b2 = random.normal(size=(6, 4)), random.normal(size=6), random.normal(size=(3, 6)), random.normal(size=3)
cases = [
    network(
        "gemm",
        [
            helper.make_node("Gemm", ["input", "net.0.weight", "net.0.bias"], ["a"], transB=1),
            helper.make_node("LeakyRelu", ["a"], ["b"], alpha=0.2),
            helper.make_node("Gemm", ["b", "net.2.weight", "net.2.bias"], ["c"], transB=1),
            helper.make_node("Softmax", ["c"], ["output"], axis=1),
        ],
        [constant("net.0.weight", w1), constant("net.0.bias", b1), constant("net.2.weight", w2), constant("net.2.bias", b2)],
        3,
    ),
    network(
        "matmul",
        [
            helper.make_node("Sub", ["input", "mean"], ["u"]),
            helper.make_node("Div", ["u", "scale"], ["v"]),
            helper.make_node("MatMul", ["v", "k1"], ["m"]),
            helper.make_node("Add", ["m", "b1"], ["a"]),
            helper.make_node("Tanh", ["a"], ["t"]),
            helper.make_node("MatMul", ["t", "k2"], ["n"]),
            helper.make_node("Add", ["b2", "n"], ["o"]),
            helper.make_node("Concat", ["o", "v"], ["output"], axis=1),
        ],
        [
            constant("mean", random.normal(size=4)),
            constant("scale", random.uniform(1, 2, 4)),
            constant("k1", w1.T),
            constant("b1", b1),
            constant("k2", w2.T),
            constant("b2", b2),
        ],
        7,
    ),
    network(
        "halves",
        [
            helper.make_node("Cast", ["k16"], ["k"], to=TensorProto.FLOAT),
            helper.make_node("Gemm", ["input", "k", "b1"], ["output"], transB=1),
        ],
        [constant("k16", w1, np.float16), constant("b1", b1)],
        6,
    ),
]
with open(f"{folder}/networks.json", "w") as file:
    json.dump(cases, file)
