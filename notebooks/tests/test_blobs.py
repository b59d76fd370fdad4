"""Blob columns, whose bytes Lance keeps apart. Spark writes none, so pylance does."""

import functools

import lance
import pyarrow as pa
import pytest
import torch
from lance.torch.data import LanceDataset
from torch.utils.data import DataLoader

from lancetrain import DecodeImages, TrainingDataset, TrainingTable, training_loader

COLUMNS = ["id", "image"]
KINDS = {"older": "2.1", "newer": "2.2"}
"""The two kinds of blobs that there are, and the versions of the files that they are in."""


@pytest.fixture(scope="module")
def kept(tables, tmp_path_factory):
    """Finds the digits that Spark wrote, fragment by fragment, with their images as blobs."""
    folder = tmp_path_factory.mktemp("blobs")

    @functools.cache
    def path(kind):
        return blobs(tables, str(folder / kind), KINDS[kind])

    return path


@pytest.fixture(params=KINDS)
def path(request, kept):
    return kept(request.param)


@pytest.fixture
def originals(tables):
    return images(lance.dataset(str(tables / "digits_train.lance")).to_table(columns=COLUMNS))


@pytest.mark.parametrize("shuffle", ["fragments", "window"])
def test_a_blob_column_comes_as_its_bytes(path, originals, shuffle):
    dataset = TrainingDataset(TrainingTable(path), 8, columns=COLUMNS, shuffle=shuffle)
    read = {}
    for batch in dataset:
        read |= dict(zip(batch["id"].tolist(), batch["image"], strict=True))
    assert read == originals


@pytest.mark.parametrize("workers", [0, 2])
def test_images_in_a_blob_column_are_decoded_as_in_any_other(path, tables, workers):
    of_blobs = decoded(TrainingTable(path), workers)
    of_bytes = decoded(TrainingTable(str(tables / "digits_train.lance")), 0)
    assert len(of_blobs) == 180
    assert all(torch.equal(one, other) for one, other in zip(of_blobs, of_bytes, strict=True))


def test_lance_dataset_hands_the_older_kind_to_its_to_tensor_fn_as_files(kept, originals):
    reading = LanceDataset(kept("older"), 8, columns=COLUMNS, to_tensor_fn=read_files)
    loader = DataLoader(reading, batch_size=None, num_workers=1, multiprocessing_context="spawn")
    assert {row: one for batch in loader for row, one in batch} == originals


def test_lance_dataset_has_no_tensor_of_files_by_itself(kept):
    with pytest.raises(NotImplementedError, match="to_tensor_fn"):
        next(iter(LanceDataset(kept("older"), 8, columns=COLUMNS)))


def test_lance_dataset_hands_the_newer_kind_over_as_places(kept, originals):
    """Why such a column needs read_blobs: to be looked at again with each new pylance."""
    dataset = lance.dataset(kept("newer"))
    reading = LanceDataset(
        dataset, 8, columns=COLUMNS, with_row_id=True, to_tensor_fn=lambda batch, **_: batch
    )
    batch = next(iter(reading))
    assert "position" in {field.name for field in batch.schema.field("image").type}
    read = dataset.read_blobs("image", ids=batch["_rowid"].to_pylist())
    assert [one for _, one in read] == [originals[row] for row in batch["id"].to_pylist()]


def blobs(tables, path, version):
    source = lance.dataset(str(tables / "digits_train.lance"))
    blob = pa.field("image", pa.large_binary(), metadata={"lance-encoding:blob": "true"})
    place = source.schema.get_field_index("image")
    for number, fragment in enumerate(source.get_fragments()):
        rows = fragment.to_table()
        rows = rows.cast(rows.schema.set(place, blob))
        mode = "append" if number else "create"
        lance.write_dataset(rows, path, mode=mode, data_storage_version=version)
    lance.dataset(path).update_config(source.config())
    return path


def images(rows):
    return dict(zip(rows["id"].to_pylist(), rows["image"].to_pylist(), strict=True))


def decoded(table, workers):
    transform = DecodeImages("image", mode="L")
    dataset = TrainingDataset(table, 8, columns=COLUMNS, transform=transform)
    return [batch["image"] for batch in training_loader(dataset, workers)]


def read_files(batch, **_):
    rows = []
    for row, file in zip(batch["id"].to_pylist(), batch["image"], strict=True):
        with file:
            rows.append((row, file.read()))
    return rows
