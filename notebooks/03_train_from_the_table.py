# Databricks notebook source
# MAGIC %md
# MAGIC # 3. Train, from exactly one version
# MAGIC
# MAGIC PyTorch reads the table that Spark wrote, from the store and as it is: no download, no conversion, no second copy.
# MAGIC This notebook trains by one process, then by several; stops in the middle of an epoch, and goes on as if nothing
# MAGIC had been.
# MAGIC
# MAGIC Where the store is, and its keys, come from `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`,
# MAGIC as for every S3 client.

# COMMAND ----------

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from torch import nn

from lancetrain import (
    DecodeImages,
    TrainingDataset,
    TrainingTable,
    UnevenShares,
    spark_session,
    training_loader,
)


def setting(name, default=""):
    """A widget of the notebook on Databricks, an environment variable elsewhere."""
    if "dbutils" not in globals():
        return os.environ.get(name.upper(), default)
    dbutils.widgets.text(name, default)
    return dbutils.widgets.get(name)


torch.set_num_threads(1)  # the network is so small that several threads would wait for each other
store = setting("training_store", "s3a://training")
name = "food101" if setting("food101") else "digits"
train_path, test_path = f"{store}/{name}_train.lance", f"{store}/{name}_test.lance"
scratch = Path(tempfile.mkdtemp(prefix="training-"))

# COMMAND ----------

# MAGIC %md
# MAGIC ## The table, and its promise
# MAGIC
# MAGIC A run names a tag or a version, never "the newest": a job that runs for days must read one thing. Whatever was
# MAGIC appended and rolled back in notebook 2 is in other versions and does not exist here.

# COMMAND ----------

train = TrainingTable(train_path, tag="v1")
test = TrainingTable(test_path, tag="v1")
print(
    train,
    "is",
    train.card.rows,
    "rows in",
    train.card.fragments,
    "equal fragments, seed",
    train.card.seed,
)

# COMMAND ----------

# MAGIC %md
# MAGIC Whether so many processes and loader workers get even shares is asked before the first step, not found out
# MAGIC by a job that hangs in the last. Two ranks with two workers each do; three ranks do not, and are told why:

# COMMAND ----------

train.check(world_size=2, workers=2, batch_size=8)
try:
    train.check(world_size=3, workers=0, batch_size=8)
except UnevenShares as refused:
    print(refused)

# COMMAND ----------

# MAGIC %md
# MAGIC ## One process
# MAGIC
# MAGIC A dataset is the batches of one epoch after the other, as tensors. The vectors are Arrow's memory, not a copy.

# COMMAND ----------

BATCH = 8
data = TrainingDataset(train, BATCH, columns=["vector", "label"], seed=1)
batch = next(iter(data))
print({name: (tuple(tensor.shape), tensor.dtype) for name, tensor in batch.items()})
print(len(data), "batches in an epoch")

# COMMAND ----------

# MAGIC %md
# MAGIC The rest is PyTorch as everybody writes it: a small network, a step, and the share of the test table that it gets
# MAGIC right.

# COMMAND ----------

test_batches = list(TrainingDataset(test, BATCH, columns=["vector", "label"], shuffle=None))
classes = 1 + max(int(one["label"].max()) for one in test_batches)


def network():
    """A network that has learnt nothing yet, always the same one."""
    torch.manual_seed(0)
    width = batch["vector"].shape[1]
    return nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, classes))


def learn(model, optimizer, batch):
    """One step; returns its loss."""
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(batch["vector"]), batch["label"].long())
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def accuracy(model):
    """The share of the test table that is classified as it should be."""
    right = sum((model(one["vector"]).argmax(1) == one["label"]).sum() for one in test_batches)
    return (right / sum(len(one["label"]) for one in test_batches)).item()


# COMMAND ----------

EPOCHS = 12
model = network()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
loader = training_loader(data)
losses, accuracies = [], [accuracy(model)]
for epoch in range(EPOCHS):
    data.set_epoch(epoch)  # another order of the same rows
    losses += [learn(model, optimizer, batch) for batch in loader]
    accuracies.append(accuracy(model))
print(f"accuracy on the test table: {accuracies[-1]:.3f}")

# COMMAND ----------

steps = len(data)
smooth = torch.tensor(losses).unfold(0, 40, 1).mean(1)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
left.plot(
    torch.arange(1, len(losses) + 1) / steps, losses, color="tab:blue", alpha=0.25, linewidth=0.8
)
left.plot(
    torch.arange(20, len(losses) - 19) / steps, smooth, color="tab:blue", label="mean of 40 steps"
)
left.set(title="Loss of each step", xlabel="epoch", ylabel="cross entropy", ylim=0)
left.legend(frameon=False)
right.plot(range(EPOCHS + 1), accuracies, marker="o", markersize=4, color="tab:green")
right.set(title="Accuracy on the test table", xlabel="epoch", ylim=(0, 1))
right.grid(alpha=0.3)
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Stop, and go on
# MAGIC
# MAGIC A machine that is taken away in the middle of an epoch should cost the steps since the last checkpoint, and
# MAGIC nothing else. `state_dict` of the dataset belongs into the checkpoint, beside those of the network and the
# MAGIC optimizer. We train an epoch and a half, throw everything away but the file, and go on with new objects:

# COMMAND ----------

BREAK = steps + steps // 2
checkpoint = scratch / "checkpoint.pt"


def train_until(stop):
    """Trains from the checkpoint, if there is one, to a step; returns the losses on the way."""
    data = TrainingDataset(train, BATCH, columns=["vector", "label"], seed=1)
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    done, found = 0, []
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        data.load_state_dict(state["data"])
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["done"]
    while done < stop:
        data.set_epoch(done // steps)
        for batch in data:
            found.append(learn(model, optimizer, batch))
            done += 1
            if done == stop:
                break
    state = {
        "data": data.state_dict(),
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    torch.save(state | {"done": done}, checkpoint)
    return found


first = train_until(BREAK)
rest = train_until(3 * steps)
print(
    "The same losses as those of the run that was never stopped:",
    first + rest == losses[: 3 * steps],
)
assert first + rest == losses[: 3 * steps]

# COMMAND ----------

# MAGIC %md
# MAGIC Not about the same: the same, to the last bit, since the same batches came in the same order.

# COMMAND ----------

figure, axes = plt.subplots(figsize=(9, 3.2), layout="constrained")
shown = slice(BREAK - 30, BREAK + 30)
places = range(BREAK - 30, BREAK + 30)
axes.plot(places, losses[shown], color="lightgrey", linewidth=7, label="never stopped")
axes.plot(places[:30], first[-30:], color="tab:blue", label="before the stop")
axes.plot(places[30:], rest[:30], color="tab:orange", label="after it, from the checkpoint")
axes.axvline(BREAK - 0.5, color="black", linestyle=":", linewidth=1)
axes.set(title="The loss around the stop", xlabel="step", ylabel="cross entropy", ylim=0)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, ncols=3)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Several processes
# MAGIC
# MAGIC `train.py`, beside this notebook, is the same as a script, for `torchrun`: on two processes here, on as many GPUs
# MAGIC as there are without a change. Each of them takes other fragments, as many as the others.

# COMMAND ----------


def torchrun(processes, table, test_table, *more):
    """Trains by train.py on so many processes; returns what it says of each epoch."""
    metrics = scratch / f"metrics-{time.monotonic_ns()}.jsonl"
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        str(processes),
    ]
    command += ["train.py", "--table", table, "--test-table", test_table, "--features", "vector"]
    command += ["--classes", str(classes), "--epochs", str(EPOCHS), "--metrics", str(metrics)]
    command += ["--checkpoint", str(metrics.with_suffix(".pt")), *more]
    run = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads(line) for line in metrics.read_text().splitlines()]


by_two = torchrun(2, f"{train_path}@v1", f"{test_path}@v1")
print(f"accuracy on the test table: {by_two[-1]['accuracy']:.3f}")

# COMMAND ----------

# MAGIC %md
# MAGIC Two processes with batches of 8 make steps of 16 rows, half as many of them; so they learn a little slower at
# MAGIC first, and arrive at the same place.

# COMMAND ----------

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
epochs = range(1, EPOCHS + 1)
ends = [sum(losses[one * steps : (one + 1) * steps]) / steps for one in range(EPOCHS)]
left.plot(epochs, ends, marker="o", markersize=4, label="one process: the epoch's mean")
left.plot(
    epochs, [one["loss"] for one in by_two], marker="s", markersize=4, label="two: the last step's"
)
left.set(title="Loss", xlabel="epoch", ylim=0)
right.plot(epochs, accuracies[1:], marker="o", markersize=4, label="one process")
right.plot(
    epochs, [one["accuracy"] for one in by_two], marker="s", markersize=4, label="two processes"
)
right.set(title="Accuracy on the test table", xlabel="epoch", ylim=(0.5, 1))
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## How fast?
# MAGIC
# MAGIC A few hundred rows say nothing about speed. So Spark multiplies the table, to some 25,000 rows, in the layout again
# MAGIC and in larger fragments. Then we read it, and do nothing with what we read.

# COMMAND ----------

spark = spark_session()
spark.sparkContext.setLogLevel("ERROR")
copies = max(1, 25_600 // train.card.rows)
(
    spark.read.format("lance")
    .option("tag", "v1")
    .load(train_path)
    .select("id", "image", "vector", "label")
    .crossJoin(spark.range(copies).withColumnRenamed("id", "copy"))
    .write.format("lance")
    .mode("overwrite")
    .option("training.shards", 4)
    .option("training.batchSize", 64)
    .option("training.fragmentsPerShard", 2)
    .option("training.key", "id,copy")
    .save(f"{store}/{name}_many.lance")
)

# COMMAND ----------


def speeds(table, columns, **how):
    """Rows a second of the first and of the second epoch."""
    data = TrainingDataset(table, 64, columns=columns, **how)
    found = []
    for epoch in range(2):
        data.set_epoch(epoch)
        began = time.monotonic()
        rows = sum(len(batch["label"]) for batch in data)
        found.append(rows / (time.monotonic() - began))
    return found


many = TrainingTable(f"{store}/{name}_many.lance")
measured = {
    "vectors": speeds(many, ["vector", "label"]),
    "vectors, rows shuffled\nin windows": speeds(many, ["vector", "label"], shuffle="window"),
    "images, decoded": speeds(
        many, ["image", "label"], transform=DecodeImages("image", size=(32, 32))
    ),
}

# COMMAND ----------

figure, axes = plt.subplots(figsize=(8.5, 3.2), layout="constrained")
for place, values in enumerate(measured.values()):
    for epoch, (value, colour) in enumerate(zip(values, ("tab:blue", "tab:cyan"))):
        bar = axes.barh(place - 0.2 + 0.4 * epoch, value, 0.38, color=colour)
        axes.bar_label(bar, [f"{value:,.0f}"], padding=4, fontsize=9)
axes.set(
    title=f"Rows a second from the store, by one process ({many.card.rows:,} rows)",
    xlabel="rows a second",
)
axes.set_yticks(range(len(measured)), measured)
axes.legend(axes.containers[:2], ["first epoch", "second epoch"], frameon=False, loc="lower right")
axes.margins(x=0.15)
axes.invert_yaxis()
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC Reading vectors is seldom what a training waits for. Decoding images is work for a processor, and is shared out
# MAGIC by `training_loader(data, workers=4)`, to processes that each have shares as equal as the ranks'.
# MAGIC
# MAGIC Notebook 4 gives the model something better to learn from.
