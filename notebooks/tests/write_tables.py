"""Writes the tables of the tests, by PySpark through the connector's jar."""

import csv
import gzip
import io
import json
import os
import sys
from pathlib import Path

from PIL import Image
from pyspark.sql import functions as f

from lancetrain import spark_session

SHARDS, ROUNDS, ROWS_PER_FRAGMENT = 24, 2, 16
DIGITS = Path(__file__).parent.parent / "data" / "digits.csv.gz"


def main(jar: str, folder: str) -> None:
    os.environ["LANCETRAIN_JAR"] = jar
    settings = {"spark.master": "local[2]", "spark.ui.enabled": "false"}
    spark = spark_session(settings=settings | {"spark.sql.shuffle.partitions": "2"})
    spark.sparkContext.setLogLevel("ERROR")
    rounds(spark, folder + "/numbers.lance")
    rounds(spark, folder + "/appended.lance")
    rounds(spark, folder + "/appended.lance", append=True)
    rounds(spark, folder + "/files_2_2.lance", file_version="2.2")
    numbers(spark, 0, 32).write.format("lance").save(folder + "/plain.lance")
    digits(spark, folder + "/digits.lance")
    (Path(folder) / "session.json").write_text(json.dumps(facts(spark, folder)))
    spark.stop()


def facts(spark, folder):
    """What the tests of spark_session want to know, without a Spark of their own."""
    rows = spark.sql(f"SELECT count(*) FROM lance.`{folder}/numbers.lance`").first()[0]
    again = spark_session() is spark
    os.environ["DATABRICKS_RUNTIME_VERSION"] = "15.4"
    return {"rows": rows, "again": again, "databricks": spark_session("none.jar") is spark}


def numbers(spark, first, end):
    vector = f.array(*[(f.col("id") * 8 + place).cast("float") for place in range(8)])
    return spark.range(first, end, 1, 2).select(
        "id", vector.alias("vector"), f.col("id").cast("string").alias("name")
    )


def rounds(spark, path, append=False, file_version="2.1"):
    first = SHARDS * ROUNDS * ROWS_PER_FRAGMENT
    if append:
        end = first + SHARDS * ROWS_PER_FRAGMENT
        numbers(spark, first, end).write.format("lance").mode("append").save(path)
        return
    (
        numbers(spark, 0, first)
        .write.format("lance")
        .option("fileVersion", file_version)
        .option("vectors", "vector:8")
        .option("training.shards", SHARDS)
        .option("training.batchSize", 4)
        .option("training.fragmentsPerShard", ROUNDS)
        .option("training.key", "id")
        .option("training.seed", 7)
        .option("tag", "v1")
        .save(path)
    )


def digits(spark, path):
    with gzip.open(DIGITS, "rt") as lines:
        rows = [list(map(int, row)) for row in csv.reader(lines)]
    schema = "id BIGINT, image BINARY, pixels ARRAY<FLOAT>, label BIGINT"
    data = [
        (number, png(row[:64]), [pixel / 16 for pixel in row[:64]], row[64])
        for number, row in enumerate(rows)
    ]
    (
        spark.createDataFrame(data, schema)
        .write.format("lance")
        .option("vectors", "pixels:64")
        .option("training.shards", 12)
        .option("training.batchSize", 8)
        .option("training.fragmentsPerShard", 1)
        .option("training.key", "id")
        .option("training.seed", 7)
        .option("training.split", "train=0.8,test=0.2")
        .option("training.stratifyBy", "label")
        .option("tag", "v1")
        .save(path)
    )


def png(pixels):
    image = Image.frombytes("L", (8, 8), bytes(min(255, pixel * 16) for pixel in pixels))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return bytearray(buffer.getvalue())


main(*sys.argv[1:])
