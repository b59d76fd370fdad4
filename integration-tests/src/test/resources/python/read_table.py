"""Prints a table, ordered by its column id, as JSON: the types of the columns, and each value in a
text that leaves no doubt. Argument: the table's path."""

import json
import math
import sys

import lance
import pyarrow as pa


def text(value, type_):
    """The text of a scalar, or of the scalars within it."""
    if not value.is_valid:
        return None
    if pa.types.is_struct(type_):
        return {field.name: text(value[field.name], field.type) for field in type_}
    if pa.types.is_map(type_):
        return [
            [text(entry["key"], type_.key_type), text(entry["value"], type_.item_type)]
            for entry in value.values
        ]
    if pa.types.is_nested(type_):
        return [text(element, type_.value_type) for element in value.values]
    if pa.types.is_floating(type_):
        number = value.as_py()
        return str(number) if not math.isfinite(number) else number.hex()
    if pa.types.is_binary(type_):
        return value.as_py().hex()
    if pa.types.is_decimal(type_):
        return format(value.as_py(), "f")
    if pa.types.is_date32(type_) or pa.types.is_timestamp(type_) or pa.types.is_duration(type_):
        return str(value.value)
    return str(value.as_py())


dataset = lance.dataset(sys.argv[1])
table = dataset.to_table().sort_by("id")
json.dump(
    {
        "fileVersion": dataset.data_storage_version,
        "types": {field.name: str(field.type) for field in table.schema},
        "nullable": {field.name: field.nullable for field in table.schema},
        "values": {
            name: [text(value, column.type) for value in column]
            for name, column in zip(table.column_names, table.columns)
        },
    },
    sys.stdout,
)
