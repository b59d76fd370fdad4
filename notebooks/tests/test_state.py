import json
import random
from itertools import chain, product

import lance
import pytest
from torchdata.stateful_dataloader import StatefulDataLoader

from lancetrain import StateMismatch, TrainingDataset, TrainingTable, training_loader
from lancetrain.order import EpochOrder
from lancetrain.share import Share


@pytest.fixture
def numbers(tables):
    return TrainingTable(str(tables / "numbers.lance"))


@pytest.mark.parametrize("shuffle", ["fragments", "window", None])
@pytest.mark.parametrize("taken", [0, 1, 17, 95, 96])
def test_a_resumed_epoch_gives_the_batches_that_were_left(numbers, shuffle, taken):
    whole = batches(dataset(numbers, 1, 2, shuffle=shuffle))
    stopped = dataset(numbers, 1, 2, shuffle=shuffle)
    assert [ids(batch) for _, batch in zip(range(taken), stopped, strict=False)] == whole[:taken]
    resumed = dataset(numbers, 1, 2, shuffle=shuffle)
    resumed.load_state_dict(json.loads(json.dumps(stopped.state_dict(taken))))
    assert resumed.steps_left == 96 - taken
    assert batches(resumed) == whole[taken:]


def test_a_dataset_that_is_read_without_workers_counts_its_own_steps(numbers):
    stopped = dataset(numbers, 0, 2)
    reading = iter(stopped)
    for _ in range(5):
        next(reading)
    assert stopped.state_dict() == stopped.state_dict(5)
    assert stopped.state_dict()["position"] == 10


@pytest.mark.parametrize("taken", [1, 5, 10])
@pytest.mark.parametrize(("before", "after"), [(2, 1), (1, 2), (4, 8), (8, 3), (3, 8), (6, 4)])
def test_another_number_of_ranks_gets_what_was_left(numbers, before, after, taken):
    consumed, states = [], []
    for rank in range(before):
        stopped = dataset(numbers, rank, before)
        consumed += [row for _, b in zip(range(taken), stopped, strict=False) for row in ids(b)]
        states.append(stopped.state_dict(taken))
    assert all(state == states[0] for state in states)
    steps, left = set(), []
    for rank in range(after):
        resumed = dataset(numbers, rank, after)
        resumed.load_state_dict(states[0])
        of_rank = batches(resumed)
        steps.add((len(of_rank), tuple(map(len, of_rank[:-1]))))
        left += [row for batch in of_rank for row in batch]
    assert len(steps) == 1
    assert sorted(consumed + left) == list(range(768))


def test_an_epoch_can_change_its_ranks_again_and_again():
    """All of it on positions, for many random ways of going on."""
    chance = random.Random(6)
    for _ in range(300):
        order = EpochOrder(48, 5, 24, 1, 0, "fragments", 1)
        position, rows = 0, []
        while position < order.batches:
            left = (order.batches - position) * 4
            world, workers = chance.choice([one for one in WORLDS if one[0] <= left])
            count = Share(0, world).count(position, order.batches, 4)
            steps = min(count, chance.randint(1, 40))
            for share in shares(world, workers):
                mine = list(share.steps(position, order.batches, 4))
                rows += taken_rows(mine[: len(range(share.worker, steps, workers))])
            position = Share(0, world).position(position, order.batches, 4, steps)
        assert sorted(rows) == list(range(order.batches * 4))


def test_a_rank_never_has_a_step_more_than_another_nor_one_without_rows():
    for start, world in product(range(240), (1, 2, 3, 4, 6, 8, 12, 24)):
        if (240 - start) * 4 < world:
            continue
        ranks = [list(Share(rank, world).steps(start, 240, 4)) for rank in range(world)]
        assert len({len(steps) for steps in ranks}) == 1
        assert all(step[0].rows == 4 for steps in ranks for step in steps[:-1])
        last = [sum(piece.rows for piece in steps[-1]) for steps in ranks]
        assert min(last) >= 1
        assert max(last) - min(last) <= 1
        assert max(last) <= 5


def test_fewer_rows_than_ranks_are_refused_with_how_many_ranks_can_share_them(numbers):
    resumed = dataset(numbers, 0, 8)
    resumed.load_state_dict(dataset(numbers).state_dict(191))
    with pytest.raises(StateMismatch, match=r"the 4 rows that it left .* Use at most 4 ranks"):
        list(resumed)


def test_the_next_epoch_is_whole_again(numbers):
    resumed = dataset(numbers)
    resumed.load_state_dict(dataset(numbers).state_dict(100))
    assert (len(batches(resumed)), len(resumed)) == (92, 192)
    resumed.set_epoch(1)
    fresh = dataset(numbers)
    fresh.set_epoch(1)
    assert batches(resumed) == batches(fresh)


def test_the_epoch_of_the_state_keeps_its_position(numbers):
    stopped = dataset(numbers)
    stopped.set_epoch(3)
    state = stopped.state_dict(100)
    resumed = dataset(numbers)
    resumed.load_state_dict(state)
    assert resumed.epoch == 3
    resumed.set_epoch(3)
    assert batches(resumed) == batches(stopped)[100:]


def test_loader_workers_go_on_from_the_state_and_then_read_whole_epochs(numbers):
    whole = [batches(at_epoch(dataset(numbers), epoch)) for epoch in (1, 2)]
    resumed = dataset(numbers)
    resumed.load_state_dict(at_epoch(dataset(numbers), 1).state_dict(101))
    loader = training_loader(resumed, 2)
    assert [ids(batch) for batch in loader] == whole[0][101:]
    resumed.set_epoch(2)
    assert [ids(batch) for batch in loader] == whole[1]
    with pytest.raises(StateMismatch, match=r"Give state_dict\(steps=\.\.\.\)"):
        resumed.state_dict()
    assert resumed.state_dict(7)["position"] == 7


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stateful_loader_goes_on_with_the_batches_that_were_left(numbers, workers):
    whole = batches(dataset(numbers, 1, 2))
    loader = stateful(dataset(numbers, 1, 2), workers)
    reading = iter(loader)
    assert [ids(next(reading)) for _ in range(31)] == whole[:31]
    state = json.loads(json.dumps(loader.state_dict()))
    del reading
    again = stateful(dataset(numbers, 1, 2), workers)
    again.load_state_dict(state)
    reading = iter(again)
    assert [ids(next(reading)) for _ in range(20)] == whole[31:51]
    state = again.state_dict()
    del reading
    third = stateful(dataset(numbers, 1, 2), workers)
    third.load_state_dict(state)
    assert [ids(batch) for batch in third] == whole[51:]


def test_the_state_of_a_stateful_loader_goes_to_other_ranks_and_workers(numbers):
    whole = batches(dataset(numbers))
    loader = stateful(dataset(numbers, 1, 2), 2)
    reading = iter(loader)
    for _ in range(31):
        next(reading)
    state = loader.state_dict()
    del reading
    ranks = []
    for rank in range(3):
        resumed = dataset(numbers, rank, 3)
        resumed.load_state_dict(state)
        ranks.append(batches(resumed))
    left = [batch for step in zip(*ranks, strict=True) for batch in step]
    assert [row for batch in left for row in batch][: 4 * 129] == flat(whole[62:])[: 4 * 129]
    assert sorted(flat(left)) == sorted(flat(whole[62:]))


def test_a_stateful_loader_on_another_number_of_ranks_says_how_to_go_on(numbers):
    loader = stateful(dataset(numbers, 0, 2), 1)
    next(iter(loader))
    again = stateful(dataset(numbers, 0, 4), 1)
    again.load_state_dict(loader.state_dict())
    with pytest.raises(StateMismatch, match="Give the loader's state to TrainingDataset"):
        next(iter(again))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"seed": 9}, "its seed is 0 and not 9"),
        ({"batch_size": 8}, "its batch size is 4 and not 8"),
        ({"shuffle": None}, "its shuffle is 'fragments' and not None"),
        ({"shuffle": "window"}, "its window is 1 and not 4"),
    ],
)
def test_a_state_of_another_order_is_refused_with_what_differs(numbers, other, said):
    state = dataset(numbers).state_dict(3)
    with pytest.raises(StateMismatch, match=said):
        TrainingDataset(numbers, **{"batch_size": 4, **other}).load_state_dict(state)


def test_a_state_of_another_table_is_refused(numbers, tables):
    state = dataset(TrainingTable(str(tables / "appended.lance"), version=1)).state_dict(3)
    with pytest.raises(
        StateMismatch, match=r"of other files, of .*appended\.lance, than .*numbers"
    ):
        dataset(numbers).load_state_dict(state)


def test_a_state_of_another_version_is_refused(tables):
    path = str(tables / "appended.lance")
    state = dataset(TrainingTable(path, version=1)).state_dict(3)
    with pytest.raises(StateMismatch, match="its version is 1 and not 2"):
        dataset(TrainingTable(path)).load_state_dict(state)


def test_a_tag_that_moved_since_is_refused_with_the_version_to_open(copy_of):
    path = copy_of("appended.lance")
    state = dataset(TrainingTable(path, tag="v1")).state_dict(3)
    lance.dataset(path).tags.update("v1", 2)
    with pytest.raises(StateMismatch, match="a tag has moved, give TrainingTable version=1"):
        dataset(TrainingTable(path, tag="v1")).load_state_dict(state)
    dataset(TrainingTable(path, version=state["version"])).load_state_dict(state)


def test_the_state_of_shares_that_only_the_fragments_divide_keeps_their_order(numbers):
    """48 shares of 24 shards: which order that is only the loader workers know."""
    whole = batches(dataset(numbers, 0, 48))
    stopped = dataset(numbers, 0, 48)
    next(iter(stopped))
    resumed = dataset(numbers, 0, 48)
    resumed.load_state_dict(stopped.state_dict(2))
    assert batches(resumed) == whole[2:]
    halves = [dataset(numbers, rank, 24) for rank in range(24)]
    for half in halves:
        half.load_state_dict(stopped.state_dict(2))
    rows = [row for half in halves for row in flat(batches(half))]
    consumed = [flat(batches(dataset(numbers, rank, 48))[:2]) for rank in range(48)]
    assert sorted(rows + flat(consumed)) == list(range(768))


def test_the_state_of_a_stateful_loader_without_workers_goes_to_other_ranks(numbers):
    whole = batches(dataset(numbers))
    loader = stateful(dataset(numbers), 0)
    reading = iter(loader)
    for _ in range(10):
        next(reading)
    ranks = [dataset(numbers, rank, 2) for rank in range(2)]
    for one in ranks:
        one.load_state_dict(loader.state_dict())
    left = zip(*[batches(one) for one in ranks], strict=True)
    assert flat(left) == whole[10:]


@pytest.mark.parametrize("nonsense", [{}, {"format": 2}, {"model": 1}])
def test_what_is_no_state_is_refused(numbers, nonsense):
    with pytest.raises(StateMismatch, match="Give what state_dict"):
        dataset(numbers).load_state_dict(nonsense)


def dataset(table, rank=0, world=1, **options):
    return TrainingDataset(table, 4, columns=["id"], rank=rank, world_size=world, **options)


def at_epoch(one, epoch):
    one.set_epoch(epoch)
    return one


def stateful(one, workers):
    context = "spawn" if workers else None
    return StatefulDataLoader(
        one, batch_size=None, num_workers=workers, multiprocessing_context=context
    )


def shares(world, workers):
    return [Share(rank, world, one, workers) for rank in range(world) for one in range(workers)]


WORLDS = [(1, 1), (2, 3), (3, 2), (4, 2), (8, 3), (24, 1), (6, 4)]


def taken_rows(steps):
    return [p.position * 4 + p.first + n for step in steps for p in step for n in range(p.rows)]


def ids(batch):
    return batch["id"].tolist()


def batches(one):
    return [ids(batch) for batch in one]


def flat(lists):
    return list(chain.from_iterable(lists))
