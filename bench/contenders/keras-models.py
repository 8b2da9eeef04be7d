"""Keras's models as a contender: `fit` on the backend of KERAS_BACKEND, in float32, as models compute unless told
otherwise. Backend and threads come from the environment.
"""

import os

import keras
import numpy as np
from keras import layers, regularizers

from conversation import answer, converse, fastest, listen, microseconds, peak_memory, read_task, say, stopwatch

# scikit-learn's ε.
EPSILON = 1e-8
task = {}


class Ended(Exception):
    """The message `end` came: the fit is over."""


class Paused(keras.callbacks.Callback):
    """After each epoch of a fit: answer, and wait for the message that asks for another one."""

    def on_train_begin(self, logs=None):
        self.epochs = 0
        self.timed = stopwatch()

    def on_epoch_end(self, epoch, logs=None):
        self.epochs += 1
        say({**self.timed(), "loss": float(logs["loss"])})
        while (message := listen())["do"] != "epoch":
            if message["do"] == "end":
                raise Ended
            answer(HANDLERS, message)
        self.timed = stopwatch()


def model():
    """Dense layers with ReLU between them, starting from the given weights, and compiled."""
    sizes, classify = task["sizes"], task["sizes"][-1] > 1
    # scikit-learn's penalty is alpha / 2 · Σw², divided by the rows of a batch.
    penalty = task["alpha"] / (2 * task["batch"])
    last = "softmax" if classify else "linear"
    network = keras.Sequential(
        [keras.Input((sizes[0],))]
        + [
            layers.Dense(units, "relu" if i < len(sizes) - 2 else last, kernel_regularizer=regularizers.L2(penalty))
            for i, units in enumerate(sizes[1:])
        ]
    )
    values, start = np.fromfile(task["files"]["weights"], task["dtype"]), 0
    for weight in network.weights:
        size = int(np.prod(weight.shape))
        weight.assign(values[start : start + size].reshape(weight.shape))
        start += size
    network.compile(
        optimizer=keras.optimizers.Adam(1e-3, epsilon=EPSILON),
        loss="sparse_categorical_crossentropy" if classify else "mse",
        loss_weights=[1.0 if classify else 0.5],
    )
    return network


def about(_message):
    return {
        "version": f"Keras {keras.__version__} on {keras.backend.backend()}",
        "threads": os.cpu_count(),
        "dtypes": ["float32"],
    }


def load(message):
    task.clear()
    task.update(message["task"])
    task["X"], task["y"] = read_task(task)
    return {}


def warm(network):
    """The same, compiled for all shapes of batches: a few steps that are undone."""
    network.optimizer.build(network.trainable_variables)
    variables = network.variables + network.optimizer.variables
    before = [np.array(variable) for variable in variables]
    rows = task["batch"] + task["rows"] % task["batch"]
    network.fit(task["X"][:rows], task["y"][:rows], batch_size=task["batch"], shuffle=False, verbose=0)
    for variable, values in zip(variables, before):
        variable.assign(values)
    return network


def train(network, epochs, callbacks=None):
    network.fit(
        task["X"], task["y"], batch_size=task["batch"], epochs=epochs, shuffle=False, verbose=0, callbacks=callbacks
    )


def epoch(_message):
    """A fit that runs an epoch whenever it is asked for one; ended, it tells what it counted."""
    network, paused = warm(model()), Paused()
    try:
        train(network, 1_000_000, [paused])
    except Ended:
        return {"steps": int(network.optimizer.iterations.numpy()), "rows": paused.epochs * task["rows"]}
    raise RuntimeError("the fit ended by itself")


def fit(message):
    """A whole fit, data preparation included."""
    timed = stopwatch()
    train(model(), message["epochs"])
    return timed()


def latency(message):
    """One row through `predict_on_batch`, the faster of its ways for few rows."""
    network, row = model(), task["X"][:1].copy()
    return {"us": microseconds(message["calls"], lambda: network.predict_on_batch(row))}


def throughput(_message):
    """All rows of the task at once."""
    network = model()
    return {"ms": fastest(3, lambda: network.predict(task["X"], batch_size=task["rows"], verbose=0))}


HANDLERS = {
    "about": about,
    "load": load,
    "epoch": epoch,
    "fit": fit,
    "latency": latency,
    "throughput": throughput,
    "peakMemory": peak_memory,
}

converse(HANDLERS)
