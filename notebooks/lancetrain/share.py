"""What a loader worker of a rank gets of an epoch: a function of positions alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Piece:
    """Some rows of the batch at a position: all of them but in a step that is divided."""

    position: int
    first: int
    rows: int


Step: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True)
class Share:
    """One of `world_size` x `workers` equal shares; worker 0 of 1 is a rank without workers.

    Step t of a rank is the batch at `start + t * world_size + rank`, and is made by worker
    t % workers, in the order in which a DataLoader asks its workers.
    """

    rank: int
    world_size: int
    worker: int = 0
    workers: int = 1

    def steps(self, start: int, batches: int, batch_size: int, skipped: int = 0) -> Iterator[Step]:
        """The steps of this share from position `start` on, without the first `skipped` ones.

        Where the batches that are left do not fill the last step, as on another number of ranks
        than the epoch began with, the rows of the last step are divided among the ranks, to within
        one row.
        """
        count = self.count(start, batches, batch_size)
        uneven = (batches - start) % self.world_size
        for step in range(self.worker + skipped * self.workers, count, self.workers):
            position = start + step * self.world_size
            if uneven and step == count - 1:
                yield tuple(self._divided(position, batches, batch_size))
            else:
                yield (Piece(position + self.rank, 0, batch_size),)

    def count(self, start: int, batches: int, batch_size: int) -> int:
        """The steps that every rank has from position `start` on.

        Fewer rows than ranks are no step of their own: they come with the step before.
        """
        full, uneven = divmod(batches - start, self.world_size)
        alone = uneven * batch_size >= self.world_size or not full
        return full + (1 if uneven and alone else 0)

    def position(self, start: int, batches: int, batch_size: int, steps: int) -> int:
        """The position from which the epoch goes on after so many steps of every rank."""
        if steps >= self.count(start, batches, batch_size):
            return batches
        return start + steps * self.world_size

    def _divided(self, position: int, batches: int, batch_size: int) -> Iterator[Piece]:
        rows = (batches - position) * batch_size
        begin, end = (rows * rank // self.world_size for rank in (self.rank, self.rank + 1))
        while begin < end:
            batch, first = divmod(begin, batch_size)
            count = min(batch_size - first, end - begin)
            yield Piece(position + batch, first, count)
            begin += count
