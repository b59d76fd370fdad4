# Databricks notebook source
# MAGIC %md
# MAGIC # 4. Retrain, and compare two versions
# MAGIC
# MAGIC The SQL notebook of the same name has filtered, deduplicated and appended the second delivery: the tables are at
# MAGIC `v2`, and `v1` is what it was. A question that is often answered by feeling can be answered by a measurement: is a
# MAGIC model better for the new data? Same network, same number of steps, same test; the version is all that differs.

# COMMAND ----------

import io
import os

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from pyspark.sql import functions as f
from torch import nn

from lancetrain import TrainingDataset, TrainingTable, spark_session

spark = spark_session()
spark.sparkContext.setLogLevel("ERROR")


def setting(name, default=""):
    """A widget of the notebook on Databricks, an environment variable elsewhere."""
    if "dbutils" not in globals():
        return os.environ.get(name.upper(), default)
    dbutils.widgets.text(name, default)
    return dbutils.widgets.get(name)


torch.set_num_threads(1)  # the network is so small that several threads would wait for each other
store = setting("training_store", "s3a://training")
train_path, test_path = f"{store}/digits_train.lance", f"{store}/digits_test.lance"

# COMMAND ----------

# MAGIC %md
# MAGIC ## What is new
# MAGIC
# MAGIC Two versions are two tables to Spark, and their difference is a join.

# COMMAND ----------

v1 = spark.read.format("lance").option("tag", "v1").load(train_path)
v2 = spark.read.format("lance").option("tag", "v2").load(train_path)
added = v2.join(v1.select("id"), "id", "left_anti")
gone = v1.join(v2.select("id"), "id", "left_anti")
print(
    f"v1: {v1.count()} images. v2: {v2.count()}, of which {added.count()} are new. Gone: {gone.count()}."
)

# COMMAND ----------


def counts(table):
    """The number of images of each class."""
    return {row["label"]: row["count"] for row in table.groupBy("label").count().collect()}


old, new = counts(v1), counts(v2)
labels = sorted(new)
figure, axes = plt.subplots(figsize=(8, 3.3), layout="constrained")
axes.bar(labels, [old.get(label, 0) for label in labels], color="tab:blue", label="v1")
more = [new[label] - old.get(label, 0) for label in labels]
bars = axes.bar(
    labels,
    more,
    bottom=[old.get(label, 0) for label in labels],
    color="tab:orange",
    label="new in v2",
)
axes.bar_label(bars, [f"+{one}" for one in more], padding=2, fontsize=9)
axes.set(
    title="Images of each class",
    xlabel="class",
    ylabel="images",
    xticks=labels,
    ylim=(0, 1.25 * max(new.values())),
)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, ncols=2, loc="upper right")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## The same training, twice
# MAGIC
# MAGIC As in notebook 3, with three seeds each: a difference that is smaller than that between seeds would mean nothing.
# MAGIC Both are tested with `v2` of the test table, which has digits of both deliveries. We keep them apart: of the second
# MAGIC one, `v1` has seen nothing.

# COMMAND ----------

BATCH, STEPS, EVERY = 8, 1600, 80


def examples(version):
    """All ids, vectors and labels of a version of the test table."""
    table = TrainingTable(test_path, tag=version)
    found = list(TrainingDataset(table, BATCH, columns=["id", "vector", "label"], shuffle=None))
    ids = np.array([one for batch in found for one in batch["id"]])
    return (
        ids,
        torch.cat([one["vector"] for one in found]),
        torch.cat([one["label"] for one in found]).long(),
    )


test_ids, test_vectors, test_labels = examples("v2")
old_ids, _, _ = examples("v1")
first_delivery = torch.from_numpy(np.isin(test_ids, old_ids))
tests = {"the first delivery": first_delivery, "the second delivery": ~first_delivery}


def batches(table, seed):
    """The batches of one epoch after the other."""
    data = TrainingDataset(table, BATCH, columns=["vector", "label"], seed=seed)
    epoch = 0
    while True:
        data.set_epoch(epoch)
        yield from data
        epoch += 1


@torch.no_grad()
def accuracies(model):
    """The share of each of the tests that is classified as it should be."""
    right = (model(test_vectors).argmax(1) == test_labels).float()
    return [right[chosen].mean().item() for chosen in tests.values()]


def train(version, seed):
    """A network, trained from a version, and its accuracies on the way."""
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(test_vectors.shape[1], 128), nn.ReLU(), nn.Linear(128, len(labels))
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    found = []
    for step, batch in zip(
        range(1, STEPS + 1), batches(TrainingTable(train_path, tag=version), seed)
    ):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(batch["vector"]), batch["label"].long()).backward()
        optimizer.step()
        if step % EVERY == 0:
            found.append(accuracies(model))
    return model, found


SEEDS = 3
trained = {version: [train(version, seed) for seed in range(SEEDS)] for version in ("v1", "v2")}

# COMMAND ----------

figure, panels = plt.subplots(1, 2, figsize=(11, 3.8), sharey=True, layout="constrained")
steps = np.arange(EVERY, STEPS + 1, EVERY)
final = {}
for version, colour in (("v1", "tab:blue"), ("v2", "tab:orange")):
    curves = np.array([found for _, found in trained[version]])  # seed, time, test
    final[version] = curves[:, -5:].mean(axis=(0, 1))
    for axes, curve in zip(panels, np.moveaxis(curves, 2, 0)):
        axes.fill_between(steps, curve.min(0), curve.max(0), color=colour, alpha=0.2, linewidth=0)
        axes.plot(
            steps, curve.mean(0), color=colour, label=f"{version}: mean and range of {SEEDS} seeds"
        )
    print(
        version, *(f"{value:.3f} on {name}" for value, name in zip(final[version], tests)), sep=", "
    )
for axes, (name, chosen) in zip(panels, tests.items()):
    axes.set(title=f"{chosen.sum()} test digits of {name}", xlabel="step", ylim=(0.8, 1))
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
panels[0].set_ylabel("accuracy")
panels[0].legend(frameon=False, loc="lower right")
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Where it helped
# MAGIC
# MAGIC A number is not a reason. These are the test images that most models of `v1` got wrong and most of `v2` get right
# MAGIC (green), and the other way round (red), each with what it is. They are fetched from the test table by their ids.

# COMMAND ----------


@torch.no_grad()
def right(version):
    """For each test image, whether most of the version's models know it."""
    votes = sum(
        (model(test_vectors).argmax(1) == test_labels).int() for model, _ in trained[version]
    )
    return (votes > SEEDS / 2).numpy()


won, lost = test_ids[right("v2") & ~right("v1")], test_ids[right("v1") & ~right("v2")]
print(f"{len(won)} images were learnt, {len(lost)} forgotten.")

shown = [*won[:14], *lost[:7]]
test = spark.read.format("lance").option("tag", "v2").load(test_path)
rows = {row["id"]: row for row in test.where(f.col("id").isin(*map(str, shown))).collect()}
lines = max(1, -(-len(shown) // 7))
figure, grid = plt.subplots(lines, 7, figsize=(8, 1.5 * lines + 0.4), squeeze=False)
for axes in grid.flat:
    axes.axis("off")
for axes, one in zip(grid.flat, shown):
    axes.imshow(Image.open(io.BytesIO(rows[one]["image"])), cmap="gray_r")
    axes.set_title(
        f"a {rows[one]['label']}", color="tab:green" if one in won else "tab:red", fontsize=10
    )
figure.suptitle("Learnt, and forgotten")
figure.tight_layout(h_pad=1.5)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## The decision, on record
# MAGIC
# MAGIC The better version gets one more name, which says what was decided. A tag is never moved in silence: whoever trains
# MAGIC from it next month gets these rows.

# COMMAND ----------

better = max(final, key=lambda version: final[version].mean())  # both deliveries count alike
tables = spark._jvm.io.lancetrain.spark.LanceTables
table = tables.forPath(spark._jsparkSession, train_path)
number = TrainingTable(train_path, tag=better).version
table.tag(f"released-{better}", number)
print(f"{better} is released: version {number} of {train_path}")
