"""The order of an epoch: which rows each batch holds, whatever the ranks and workers.

Batches have positions from 0, and the batches of one step of all ranks follow each other. The
fragments run in lanes beside each other: position p is of lane p % lanes, and each lane goes
through its fragments one after the other. So ranks and workers whose number divides the lanes
get whole fragments, and the batch at a position is the same for all of them.
"""

from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

Shuffle = Literal["fragments", "window"]


@dataclass(frozen=True)
class BatchPlace:
    """Where a batch is: the place of its fragment in the table, and its number in the fragment."""

    fragment: int
    batch: int


@dataclass(frozen=True)
class EpochOrder:
    """The order of one epoch.

    `fragments` is a multiple of `lanes`; `window` is how many batches are shuffled with each
    other, and divides `batches_per_fragment`.
    """

    fragments: int
    batches_per_fragment: int
    lanes: int
    seed: int
    epoch: int
    shuffle: Shuffle | None
    window: int

    @property
    def batches(self) -> int:
        """The number of positions."""
        return self.fragments * self.batches_per_fragment

    def depth(self, position: int) -> int:
        """How many batches of its lane come before the batch at a position."""
        return position // self.lanes

    def place(self, position: int) -> BatchPlace:
        """Where the batch at a position is."""
        lane = position % self.lanes
        done, batch = divmod(self.depth(position), self.batches_per_fragment)
        return BatchPlace(int(self._sequence[done * self.lanes + lane]), batch)

    def rows(self, fragment: int, window: int, rows: int) -> npt.NDArray[np.intp]:
        """The order of the rows within a window of a fragment."""
        return permutation(rows, self.seed, self.epoch, fragment + 1, window)

    @cached_property
    def _sequence(self) -> npt.NDArray[np.intp]:
        if self.shuffle is None:
            return np.arange(self.fragments)
        return permutation(self.fragments, self.seed, self.epoch)


def lane_count(shards: int, shares: int) -> int:
    """The lanes for so many shares: the shards, or as few times that as the shares need."""
    return shards if shards % shares == 0 else lcm(shards, shares)


def permutation(size: int, *key: int) -> npt.NDArray[np.intp]:
    """A permutation that follows from its key alone, the same with every release of numpy."""
    words = [part for one in key for part in (one & 0xFFFFFFFF, one >> 32 & 0xFFFFFFFF)]
    bits = np.random.PCG64(np.random.SeedSequence(words)).random_raw(size)
    return np.argsort(bits, kind="stable")
