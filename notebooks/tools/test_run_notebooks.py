import os
from pathlib import Path

import nbformat
import pytest
import run_notebooks

HEADER = "# Databricks notebook source\n"


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes a source; what runs is kept in the folder `target`."""
    target = tmp_path / "target"
    (target / "pictures").mkdir(parents=True)
    monkeypatch.setattr(run_notebooks, "TARGET", target)

    def made(name: str, text: str) -> Path:
        source = tmp_path / name
        source.write_text(HEADER + text)
        return source

    return made


def test_a_cell_that_fails_ends_the_run_and_is_kept(notebook, tmp_path, capsys):
    sources = [
        notebook("a.py", "print('seen')\n# COMMAND ----------\n1 / 0\n"),
        notebook("b.py", ""),
    ]
    assert run_notebooks.run_all(sources, dict(os.environ)) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "target").glob("*.ipynb")] == ["a.ipynb"]
    first, second = nbformat.read(tmp_path / "target" / "a.ipynb", 4).cells
    assert first.outputs[0].text == "seen\n"
    assert second.outputs[0].ename == "ZeroDivisionError"


def test_pictures_are_kept_as_files_of_their_own(notebook, tmp_path):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    assert run_notebooks.run_all([notebook("a.py", plot)], os.environ | inline) == 0
    (picture,) = (tmp_path / "target" / "pictures").iterdir()
    assert picture.name == "a-01.png"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_no_notebook_is_no_success():
    assert run_notebooks.run_all([], {}) == 1
