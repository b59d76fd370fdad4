import pickle

import lance
import pyarrow as pa
import pytest

from lancetrain import (
    InvalidOption,
    NoTrainingCard,
    TableNotFound,
    TrainingDataset,
    TrainingTable,
    UnevenShares,
)


@pytest.fixture
def numbers(tables):
    return TrainingTable(str(tables / "numbers.lance"), tag="v1")


def test_the_card_says_how_spark_laid_the_table_out(numbers):
    card = numbers.card
    assert (card.rows, card.fragments, card.rows_per_fragment) == (768, 48, 16)
    assert (card.shards, card.batch_size, card.seed, card.key) == (24, 4, 7, "id")
    assert card.application.startswith("local-")
    assert card.remainder == "drop"


def test_the_fragments_are_as_the_card_says(numbers):
    assert {(one.rows, one.deleted) for one in numbers.fragments} == {(16, 0)}


def test_both_versions_of_files_that_spark_writes_give_the_same_batches(numbers, tables):
    newer = TrainingTable(str(tables / "files_2_2.lance"), tag="v1")
    assert [one.dataset.data_storage_version for one in (numbers, newer)] == ["2.1", "2.2"]
    assert values(newer) == values(numbers)


def test_a_table_without_a_version_stays_at_the_newest_one_of_its_opening(copy_of):
    path = copy_of("numbers.lance")
    table = TrainingTable(path)
    lance.dataset(path).delete("id = 1")
    assert table.version == 1
    assert table.dataset.count_rows() == 768
    assert pickle.loads(pickle.dumps(table)).dataset.count_rows() == 768


def test_a_tag_that_moves_does_not_move_a_table_that_is_open(copy_of):
    path = copy_of("numbers.lance")
    table = TrainingTable(path, tag="v1")
    changed = lance.dataset(path)
    changed.delete("id = 1")
    changed.tags.update("v1", changed.version)
    assert pickle.loads(pickle.dumps(table)).dataset.version == 1
    assert TrainingTable(path, tag="v1").version == 2


@pytest.mark.parametrize("suffix", ["", "@v1", "@1"])
def test_a_name_carries_a_tag_or_a_version(tables, suffix):
    table = TrainingTable.named(str(tables / "numbers.lance") + suffix)
    assert (table.version, table.tag) == (1, "v1" if suffix == "@v1" else None)


def test_a_version_that_is_gone_is_named_with_those_that_are_there(tables):
    with pytest.raises(TableNotFound, match=r"Cannot open version 99 of .*there is version 1\."):
        TrainingTable(str(tables / "numbers.lance"), version=99)


def test_a_tag_that_is_not_there_is_named_with_those_that_are(tables):
    with pytest.raises(TableNotFound, match=r"Cannot open tag v9 of .*there is tag v1\."):
        TrainingTable(str(tables / "numbers.lance"), tag="v9")


def test_a_path_without_a_table_is_said_to_be_one(tmp_path):
    with pytest.raises(TableNotFound, match="there is no Lance table"):
        TrainingTable(str(tmp_path / "none.lance"))
    with pytest.raises(TableNotFound, match="there is no Lance table"):
        TrainingTable(str(tmp_path / "none.lance"), tag="v1")


def test_a_version_and_a_tag_together_are_refused(tables):
    with pytest.raises(InvalidOption, match="left out where a version is given"):
        TrainingTable(str(tables / "numbers.lance"), version=1, tag="v1")


def test_a_table_without_a_card_is_refused(tables):
    with pytest.raises(NoTrainingCard, match=r"has no training card\. Write it in the training"):
        TrainingTable(str(tables / "plain.lance"))


def test_a_card_that_makes_no_sense_is_refused_with_its_entry(copy_of):
    path = copy_of("numbers.lance")
    lance.dataset(path).update_config({"lancetrain.training.rowsPerFragment": "many"})
    with pytest.raises(NoTrainingCard, match=r"training\.rowsPerFragment is 'many'"):
        TrainingTable(path)


@pytest.mark.parametrize(("world", "workers"), [(1, 0), (1, 24), (8, 3), (6, 4), (48, 1), (24, 2)])
def test_shares_that_divide_the_fragments_pass(numbers, world, workers):
    numbers.check(world, workers, 4)


def test_shares_that_do_not_divide_the_fragments_are_refused_with_those_that_do(numbers):
    with pytest.raises(UnevenShares, match=r"48 fragments are not a multiple of 5 shares") as said:
        numbers.check(5, 0, 4)
    assert "be one of 1, 2, 3, 4, 6, 8, 12, 16, 24, 48." in str(said.value)


def test_a_batch_size_that_does_not_divide_a_fragment_is_refused(numbers):
    with pytest.raises(UnevenShares, match=r"multiple of the batch size 3\. Let it be one of 1, 2"):
        numbers.check(1, 0, 3)


def test_all_that_is_wrong_is_said_at_once(numbers):
    with pytest.raises(UnevenShares, match=r"5 shares.* Also: .*batch size 3"):
        numbers.check(5, 0, 3)


def test_an_append_of_whole_rounds_passes(tables):
    table = TrainingTable(str(tables / "appended.lance"))
    table.check(8, 3, 4)
    table.check(24, 3, 4)
    assert (len(table.fragments), table.card.fragments) == (72, 48)


def test_a_table_with_deleted_rows_is_refused(copy_of):
    path = copy_of("numbers.lance")
    lance.dataset(path).delete("id in (1, 2)")
    with pytest.raises(UnevenShares, match="fragments have deleted rows, so that it was written"):
        TrainingTable(path).check(1, 0, 4)


def test_an_append_of_other_rows_is_refused(copy_of):
    path = copy_of("numbers.lance")
    append(path, 5)
    with pytest.raises(UnevenShares, match="1 of 49 fragments do not have the 16 rows"):
        TrainingTable(path).check(1, 0, 4)


def test_an_append_of_the_right_rows_but_no_whole_round_is_refused(copy_of):
    path = copy_of("numbers.lance")
    append(path, 16)
    with pytest.raises(UnevenShares, match="49 fragments are not whole rounds of the 24 shards"):
        TrainingTable(path).check(7, 0, 4)


@pytest.mark.parametrize("wrong", [(0, 0, 4), (1, -1, 4), (1, 0, 0)])
def test_numbers_that_make_no_sense_are_refused(numbers, wrong):
    with pytest.raises(InvalidOption):
        numbers.check(*wrong)


def values(table):
    """All that there is, in the order of an epoch."""
    return list(TrainingDataset(table, 4, transform=pa.RecordBatch.to_pylist))


def append(path, rows):
    schema = lance.dataset(path).schema
    values = [{"id": -one, "vector": [0.0] * 8, "name": ""} for one in range(rows)]
    lance.write_dataset(pa.Table.from_pylist(values, schema), path, mode="append")
