"""Runs the examples of pages of documentation, as they are printed: Python and SQL.

Argument: a file of JSON with "pages", the "bucket" folder of the S3 server, the "java" home, and
the settings of "spark". Each example starts with a table that has six versions, a tag and a
branch, or with none where it makes one; one that asks for the training card goes on with the table
of the example before. A time is taken to be now, since these tables are new. Prints the version of
Spark and a line for each example that ran; what failed goes to standard error.
"""

import ast
import datetime
import glob
import json
import os
import pathlib
import re
import shutil
import sys
import traceback

settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
os.environ["JAVA_HOME"] = settings["java"]
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
os.environ.pop("SPARK_HOME", None)

import lance
from pyspark.sql import DataFrame, SparkSession

PATH = "s3://bucket/food101.lance"
TABLE = os.path.join(settings["bucket"], "food101.lance")
KEPT = os.path.join(settings["bucket"], "kept.lance")
BLOCK = re.compile(r"^```(python|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def session():
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings["spark"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def rows(spark, count):
    """Rows with the columns that the examples name."""
    return spark.range(0, count, 1, 2).selectExpr(
        "id",
        "cast(id % 101 as int) as label",
        "cast(cast(id as string) as binary) as image",
        "array_repeat(cast(id % 101 as float), 256) as embedding",
        "date_add(DATE'2026-11-20', cast(id % 4 as int)) as day",
        "element_at(array('de', 'fr', 'us'), cast(id % 3 + 1 as int)) as country",
    )


def make_table(spark):
    """The table with which the examples start."""
    few = rows(spark, 60).write.format("lance").option("vectors", "embedding:256")
    few.option("tag", "v1").save("s3://bucket/kept.lance")
    for _ in range(5):
        rows(spark, 60).write.format("lance").mode("append").save("s3://bucket/kept.lance")
    tables = spark._jvm.io.lancetrain.spark.LanceTables
    tables.forPath(spark._jsparkSession, "s3://bucket/kept.lance").createBranch("cleaned")


def start(code):
    """Puts the store into the state with which an example starts."""
    if "trainingCard()" in code:
        return
    for table in glob.glob(os.path.join(settings["bucket"], "food101*.lance")):
        shutil.rmtree(table)
    makes_one = re.search(r"\.save\(|CREATE TABLE", code)
    changes_one = re.search(r'mode\("append"\)|replaceWhere', code)
    if changes_one or not makes_one:
        shutil.copytree(KEPT, TABLE)


def names(spark):
    """What an example finds."""
    return {"spark": spark, "df": rows(spark, 24_000), "path": PATH}


def run_python(spark, code):
    """Statement by statement, and reads each DataFrame that comes of one."""
    found = names(spark)
    for statement in ast.parse(code).body:
        result = None
        if isinstance(statement, ast.Expr):
            result = eval(compile(ast.Expression(statement.value), "page", "eval"), found)
        else:
            exec(compile(ast.Module([statement], []), "page", "exec"), found)
            if isinstance(statement, ast.Assign):
                result = found[statement.targets[0].id]
        if isinstance(result, DataFrame):
            result.foreach(lambda row: None)


def run_sql(spark, code):
    for statement in code.split(";"):
        if statement.strip():
            spark.sql(statement).collect()


def check(spark):
    """pylance finds as many rows as Spark in each table that is there now."""
    for table in glob.glob(os.path.join(settings["bucket"], "food101*.lance")):
        read = spark.read.format("lance").load("s3://bucket/" + os.path.basename(table))
        counted, expected = read.count(), lance.dataset(table).count_rows()
        if counted != expected or counted == 0:
            raise AssertionError(f"{table} has {counted} rows, by pylance {expected}")


def main():
    spark = session()
    print(spark.version)
    spark.udf.register("embed", lambda image: [float(len(image))] * 512, "array<float>")
    rows(spark, 24_000).createOrReplaceTempView("raw")
    make_table(spark)
    failed = False
    for page in settings["pages"]:
        text = pathlib.Path(page).read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            name = f"{os.path.basename(page)}:{text.count(chr(10), 0, block.start()) + 1}"
            code = TIMESTAMP.sub(f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}", block[2])
            try:
                start(code)
                (run_python if block[1] == "python" else run_sql)(spark, code)
                check(spark)
                print(name)
            except Exception:
                failed = True
                print(f"{name} failed:\n{code}\n{traceback.format_exc()}", file=sys.stderr)
    spark.stop()
    sys.exit(failed)


main()
