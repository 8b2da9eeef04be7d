"""scikit-learn as a contender. Threads and kernels of its BLAS come from the environment."""

import sys
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_info

from conversation import answer, converse, fastest, listen, microseconds, peak_memory, read_task, say, stopwatch

warnings.simplefilter("ignore", ConvergenceWarning)

task = {}


class Ended(Exception):
    """The message `end` came: the fit is over."""


class Paused:
    """After each epoch of a fit: answer, and wait for the message that asks for another one.

    scikit-learn has no callbacks; this is the method it calls once an epoch.
    """

    def _update_no_improvement_count(self, *arguments):
        super()._update_no_improvement_count(*arguments)
        say({**self.timed(), "loss": float(self.loss_)})
        while (message := listen())["do"] != "epoch":
            if message["do"] == "end":
                raise Ended
            answer(HANDLERS, message)
        self.timed = stopwatch()


class PausedClassifier(Paused, MLPClassifier):
    pass


class PausedRegressor(Paused, MLPRegressor):
    pass


def estimator(regressor=MLPRegressor, classifier=MLPClassifier, **more):
    """An estimator for the task; it trains in the order of the rows, so that every contender takes the same steps."""
    options = {
        "hidden_layer_sizes": task["sizes"][1:-1],
        "batch_size": task["batch"],
        "alpha": task["alpha"],
        "random_state": task["seed"],
        "shuffle": False,
        "tol": 0.0,
        "n_iter_no_change": np.inf,
        **more,
    }
    return (regressor if task["sizes"][-1] == 1 else classifier)(**options)


def about(_message):
    libraries = [info for info in threadpool_info() if info["user_api"] == "blas"]
    blas = next((info for info in libraries if "numpy" in info["filepath"]), libraries[0])
    return {
        "version": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
        "blas": f"{blas['internal_api']} {blas['version']} {blas['architecture']}",
        "architecture": blas["architecture"],
        "threads": blas["num_threads"],
        "python": ".".join(map(str, sys.version_info[:3])),
    }


def load(message):
    task.clear()
    task.update(message["task"])
    task["X"], task["y"] = read_task(task)
    return {}


def epoch(_message):
    """A fit that runs an epoch whenever it is asked for one; ended, it tells what it counted."""
    model = estimator(PausedRegressor, PausedClassifier, max_iter=1_000_000)
    model.timed = stopwatch()
    try:
        model.fit(task["X"], task["y"])
    except Ended:
        return {"steps": model._optimizer.t, "rows": model.t_}
    raise RuntimeError("the fit ended by itself")


def product(message):
    """The fastest of three products of two square matrices, in milliseconds."""
    side = message["side"]
    a = np.full((side, side), 0.5, task["dtype"])
    return {"ms": fastest(3, lambda: a @ a.copy())}


def fit(message):
    """A whole fit, data preparation included."""
    timed = stopwatch()
    estimator(max_iter=message["epochs"]).fit(task["X"], task["y"])
    return timed()


def latency(message):
    model = make_pipeline(StandardScaler(), estimator(max_iter=1)).fit(task["X"], task["y"])
    row = task["X"][:1].copy()
    return {"us": microseconds(message["calls"], lambda: model.predict(row))}


def throughput(_message):
    """All rows of the task at once."""
    model = estimator(max_iter=1, batch_size=task["rows"]).fit(task["X"], task["y"])
    return {"ms": fastest(3, lambda: model.predict_proba(task["X"]))}


HANDLERS = {
    "about": about,
    "load": load,
    "epoch": epoch,
    "product": product,
    "fit": fit,
    "latency": latency,
    "throughput": throughput,
    "peakMemory": peak_memory,
}

converse(HANDLERS)
