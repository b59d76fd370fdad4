"""The Spark jobs that a training run starts from, and when they ended.

    python -m benchmark.spark_job SETUP ROWS FORM...

ROWS is a folder of Parquet; FORM is `lance`, `parquet` or `mds`, in the order to write. Prints a
line of JSON for each: the form, and how many seconds its job took.
"""

import json
import os
import sys
import time
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from benchmark.setup import DIMENSION, SEED, SHARDS, Setup
from lancetrain import spark_session

MAVEN = Path.home() / ".m2" / "repository"
HADOOP_AWS = (
    "org/apache/hadoop/hadoop-aws/3.3.4/hadoop-aws-3.3.4.jar",
    "com/amazonaws/aws-java-sdk-bundle/1.12.262/aws-java-sdk-bundle-1.12.262.jar",
)


def main(setup: Setup, rows: str, forms: list[str]) -> None:
    """Writes one form after the other."""
    spark = session(setup.endpoint)
    spark.sparkContext.setLogLevel("ERROR")
    source = spark.read.parquet(rows)
    for form in forms:
        began = time.monotonic()
        WRITERS[form](setup, source, spark)
        print(json.dumps({"form": form, "seconds": time.monotonic() - began}), flush=True)
    spark.stop()


def session(endpoint: str) -> SparkSession:
    """A local session with the connector and S3A, as in the notebooks."""
    settings = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.driver.memory": "3g",
        "spark.sql.shuffle.partitions": str(SHARDS),
        "spark.driver.extraClassPath": os.pathsep.join(str(MAVEN / one) for one in HADOOP_AWS),
        "spark.hadoop.fs.s3a.endpoint": endpoint,
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
    }
    return spark_session(settings=settings)


def write_lance(setup: Setup, source: DataFrame, spark: SparkSession) -> None:
    """The table in the training layout, with a tag."""
    del spark
    writer = source.write.format("lance").mode("overwrite")
    if setup.data.column == "vector":
        writer = writer.option("vectors", f"vector:{DIMENSION}")
    (
        writer.option("training.shards", SHARDS)
        .option("training.batchSize", setup.data.batch_size)
        .option("training.fragmentsPerShard", 1)
        .option("training.key", "id")
        .option("training.seed", SEED)
        .option("tag", "v1")
        .save(setup.table)
    )


def write_parquet(setup: Setup, source: DataFrame, spark: SparkSession) -> None:
    """As many Parquet files as the table has fragments, their rows shuffled as well."""
    del spark
    target = setup.uri("train.parquet").replace("s3://", "s3a://")
    source.repartition(SHARDS).write.mode("overwrite").parquet(target)


def write_mds(setup: Setup, source: DataFrame, spark: SparkSession) -> None:
    """MosaicML's own converter, from the table that the job before it wrote."""
    del source
    from benchmark.loaders.mosaic_streaming import from_spark

    from_spark(setup, spark.read.format("lance").load(setup.table))


WRITERS = {"lance": write_lance, "parquet": write_parquet, "mds": write_mds}

if __name__ == "__main__":
    main(Setup.of_json(sys.argv[1]), sys.argv[2], sys.argv[3:])
