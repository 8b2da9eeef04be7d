"""Opens archives of Hebb in Keras, asks the models, trains them on, and saves models of Keras the same way."""

import json
import sys
from pathlib import Path

import keras
import numpy as np
from check import check, near
from keras import layers
from keras_models import asked_models, trained_models

folder = Path(sys.argv[1])
ours = json.loads((folder / "ours.json").read_text())


def arrays(values, model):
    """Rows for each input or output of a model, in the type that it takes."""
    several = len(model.inputs) > 1 if model is not None else False
    return [np.array(one) for one in values] if several else np.array(values)


def targets(y, count):
    return [np.array(one) for one in y] if count > 1 else np.array(y)


def asked(model, inputs):
    outputs = model.predict(arrays(inputs, model), verbose=0)
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def go_on(model, x, y):
    count = len(model.outputs)
    return model.fit(arrays(x, model), targets(y, count), epochs=2, batch_size=8, shuffle=False, verbose=0).history


for case in ours["cases"]:
    name = case["name"]
    try:
        model = keras.models.load_model(folder / case["file"])
    except Exception as error:
        check(f"{name}: Hebb's archive opens", False, str(error)[-300:])
        continue
    got = asked(model, case["inputs"])
    for i, (output, expected) in enumerate(zip(got, case["outputs"])):
        near(f"{name}: Hebb's predictions{'' if len(got) == 1 else f' of output {i}'}", output, expected, 1e-6)
    if "y" not in case:
        continue
    history = go_on(model, case["inputs"], case["y"])
    for key, values in case["history"].items():
        near(f"{name}: {key} as training goes on", history.get(key, []), values, 1e-5)
    check(f"{name}: the same names in the history", sorted(history) == sorted(case["history"]), sorted(history))
    flat = [np.array(one).ravel() for one in case["after"]]
    near(
        f"{name}: weights after that",
        np.concatenate([np.ravel(w) for w in model.get_weights()]),
        np.concatenate(flat),
        1e-5,
    )

plain = keras.Sequential([layers.Input((4,)), layers.Dense(3, activation="relu"), layers.Dense(2)])
plain.load_weights(folder / "plain.weights.h5")
near(
    "weights that Hebb wrote alone",
    np.concatenate([np.ravel(w) for w in plain.get_weights()]),
    np.concatenate([np.array(one).ravel() for one in ours["plain"]]),
    0,
)

cases = []
for name, model, inputs in asked_models():
    file = f"theirs-{len(cases)}.keras"
    model.save(folder / file)
    cases.append(
        {
            "name": name,
            "file": file,
            "inputs": [np.asarray(one).tolist() for one in inputs] if isinstance(inputs, list) else inputs.tolist(),
            "outputs": [np.asarray(one).tolist() for one in asked(model, inputs)],
        }
    )
for name, model, x, y in trained_models():
    file = f"theirs-{len(cases)}.keras"
    go_on(model, x, y)
    model.save(folder / file)
    outputs = [np.asarray(one).tolist() for one in asked(model, x)]
    history = go_on(model, x, y)
    cases.append(
        {
            "name": name,
            "file": file,
            "inputs": x.tolist(),
            "outputs": outputs,
            "y": [one.tolist() for one in y] if isinstance(y, list) else y.tolist(),
            "history": history,
            "after": [np.asarray(one).tolist() for one in model.get_weights()],
        }
    )
plain.set_weights([np.random.default_rng(1).normal(size=w.shape) for w in plain.get_weights()])
plain.save_weights(folder / "theirs.weights.h5")
(folder / "theirs.json").write_text(
    json.dumps({"cases": cases, "plain": [np.asarray(w).tolist() for w in plain.get_weights()]})
)
