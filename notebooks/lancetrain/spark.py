"""A Spark session with the connector, for notebooks: on a laptop and on Databricks."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lancetrain import errors

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BUILT = Path(__file__).parent.parent.parent / "connector" / "target"
CATALOG = "io.lancetrain.spark.PathCatalog"


def spark_session(
    jar: str | Path | None = None, settings: Mapping[str, str] | None = None
) -> "SparkSession":
    """The session in which `format("lance")` and the SQL catalog `lance` work.

    On Databricks, and wherever a session is active, that one: the cluster has the jar then, and
    nothing is changed. Elsewhere a new local session, with the connector's jar: `jar`, else of
    LANCETRAIN_JAR, else of the build of this repository. `settings` are Spark's and go before
    those that are made here. Needs pyspark. Raises ConnectorNotFound where there is no jar.
    """
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    if "DATABRICKS_RUNTIME_VERSION" in os.environ:
        return SparkSession.builder.getOrCreate()
    chosen = {
        "spark.master": "local[*]",
        "spark.app.name": "lancetrain",
        "spark.jars": str(connector_jar(jar)),
        "spark.sql.catalog.lance": CATALOG,
        "spark.ui.showConsoleProgress": "false",
        **(settings or {}),
    }
    builder = SparkSession.builder
    for name, value in chosen.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def connector_jar(jar: str | Path | None = None, built: Path = BUILT) -> Path:
    """The connector's jar, as `spark_session` finds it. Raises ConnectorNotFound."""
    named = jar or os.environ.get("LANCETRAIN_JAR")
    found = [Path(named)] if named else sorted(built.glob("lancetrain-spark-*.jar"))
    if not found or not found[-1].is_file():
        raise errors.connector_not_found(str(named or built / "lancetrain-spark-*.jar"))
    return found[-1].resolve()
