import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lancetrain.spark import connector_jar

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def jar() -> str:
    """The connector's jar: of LANCETRAIN_JAR, else of the build."""
    return str(connector_jar())


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory, jar: str) -> Path:
    """The folder of tables that Spark wrote; no test changes them.

    LANCETRAIN_TEST_TABLES names a folder in which they are kept from one run to the next.
    """
    kept = os.environ.get("LANCETRAIN_TEST_TABLES")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("tables")
    if not (folder / "session.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        written = subprocess.run(
            [sys.executable, str(HERE / "write_tables.py"), jar, str(folder)],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert written.returncode == 0, written.stderr[-4000:]
    return folder


@pytest.fixture
def copy_of(tables: Path, tmp_path: Path):
    """Makes a copy of a table that a test may change."""

    def copy(name: str) -> str:
        return str(shutil.copytree(tables / name, tmp_path / name))

    return copy
