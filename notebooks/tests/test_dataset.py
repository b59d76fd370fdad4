import pickle

import pytest
import torch
from torch.utils.data import DataLoader

from lancetrain import InvalidOption, TrainingDataset, TrainingTable, UnsafeFork, training_loader


@pytest.fixture
def numbers(tables):
    return TrainingTable(str(tables / "numbers.lance"))


def test_the_length_is_that_of_a_rank_s_epoch(numbers):
    assert len(TrainingDataset(numbers, 4)) == 192
    assert len(TrainingDataset(numbers, 16, rank=3, world_size=8)) == 6
    assert len(training_loader(TrainingDataset(numbers, 8))) == 96


def test_only_the_columns_that_are_asked_for_are_read(numbers):
    batch = next(iter(TrainingDataset(numbers, 4, columns=["vector", "id"])))
    assert list(batch) == ["vector", "id"]
    assert batch["vector"].shape == (4, 8)
    assert batch["vector"].dtype == torch.float32


def test_all_columns_are_read_by_default(numbers):
    assert list(next(iter(TrainingDataset(numbers, 4)))) == ["id", "vector", "name"]


def test_a_transform_gets_arrow_and_makes_what_is_yielded(numbers):
    dataset = TrainingDataset(numbers, 4, transform=lambda batch: batch.num_rows)
    assert set(dataset) == {4}


def test_a_loader_has_pinned_memory_where_cuda_is_there(numbers):
    assert training_loader(TrainingDataset(numbers, 4)).pin_memory == torch.cuda.is_available()


def test_reading_takes_no_random_numbers_from_the_training(numbers):
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    list(training_loader(TrainingDataset(numbers, 4, shuffle="window")))
    assert torch.equal(torch.rand(4), expected)


def test_forked_workers_are_refused_instead_of_hanging(numbers):
    loader = DataLoader(
        TrainingDataset(numbers, 4), batch_size=None, num_workers=1, multiprocessing_context="fork"
    )
    with pytest.raises(UnsafeFork, match="multiprocessing_context='spawn'"):
        next(iter(loader))


def test_the_rank_is_that_of_the_environment_unless_it_is_given(numbers, monkeypatch):
    monkeypatch.setenv("RANK", "2")
    monkeypatch.setenv("WORLD_SIZE", "3")
    assert vars(TrainingDataset(numbers, 4).rank) == {"rank": 2, "world_size": 3}
    given = TrainingDataset(numbers, 4, rank=0, world_size=2)
    assert vars(given.rank) == {"rank": 0, "world_size": 2}


def test_the_rank_of_torch_distributed_goes_before_the_environment_s(
    numbers, monkeypatch, tmp_path
):
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{tmp_path}/store", rank=0, world_size=1
    )
    try:
        monkeypatch.setenv("RANK", "2")
        monkeypatch.setenv("WORLD_SIZE", "3")
        assert vars(TrainingDataset(numbers, 4).rank) == {"rank": 0, "world_size": 1}
    finally:
        torch.distributed.destroy_process_group()


def test_a_dataset_made_before_its_process_knew_its_rank_is_refused(numbers, monkeypatch):
    dataset = TrainingDataset(numbers, 4)
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(InvalidOption, match=r"Make the dataset after .*init_process_group"):
        next(iter(dataset))
    with pytest.raises(InvalidOption, match="Make the dataset after"):
        pickle.dumps(dataset)


def test_a_copy_in_another_process_keeps_the_rank(numbers):
    copied = pickle.loads(pickle.dumps(TrainingDataset(numbers, 4, rank=1, world_size=2)))
    assert vars(copied.rank) == {"rank": 1, "world_size": 2}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rank": 1}, "given together with world_size"),
        ({"rank": 2, "world_size": 2}, "from 0 to 1, below world_size"),
        ({"shuffle": "rows"}, "'fragments', 'window' or None"),
        ({"window": 4}, "left out unless shuffle='window'"),
        ({"shuffle": "window", "window": 3}, "a divisor of the 4 batches of a fragment"),
        ({"look_ahead_bytes": 0}, "1 or more"),
        ({"columns": []}, "a list of one or more names"),
        ({"columns": "id"}, "a list of one or more names"),
    ],
)
def test_options_that_make_no_sense_are_refused_with_what_they_must_be(numbers, options, said):
    with pytest.raises(InvalidOption, match=said):
        TrainingDataset(numbers, 4, **options)


def test_an_epoch_below_zero_is_refused(numbers):
    with pytest.raises(InvalidOption, match="epoch=-1: it must be 0 or more"):
        TrainingDataset(numbers, 4).set_epoch(-1)
