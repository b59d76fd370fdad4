import ast
from pathlib import Path

import pytest
from databricks_source import to_jupyter
from run_notebooks import notebooks


@pytest.fixture
def convert(tmp_path: Path):
    def converted(name: str, text: str):
        source = tmp_path / name
        source.write_text(text)
        return [(cell.cell_type, cell.source) for cell in to_jupyter(source).cells]

    return converted


def test_cells_of_python_keep_their_text(convert):
    text = "# Databricks notebook source\na = 1\n\n# COMMAND ----------\n\nb = '%sql'\n"
    assert convert("a.py", text) == [("code", "a = 1"), ("code", "b = '%sql'")]


def test_markdown_loses_the_magic_and_nothing_else(convert):
    text = "# Databricks notebook source\n# MAGIC %md\n# MAGIC # Title\n# MAGIC\n# MAGIC     code\n"
    assert convert("a.py", text) == [("markdown", "# Title\n\n    code")]


def test_sql_is_run_and_the_rows_of_the_last_statement_are_shown(convert):
    header = "-- Databricks notebook source"
    text = f"{header}\nSET a = ';';\nSELECT 1\n\n-- COMMAND ----------\nINSERT INTO a VALUES (1);\n"
    (_, first), (_, second) = convert("a.sql", text)
    seen = []
    spark = type("Spark", (), {"sql": staticmethod(lambda text: text.strip())})
    for cell in (first, second):
        exec(cell, {"spark": spark, "display": seen.append})
    assert seen == ["SELECT 1"]
    assert "INSERT INTO a" in second
    assert "SET a = ';'" in first


def test_a_notebook_of_sql_may_have_cells_of_python(convert):
    text = "-- Databricks notebook source\n-- MAGIC %python\n-- MAGIC if a:\n-- MAGIC     b()\n"
    assert convert("a.sql", text) == [("code", "if a:\n    b()")]


def test_a_magic_may_have_its_text_beside_it(convert):
    text = "# Databricks notebook source\n# MAGIC %md Words\n"
    assert convert("a.py", text) == [("markdown", "Words")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\n", "its first line"),
        ("# Databricks notebook source\n# MAGIC %scala\n# MAGIC 1\n", "%scala"),
    ],
)
def test_what_is_not_known_is_refused(convert, text, says):
    with pytest.raises(ValueError, match=says):
        convert("a.py", text)


@pytest.mark.parametrize("source", notebooks([]), ids=lambda source: source.name)
def test_every_notebook_explains_itself_and_is_python_after_conversion(source):
    cells = to_jupyter(source).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.startswith("# ")
    for cell in cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)
