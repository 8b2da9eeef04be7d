"""Models of Keras with every layer that Hebb has, and random graphs, to be opened by Hebb."""

import keras
import numpy as np
from keras import layers, optimizers

rng = np.random.default_rng(7)


def rows(count, width):
    return rng.uniform(-1, 1, (count, width)).astype("float32")


def stirred(model):
    """Every weight another than it begins with, so that two that change places are noticed."""
    for variable in model.variables:
        if "seed" in variable.path or "count" in variable.path:
            continue
        value = np.asarray(variable)
        moved = rng.uniform(0.2, 1, value.shape) if "variance" in variable.path else rng.normal(0, 0.5, value.shape)
        variable.assign(moved.astype(value.dtype))
    return model


def stack(*inner, width=4):
    return keras.Sequential([layers.Input((width,)), layers.Dense(6, activation="tanh"), *inner, layers.Dense(3)])


def graph(width, make):
    x = layers.Input((width,))
    return keras.Model(x, make(x))


def random_graph(seed):
    """Layers that are applied again and again, in any order, some of them models themselves."""
    own = np.random.default_rng(seed)
    count = int(own.integers(1, 4))
    inputs = [layers.Input((4,)) for _ in range(count)]
    shared = [layers.Dense(4, activation=str(own.choice(["tanh", "relu", "sigmoid"]))) for _ in range(4)]
    if seed % 3 == 0:
        shared.append(keras.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(4)]))
    if seed % 3 == 1:
        shared.append(graph(4, lambda x: layers.add([layers.Dense(4)(x), layers.Dense(4)(x)])))
    tensors = list(inputs)
    for _ in range(int(own.integers(5, 14))):
        if own.random() < 0.3 and len(tensors) > 1:
            a, b = own.choice(len(tensors), 2, replace=False)
            tensors.append(layers.Add()([tensors[a], tensors[b]]))
        else:
            layer = shared[own.integers(len(shared))]
            tensors.append(layer(tensors[own.integers(len(tensors))]))
    total = layers.Add()([*inputs, *tensors[-3:]])
    outputs = [layers.Dense(2)(total)] if seed % 2 == 0 else [layers.Dense(2)(total), shared[0](tensors[-1]), tensors[-1]]
    return keras.Model(inputs if count > 1 else inputs[0], outputs if len(outputs) > 1 else outputs[0])


def asked_models():
    """Name, model, inputs."""
    normal = layers.Normalization()
    normal.adapt(rng.normal(3, 2, (40, 4)))
    on_steps = lambda *inner: keras.Sequential(
        [layers.Input((6,)), layers.Reshape((3, 2)), *inner, layers.Flatten(), layers.Dense(2)]
    )
    merged = lambda layer: graph(4, lambda x: layer([layers.Dense(3, activation="relu")(x), layers.Dense(3)(x)]))
    found = {
        "ReLU": stack(layers.ReLU(max_value=0.8, negative_slope=0.1, threshold=0.2)),
        "LeakyReLU": stack(layers.LeakyReLU(0.2)),
        "PReLU": stack(layers.PReLU()),
        "PReLU, shared": on_steps(layers.PReLU(shared_axes=[1])),
        "ELU": stack(layers.ELU(0.7)),
        "Softmax": stack(layers.Softmax()),
        "Activation": stack(layers.Activation("gelu")),
        "noise of all kinds": stack(
            layers.Dropout(0.3, seed=3),
            layers.GaussianDropout(0.2),
            layers.GaussianNoise(0.1),
            layers.AlphaDropout(0.2),
            layers.ActivityRegularization(0.1),
            layers.Identity(),
        ),
        "SpatialDropout1D": on_steps(layers.SpatialDropout1D(0.3)),
        "BatchNormalization": stack(layers.BatchNormalization(momentum=0.8)),
        "BatchNormalization, bare": stack(layers.BatchNormalization(center=False, scale=False)),
        "LayerNormalization": stack(layers.LayerNormalization()),
        "GroupNormalization": stack(layers.GroupNormalization(groups=2)),
        "RMSNormalization": stack(layers.RMSNormalization()),
        "UnitNormalization": stack(layers.UnitNormalization()),
        "Normalization, told": stack(layers.Normalization(mean=[1.0] * 6, variance=[4.0] * 6)),
        "Rescaling": stack(layers.Rescaling(0.5, offset=-1)),
        "Discretization, told": keras.Sequential(
            [layers.Input((4,)), layers.Discretization([-0.5, 0.0, 0.5], output_mode="multi_hot"), layers.Dense(2)]
        ),
        "Permute": on_steps(layers.Permute((2, 1))),
        "RepeatVector": keras.Sequential([layers.Input((4,)), layers.RepeatVector(3), layers.Flatten(), layers.Dense(2)]),
        "GlobalAveragePooling1D": keras.Sequential(
            [layers.Input((6,)), layers.Reshape((3, 2)), layers.GlobalAveragePooling1D(), layers.Dense(2)]
        ),
        "GlobalMaxPooling1D": keras.Sequential(
            [layers.Input((6,)), layers.Reshape((3, 2)), layers.GlobalMaxPooling1D(), layers.Dense(2)]
        ),
        "Masking": keras.Sequential(
            [layers.Input((6,)), layers.Reshape((3, 2)), layers.Masking(0.0), layers.GlobalAveragePooling1D()]
        ),
        **{
            layer.__class__.__name__: merged(layer)
            for layer in [
                layers.Add(),
                layers.Subtract(),
                layers.Multiply(),
                layers.Average(),
                layers.Maximum(),
                layers.Minimum(),
                layers.Concatenate(),
                layers.Dot(1, normalize=True),
            ]
        },
        "regularizers, constraints, initializers": keras.Sequential(
            [
                layers.Input((4,)),
                layers.Dense(
                    5,
                    kernel_initializer=keras.initializers.HeNormal(seed=3),
                    bias_initializer=keras.initializers.Constant(0.1),
                    kernel_regularizer=keras.regularizers.L1L2(0.01, 0.02),
                    bias_regularizer="l2",
                    activity_regularizer=keras.regularizers.L1(0.03),
                    kernel_constraint=keras.constraints.MaxNorm(2),
                    bias_constraint="non_neg",
                ),
                layers.Dense(3, use_bias=False, kernel_initializer=keras.initializers.Orthogonal(1.5)),
                layers.Dense(2, kernel_constraint=keras.constraints.MinMaxNorm(0.2, 1.0, 0.5)),
            ]
        ),
    }
    cases = [(name, stirred(model), rows(5, model.inputs[0].shape[1])) for name, model in found.items()]
    cases.append(("Normalization", keras.Sequential([layers.Input((4,)), normal, layers.Dense(2)]), rows(5, 4)))
    integers = np.array([[1, 0, 3], [2, 2, 0], [4, 1, 1]], dtype="int32")
    embedding = keras.Sequential(
        [
            layers.Input((3,), dtype="int32"),
            layers.Embedding(5, 4, mask_zero=True),
            layers.GlobalAveragePooling1D(),
            layers.Dense(2),
        ]
    )
    cases.append(("Embedding with masks", stirred(embedding), integers))
    for mode in ["multi_hot", "count"]:
        model = keras.Sequential(
            [layers.Input((3,), dtype="int32"), layers.CategoryEncoding(5, output_mode=mode), layers.Dense(2)]
        )
        cases.append((f"CategoryEncoding, {mode}", stirred(model), integers))
    unbuilt = keras.Sequential([layers.Dense(5, activation="relu"), layers.Dense(2)])
    unbuilt.build((None, 4))
    cases.append(("a stack without Input", stirred(unbuilt), rows(5, 4)))
    for seed in range(24):
        model = stirred(random_graph(seed))
        inputs = [rows(5, 4) for _ in model.inputs]
        cases.append((f"graph {seed}", model, inputs if len(inputs) > 1 else inputs[0]))
    keras.backend.set_floatx("float64")
    cases.append(("float64", stirred(stack(layers.BatchNormalization())), rng.uniform(-1, 1, (5, 4))))
    keras.backend.set_floatx("float32")
    return cases


def trained_models():
    """Name, compiled model, x, y."""
    x = rows(24, 4)
    y = (x[:, :1] * x[:, 1:2] - x[:, 2:3]).astype("float32")
    classes = (x[:, 0] > 0).astype("int32") + (x[:, 1] > 0.3).astype("int32")
    net = lambda outputs, *inner: stirred(
        keras.Sequential([layers.Input((4,)), layers.Dense(6, activation="tanh"), *inner, layers.Dense(outputs)])
    )
    schedules = optimizers.schedules
    found = {
        "SGD with momentum": optimizers.SGD(0.05, momentum=0.9, nesterov=True),
        "SGD": optimizers.SGD(0.05),
        "RMSprop": optimizers.RMSprop(0.01, momentum=0.5, centered=True),
        "Adam, clipped": optimizers.Adam(0.01, clipnorm=1.0),
        "Adam, amsgrad": optimizers.Adam(0.01, amsgrad=True, global_clipnorm=0.5),
        "Adam, accumulated": optimizers.Adam(0.01, gradient_accumulation_steps=2),
        "Adam with a schedule": optimizers.Adam(schedules.ExponentialDecay(0.02, 3, 0.9)),
        "SGD, piecewise": optimizers.SGD(schedules.PiecewiseConstantDecay([4, 8], [0.1, 0.05, 0.01])),
        "SGD, cosine": optimizers.SGD(schedules.CosineDecay(0.0, 20, warmup_target=0.1, warmup_steps=4)),
        "AdamW": optimizers.AdamW(0.01, weight_decay=0.02),
        "Adagrad": optimizers.Adagrad(0.05),
        "Adadelta": optimizers.Adadelta(0.5),
        "Adamax": optimizers.Adamax(0.01),
        "Nadam": optimizers.Nadam(0.01),
        "Ftrl": optimizers.Ftrl(0.05),
        "Lion": optimizers.Lion(0.005),
        "Lamb": optimizers.Lamb(0.01),
        "Adafactor": optimizers.Adafactor(0.01),
    }
    cases = []
    for name, optimizer in found.items():
        model = net(1)
        model.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
        cases.append((name, model, x, y))
    classifier = net(3, layers.BatchNormalization())
    classifier.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="top_two")],
    )
    cases.append(("a classifier", classifier, x, classes))
    h = layers.Input((4,))
    hidden = layers.Dense(5, activation="relu", kernel_regularizer="l2")(h)
    outputs = [layers.Dense(1, name="value")(hidden), layers.Dense(1, name="sign", activation="sigmoid")(hidden)]
    heads = keras.Model(h, outputs)
    heads.compile(
        optimizer=optimizers.Adam(0.01),
        loss={"value": keras.losses.Huber(), "sign": "binary_crossentropy"},
        loss_weights={"value": 1.0, "sign": 0.5},
        metrics={"value": ["mae"], "sign": ["accuracy", keras.metrics.AUC(num_thresholds=20)]},
    )
    cases.append(("two outputs", heads, x, [y, (y > 0).astype("float32")]))
    return cases
