"""Writes tables as users of pylance do. Argument: the folder that they go into."""

import datetime
import decimal
import sys

import lance
import numpy
import pyarrow as pa

folder = sys.argv[1]

BIG = decimal.Decimal("-99999999999999999999999999999999999.999")
DATE = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def uri(name):
    return f"{folder}/{name}.lance"


def write(name, table, **options):
    return lance.write_dataset(table, uri(name), **options)


def times(unit, type_of):
    """Zero, 12,345 seconds before it, the smallest step, and nothing."""
    values = [0, -12_345 * UNITS[unit], 1 if unit != "ns" else 1_000, None]
    return pa.array(values, pa.int64()).cast(type_of(unit))


def halves(*values):
    mask = numpy.array([value is None for value in values])
    numbers = numpy.array([0 if value is None else value for value in values], numpy.float16)
    return pa.array(numbers, pa.float16(), mask=mask)


def dictionary(values, index_type):
    return pa.array(values).dictionary_encode().cast(pa.dictionary(index_type, pa.string()))


def extension(type_, values):
    return pa.ExtensionArray.from_storage(type_, pa.array(values, type_.storage_type))


STRUCT = pa.struct([("x", pa.int32()), ("y", pa.string())])

COLUMNS = {
    "bool": pa.array([True, False, None, True]),
    "int8": pa.array([-128, 127, 0, None], pa.int8()),
    "int16": pa.array([-(2**15), 2**15 - 1, 0, None], pa.int16()),
    "int32": pa.array([-(2**31), 2**31 - 1, 0, None], pa.int32()),
    "int64": pa.array([-(2**63), 2**63 - 1, 0, None], pa.int64()),
    "uint8": pa.array([0, 2**8 - 1, 2**7, None], pa.uint8()),
    "uint16": pa.array([0, 2**16 - 1, 2**15, None], pa.uint16()),
    "uint32": pa.array([0, 2**32 - 1, 2**31, None], pa.uint32()),
    "uint64": pa.array([0, 2**63 - 1, 2**62, None], pa.uint64()),
    "float16": halves(1.5, -0.0, float("nan"), None),
    "float32": pa.array([1.5, -0.0, float("nan"), None], pa.float32()),
    "float64": pa.array([5e-324, -0.0, float("-inf"), None], pa.float64()),
    "decimal128": pa.array([BIG, decimal.Decimal("0.001"), None, None], pa.decimal128(38, 3)),
    "decimal256": pa.array([BIG, decimal.Decimal("0.001"), None, None], pa.decimal256(38, 3)),
    "string": pa.array(["", "größe 😀", "x" * 70_000, None]),
    "large_string": pa.array(["", "größe 😀", "x" * 70_000, None], pa.large_string()),
    "string_view": pa.array(["", "größe 😀", "x" * 70_000, None], pa.string_view()),
    "binary": pa.array([b"", b"\x00\xff", b"x" * 70_000, None]),
    "large_binary": pa.array([b"", b"\x00\xff", b"x" * 70_000, None], pa.large_binary()),
    "fixed_size_binary": pa.array([b"\x00\x01", b"\xff\xfe", b"ab", None], pa.binary(2)),
    "date32": pa.array([*DATE, datetime.date(1969, 12, 31), None], pa.date32()),
    "date64": pa.array([*DATE, datetime.date(1969, 12, 31), None], pa.date64()),
    **{f"timestamp_{unit}": times(unit, pa.timestamp) for unit in UNITS},
    **{
        f"zoned_{unit}": times(unit, lambda unit: pa.timestamp(unit, "Europe/Berlin"))
        for unit in UNITS
    },
    **{f"duration_{unit}": times(unit, pa.duration) for unit in UNITS},
    "list": pa.array([[1, None], [], None, [2]], pa.list_(pa.int32())),
    "large_list": pa.array([["a", None], [], None, ["b"]], pa.large_list(pa.string())),
    "list_of_lists": pa.array([[[1], None, []], [], None, [[None]]], pa.list_(pa.list_(pa.int32()))),
    "vector": pa.array([[1, 2], [None, 3], None, [4, 5]], pa.list_(pa.float32(), 2)),
    "vector_of_vectors": pa.array(
        [[[1, 2], [3, 4]], [[5, None], None], None, [[6, 7], [8, 9]]],
        pa.list_(pa.list_(pa.int16(), 2), 2),
    ),
    "vector_of_float16": pa.FixedSizeListArray.from_arrays(
        halves(1.5, -0.0, 65504, 6e-8, 0, 0, None, 2), 2, mask=pa.array([False, False, True, False])
    ),
    "struct": pa.array([{"x": 1, "y": "a"}, {"x": None, "y": None}, None, {"x": 2, "y": ""}], STRUCT),
    "list_of_structs": pa.array(
        [[{"x": 1, "y": "a"}, None], [], None, [{"x": None, "y": "b"}]], pa.list_(STRUCT)
    ),
    "map": pa.array(
        [[("a", 1), ("b", None)], [], None, [("", 2)]], pa.map_(pa.string(), pa.int32())
    ),
    "map_of_lists": pa.array(
        [[(1, ["a", None]), (2, None)], [], None, [(3, [])]],
        pa.map_(pa.int64(), pa.list_(pa.string())),
    ),
    "null": pa.nulls(4),
    "dictionary": dictionary(["a", "b", None, "a"], pa.int32()),
    "dictionary_int8": dictionary(["a", "b", None, "a"], pa.int8()),
    "json": pa.array(['{"a": [1, null]}', "[]", None, '"text"'], pa.json_()),
    "uuid": extension(pa.uuid(), [bytes(16), b"\xff" * 16, None, b"0123456789abcdef"]),
    "bool8": extension(pa.bool8(), [1, 0, None, 1]),
    "tensor": extension(
        pa.fixed_shape_tensor(pa.float32(), [2]), [[1, 2], [3, 4], None, [5, 6]]
    ),
}


# pylance cannot read a vector of structs together with other columns.
VECTOR_OF_STRUCTS = pa.array(
    [[{"x": 1, "y": "a"}, None], None, [{"x": None, "y": None}, {"x": 2, "y": ""}], None],
    pa.list_(STRUCT, 2),
)


def numbers(first, past_last):
    return pa.table({"id": pa.array(range(first, past_last), pa.int64())})


def write_types():
    every = pa.table({"id": pa.array(range(4), pa.int32()), **COLUMNS})
    write("types_2.2", every, data_storage_version="2.2")
    needs_newer = ["map", "map_of_lists", "null"]
    write("types_2.1", every.drop_columns(needs_newer), data_storage_version="2.1")
    write("vector_of_structs", pa.table({"vectors": VECTOR_OF_STRUCTS}), data_storage_version="2.2")
    required = pa.schema([pa.field("id", pa.int64(), nullable=False)])
    write("required", numbers(0, 2).cast(required))


def write_values_beyond_spark():
    write("uint64", pa.table({"big": pa.array([1, 2**63], pa.uint64())}))
    write("nanoseconds", pa.table({"precise": pa.array([1, -1, 1_999], pa.timestamp("ns"))}))
    write("fixed_size_0", pa.table({"none": pa.array([b"", None], pa.binary(0))}))
    write("decimal_76", pa.table({"wide": pa.array([1], pa.decimal256(76, 0))}))
    write("time", pa.table({"clock": pa.array([1], pa.time64("us"))}))


def write_changed():
    deleted = write("deleted", numbers(0, 12), max_rows_per_file=4)
    deleted.delete("id in (1, 4, 5, 6, 7, 11)")

    added = write("added", numbers(0, 6), max_rows_per_file=2)
    added.add_columns({"doubled": "id * 2"})
    added.delete("id = 3")
    lance.write_dataset(
        pa.table({"id": [6], "doubled": [12]}), added.uri, mode="append"
    )

    evolved = write("evolved", numbers(0, 3).append_column("gone", pa.array(["a", "b", "c"])))
    evolved.drop_columns(["gone"])
    evolved.alter_columns({"path": "id", "name": "number"})
    evolved.add_columns({"gone": "number + 100"})
    evolved.alter_columns({"path": "gone", "data_type": pa.int32()})

    compacted = write("compacted", numbers(0, 10), max_rows_per_file=2)
    compacted.delete("id = 4")
    compacted.optimize.compact_files()

    stable = write("stable", numbers(0, 10), max_rows_per_file=5, enable_stable_row_ids=True)
    stable.delete("id < 2")
    stable.optimize.compact_files(target_rows_per_fragment=100)
    stable.update({"id": "70"}, where="id = 7")

    indexed = write("indexed", numbers(0, 5_000))
    indexed.create_scalar_index("id", "BTREE")
    lance.write_dataset(numbers(5_000, 5_010), indexed.uri, mode="append")


INDEX_KINDS = {
    "BTREE": lambda type_: True,
    "BITMAP": lambda type_: True,
    "ZONEMAP": lambda type_: True,
    "BLOOMFILTER": lambda type_: not pa.types.is_boolean(type_) and not pa.types.is_decimal(type_),
    "NGRAM": pa.types.is_string,
}


def from_bits(bits, type_):
    """Numbers by their bits: there are many NaNs, and pa.array knows one."""
    return numpy.array(bits, type_)


def write_scalar_indexes():
    doubles = from_bits([0x7FF8 << 48, 0xFFF8 << 48 | 1, 0x7FF8 << 48 | 7], numpy.uint64)
    floats = from_bits([0x7FC0 << 16, 0xFFC0 << 16 | 1, 0x7FC0 << 16 | 7], numpy.uint32)
    rows = 210
    values = {
        "int": pa.array([0, 1, -1, 2**31 - 1, -(2**31), 5, None], pa.int32()),
        "text": pa.array(["", "a", "ab", "abc", "%", "_", "a%b", "ä", "😀", None]),
        "double": pa.concat_arrays(
            [
                pa.array([0.0, -0.0, 1.5, -1.5, 5e-324, float("inf"), -float("inf"), None]),
                pa.array(doubles.view(numpy.float64)),
            ]
        ),
        "float": pa.concat_arrays(
            [
                pa.array([0.0, -0.0, 1.5, -1.5, float("inf"), -float("inf"), None], pa.float32()),
                pa.array(floats.view(numpy.float32)),
            ]
        ),
        "flag": pa.array([True, False, None]),
        "date": pa.array([*DATE, datetime.date(1970, 1, 1), None], pa.date32()),
        "zoned": pa.array([0, 1, -1, 253402300799999999, None], pa.timestamp("us", "UTC")),
        "local": pa.array([0, 1, -1, 253402300799999999, None], pa.timestamp("us")),
        "decimal": pa.array(
            [decimal.Decimal("1.50"), decimal.Decimal("-9.99"), None], pa.decimal128(10, 2)
        ),
        "binary": pa.array([b"", b"\x00", b"ab", b"\xff", None], pa.binary()),
    }
    kinds = {
        f"{name}_{kind}": (column, kind)
        for name, column in values.items()
        for kind, takes in INDEX_KINDS.items()
        if takes(column.type)
    }
    table = pa.table(
        {
            "id": pa.array(range(rows), pa.int64()),
            **{
                name: column.take(pa.array([row % len(column) for row in range(rows)]))
                for name, (column, _) in kinds.items()
            },
        }
    )
    indexed = write("scalar_indexes", table.slice(0, 180), max_rows_per_file=50)
    for name, (_, kind) in kinds.items():
        indexed.create_scalar_index(name, kind)
    indexed = lance.write_dataset(table.slice(180), indexed.uri, mode="append")
    indexed.delete("id % 7 = 3")


def write_history():
    table = write("history", numbers(0, 4))
    table.tags.create("first", 1)
    table = lance.write_dataset(numbers(4, 6), table.uri, mode="append")
    table.delete("id = 0")
    table.update({"id": "id + 100"}, where="id = 1")
    table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(
        numbers(5, 8)
    )
    table.add_columns({"twice": "id * 2"})
    table.drop_columns(["twice"])
    table.update_config({"owner": "me"})
    table.create_scalar_index("id", "BTREE")
    table.optimize.compact_files()
    table.checkout_version(2).restore()
    table = lance.dataset(table.uri)
    table.tags.create("restored", table.version)
    lance.write_dataset(numbers(0, 1), table.uri, mode="overwrite")
    table = lance.dataset(table.uri)
    table.truncate_table()
    print(table.version)


def write_other_file_versions():
    rows = pa.table({"id": [1, 2, None], "text": ["a", None, ""]})
    write("old_2.0", rows, data_storage_version="2.0")
    write("new_2.3", rows, data_storage_version="2.3")


write_types()
write_values_beyond_spark()
write_changed()
write_scalar_indexes()
write_history()
write_other_file_versions()
