"""PyTorch on the processor as a contender: a plain training loop. Threads come from the environment.

`--fused` lets Adam update all parameters in one kernel, which is the faster of its ways; without it, PyTorch
chooses. Everything else is the same.
"""

import sys

import numpy as np
import torch
from torch.nn import functional

from conversation import converse, fastest, microseconds, peak_memory, read_task, stopwatch

# scikit-learn and Hebb add ε to the root of the second moment before its bias is corrected, PyTorch after. Where
# gradients are tiny that is not the same, so ε is given as it comes out the same.
EPSILON = 1e-8
FUSED = True if "--fused" in sys.argv else None
task = {}


def about(_message):
    return {"version": f"PyTorch {torch.__version__}", "blas": "MKL", "threads": torch.get_num_threads()}


def load(message):
    task.clear()
    task.update(message["task"])
    task["X"], task["y"] = read_task(task)
    task["epochs"] = epochs(*tensors())
    return {}


def tensors():
    """X and y as PyTorch wants them; the numbers stay where they are but for the labels."""
    X, y = torch.from_numpy(task["X"]), torch.from_numpy(task["y"])
    return X, y.long() if task["sizes"][-1] > 1 else y.reshape(-1, 1)


def network():
    """Linear layers with ReLU between them, starting from the given weights."""
    sizes = task["sizes"]
    values = torch.from_numpy(np.fromfile(task["files"]["weights"], task["dtype"]))
    layers, start = [], 0
    for inputs, units in zip(sizes, sizes[1:]):
        layer = torch.nn.Linear(inputs, units, dtype=values.dtype)
        kernel = values[start : start + inputs * units].reshape(inputs, units)
        with torch.no_grad():
            layer.weight.copy_(kernel.T)
            layer.bias.copy_(values[start + inputs * units : start + (inputs + 1) * units])
        start += (inputs + 1) * units
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def epochs(X, y):
    """A training that runs an epoch each time it is sent whether to add the penalty to the loss it gives."""
    model = network()
    kernels = [parameter for parameter in model.parameters() if parameter.ndim == 2]
    biases = [parameter for parameter in model.parameters() if parameter.ndim == 1]
    optimizer = torch.optim.Adam([{"params": kernels}, {"params": biases}], lr=1e-3, fused=FUSED)
    alpha, batch, rows = task["alpha"], task["batch"], task["rows"]
    classify = task["sizes"][-1] > 1
    step = 0
    with_penalty = yield
    while True:
        total = 0.0
        for start in range(0, rows, batch):
            x, target = X[start : start + batch], y[start : start + batch]
            z = model(x)
            loss = functional.cross_entropy(z, target) if classify else functional.mse_loss(z, target) / 2
            optimizer.param_groups[0]["weight_decay"] = alpha / len(x)
            step += 1
            for group in optimizer.param_groups:
                group["eps"] = EPSILON / (1 - 0.999**step) ** 0.5
            optimizer.zero_grad()
            loss.backward()
            total += loss.item() * len(x)
            if with_penalty:
                with torch.no_grad():
                    total += alpha / 2 * sum(kernel.square().sum().item() for kernel in kernels)
            optimizer.step()
        task["steps"] = int(optimizer.state[kernels[0]]["step"].item())
        task["model"] = model
        with_penalty = yield total / rows


def epoch(message):
    if "seen" not in task:
        next(task["epochs"])
        task["seen"] = 0
    timed = stopwatch()
    loss = task["epochs"].send(message["check"])
    taken = timed()
    task["seen"] += task["rows"]
    return {**taken, "loss": loss}


def end(_message):
    return {"steps": task["steps"], "rows": task["seen"]}


def product(message):
    """The fastest of three products of two square matrices, in milliseconds."""
    side = message["side"]
    a = torch.full((side, side), 0.5, dtype=getattr(torch, task["dtype"]))
    b = a.clone()
    return {"ms": fastest(3, lambda: a @ b)}


def fit(message):
    """A whole training, data preparation included."""
    timed = stopwatch()
    training = epochs(*tensors())
    next(training)
    for _ in range(message["epochs"]):
        training.send(False)
    return timed()


def latency(message):
    X, _ = tensors()
    mean, scale = X.mean(0), X.std(0, correction=0)
    model, row = network(), task["X"][:1].copy()

    def predict():
        with torch.inference_mode():
            return model((torch.from_numpy(row) - mean) / scale).numpy()

    return {"us": microseconds(message["calls"], predict)}


def throughput(_message):
    """All rows of the task at once."""
    model = network()

    def predict():
        with torch.inference_mode():
            return functional.softmax(model(torch.from_numpy(task["X"])), 1).numpy()

    return {"ms": fastest(3, predict)}


HANDLERS = {
    "about": about,
    "load": load,
    "epoch": epoch,
    "end": end,
    "product": product,
    "fit": fit,
    "latency": latency,
    "throughput": throughput,
    "peakMemory": peak_memory,
}

converse(HANDLERS)
