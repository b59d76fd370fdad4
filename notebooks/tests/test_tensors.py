import datetime

import pyarrow as pa
import pytest
import torch

from lancetrain import TrainingDataset, TrainingTable, UnsupportedColumn, to_tensors

NUMBERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
NUMBERS += ["float16", "float32", "float64"]


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_tensors_over_the_memory_of_arrow(name):
    array = pa.array([1, 2, 3, 4], pa.uint8()).cast(name)[1:]
    tensor = to_tensors(pa.record_batch({"n": array}))["n"]
    assert tensor.dtype == getattr(torch, name)
    assert tensor.tolist() == [2, 3, 4]
    assert tensor.data_ptr() == array.buffers()[1].address + tensor.element_size()


def test_vectors_are_tensors_over_the_memory_of_arrow():
    values = pa.array(range(24), pa.float32())
    array = pa.FixedSizeListArray.from_arrays(values, 4)[2:5]
    tensor = to_tensors(pa.record_batch({"v": array}))["v"]
    assert tensor.tolist() == [[8, 9, 10, 11], [12, 13, 14, 15], [16, 17, 18, 19]]
    assert tensor.data_ptr() == values.buffers()[1].address + 8 * 4


def test_vectors_of_vectors_are_tensors_over_the_memory_of_arrow():
    values = pa.array(range(24), pa.int16())
    inner = pa.FixedSizeListArray.from_arrays(values, 3)
    array = pa.FixedSizeListArray.from_arrays(inner, 2)[1:]
    tensor = to_tensors(pa.record_batch({"v": array}))["v"]
    assert tensor.shape == (3, 2, 3)
    assert tensor.flatten().tolist() == list(range(6, 24))
    assert tensor.data_ptr() == values.buffers()[1].address + 6 * 2


@pytest.mark.parametrize("shuffle", ["fragments", None])
def test_what_is_read_from_a_table_is_never_copied(tables, shuffle):
    addresses = []

    def both(batch):
        tensors = to_tensors(batch)
        pointers = [tensors[name].data_ptr() for name in ("id", "vector")]
        vector = batch.column("vector")
        place = vector.values.buffers()[1].address + vector.offset * 8 * 4
        ids = batch.column("id")
        addresses.append((pointers, [ids.buffers()[1].address + ids.offset * 8, place]))
        return tensors

    table = TrainingTable(str(tables / "numbers.lance"))
    kept = list(TrainingDataset(table, 4, shuffle=shuffle, transform=both))
    assert all(pointers == arrow for pointers, arrow in addresses)
    assert len(addresses) == 192
    for batch in kept:
        assert batch["vector"].tolist() == [
            [id * 8.0 + n for n in range(8)] for id in batch["id"].tolist()
        ]


def test_a_tensor_keeps_its_memory_alive(tables):
    table = TrainingTable(str(tables / "numbers.lance"))
    vectors = [batch["vector"] for batch in TrainingDataset(table, 4, columns=["vector"])]
    assert sum(vector.sum().item() for vector in vectors) == sum(range(768 * 8))


def test_times_are_the_integers_they_are_stored_as():
    day = datetime.date(1970, 1, 3)
    moment = datetime.datetime(1970, 1, 1, 0, 0, 1)
    columns = {
        "day": pa.array([day], pa.date32()),
        "at": pa.array([moment], pa.timestamp("us")),
        "long": pa.array([5], pa.duration("s")),
    }
    tensors = to_tensors(pa.record_batch(columns))
    assert {name: tensor.tolist() for name, tensor in tensors.items()} == {
        "day": [2],
        "at": [1_000_000],
        "long": [5],
    }


def test_booleans_texts_and_bytes_come_as_pytorch_can_have_them():
    columns = {
        "yes": pa.array([True, False, True])[1:],
        "text": pa.array(["a", None]),
        "bytes": pa.array([b"x", b""]),
    }
    tensors = to_tensors(pa.record_batch(columns))
    assert tensors["yes"].dtype == torch.bool
    assert tensors["yes"].tolist() == [False, True]
    assert tensors["text"] == ["a", None]
    assert tensors["bytes"] == [b"x", b""]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1, None, 3]),
        pa.array([[1.0], None, [2.0]], pa.list_(pa.float32(), 1)),
        pa.array([[1.0], [None], [2.0]], pa.list_(pa.float32(), 1)),
    ],
)
def test_nulls_are_refused_with_their_column(array):
    with pytest.raises(UnsupportedColumn, match="tensor of column n: 1 of 3 values are null"):
        to_tensors(pa.record_batch({"n": array}))


def test_a_type_without_a_tensor_is_refused_with_what_to_do():
    with pytest.raises(UnsupportedColumn, match=r"its type list<.*Leave it out of columns="):
        to_tensors(pa.record_batch({"n": pa.array([[1], [2, 3]])}))


def test_a_column_that_is_not_there_is_refused_at_once(tables):
    table = TrainingTable(str(tables / "numbers.lance"))
    with pytest.raises(UnsupportedColumn, match="column embedding: there are column id, vector"):
        TrainingDataset(table, 4, columns=["embedding"])
