"""How many bytes rows have in memory, before the first of them was read."""

from collections.abc import Sequence

import lance
import pyarrow as pa


def row_bytes(
    schema: pa.Schema, columns: Sequence[str] | None, fragments: Sequence[lance.LanceFragment]
) -> float | None:
    """About the bytes of a row: exact for columns of a fixed width.

    For strings and binaries it is what a row has in the data files, with all of its columns; they
    are hardly ever compressed. None where a file's size is not known.
    """
    widths = [_width(schema.field(name).type) for name in columns or schema.names]
    fixed = sum(width for width in widths if width is not None)
    if None not in widths:
        return fixed
    rows = sum(one.metadata.physical_rows for one in fragments)
    size = 0
    for file in (file for one in fragments for file in one.metadata.files):
        if not file.file_size_bytes:
            return None
        size += file.file_size_bytes
    return fixed + size / rows if rows else None


def _width(kind: pa.DataType) -> float | None:
    if pa.types.is_fixed_size_list(kind):
        of_one = _width(kind.value_type)
        return None if of_one is None else of_one * kind.list_size
    try:
        return float(kind.bit_width) / 8
    except ValueError:
        return None
