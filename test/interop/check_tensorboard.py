"""TensorBoard itself opens what Hebb wrote: its readers, and the answers its pages get from the server."""

import json
import os
import re
import struct
import sys
import time
import urllib.parse
import urllib.request
import zlib

import numpy as np
from check import check, near
from google.protobuf import text_format
from tensorboard import program
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.compat.proto import event_pb2, graph_pb2, summary_pb2
from tensorboard.plugins.histogram import metadata as histogram_metadata
from tensorboard.plugins.image import metadata as image_metadata
from tensorboard.plugins.scalar import metadata as scalar_metadata
from tensorboard.plugins.text import metadata as text_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

folder = sys.argv[1]
with open(os.path.join(folder, "expected.json")) as file:
    expected = json.load(file)


class Server:
    """A TensorBoard of its own for a folder."""

    def __init__(self, logdir, load_fast):
        board = program.TensorBoard()
        place = ["--logdir", logdir, "--port", "0", "--host", "127.0.0.1"]
        board.configure(argv=[None, *place, "--load_fast", load_fast])
        self.url = board.launch()

    def bytes(self, route, **query):
        address = f"{self.url}data/{route}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        with urllib.request.urlopen(address) as answer:
            return answer.read()

    def json(self, route, **query):
        return json.loads(self.bytes(route, **query))

    def post(self, route, body):
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}data/{route}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())


def wait_for(condition):
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)


def pixels(png):
    """The rows of an image of 8 bits, unfiltered: enough for a look."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(kind + body), "checksum"
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            data += body
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, -1)
    assert not rows[:, 0].any(), "filters"
    return rows[:, 1:]


def table(server):
    experiment = server.post("plugin/hparams/experiment", {})
    request = {
        "colParams": [{"metric": metric["name"]} for metric in experiment["metricInfos"]],
        "startIndex": 0,
        "sliceSize": 10,
        "allowedStatuses": ["STATUS_UNKNOWN", "STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING"],
    }
    groups = server.post("plugin/hparams/session_groups", request)["sessionGroups"]
    return experiment, groups


def examine(board):
    """All that Hebb's callbacks and writers wrote, as TensorBoard's pages are told it."""
    wait_for(lambda: "by hand" in board.json("runs") and "mlp/validation" in board.json("runs"))

    runs = sorted(board.json("runs"))
    check(
        "runs",
        runs
        == sorted(
            ["by hand", "graph/train", "mlp/train", "mlp/validation"]
            + [f"stack-{units}{run}" for units in (3, 6) for run in ("", "/train", "/validation")]
        ),
        runs,
    )

    # scalars, under Keras's tags
    scalars = board.json("plugin/scalars/tags")
    check(
        "scalar tags of train",
        sorted(scalars["stack-3/train"])
        == ["batch_loss", "batch_mae", "epoch_learning_rate", "epoch_loss", "epoch_mae"],
        sorted(scalars["stack-3/train"]),
    )
    check(
        "scalar tags of validation",
        sorted(scalars["stack-3/validation"])
        == ["epoch_loss", "epoch_mae", "evaluation_loss_vs_iterations", "evaluation_mae_vs_iterations"],
        sorted(scalars["stack-3/validation"]),
    )
    for units in (3, 6):
        history = expected[f"stack-{units}"]["history"]
        for run, tag, name in [
            ("train", "epoch_loss", "loss"),
            ("train", "epoch_mae", "mae"),
            ("validation", "epoch_loss", "val_loss"),
            ("validation", "evaluation_mae_vs_iterations", "val_mae"),
        ]:
            points = board.json("plugin/scalars/scalars", run=f"stack-{units}/{run}", tag=tag)
            near(f"stack-{units} {run} {tag}", [value for _, _, value in points], history[name], 1e-6)
    steps = [step for _, step, _ in board.json("plugin/scalars/scalars", run="stack-3/train", tag="batch_loss")]
    near("steps of batches", steps, [2, 4, 6, 8], 0)
    steps = [
        step
        for _, step, _ in board.json(
            "plugin/scalars/scalars", run="stack-3/validation", tag="evaluation_loss_vs_iterations"
        )
    ]
    near("iterations", steps, [3, 6, 9], 0)
    points = board.json("plugin/scalars/scalars", run="mlp/train", tag="epoch_loss")
    near("an MLP's loss", [value for _, _, value in points], expected["mlp"]["loss"], 1e-6)
    points = board.json("plugin/scalars/scalars", run="mlp/validation", tag="epoch_score")
    near("an MLP's scores", [value for _, _, value in points], expected["mlp"]["score"], 1e-6)
    odd = board.json("plugin/scalars/scalars", run="by hand", tag="odd")
    check("NaN is shown as NaN", odd[0][2] == "NaN" and abs(odd[1][2] / -1e30 - 1) < 1e-6, odd)

    # histograms of weights and gradients
    histograms = board.json("plugin/histograms/tags")
    tags = sorted(histograms["stack-3/train"])
    check("a histogram for each weight and each gradient", len(tags) == 8, tags)
    kernel = next(tag for tag in tags if re.search(r"dense(_\d+)?/kernel/histogram$", tag))
    points = board.json("plugin/histograms/histograms", run="stack-3/train", tag=kernel)
    weights = np.array(expected["stack-3"]["weights"][0])
    buckets = np.array(points[-1][2])
    near("steps of histograms", [step for _, step, _ in points], [0, 1, 2], 0)
    check("a histogram counts all weights", buckets[:, 2].sum() == weights.size, buckets[:, 2].sum())
    near("and spans them", [buckets[0, 0], buckets[-1, 1]], [weights.min(), weights.max()], 1e-6)
    near(
        "and counts them as NumPy does",
        buckets[:, 2],
        np.histogram(weights, bins=len(buckets), range=(buckets[0, 0], buckets[-1, 1]))[0],
        0,
    )
    distributions = board.json("plugin/distributions/tags")
    check("distributions are shown too", sorted(distributions["stack-3/train"]) == tags)
    check("distributions have percentiles", len(board.json("plugin/distributions/distributions", run="stack-3/train", tag=kernel)) == 3)
    same = np.array(board.json("plugin/histograms/histograms", run="by hand", tag="same")[0][2])
    check("equal numbers are one bucket", same[:, 2].sum() == 3)


    # images
    images = board.json("plugin/images/tags")
    check("an image for each weight", len(images["stack-3/train"]) == 4, list(images["stack-3/train"]))
    samples = board.json("plugin/images/images", run="by hand", tag="checks", sample=0)
    check("one image", len(samples) == 1, samples)
    png = pixels(board.bytes("plugin/images/individualImage?" + samples[0]["query"]))
    near("its pixels", png, [[255 * ((i + k) % 2) for k in range(8)] for i in range(8)], 0)
    samples = board.json("plugin/images/images", run="by hand", tag="colours", sample=0)
    png = pixels(board.bytes("plugin/images/individualImage?" + samples[0]["query"]))
    near("colours", png, [[255, 0, 0, 0, 127, 0]], 0)

    # text
    texts = board.json("plugin/text/text", run="by hand", tag="note")
    check("text is shown as Markdown", "<h1>A <em>note</em></h1>" in texts[0]["text"], texts)

    # graphs
    info = board.json("plugin/graphs/info")
    check("graphs of layers", info["graph/train"]["tags"]["keras"]["conceptual_graph"], info.get("graph/train"))
    graph = board.bytes("plugin/graphs/graph", run="graph/train", tag="keras", conceptual="true").decode()
    nodes = {}
    for block in graph.split("node {")[1:]:
        name = re.search(r'name: "(.*?)"', block).group(1)
        nodes[name.split("/", 1)[1] if "/" in name else name] = re.findall(r'input: "(.*?)"', block)
    check("its layers", {"left", "right", "joint", "out"} <= set(nodes), sorted(nodes))
    check(
        "its edges",
        [source.split("/", 1)[1] for source in nodes["joint"]] == ["inside/inner", "right"]
        and [source.split("/", 1)[1] for source in nodes["out"]] == ["joint"],
        nodes,
    )
    check("and as TensorBoard draws graphs", info["graph/train"]["run_graph"], info["graph/train"])
    graph = text_format.Parse(board.bytes("plugin/graphs/graph", run="graph/train"), graph_pb2.GraphDef())
    edges = {node.name: (node.op, list(node.input)) for node in graph.node}
    check(
        "with boxes for models inside",
        edges
        == {
            "left": ("InputLayer", []),
            "right": ("InputLayer", []),
            "inside/inside_input": ("InputLayer", ["left"]),
            "inside/inner": ("Dense", ["inside/inside_input"]),
            "joint": ("Concatenate", ["inside/inner", "right"]),
            "out": ("Dense", ["joint"]),
        },
        edges,
    )
    shapes = [node.attr["_output_shapes"].list.shape for node in graph.node if node.name == "joint"]
    near("and shapes", [dim.size for dim in shapes[0][0].dim], [-1, 4], 0)
    stack = board.bytes("plugin/graphs/graph", run="stack-3/train", tag="keras", conceptual="true").decode()
    check("a stack is a chain", stack.count("node {") == 3 and stack.count("input:") == 2, stack)


    experiment, groups = table(board)
    names = {info["name"]: info["type"] for info in experiment["hparamInfos"]}
    check(
        "hyperparameters and their types",
        names
        == {"units": "DATA_TYPE_FLOAT64", "activation": "DATA_TYPE_STRING", "bias": "DATA_TYPE_BOOL"},
        names,
    )
    check("a line for each training", sorted(group["hparams"]["units"] for group in groups) == [3, 6], groups)
    check(
        "trainings are over",
        all(session["status"] == "STATUS_SUCCESS" for group in groups for session in group["sessions"]),
    )
    losses = {
        group["hparams"]["units"]: value["value"]
        for group in groups
        for value in group["metricValues"]
        if value["name"] == {"group": "validation", "tag": "epoch_loss"}
    }
    near(
        "with the metrics of its runs",
        [losses.get(3, np.nan), losses.get(6, np.nan)],
        [expected[f"stack-{units}"]["history"]["val_loss"][-1] for units in (3, 6)],
        1e-6,
    )


def examine_experiment(described):
    wait_for(lambda: "trial/train" in described.json("runs"))
    experiment, groups = table(described)
    check(
        "an experiment names its hyperparameters and metrics",
        [info["name"] for info in experiment["hparamInfos"]] == ["units"]
        and [info["name"] for info in experiment["metricInfos"]] == [{"group": "train", "tag": "epoch_loss"}],
        experiment,
    )
    near("and they are found", [groups[0]["metricValues"][0]["value"]], [0.75], 0)


# TensorBoard has two ways to read files: a program of its own, where that is to be had, and Python.
for load_fast in ("auto", "false"):
    examine(Server(os.path.join(folder, "logs"), load_fast))
    examine_experiment(Server(os.path.join(folder, "described"), load_fast))

# TensorBoard's reader for programs
accumulator = event_accumulator.EventAccumulator(os.path.join(folder, "logs", "stack-3", "train"))
accumulator.Reload()
check("no event is left out", accumulator.file_version == 2.0, accumulator.file_version)
loss = [tensor_util.make_ndarray(event.tensor_proto).item() for event in accumulator.Tensors("epoch_loss")]
near("EventAccumulator", loss, expected["stack-3"]["history"]["loss"], 1e-6)
times = [event.wall_time for event in accumulator.Tensors("epoch_loss")]
check("times go on", times == sorted(times) and abs(times[0] - os.path.getmtime(folder)) < 600)

# a file by TensorBoard's own writer
writer = EventFileWriter(os.path.join(folder, "python"))


def add(step, **value):
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(**value)])
    writer.add_event(event_pb2.Event(step=step, wall_time=1.5, summary=summary))


scalar = scalar_metadata.create_summary_metadata("", "")
for step, loss in [(0, 0.5), (10, 0.25), (20, 0.125)]:
    # the metadata need only stand at the first value of a tag
    metadata = scalar if step == 0 else None
    add(step, tag="loss", metadata=metadata, tensor=tensor_util.make_tensor_proto(np.float32(loss)))
add(0, tag="old", simple_value=3)
buckets = np.array([[0, 1, 2], [1, 2, 3]], np.float64)
histogram = histogram_metadata.create_summary_metadata("", "")
add(0, tag="weights", metadata=histogram, tensor=tensor_util.make_tensor_proto(buckets))
old = summary_pb2.HistogramProto(min=-1, max=2, num=9, bucket_limit=[0, 3], bucket=[4, 5])
add(0, tag="old weights", histo=old)
text = text_metadata.create_summary_metadata("", "")
add(0, tag="note", metadata=text, tensor=tensor_util.make_tensor_proto("a *note*"))
image = image_metadata.create_summary_metadata("", "")
strings = tensor_util.make_tensor_proto([b"2", b"3", b"\x89PNG"])
add(0, tag="image", metadata=image, tensor=strings)
writer.close()
sys.stdout.flush()
os._exit(0)
