"""Reading ahead on background threads, within a budget of bytes."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

_THREADS = 16


class LookAhead(Generic[J, R]):
    """Runs jobs on background threads and hands their results out in order.

    A job begins once its `estimate` in bytes fits in the budget beside those under way and the
    `size` of results that are not released yet; what is waited for begins in any case. `run` gets
    the job and an event that is set when nobody waits any more. Use from one thread, and close.
    """

    def __init__(
        self,
        jobs: Iterable[J],
        run: Callable[[J, threading.Event], R],
        estimate: Callable[[J], int],
        size: Callable[[R], int],
        budget: int,
    ) -> None:
        self._jobs = iter(jobs)
        self._run = run
        self._estimate = estimate
        self._size = size
        self._budget = budget
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="lancetrain")
        self._under_way: deque[tuple[Future[R], int]] = deque()
        self._waiting: J | None = next(self._jobs, None)
        self._held = 0
        self.peak = 0

    def next(self) -> R:
        """The result of the next job, or the error it ended with. Call it once for each job.

        Its bytes count until they are released.
        """
        self.fill()
        if not self._under_way and self._waiting is not None:
            self._begin(self._waiting, self._estimate(self._waiting))
        future, estimate = self._under_way.popleft()
        result = future.result()
        self._hold(self._size(result) - estimate)
        self.fill()
        return result

    def release(self, result: R) -> None:
        """Says that a result is not in use any more."""
        self._hold(-self._size(result))
        self.fill()

    def fill(self) -> None:
        """Begins as many jobs as fit."""
        while self._waiting is not None and len(self._under_way) < _THREADS:
            estimate = self._estimate(self._waiting)
            if self._held and self._held + estimate > self._budget:
                return
            self._begin(self._waiting, estimate)

    def close(self) -> None:
        """Begins nothing more; what is under way ends without anybody waiting for it."""
        self._stop.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, job: J, estimate: int) -> None:
        self._under_way.append((self._threads.submit(self._run, job, self._stop), estimate))
        self._hold(estimate)
        self._waiting = next(self._jobs, None)

    def _hold(self, size: int) -> None:
        self._held += size
        self.peak = max(self.peak, self._held)
