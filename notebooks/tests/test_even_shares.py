"""World sizes 1 to 8 and workers 0 to 4: the same number of fragments, rows and batches for all."""

from collections import Counter
from itertools import chain, product

import pytest

from lancetrain import TrainingDataset, TrainingTable, UnevenShares, training_loader
from lancetrain.order import EpochOrder
from lancetrain.share import Share

GRID = list(product(range(1, 9), range(5)))


@pytest.mark.parametrize(("world", "workers"), GRID)
def test_every_worker_of_every_rank_has_as_many_whole_fragments_rows_and_batches(world, workers):
    order = epoch(fragments=10080, lanes=10080)  # a number that all 40 of them divide
    seen: Counter[tuple[int, int]] = Counter()
    for share in shares(world, workers):
        places = [order.place(piece.position) for piece in whole(order, share)]
        assert len(places) == order.batches // (world * max(1, workers))
        assert len({place.fragment for place in places}) * 2 == len(places)
        seen.update((place.fragment, place.batch) for place in places)
    assert set(seen.values()) == {1}
    assert len(seen) == order.batches


@pytest.mark.parametrize(("world", "workers"), GRID)
def test_a_rank_s_batches_come_from_its_workers_in_turn(world, workers):
    order = epoch(fragments=10080, lanes=10080)
    rank = world - 1
    alone = list(Share(rank, world).steps(0, order.batches, 4))
    several = [
        list(Share(rank, world, worker, max(1, workers)).steps(0, order.batches, 4))
        for worker in range(max(1, workers))
    ]
    assert [step for turn in zip(*several, strict=True) for step in turn] == alone


@pytest.mark.parametrize("name", ["numbers.lance", "appended.lance"])
@pytest.mark.parametrize("world", range(1, 9))
def test_what_the_ranks_read_is_every_row_once(tables, name, world):
    table = TrainingTable(str(tables / name))
    if len(table.fragments) % world:
        with pytest.raises(UnevenShares, match=f"multiple of {world} shares"):
            TrainingDataset(table, 4, rank=0, world_size=world)
        return
    batches = [list(TrainingDataset(table, 4, rank=r, world_size=world)) for r in range(world)]
    assert {len(of_rank) for of_rank in batches} == {len(table.fragments) * 4 // world}
    assert {len(batch["id"]) for of_rank in batches for batch in of_rank} == {4}
    assert sorted(ids(chain.from_iterable(batches))) == list(range(len(table.fragments) * 16))


@pytest.mark.parametrize(("world", "workers"), GRID)
def test_the_check_passes_exactly_where_shares_are_whole(tables, world, workers):
    table = TrainingTable(str(tables / "appended.lance"))
    if 72 % (world * max(1, workers)):
        with pytest.raises(UnevenShares, match="72 fragments are not a multiple"):
            table.check(world, workers, 4)
    else:
        table.check(world, workers, 4)


def test_real_loader_workers_read_every_row_once_and_in_the_order_of_none(tables):
    table = TrainingTable(str(tables / "appended.lance"))
    read = []
    for rank in range(2):
        dataset = TrainingDataset(table, 4, rank=rank, world_size=2)
        batches = list(training_loader(dataset, 2))
        assert len(batches) == len(dataset) == 144
        assert ids(batches) == ids(dataset)
        read += ids(batches)
    assert sorted(read) == list(range(1152))


def test_workers_that_do_not_divide_the_fragments_are_refused_before_they_start(tables):
    dataset = TrainingDataset(TrainingTable(str(tables / "numbers.lance")), 4)
    with pytest.raises(UnevenShares, match="48 fragments are not a multiple of 5 shares"):
        training_loader(dataset, 5)


def epoch(fragments, lanes):
    return EpochOrder(fragments, 2, lanes, 1, 0, "fragments", 1)


def shares(world, workers):
    count = max(1, workers)
    return [Share(rank, world, worker, count) for rank in range(world) for worker in range(count)]


def whole(order, share):
    for step in share.steps(0, order.batches, 4):
        (piece,) = step
        assert (piece.first, piece.rows) == (0, 4)
        yield piece


def ids(batches):
    return [number for batch in batches for number in batch["id"].tolist()]
