# Databricks notebook source
# MAGIC %md
# MAGIC # 2. Look around, and never be afraid of a change
# MAGIC
# MAGIC The table of notebook 1 is an ordinary source for Spark, and a good one: what a query does not need stays in
# MAGIC the store. And it has versions: each write makes one, old ones stay as they were, and so nothing that is done
# MAGIC here can hurt the model that trains from `v1` next door. To show that, we will spoil the table properly.
# MAGIC
# MAGIC The numbers of versions below are those of a table that comes fresh from notebook 1.

# COMMAND ----------

import io
import os

import lance
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image
from pyspark.sql import DataFrame
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


name = "food101" if setting("food101") else "digits"
train_path = f"{setting('training_store', 's3a://training')}/{name}_train.lance"

# The cells in SQL below say ${lancetrain.train} for it.
spark.conf.set("lancetrain.train", train_path)

# COMMAND ----------

# MAGIC %md
# MAGIC ## What is in it?
# MAGIC
# MAGIC `v1` is a tag. To read by it is to read the same rows for ever.

# COMMAND ----------

v1 = spark.read.format("lance").option("tag", "v1").load(train_path)
v1.printSchema()
display(
    v1.select(
        "id", "label", f.length("image").alias("bytes"), f.size("vector").alias("floats")
    ).limit(5)
)

# COMMAND ----------

# MAGIC %md
# MAGIC The same in SQL, where `VERSION AS OF` takes the name of a tag, or a number:

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT label, count(*) AS images, round(avg(length(image)), 1) AS bytes_each
# MAGIC FROM lance.`${lancetrain.train}` VERSION AS OF 'v1'
# MAGIC GROUP BY label
# MAGIC ORDER BY label

# COMMAND ----------

# MAGIC %md
# MAGIC ### The images
# MAGIC
# MAGIC Ten of each class. The query names a label and a limit; both go down to Lance, so that it fetches the images
# MAGIC of these rows and no others.

# COMMAND ----------


def images_of(table, label, rows=10):
    """Some images of a class."""
    found = table.where(f.col("label") == label).select("image").limit(rows).collect()
    return [Image.open(io.BytesIO(row["image"])) for row in found]


labels = [
    row["label"] for row in v1.select("label").distinct().orderBy("label").limit(10).collect()
]
figure, grid = plt.subplots(len(labels), 10, figsize=(8, 0.8 * len(labels)))
for axes in grid.flat:
    axes.axis("off")
for label, line in zip(labels, grid):
    for axes, image in zip(line, images_of(v1, label)):
        axes.imshow(image, cmap="gray_r")
    line[0].text(
        -0.35, 0.5, label, transform=line[0].transAxes, ha="right", va="center", fontsize=13
    )
figure.suptitle("Ten of each class")
figure.tight_layout()
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ### The vectors
# MAGIC
# MAGIC Before training, one look at whether there is anything to learn: all vectors, in the two directions in which they
# MAGIC differ most. Classes that form clouds can be told apart. Only two of the four columns are read for this.

# COMMAND ----------

rows = v1.select("vector", "label").collect()
vectors = np.array([row["vector"] for row in rows])
colours = np.array([row["label"] for row in rows])
centred = vectors - vectors.mean(axis=0)
plane = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T

figure, axes = plt.subplots(figsize=(7.5, 5.5), layout="constrained")
for label in labels:
    mine = colours == label
    axes.scatter(*plane[mine].T, s=22, alpha=0.75, label=label, color=plt.cm.tab10(label % 10))
axes.legend(title="class", loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
axes.set(title=f"{len(rows)} vectors in their two principal directions", xticks=[], yticks=[])
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## What a query leaves in the store
# MAGIC
# MAGIC `explain()` says what became of a query, in the line of its scan. Here the filter on `label` is Lance's, the
# MAGIC function is Spark's, with the reason, and the images and vectors are not read at all:

# COMMAND ----------

v1.where("label = 7 AND reverse(id) LIKE '1%'").select("id").explain()

# COMMAND ----------

# MAGIC %md
# MAGIC An order with a limit: each task returns its first three rows, instead of all of them to be sorted.

# COMMAND ----------

v1.select("id", "label").orderBy("id").limit(3).explain()

# COMMAND ----------

# MAGIC %md
# MAGIC And a count needs no data at all. It is in the manifest, so that the plan is the answer:

# COMMAND ----------

v1.groupBy().count().explain()
print(v1.count(), "rows")

# COMMAND ----------

# MAGIC %md
# MAGIC ## History
# MAGIC
# MAGIC Every write is a commit, and says who made it. So far there is one.

# COMMAND ----------

tables = spark._jvm.io.lancetrain.spark.LanceTables


def table():
    """What is done to the table besides reading and writing rows."""
    return tables.forPath(spark._jsparkSession, train_path)


def history():
    """The versions of the table, and what each commit says of itself."""
    versions = DataFrame(table().history(), spark)
    said = f.col("properties")
    return versions.select(
        "version",
        "timestamp",
        f.coalesce(said["operation"], f.lower("operation")).alias("operation"),
        "rows",
        "fragments",
        said["userMetadata"].alias("userMetadata"),
    ).orderBy("version")


display(history())

# COMMAND ----------

# MAGIC %md
# MAGIC ## A bad batch
# MAGIC
# MAGIC Now the accident that everybody has had. A new delivery comes in, all its labels are 1 (somebody wrote a column
# MAGIC default), and it is appended before anybody looks. `userMetadata` says where it came from, which we will be
# MAGIC glad of in a minute. An append keeps to the layout: it adds whole rounds of equal fragments, and this delivery fills two.

# COMMAND ----------

card = table().trainingCard()
bad = v1.limit(2 * card.shards() * card.rowsPerFragment()).select(
    f.concat(f.lit("bad/"), "id").alias("id"), "image", f.lit(1).alias("label"), "vector"
)
(
    bad.write.format("lance")
    .mode("append")
    .option("userMetadata", "nightly delivery, not looked at")
    .save(train_path)
)
display(history())

# COMMAND ----------

# MAGIC %md
# MAGIC Here is what happened to the classes. Both versions are there, to be compared:

# COMMAND ----------


def counts(table):
    """The number of rows of each class."""
    found = {row["label"]: row["count"] for row in table.groupBy("label").count().collect()}
    return [found.get(label, 0) for label in labels]


now = spark.read.format("lance").load(train_path)
figure, axes = plt.subplots(figsize=(8, 3.5), layout="constrained")
places = np.arange(len(labels))
axes.bar(places - 0.2, counts(v1), 0.4, label="v1", color="tab:blue")
axes.bar(places + 0.2, counts(now), 0.4, label="after the bad batch", color="tab:red")
axes.set(
    title="Images of each class", xticks=places, xticklabels=labels, xlabel="class", ylabel="images"
)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC ## Back
# MAGIC
# MAGIC `restore` makes the content of an old version the newest again. No data is copied or rewritten, it is a commit
# MAGIC like any other, and the bad version stays in the history, for whoever wants to know how it came about.

# COMMAND ----------

good = v1.groupBy().count().first()[0]
table().restore(1)
display(history())
assert spark.read.format("lance").load(train_path).count() == good

# COMMAND ----------

# MAGIC %md
# MAGIC ## Time travel
# MAGIC
# MAGIC The bad batch can still be looked at: what is in version 2 and not in `v1`?

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT label, count(*) AS images, min(id) AS first_id
# MAGIC FROM lance.`${lancetrain.train}` VERSION AS OF 2
# MAGIC WHERE id NOT IN (SELECT id FROM lance.`${lancetrain.train}` VERSION AS OF 'v1')
# MAGIC GROUP BY label

# COMMAND ----------

# MAGIC %md
# MAGIC ## A new column, and not a byte rewritten
# MAGIC
# MAGIC Somebody would like to know how much ink is in each digit, to find empty ones. In a Parquet table, one more column
# MAGIC means that all images are written again. Here it means one more small file beside each fragment. `_rowaddr`
# MAGIC says to which row a value belongs.

# COMMAND ----------


def files():
    """The data files of each fragment of the newest version."""
    newest = lance.dataset(train_path.replace("s3a://", "s3://"))
    return [[file.path for file in one.data_files()] for one in newest.get_fragments()]


before = files()
ink = f.aggregate("vector", f.lit(0.0), lambda sum, one: sum + one) / f.size("vector")
(
    spark.read.format("lance")
    .load(train_path)
    .select("_rowaddr", ink.cast("float").alias("ink"))
    .write.format("lance")
    .mode("append")
    .option("addColumns", "true")
    .option("userMetadata", "ink: the mean grey value")
    .save(train_path)
)
after = files()

kept = all(set(old) <= set(new) for old, new in zip(before, after))
print(
    f"{len(after)} fragments, {sum(map(len, before))} files before, {sum(map(len, after))} after."
)
print("All old files are still in use:", kept)
assert kept

# COMMAND ----------

# MAGIC %md
# MAGIC The column is there, and finds what it was made for: the digits with the least ink, and those with the most.

# COMMAND ----------

newest = spark.read.format("lance").load(train_path)
least = newest.orderBy("ink").select("image", "ink").limit(8).collect()
most = newest.orderBy(f.desc("ink")).select("image", "ink").limit(8).collect()
figure, grid = plt.subplots(2, 8, figsize=(8, 3.2))
for axes, row in zip(grid.flat, least + most):
    axes.imshow(Image.open(io.BytesIO(row["image"])), cmap="gray_r", vmin=0, vmax=255)
    axes.set_title(f"{row['ink']:.2f}", fontsize=9)
    axes.axis("off")
figure.suptitle("The least ink, and the most")
figure.tight_layout(h_pad=1.5)
plt.show()

# COMMAND ----------

# MAGIC %md
# MAGIC And the layout still holds: what was done since `v1` took nothing from any fragment. So this version may have a
# MAGIC name as well.

# COMMAND ----------

check = table().checkTraining(4, 8)
assert check.fits(), list(check.problems())
table().tag("v1-ink", table().version())
display(DataFrame(table().tags(), spark))

# COMMAND ----------

display(history())

# COMMAND ----------

# MAGIC %md
# MAGIC Four versions, each of them readable, one of them bad, and `v1` untouched by all of it. Notebook 3 trains from
# MAGIC exactly that one.
