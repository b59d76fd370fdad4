"""Arrow columns as tensors, over the same memory where the layouts agree."""

import warnings
from typing import Any, TypeAlias

import pyarrow as pa
import torch

from lancetrain import errors

Batch: TypeAlias = dict[str, Any]

_TYPES: dict[pa.DataType, torch.dtype] = {
    pa.int8(): torch.int8,
    pa.int16(): torch.int16,
    pa.int32(): torch.int32,
    pa.int64(): torch.int64,
    pa.uint8(): torch.uint8,
    pa.uint16(): torch.uint16,
    pa.uint32(): torch.uint32,
    pa.uint64(): torch.uint64,
    pa.float16(): torch.float16,
    pa.float32(): torch.float32,
    pa.float64(): torch.float64,
    pa.date32(): torch.int32,
    pa.date64(): torch.int64,
}


def to_tensors(batch: pa.RecordBatch) -> Batch:
    """The columns of a batch by name: the transform where none is given.

    Numbers and fixed-size lists of numbers, of any depth, become tensors over Arrow's memory,
    without a copy; dates, timestamps and durations the integers they are stored as. Booleans are
    copied, since Arrow packs them. Strings and binaries become lists of str and bytes.

    Raises UnsupportedColumn for nulls in what would be a tensor, and for other types.
    """
    return {name: column(name, batch.column(name)) for name in batch.schema.names}


def column(name: str, array: pa.Array) -> Any:
    """One column as `to_tensors` gives it."""
    if _is_text(array.type):
        return array.to_pylist()
    shape = [len(array)]
    while pa.types.is_fixed_size_list(array.type):
        _refuse_nulls(name, array)
        size = array.type.list_size
        shape.append(size)
        array = array.values.slice(array.offset * size, len(array) * size)
    _refuse_nulls(name, array)
    return _numbers(name, array).reshape(shape)


def _numbers(name: str, array: pa.Array) -> torch.Tensor:
    if pa.types.is_boolean(array.type):
        array, kind = array.cast(pa.uint8()), torch.bool
    elif pa.types.is_timestamp(array.type) or pa.types.is_duration(array.type):
        kind = torch.int64
    elif array.type in _TYPES:
        kind = _TYPES[array.type]
    else:
        raise errors.unsupported_column(name, f"its type {array.type} has no tensor")
    return _over(array, kind)


def _over(array: pa.Array, kind: torch.dtype) -> torch.Tensor:
    if len(array) == 0:
        return torch.empty(0, dtype=kind)
    with warnings.catch_warnings():
        # Arrow calls its memory read-only; each row is handed out once, so a trainer may write.
        warnings.filterwarnings("ignore", message="The given buffer is not writable")
        return torch.frombuffer(
            memoryview(array.buffers()[1]),
            dtype=kind,
            count=len(array),
            offset=array.offset * kind.itemsize,
        )


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_fixed_size_binary(kind)
    )


def _refuse_nulls(name: str, array: pa.Array) -> None:
    if array.null_count:
        reason = f"{array.null_count} of {len(array)} values are null"
        raise errors.unsupported_column(name, reason)
