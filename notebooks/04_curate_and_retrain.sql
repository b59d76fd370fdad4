-- Databricks notebook source
-- MAGIC %md
-- MAGIC # 4. A second delivery: curate it in SQL
-- MAGIC
-- MAGIC The other 850 digits have arrived, and as deliveries go, there is more in the folder than there should be: empty
-- MAGIC scans, and images that we have already. This notebook, in SQL, takes what is good, appends it to the tables
-- MAGIC and calls the result `v2`. The Python notebook of the same name trains from both versions, and compares.
-- MAGIC
-- MAGIC It goes on with the digits of notebooks 1 and 2.

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## What arrived
-- MAGIC
-- MAGIC Here we play the sender: 850 new digits, 80 that were in the first delivery, under new names, and 30 scans
-- MAGIC with nothing on them.

-- COMMAND ----------

-- MAGIC %python
-- MAGIC import csv
-- MAGIC import gzip
-- MAGIC import io
-- MAGIC import os
-- MAGIC from concurrent.futures import ThreadPoolExecutor
-- MAGIC
-- MAGIC import matplotlib.pyplot as plt
-- MAGIC from PIL import Image
-- MAGIC from pyarrow import fs
-- MAGIC
-- MAGIC from lancetrain import spark_session
-- MAGIC
-- MAGIC spark = spark_session()
-- MAGIC spark.sparkContext.setLogLevel("ERROR")
-- MAGIC
-- MAGIC
-- MAGIC def setting(name, default=""):
-- MAGIC     """A widget of the notebook on Databricks, an environment variable elsewhere."""
-- MAGIC     if "dbutils" not in globals():
-- MAGIC         return os.environ.get(name.upper(), default)
-- MAGIC     dbutils.widgets.text(name, default)
-- MAGIC     return dbutils.widgets.get(name)
-- MAGIC
-- MAGIC
-- MAGIC store = setting("training_store", "s3a://training")
-- MAGIC train_path, test_path = f"{store}/digits_train.lance", f"{store}/digits_test.lance"
-- MAGIC for name, value in {
-- MAGIC     "lancetrain.delivery": f"{store}/raw/delivery-2",
-- MAGIC     "lancetrain.train": train_path,
-- MAGIC     "lancetrain.test": test_path,
-- MAGIC }.items():
-- MAGIC     spark.conf.set(name, value)  # SQL says ${lancetrain.train}

-- COMMAND ----------

-- MAGIC %python
-- MAGIC def put(name, pixels):
-- MAGIC     """Puts an image file of 8 x 8 pixels from 0 to 16 into the folder of the delivery."""
-- MAGIC     file = io.BytesIO()
-- MAGIC     grey = bytes(min(255, 16 * int(pixel)) for pixel in pixels)
-- MAGIC     Image.frombytes("L", (8, 8), grey).save(file, "PNG")
-- MAGIC     with files.open_output_stream(f"{folder}/{name}.png") as out:
-- MAGIC         out.write(file.getvalue())
-- MAGIC
-- MAGIC
-- MAGIC address = f"{store}/raw/delivery-2?allow_delayed_open=true".replace("s3a://", "s3://")
-- MAGIC files, folder = fs.FileSystem.from_uri(address)
-- MAGIC with gzip.open("data/digits.csv.gz", "rt") as lines:
-- MAGIC     digits = list(enumerate(csv.reader(lines)))
-- MAGIC new = [(f"{row[64]}/{number:04}", row[:64]) for number, row in digits[947:]]
-- MAGIC again = [(f"{row[64]}/again-{number:04}", row[:64]) for number, row in digits[:80]]
-- MAGIC empty = [(f"{number % 10}/scan-{number:02}", [number % 2] * 64) for number in range(30)]
-- MAGIC with ThreadPoolExecutor(8) as pool:
-- MAGIC     list(pool.map(put, *zip(*(new + again + empty))))

-- COMMAND ----------

-- MAGIC %md
-- MAGIC The vectors have to be made as those of the table were. So SQL gets the same function:

-- COMMAND ----------

-- MAGIC %python
-- MAGIC def vector_of(image):
-- MAGIC     """The grey values of an image from 0 to 1, row by row."""
-- MAGIC     return [pixel / 255 for pixel in Image.open(io.BytesIO(image)).convert("L").tobytes()]
-- MAGIC
-- MAGIC
-- MAGIC spark.udf.register("vector_of", vector_of, "array<float>")

-- COMMAND ----------

-- MAGIC %md
-- MAGIC From here on it is SQL. The folder as a table, with the columns of the training table (`ink` is there since
-- MAGIC notebook 2), and with a digest of each image, to find it again under any name:

-- COMMAND ----------

CREATE OR REPLACE TEMPORARY VIEW files
USING binaryFile
OPTIONS (path '${lancetrain.delivery}', recursiveFileLookup 'true', pathGlobFilter '*.png');

CREATE OR REPLACE TEMPORARY VIEW read AS
SELECT
  regexp_extract(path, '([^/]+/[^/]+)\\.png$', 1) AS id,
  content AS image,
  CAST(regexp_extract(path, '([^/]+)/[^/]+$', 1) AS INT) AS label,
  vector_of(content) AS vector,
  sha2(content, 256) AS digest
FROM files;

CACHE TABLE delivery AS
SELECT *, CAST(aggregate(vector, DOUBLE(0), (sum, one) -> sum + one) / size(vector) AS FLOAT) AS ink
FROM read;

SELECT count(*) AS images, count(DISTINCT digest) AS different, round(min(ink), 3) AS least_ink
FROM delivery

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## Filter
-- MAGIC
-- MAGIC How much ink does a digit have? The table knows: the least of all that were taken so far. Lance answers that by
-- MAGIC itself; no image is read for it.

-- COMMAND ----------

SELECT round(min(ink), 3) AS least_ink, round(avg(ink), 3) AS mean_ink, round(max(ink), 3) AS most_ink
FROM lance.`${lancetrain.train}`

-- COMMAND ----------

-- MAGIC %python
-- MAGIC ink = {
-- MAGIC     name: [row["ink"] for row in spark.sql(f"SELECT ink FROM {name}").collect()]
-- MAGIC     for name in (f"lance.`{train_path}`", "delivery")
-- MAGIC }
-- MAGIC figure, axes = plt.subplots(figsize=(8, 3), layout="constrained")
-- MAGIC axes.hist(ink.values(), bins=40, range=(0, 0.5), label=["the table", "the delivery"], color=["silver", "tab:blue"])
-- MAGIC axes.axvline(0.1, color="tab:red", linestyle="--", linewidth=1)
-- MAGIC axes.text(0.098, axes.get_ylim()[1] * 0.95, "empty", ha="right", va="top", color="tab:red")
-- MAGIC axes.set(title="Ink of the images", xlabel="mean grey value", ylabel="images")
-- MAGIC axes.spines[["top", "right"]].set_visible(False)
-- MAGIC axes.legend(frameon=False)
-- MAGIC plt.show()

-- COMMAND ----------

-- MAGIC %md
-- MAGIC So an image with less than 0.1 is no digit.

-- COMMAND ----------

CREATE OR REPLACE TEMPORARY VIEW filtered AS
SELECT * FROM delivery WHERE ink >= 0.1;

SELECT count(*) AS with_ink FROM filtered

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## Deduplicate
-- MAGIC
-- MAGIC Within the delivery, and against what we have. Against the **test** table above all: an image that is in both
-- MAGIC would make the next model look better than it is.
-- MAGIC
-- MAGIC A few images of the first delivery are welcome after all: those that filled no round in notebook 1, and so are in
-- MAGIC neither table.

-- COMMAND ----------

CREATE OR REPLACE TEMPORARY VIEW known AS
SELECT sha2(image, 256) AS digest FROM lance.`${lancetrain.train}`
UNION ALL
SELECT sha2(image, 256) AS digest FROM lance.`${lancetrain.test}` VERSION AS OF 'v1';

CREATE OR REPLACE TEMPORARY VIEW fresh AS
SELECT id, image, label, vector, ink
FROM (
  SELECT *, row_number() OVER (PARTITION BY digest ORDER BY id) AS copy
  FROM filtered LEFT ANTI JOIN known USING (digest)
)
WHERE copy = 1;

SELECT count(*) AS fresh FROM fresh

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## Append
-- MAGIC
-- MAGIC A second delivery is seldom quite like the first: other people, other scanners. So some of its digits belong into
-- MAGIC the test table too, or nobody would see how a model does on them: 3 of 10, by a hash of the image, so that the
-- MAGIC same image would go to the same side again.
-- MAGIC
-- MAGIC Both tables remember how they were laid out. An append leaves the fragments that are there as they are, and adds
-- MAGIC whole rounds of new ones, of the same size, with the new rows in random order. What does not fill a round, fewer than
-- MAGIC 160 rows of the training table here, stays in the delivery for next time.

-- COMMAND ----------

INSERT INTO lance.`${lancetrain.train}` BY NAME
SELECT id, image, label, vector, ink FROM fresh WHERE crc32(image) % 10 >= 3;

INSERT INTO lance.`${lancetrain.test}` BY NAME
SELECT id, image, label, vector FROM fresh WHERE crc32(image) % 10 < 3

-- COMMAND ----------

-- MAGIC %md
-- MAGIC Still even, for as many readers as before? Then these versions get their name.

-- COMMAND ----------

-- MAGIC %python
-- MAGIC for path in (train_path, test_path):
-- MAGIC     table = spark._jvm.io.lancetrain.spark.LanceTables.forPath(spark._jsparkSession, path)
-- MAGIC     check = table.checkTraining(4, 8)
-- MAGIC     assert check.fits(), list(check.problems())
-- MAGIC     table.tag("v2", table.version())

-- COMMAND ----------

SELECT 'train v1' AS version, count(*) AS images, count(DISTINCT _fragid) AS fragments
FROM lance.`${lancetrain.train}` VERSION AS OF 'v1'
UNION ALL
SELECT 'train v2', count(*), count(DISTINCT _fragid)
FROM lance.`${lancetrain.train}` VERSION AS OF 'v2'
UNION ALL
SELECT 'test v1', count(*), count(DISTINCT _fragid)
FROM lance.`${lancetrain.test}` VERSION AS OF 'v1'
UNION ALL
SELECT 'test v2', count(*), count(DISTINCT _fragid)
FROM lance.`${lancetrain.test}` VERSION AS OF 'v2'

-- COMMAND ----------

-- MAGIC %md
-- MAGIC Did it help? That is for the Python notebook `04_curate_and_retrain` to find out.
