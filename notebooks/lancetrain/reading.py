"""One pass over a share of an epoch: batches in their order, read ahead."""

from collections import deque
from collections.abc import Iterator

import pyarrow as pa

from lancetrain.look_ahead import LookAhead
from lancetrain.order import EpochOrder
from lancetrain.reader import FragmentReader, one_batch
from lancetrain.reads import Group, Read, groups
from lancetrain.share import Piece, Step

_BYTES_OF_A_READ = 8 * 1024 * 1024


class EpochReading:
    """Gives the batches of a share, one for each step.

    `budget` is how many bytes may be read ahead and in use. What one step of each open lane needs
    is read even where it is more.
    """

    def __init__(
        self,
        order: EpochOrder,
        reader: FragmentReader,
        steps: Iterator[Step],
        lanes: int,
        budget: int,
    ) -> None:
        self._order = order
        self._lanes = lanes
        self._budget = budget
        self._estimated = reader.bytes_per_batch or budget
        self._seen = 0
        self._groups: deque[Group] = deque()
        self._planned = groups(order, steps, self._depth)
        self._ahead = LookAhead(self._jobs(), reader.read, self._estimate, _size, budget)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            while self._groups:
                yield from self._of_group(self._groups.popleft())
        finally:
            self._ahead.close()

    @property
    def peak_bytes(self) -> int:
        """The most bytes that were under way and in use at once, as far as they were known."""
        return self._ahead.peak

    def _jobs(self) -> Iterator[Read]:
        for group in self._planned:
            self._groups.append(group)
            yield from group.reads

    def _of_group(self, group: Group) -> Iterator[pa.RecordBatch]:
        coming = deque(group.reads)
        there: dict[tuple[int, int], pa.RecordBatch] = {}
        read = []
        for step in group.steps:
            parts = []
            for piece in step:
                place = self._order.place(piece.position)
                while (place.fragment, place.batch) not in there:
                    read.append(self._fetch(coming.popleft(), there))
                parts.append(_part(there[place.fragment, place.batch], piece))
            yield parts[0] if len(parts) == 1 else one_batch(pa.Table.from_batches(parts))
        for batches in read:
            self._ahead.release(batches)

    def _fetch(
        self, read: Read, there: dict[tuple[int, int], pa.RecordBatch]
    ) -> list[pa.RecordBatch]:
        batches = self._ahead.next()
        each = -(-_size(batches) // len(batches))
        self._seen = max(self._seen, each)
        for number, batch in enumerate(batches, read.first):
            there[read.fragment, number] = batch
        return batches

    def _depth(self) -> int:
        """The batches of a read, as long as those of all lanes fit in half of the budget."""
        bytes_of_a_read = min(_BYTES_OF_A_READ, self._budget // (2 * self._lanes))
        return max(1, bytes_of_a_read // self._bytes_per_batch)

    @property
    def _bytes_per_batch(self) -> int:
        return self._seen or self._estimated

    def _estimate(self, read: Read) -> int:
        return (read.end - read.first) * self._bytes_per_batch


def _part(batch: pa.RecordBatch, piece: Piece) -> pa.RecordBatch:
    return batch if piece.rows == batch.num_rows else batch.slice(piece.first, piece.rows)


def _size(batches: list[pa.RecordBatch]) -> int:
    return sum(batch.nbytes for batch in batches)
