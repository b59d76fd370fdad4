"""Runs the notebooks from the first cell to the last, against an S3 server of their own.

    python notebooks/tools/run_notebooks.py            # all of them, in order
    python notebooks/tools/run_notebooks.py 01 02      # those whose names begin like this

Fails on the first cell that fails. What ran is kept, pictures and all: target/notebooks/NAME.ipynb,
and each picture as target/notebooks/pictures/NAME-NN.png too. Needs what requirements.txt beside it
says, a JDK 17, the connector's jar (of the build, or LANCETRAIN_JAR), and from the local Maven
repository S3Proxy and hadoop-aws, which the connector's build downloads.
"""

import argparse
import base64
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from databricks_source import to_jupyter
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parent.parent
TARGET = NOTEBOOKS / "target" / "notebooks"
MAVEN = Path.home() / ".m2" / "repository"
HADOOP_AWS = (
    "org/apache/hadoop/hadoop-aws/3.3.4/hadoop-aws-3.3.4.jar",
    "com/amazonaws/aws-java-sdk-bundle/1.12.262/aws-java-sdk-bundle-1.12.262.jar",
)
LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
"""

sys.path[:0] = [str(NOTEBOOKS), str(NOTEBOOKS / "tests")]
from store import Store  # noqa: E402


def notebooks(prefixes: list[str]) -> list[Path]:
    """The notebooks whose names begin with one of the prefixes, or all, in the order to run."""
    found = [*NOTEBOOKS.glob("[0-9][0-9]_*.py"), *NOTEBOOKS.glob("[0-9][0-9]_*.sql")]
    # Of one name, the SQL comes first: it curates what the Python trains from.
    ordered = sorted(found, key=lambda path: (path.stem, path.suffix != ".sql"))
    return [one for one in ordered if not prefixes or one.name.startswith(tuple(prefixes))]


def environment(store: Store, folder: Path) -> dict[str, str]:
    """What a notebook's process gets: the store as AWS_*, for Spark and Lance alike."""
    (folder / "spark-defaults.conf").write_text(
        "\n".join(f"{name} {value}" for name, value in _settings(store, folder).items())
    )
    (folder / "log4j2.properties").write_text(LOGGING)
    options = store.options
    return os.environ | {
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore:lance is not fork-safe",
        "PYTHONPATH": os.pathsep.join([str(NOTEBOOKS), os.environ.get("PYTHONPATH", "")]),
        "AWS_ACCESS_KEY_ID": options["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": options["aws_secret_access_key"],
        "AWS_REGION": options["aws_region"],
        "AWS_ENDPOINT_URL": options["aws_endpoint"],
        "AWS_ALLOW_HTTP": "true",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _settings(store: Store, folder: Path) -> dict[str, str]:
    jars = [str(MAVEN / jar) for jar in HADOOP_AWS]
    return {
        "spark.driver.extraClassPath": os.pathsep.join(jars),
        "spark.hadoop.fs.s3a.endpoint": store.options["aws_endpoint"],
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        # DataFrames show themselves as tables, as on Databricks.
        "spark.sql.repl.eagerEval.enabled": "true",
        "spark.sql.repl.eagerEval.truncate": "120",
    }


def run(source: Path, env: dict[str, str]) -> None:
    """Runs one notebook and keeps it, also when it fails. Raises CellExecutionError."""
    notebook = to_jupyter(source)
    name = source.name.replace(".", "_") if source.suffix == ".sql" else source.stem
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where)
    try:
        client.execute(env=env)
    finally:
        nbformat.write(notebook, TARGET / f"{name}.ipynb")
        keep_pictures(notebook, name)


def keep_pictures(notebook: nbformat.NotebookNode, name: str) -> None:
    """Writes each picture of a notebook to a file of its own."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    pictures = [one.data["image/png"] for one in outputs if "image/png" in one.get("data", {})]
    for number, picture in enumerate(pictures, 1):
        file = TARGET / "pictures" / f"{name}-{number:02}.png"
        file.write_bytes(base64.b64decode(picture))


def main() -> int:
    """Runs the notebooks that the command line names; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", nargs="*", help="how the notebooks' names begin; all without it")
    chosen = notebooks(parser.parse_args().name)
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "pictures").mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="lancetrain-notebooks-") as folder:
        store = Store(Path(folder))
        try:
            return run_all(chosen, environment(store, Path(folder)))
        finally:
            store.stop()


def run_all(chosen: list[Path], env: dict[str, str]) -> int:
    """Runs notebooks in their order until one fails."""
    for source in chosen:
        began = time.monotonic()
        try:
            run(source, env)
        except CellExecutionError as failure:
            text = re.sub(r"\x1b\[[0-9;]*m", "", str(failure))
            print(f"{source.name}: FAILED\n{text}", file=sys.stderr, flush=True)
            return 1
        print(f"{source.name}: ran in {time.monotonic() - began:.0f} s", flush=True)
    return 0 if chosen else 1


if __name__ == "__main__":
    sys.exit(main())
