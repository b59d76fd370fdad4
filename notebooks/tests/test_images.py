import io
import logging
import struct

import lance
import pyarrow as pa
import pytest
import torch
from PIL import Image

from lancetrain import (
    CorruptImage,
    DecodeImages,
    InvalidOption,
    TrainingDataset,
    TrainingTable,
    UnsupportedColumn,
    training_loader,
)

COLUMNS = ["id", "image", "pixels"]


def test_images_that_spark_wrote_are_decoded_to_their_pixels(tables):
    table = TrainingTable(str(tables / "digits_test.lance"))
    batch = next(iter(TrainingDataset(table, 8, columns=COLUMNS, transform=gray())))
    assert batch["image"].shape == (8, 1, 8, 8)
    expected = (batch["pixels"] * 256).clamp(max=255).to(torch.uint8)
    assert torch.equal(batch["image"].flatten(1), expected)


def test_images_are_resized_and_have_three_channels_by_default():
    batch = pa.record_batch({"image": [png(10, 20), png(6, 4)]})
    assert DecodeImages("image", size=(5, 7))(batch)["image"].shape == (2, 3, 7, 5)


def test_images_of_several_sizes_need_one():
    batch = pa.record_batch({"image": [png(10, 20), png(6, 4)]})
    with pytest.raises(InvalidOption, match="given where images have several"):
        DecodeImages("image")(batch)


@pytest.mark.parametrize("damage", [b"", b"no image", None])
def test_a_corrupt_image_ends_the_training_with_its_place(copy_of, damage):
    table = damaged(copy_of("digits_test.lance"), damage)
    with pytest.raises(CorruptImage, match=r"of column image, number \d of the batch of fragment"):
        list(TrainingDataset(table, 8, columns=COLUMNS, transform=gray()))


@pytest.mark.parametrize("kind", ["no image", "too large"])
def test_a_corrupt_image_is_skipped_counted_and_reported(copy_of, caplog, kind):
    damage = b"no image" if kind == "no image" else said_to_be_large()
    table = damaged(copy_of("digits_test.lance"), damage)
    transform = gray(corrupt="skip")
    with caplog.at_level(logging.WARNING, "lancetrain"):
        batches = list(TrainingDataset(table, 8, columns=COLUMNS, transform=transform))
    rows = [row for batch in batches for row in batch["id"].tolist()]
    assert transform.skipped == 1
    assert sorted(len(batch["image"]) for batch in batches)[:2] == [7, 8]
    assert len(rows) == len(set(rows)) == table.dataset.count_rows() - 1
    assert [record.message for record in caplog.records if "Left out" in record.message] != []


def test_a_column_without_bytes_is_no_corrupt_image():
    batch = pa.record_batch({"image": [1, 2]})
    with pytest.raises(UnsupportedColumn, match="its type int64 holds no images"):
        DecodeImages("image", corrupt="skip")(batch)


def test_a_batch_without_a_good_image_fails_in_any_case():
    batch = pa.record_batch({"image": [b"no", None]})
    with pytest.raises(CorruptImage, match="none of the batch is left"):
        DecodeImages("image", corrupt="skip")(batch)


def test_loader_workers_count_what_they_skip_and_hand_their_errors_on(copy_of):
    table = damaged(copy_of("digits_test.lance"), b"no image")
    transform = gray(corrupt="skip")
    dataset = TrainingDataset(table, 8, columns=COLUMNS, transform=transform)
    assert len(list(training_loader(dataset, 1))) == len(dataset)
    assert transform.skipped == 1
    with pytest.raises(CorruptImage, match="Cannot decode an image of column image"):
        list(training_loader(TrainingDataset(table, 8, columns=COLUMNS, transform=gray()), 1))


def gray(**options):
    return DecodeImages("image", mode="L", **options)


def png(width, height):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def said_to_be_large():
    """A bitmap whose header speaks of more pixels than Pillow decodes."""
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "BMP")
    encoded = bytearray(buffer.getvalue())
    encoded[18:26] = struct.pack("<ii", 60_000, 60_000)
    return bytes(encoded)


def damaged(path, damage):
    """The table with one image replaced, in its place: each file is written anew."""
    dataset = lance.dataset(path)
    damage = png(8, 8)[:40] if damage is None else damage
    fragments = []
    for fragment in dataset.get_fragments():
        rows = fragment.to_table().to_pylist()
        if fragment.fragment_id == 2:
            rows[5]["image"] = damage
        new = pa.Table.from_pylist(rows, dataset.schema)
        (written,) = lance.fragment.write_fragments(new, path, mode="append")
        fragments.append(written)
    operation = lance.LanceOperation.Overwrite(dataset.schema, fragments)
    config = dataset.config()
    changed = lance.LanceDataset.commit(path, operation, read_version=dataset.version)
    changed.update_config(config)
    return TrainingTable(path)
