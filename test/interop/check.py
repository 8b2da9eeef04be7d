"""The checks of a script of test/interop, as check.mjs has them: a line of JSON each, which run.mjs reads."""

import json

import numpy as np


def check(title, passed, detail=""):
    """Say whether something is true; the script goes on."""
    print(json.dumps({"title": title, "passed": bool(passed), "detail": str(detail)}), flush=True)


def near(title, actual, expected, tolerance):
    """Numbers that differ by at most `tolerance`, or by that share of what is expected."""
    actual = np.asarray(actual, dtype=np.float64)
    expected = np.asarray(expected, dtype=np.float64)
    if actual.size != expected.size:
        check(title, False, f"{actual.shape} numbers in place of {expected.shape}")
        return
    actual, expected = actual.ravel(), expected.ravel()
    apart = np.abs(actual - expected) / np.maximum(1, np.abs(expected))
    apart[np.isnan(actual) & np.isnan(expected)] = 0
    wrong = np.flatnonzero(~(apart <= tolerance) & (actual != expected))
    if len(wrong) == 0:
        check(title, True)
    else:
        i = wrong[0]
        check(title, False, f"number {i} is {actual[i]}, not {expected[i]}")
