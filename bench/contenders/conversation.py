"""How a contender written in Python talks with the runner: one JSON object a line comes in, one goes out, in turn.

A message names what to do; every answer to a timed one has `ms`, and `cpu`, the processor time used. It knows
nothing of networks.
"""

import json
import os
import resource
import statistics
import sys
import time

import numpy as np

_answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
sys.stdout = sys.stderr  # what libraries print must not be taken for an answer

def say(answer):
    _answers.write(json.dumps(answer) + "\n")
    _answers.flush()


def listen():
    """The next message; the end of the input ends the process."""
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return json.loads(line)


def answer(handlers, message):
    """Answer a message by the handler of its name."""
    handler = handlers.get(message["do"])
    if handler is None:
        say({"missing": f"it has no '{message['do']}'"})
        return
    try:
        said = handler(message)
    except Exception as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    say(said)


def converse(handlers):
    """Answer messages until the input ends."""
    while True:
        answer(handlers, listen())


def stopwatch():
    """Start to time; the function it returns tells the wall and processor time since, in milliseconds."""
    begin, cpu = time.perf_counter(), time.process_time()
    return lambda: {"ms": (time.perf_counter() - begin) * 1e3, "cpu": (time.process_time() - cpu) * 1e3}


def read_task(task):
    """X (rows × inputs) and y of a task."""
    rows, inputs, outputs = task["rows"], task["sizes"][0], task["sizes"][-1]
    X = np.fromfile(task["files"]["X"], task["dtype"], rows * inputs).reshape(rows, inputs)
    return X, np.fromfile(task["files"]["y"], task["dtype"] if outputs == 1 else np.int32, rows)


def peak_memory(_message):
    """Largest size of this process in memory so far, in bytes."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"bytes": size if sys.platform == "darwin" else size * 1024}


def fastest(times, work):
    """Milliseconds of the fastest of a few calls."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1e3)
    return min(taken)


def microseconds(calls, work):
    """Microseconds a call takes in the long run, after some calls to warm up: the median of five blocks."""
    blocks = []
    for _ in range(6):
        begin = time.perf_counter()
        for _ in range(calls):
            work()
        blocks.append((time.perf_counter() - begin) * 1e6 / calls)
    return statistics.median(blocks[1:])
