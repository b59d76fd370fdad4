import threading

import pytest

from lancetrain import TrainingDataset, TrainingTable
from lancetrain.look_ahead import LookAhead
from lancetrain.order import EpochOrder
from lancetrain.reader import FragmentReader
from lancetrain.reading import EpochReading
from lancetrain.share import Share


def ten(_):
    return 10


def fifty(_):
    return 50


def test_what_follows_is_read_while_the_first_is_used():
    begun = [threading.Event() for _ in range(10)]
    ahead = LookAhead(range(10), lambda job, stop: begun[job].set() or job, ten, ten, 40)
    try:
        assert ahead.next() == 0
        for event in begun[1:4]:
            assert event.wait(30)
        assert not any(event.is_set() for event in begun[4:])
    finally:
        ahead.close()


def test_results_come_in_order_and_a_job_larger_than_the_budget_goes_alone():
    ahead = LookAhead(range(100), lambda job, stop: job, fifty, fifty, 20)
    for job in range(100):
        assert ahead.next() == job
        ahead.release(job)
    assert ahead.peak == 50
    ahead.close()


def test_an_error_comes_where_its_result_would():
    def fail_at_three(job, stop):
        if job == 3:
            raise ValueError("three")
        return job

    ahead = LookAhead(range(10), fail_at_three, ten, ten, 100)
    assert [ahead.next() for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        ahead.next()
    ahead.close()


def test_closing_tells_what_is_under_way_and_begins_nothing_more():
    begun, told = [], threading.Event()

    def wait_for_the_end(job, stop):
        begun.append(job)
        if stop.wait(30):
            told.set()

    ahead = LookAhead(range(10), wait_for_the_end, ten, ten, 20)
    ahead.fill()
    ahead.close()
    assert told.wait(30)
    assert len(begun) <= 2


@pytest.mark.parametrize("budget", [20_000, 60_000])
def test_a_pass_holds_no_more_than_its_budget(tables, budget):
    table = TrainingTable(str(tables / "digits_train.lance"))
    order = EpochOrder(12, 15, 12, 0, 0, "fragments", 1)
    steps = Share(0, 6).steps(0, order.batches, 8)
    reading = EpochReading(order, FragmentReader(table, None, 8, order), steps, 2, budget)
    assert len(list(reading)) == 30
    assert 0 < reading.peak_bytes <= budget


def test_leaving_a_pass_early_ends_its_threads(tables):
    for _ in range(5):
        reading = iter(TrainingDataset(TrainingTable(str(tables / "numbers.lance")), 4))
        next(reading)
        reading.close()
    of_passes = [one for one in threading.enumerate() if one.name.startswith("lancetrain")]
    for thread in of_passes:
        thread.join(30)
    assert not any(thread.is_alive() for thread in of_passes)
