# Databricks notebook source
# MAGIC %md
# MAGIC # 1. From a folder of images to a training table
# MAGIC
# MAGIC A folder of images is easy to fill and hard to train from: thousands of small objects, a label that hides
# MAGIC in a path, and no way to say *which* images a model has seen. This notebook makes a **training table** of it,
# MAGIC once, by Spark:
# MAGIC
# MAGIC - one row for each image: its bytes as they are, its label, and a small vector;
# MAGIC - split into `train` and `test`, so that an image never moves from one to the other;
# MAGIC - laid out so that every GPU gets exactly the same share;
# MAGIC - one version of it named `v1`, for good.
# MAGIC
# MAGIC Where to read and write is a widget on Databricks and an environment variable elsewhere:
# MAGIC
# MAGIC | setting | default | |
# MAGIC |---|---|---|
# MAGIC | `training_store` | `s3a://training` | the folder for raw images and for tables |
# MAGIC | `food101` | none | the `images` folder of [Food-101](https://data.vision.ee.ethz.ch/cvl/datasets_extra/food-101/), to build from instead of the digits |

# COMMAND ----------

import csv
import gzip
import io
import os
from concurrent.futures import ThreadPoolExecutor

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image
from pyarrow import fs
from pyspark.sql import functions as f

from lancetrain import spark_session

spark = spark_session()
spark.sparkContext.setLogLevel("ERROR")


def setting(name, default=""):
    """A widget of the notebook on Databricks, an environment variable elsewhere."""
    if "dbutils" not in globals():
        return os.environ.get(name.upper(), default)
    dbutils.widgets.text(name, default)
    return dbutils.widgets.get(name)


store = setting("training_store", "s3a://training")
food101 = setting("food101")
name = "food101" if food101 else "digits"

# COMMAND ----------

# MAGIC %md
# MAGIC ## The raw images
# MAGIC
# MAGIC Without a Food-101 folder, we take 1,797 real digits that people wrote by hand. They come with this
# MAGIC repository as one small file; to begin as one begins in life, the first 947 of them are put into the store as
# MAGIC PNG files, in a folder for each class. (The other 850 arrive in notebook 4.)

# COMMAND ----------


def png(pixels):
    """An image file of 8 x 8 pixels from 0 to 16."""
    file = io.BytesIO()
    Image.frombytes("L", (8, 8), bytes(min(255, 16 * int(pixel)) for pixel in pixels)).save(
        file, "PNG"
    )
    return file.getvalue()


def upload(folder, digits):
    """Puts digits into a folder of the store, as CLASS/NUMBER.png."""
    # A small file takes one request then, instead of three.
    address = folder.replace("s3a://", "s3://") + "?allow_delayed_open=true"
    files, path = fs.FileSystem.from_uri(address)

    def put(number, row):
        with files.open_output_stream(f"{path}/{row[64]}/{number:04}.png") as file:
            file.write(png(row[:64]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, *zip(*digits)))


if food101:
    raw = food101
else:
    raw = f"{store}/raw/delivery-1"
    with gzip.open("data/digits.csv.gz", "rt") as lines:
        digits = list(enumerate(csv.reader(lines)))
    upload(raw, digits[:947])

# COMMAND ----------

# MAGIC %md
# MAGIC Spark reads such a folder with `binaryFile`. The path says the class, and is a good key: it is short, it tells
# MAGIC the images apart, and it is the same tomorrow. `persist`, because the rows are counted before they are written:
# MAGIC so each object is fetched once.

# COMMAND ----------

path = f.regexp_replace("path", "%20", " ")
images = (
    spark.read.format("binaryFile")
    .option("recursiveFileLookup", "true")
    .option("pathGlobFilter", "*.{png,jpg}")
    .load(raw)
    .select(
        f.regexp_extract(path, "([^/]+/[^/]+)\\.[a-z]+$", 1).alias("id"),
        f.regexp_extract(path, "([^/]+)/[^/]+$", 1).alias("class"),
        f.col("content").alias("image"),
    )
    .persist()
)
counts = images.groupBy("class").count().orderBy("class")
classes = [row["class"] for row in counts.collect()]
display(counts)

# COMMAND ----------

# MAGIC %md
# MAGIC ## A label and a vector for each image
# MAGIC
# MAGIC The label is the number of the class. The vector here is the image itself, in grey and small, which is all a
# MAGIC classifier of digits needs. For photographs, this is the place of a real embedding: whatever returns the same
# MAGIC floats for the same image will do.

# COMMAND ----------

side = 16 if food101 else 8


@f.udf("array<float>")
def vector_of(image):
    """The grey values of an image from 0 to 1, row by row."""
    small = Image.open(io.BytesIO(image)).convert("L").resize((side, side))
    return [pixel / 255 for pixel in small.tobytes()]


number_of = f.create_map([f.lit(one) for pair in zip(classes, range(len(classes))) for one in pair])
examples = images.select(
    "id", "image", number_of[f.col("class")].alias("label"), vector_of("image").alias("vector")
)
examples.printSchema()

# COMMAND ----------

# MAGIC %md
# MAGIC ## The table, in the layout for training
# MAGIC
# MAGIC Everything that makes the table fit for trainers is an option of one write:
# MAGIC
# MAGIC - `training.shards`: the rows can be shared out evenly among 4 readers, and so among 1 or 2, each of which
# MAGIC   is a GPU's process or one of its loader workers. Have one more reader than shares, and it would wait for rows
# MAGIC   that never come, while all the others wait for it.
# MAGIC - `training.batchSize`: every batch is full. Rows that do not fill the last round are left out, fewer than
# MAGIC   fragments times batch size: much in a table as small as this, and nothing in a large one.
# MAGIC - `training.stratifyBy`: each fragment holds the classes as the whole does.
# MAGIC - `training.split`: the part of a row follows from its key alone. It stays where it is, whatever is added.
# MAGIC - `training.seed`: the order is random, and the same on any cluster.
# MAGIC - `tag`: the version that this write makes is called `v1` from now on. A tag is never moved in silence: run once
# MAGIC   more, this cell fails, and says so. To begin anew, remove the two tables.

# COMMAND ----------

layout = {
    "training.shards": 4,
    "training.batchSize": 8,
    "training.fragmentsPerShard": 4,
    "training.key": "id",
    "training.stratifyBy": "label",
    "training.split": "train=0.7,test=0.3",
    "training.seed": 7,
}
(
    examples.write.format("lance")
    .mode("overwrite")
    .options(**layout)
    .option("vectors", f"vector:{side * side}")
    .option("tag", "v1")
    .save(f"{store}/{name}.lance")
)

# COMMAND ----------

# MAGIC %md
# MAGIC Two tables came of it, each a single commit. Their **training card** says what was promised, and travels with
# MAGIC the table: a trainer reads it before its first step.

# COMMAND ----------

tables = spark._jvm.io.lancetrain.spark.LanceTables
for part in ("train", "test"):
    table = tables.forPath(spark._jsparkSession, f"{store}/{name}_{part}.lance")
    card = table.trainingCard()
    check = table.checkTraining(4, 8)
    print(
        f"{name}_{part}.lance: {card.rows()} rows in {card.fragments()} fragments of "
        f"{card.rowsPerFragment()}, {card.dropped()} rows left out. "
        f"Even for 4 readers in batches of 8: {check.fits()}"
    )

# COMMAND ----------

# MAGIC %md
# MAGIC ## Seeing is believing
# MAGIC
# MAGIC A table is read like any other source. `_fragid` says in which fragment a row lies, so that we can look at the
# MAGIC promise: as many rows in each fragment, and as many of each class, to within two.

# COMMAND ----------

train = spark.read.format("lance").option("tag", "v1").load(f"{store}/{name}_train.lance")
found = train.groupBy("_fragid", "label").count().collect()
fragments = sorted({row["_fragid"] for row in found})
shares = np.zeros((len(classes), len(fragments)), dtype=int)
for row in found:
    shares[row["label"], fragments.index(row["_fragid"])] = row["count"]

figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
axes.imshow(shares, cmap="Blues", vmin=0, vmax=2 * shares.max(), aspect="auto")
for (label, fragment), rows in np.ndenumerate(shares[:20, :40]):
    axes.text(fragment, label, rows, ha="center", va="center", fontsize=8)
axes.set(
    title=f"Rows of each class in each fragment ({shares[:, 0].sum()} rows in each)",
    xlabel="fragment",
    ylabel="class",
    xticks=range(len(fragments)),
    yticks=range(len(classes)),
    yticklabels=classes,
)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC And the images, as a trainer will get them: the first 40 of the first fragment, in the order of the table.
# MAGIC They are the files' own bytes; nothing was encoded anew.

# COMMAND ----------


def show(rows, columns=10, title=""):
    """Draws rows with an image and a label as a grid."""
    lines = -(-len(rows) // columns)
    figure, grid = plt.subplots(lines, columns, figsize=(columns * 0.9, lines * 1.1 + 0.4))
    for axes in grid.flat:
        axes.axis("off")
    for axes, row in zip(grid.flat, rows):
        axes.imshow(Image.open(io.BytesIO(row["image"])), cmap="gray_r")
        label = classes[row["label"]]
        axes.set_title(label, fontsize=9 if len(label) < 8 else 6, pad=2)
    figure.suptitle(title)
    figure.tight_layout()
    plt.show()


first = train.where(f.col("_fragid") == fragments[0]).select("image", "label").limit(40)
show(first.collect(), title="The first rows")

# COMMAND ----------

# MAGIC %md
# MAGIC The tables are ready, for training and for testing, both at `v1`. Notebook 2 looks around in
# MAGIC them, and spoils one, on purpose; notebook 3 trains from them.
