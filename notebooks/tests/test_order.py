from itertools import chain

import pytest

from lancetrain import TrainingDataset, TrainingTable
from lancetrain.order import permutation

SHUFFLES = ["fragments", "window", None]


@pytest.fixture
def numbers(tables):
    return TrainingTable(str(tables / "numbers.lance"))


@pytest.mark.parametrize("shuffle", SHUFFLES)
@pytest.mark.parametrize("world", [2, 3, 8])
def test_the_batches_of_a_step_are_the_same_rows_for_any_number_of_ranks(numbers, world, shuffle):
    alone = batches(numbers, shuffle=shuffle)
    ranks = [batches(numbers, shuffle=shuffle, rank=r, world_size=world) for r in range(world)]
    assert [batch for step in zip(*ranks, strict=True) for batch in step] == alone


@pytest.mark.parametrize("shuffle", SHUFFLES)
def test_the_order_is_the_same_again(numbers, shuffle):
    assert batches(numbers, shuffle=shuffle) == batches(numbers, shuffle=shuffle)


@pytest.mark.parametrize("shuffle", ["fragments", "window"])
def test_another_seed_or_epoch_is_another_order(numbers, shuffle):
    orders = [
        tuple(map(tuple, batches(numbers, shuffle=shuffle, seed=seed, epoch=epoch)))
        for seed in (0, 1, -1)
        for epoch in (0, 1)
    ]
    assert len(set(orders)) == 6


def test_fragments_keep_their_rows_in_order_and_windows_do_not(numbers):
    kept = {tuple(batch) for batch in batches(numbers, shuffle=None)}
    assert {tuple(batch) for batch in batches(numbers, shuffle="fragments")} == kept
    assert {tuple(batch) for batch in batches(numbers, shuffle="window")} != kept


def test_a_window_mixes_its_own_rows_only(numbers):
    kept = batches(numbers, shuffle=None)
    mixed = batches(numbers, shuffle="window", window=4)
    assert fragments(mixed) == fragments(kept)
    assert {frozenset(batch) for batch in mixed} != {frozenset(batch) for batch in kept}


def test_without_shuffling_every_epoch_is_the_order_of_the_lanes(numbers):
    first = batches(numbers, shuffle=None)
    assert batches(numbers, shuffle=None, epoch=5, seed=3) == first
    stored = numbers.dataset.to_table(["id"])["id"].to_pylist()
    assert first[0] == stored[:4]
    assert first[1] == stored[16:20]


@pytest.mark.parametrize("budget", [1, 3_000, 100_000_000])
@pytest.mark.parametrize("shuffle", SHUFFLES)
def test_the_bytes_read_ahead_do_not_change_the_order(numbers, shuffle, budget):
    bounded = batches(numbers, shuffle=shuffle, look_ahead_bytes=budget)
    assert bounded == batches(numbers, shuffle=shuffle)


def test_a_permutation_never_changes():
    assert permutation(10, 7, 3).tolist() == PINNED


def batches(table, epoch=0, **options):
    dataset = TrainingDataset(table, 4, columns=["id"], **options)
    dataset.set_epoch(epoch)
    return [batch["id"].tolist() for batch in dataset]


def fragments(of_lanes):
    """The rows of each fragment: four batches in each of 24 lanes, which take turns."""
    rounds = [of_lanes[start : start + 96] for start in range(0, len(of_lanes), 96)]
    return {frozenset(chain(*one[lane::24])) for one in rounds for lane in range(24)}


PINNED = [3, 8, 7, 4, 9, 5, 0, 6, 2, 1]
