"""Other releases of pylance than the pinned one, each in an environment of its own.

Only where LANCETRAIN_PYLANCE names them, as in "oldest 7.0.0": pip downloads each. The rest is what
runs these tests, and comes from there.
"""

import os
import re
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent / "pyproject.toml"
SUITE = [
    "test_table.py",
    "test_dataset.py",
    "test_state.py",
    "test_images.py",
    "test_blobs.py",
    "test_pylance.py",
    "test_store.py",
]
SINCE_WRITTEN = "not newer_kind and not newer-"
"""Not the newer kind of blobs, which the older releases cannot write."""


def asked_for():
    for name in os.environ.get("LANCETRAIN_PYLANCE", "").split():
        yield oldest() if name == "oldest" else name


def oldest():
    """The oldest release that the package says it works with."""
    (found,) = re.findall(r'"pylance>=([\d.]+)"', PROJECT.read_text())
    return found


@pytest.mark.parametrize("version", list(asked_for()))
def test_all_of_it_works_with(version, tables, tmp_path):
    python = environment(tmp_path / "environment", version)
    tests = [str(HERE / name) for name in SUITE]
    run = subprocess.run(
        [python, "-m", "pytest", "-p", "no:cacheprovider", "-k", SINCE_WRITTEN, *tests],
        env=os.environ | {"LANCETRAIN_TEST_TABLES": str(tables), "LANCETRAIN_PYLANCE": ""},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stdout[-8000:]


def environment(folder, version):
    """A Python with that pylance, and the packages of this one beneath."""
    venv.create(folder)
    python = folder / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(folder)})
    (Path(site) / "beneath.pth").write_text(sysconfig.get_path("purelib"))
    subprocess.run([python, "-m", "pip", "install", "-q", f"pylance=={version}"], check=True)
    found = subprocess.run(
        [python, "-c", "import lance; print(lance.__version__)"], capture_output=True, text=True
    )
    assert found.stdout.strip() == version, found.stderr
    return str(python)
