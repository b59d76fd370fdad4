"""Notebooks in Databricks source format (.py and .sql), converted to Jupyter's.

    python tools/databricks_source.py 01_build_training_table.py

A cell is Python or SQL by the notebook's language, or by `%python` and `%sql`. SQL is run by
`spark.sql` and shown as a table; `spark` is the session that an earlier cell made.
"""

import argparse
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_COMMENTS = {".py": "#", ".sql": "--"}
_LANGUAGES = {".py": "python", ".sql": "sql"}
_WITH_ROWS = {"SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN"}


def to_jupyter(source: Path) -> nbformat.NotebookNode:
    """The notebook in a source file. Raises ValueError where it is none of Databricks'."""
    comment = _COMMENTS.get(source.suffix)
    header = f"{comment} Databricks notebook source"
    first, _, rest = source.read_text().partition("\n")
    if comment is None or first.strip() != header:
        raise ValueError(f"Cannot convert {source}: its first line is not '{header}'.")
    cells = [
        _cell(lines, comment, _LANGUAGES[source.suffix])
        for lines in _split(rest.splitlines(), f"{comment} COMMAND ----------")
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


def _split(lines: list[str], separator: str) -> list[list[str]]:
    """The lines of each cell that has any."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip() == separator:
            found.append([])
        else:
            found[-1].append(line)
    return [cell for cell in found if any(line.strip() for line in cell)]


def _cell(lines: list[str], comment: str, language: str) -> nbformat.NotebookNode:
    magic = f"{comment} MAGIC"
    if any(line.startswith(magic) for line in lines):
        lines = [_without(line, magic) for line in lines if line.startswith(magic)]
        name, _, beside = lines[0].partition(" ")
        language, lines = name.removeprefix("%"), [beside, *lines[1:]]
    text = "\n".join(lines).strip()
    if language == "md":
        return new_markdown_cell(text)
    if language == "sql":
        return new_code_cell(_sql(text))
    if language == "python":
        return new_code_cell(text)
    raise ValueError(f"Cannot convert a cell of %{language}: only %md, %sql and %python are known.")


def _without(line: str, magic: str) -> str:
    return line.removeprefix(magic).removeprefix(" ")


def _sql(text: str) -> str:
    """Python that runs statements one after the other, and shows the rows of the last one.

    A `;` at the end of a line ends a statement.
    """
    if '"""' in text:
        raise ValueError('Cannot convert a cell of SQL with """ in it.')
    statements = [one.strip().removesuffix(";") for one in text.split(";\n") if one.strip()]
    calls = [f'spark.sql(r"""\n{one}\n""")' for one in statements]
    if statements[-1].split(maxsplit=1)[0].upper() in _WITH_ROWS:
        calls[-1] = f"display({calls[-1]})"
    return "\n".join(calls)


def main() -> None:
    """Converts the notebooks that the command line names, each beside its source."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("notebook", type=Path, nargs="+")
    for source in parser.parse_args().notebook:
        nbformat.write(to_jupyter(source), source.with_suffix(source.suffix + ".ipynb"))


if __name__ == "__main__":
    main()
