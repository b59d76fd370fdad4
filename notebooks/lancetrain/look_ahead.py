"""Reading ahead on background threads, within a budget of bytes."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

_THREADS = 4


class LookAhead(Generic[J, R]):
    """Runs jobs on background threads and hands their results out in order.

    A job begins once its `estimate` in bytes fits in the budget beside what has begun and what is
    not released yet; one is always under way, however large. `run` gets the job and an event that
    is set when nobody waits any more. Use from one thread, and close.
    """

    def __init__(
        self,
        jobs: Iterable[J],
        run: Callable[[J, threading.Event], R],
        estimate: Callable[[J], int],
        budget: int,
    ) -> None:
        self._jobs = iter(jobs)
        self._run = run
        self._estimate = estimate
        self._budget = budget
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="lancetrain")
        self._under_way: deque[tuple[Future[R], int]] = deque()
        self._waiting: J | None = next(self._jobs, None)
        self._held = 0
        self.peak = 0

    def next(self) -> R:
        """The result of the next job, or the error it ended with. Call it once for each job."""
        self.fill()
        future, estimate = self._under_way.popleft()
        result = future.result()
        self._held -= estimate
        self.fill()
        return result

    def hold(self, size: int) -> None:
        """Counts bytes of results that are in use; a negative number releases them."""
        self._held += size
        self.peak = max(self.peak, self._held)

    def fill(self) -> None:
        """Begins as many jobs as fit."""
        while self._waiting is not None:
            estimate = self._estimate(self._waiting)
            full = len(self._under_way) >= _THREADS or self._held + estimate > self._budget
            if full and self._under_way:
                return
            self._under_way.append(
                (self._threads.submit(self._run, self._waiting, self._stop), estimate)
            )
            self.hold(estimate)
            self._waiting = next(self._jobs, None)

    def close(self) -> None:
        """Begins nothing more; what is under way ends without anybody waiting for it."""
        self._stop.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
