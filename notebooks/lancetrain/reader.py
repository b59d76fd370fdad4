"""Reads row ranges of fragments, and goes on after a store that went away."""

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property

import lance
import pyarrow as pa

from lancetrain import errors
from lancetrain.order import EpochOrder
from lancetrain.reads import Read
from lancetrain.retry import patiently
from lancetrain.sizes import row_bytes
from lancetrain.table import TrainingTable

_ROWS_AT_ONCE = 8192
_BYTES_AT_ONCE = 1024 * 1024


class FragmentReader:
    """Reads the batches of an order from the fragments of a table; safe for several threads."""

    def __init__(
        self,
        table: TrainingTable,
        columns: Sequence[str] | None,
        batch_size: int,
        order: EpochOrder,
    ) -> None:
        self._table = table
        self._columns = None if columns is None else list(columns)
        self._batch_size = batch_size
        self._order = order

    def read(self, read: Read, stop: threading.Event) -> list[pa.RecordBatch]:
        """The batches of a read, each with all of its rows.

        Raises StoreUnavailable, StoreRefused, or UnreadableTable.
        """
        first, rows = read.first * self._batch_size, (read.end - read.first) * self._batch_size
        fragment = self._fragments[read.fragment]
        what = (
            f"read rows {first} to {first + rows - 1} of fragment {fragment.fragment_id} of "
            f"{self._table.uri}"
        )
        try:
            table = patiently(
                lambda: self._scan(fragment, first, rows), what, self._table.patience, stop
            )
        except (OSError, ValueError) as failure:
            raise errors.unreadable(what, str(failure)) from failure
        if table.num_rows != rows:
            raise errors.unreadable(what, f"there are {table.num_rows} rows")
        if self._order.shuffle == "window":
            window = read.first // self._order.window
            table = table.take(pa.array(self._order.rows(read.fragment, window, rows)))
        return list(self._cut(table, f"fragment {fragment.fragment_id}", first))

    def _scan(self, fragment: lance.LanceFragment, first: int, rows: int) -> pa.Table:
        together = self._batch_size * max(1, self._batches_at_once)
        return fragment.scanner(
            columns=self._columns,
            batch_size=together,
            offset=first,
            limit=rows,
            # Else a scan gives the places of blobs.
            blob_handling="all_binary",
        ).to_table()

    def _cut(self, table: pa.Table, fragment: str, first: int) -> Iterator[pa.RecordBatch]:
        last = first + table.num_rows - 1
        for start in range(0, table.num_rows, self._batch_size):
            if self._order.shuffle is None or self._order.shuffle == "fragments":
                place = f"{fragment}, rows from {first + start}"
            else:
                place = f"{fragment}, among rows {first} to {last}"
            whole = one_batch(table.slice(start, self._batch_size))
            yield whole.replace_schema_metadata({PLACE: place.encode()})

    @cached_property
    def bytes_per_batch(self) -> int | None:
        """About what a batch has in memory; None where that is not known before one was read."""
        each = row_bytes(self._table.dataset.schema, self._columns, self._fragments)
        return None if each is None else max(1, int(each * self._batch_size))

    @cached_property
    def _batches_at_once(self) -> int:
        """What Lance decodes at a time: memory of that size is used again and again."""
        by_rows = _ROWS_AT_ONCE // self._batch_size
        return min(by_rows, _BYTES_AT_ONCE // (self.bytes_per_batch or 1))

    @cached_property
    def _fragments(self) -> list[lance.LanceFragment]:
        return list(self._table.dataset.get_fragments())


PLACE = b"lancetrain.place"
"""The key in the metadata of a batch under which stands where it is from, in words."""


def one_batch(table: pa.Table) -> pa.RecordBatch:
    """The rows of a table as one batch; without a copy where they are one already."""
    parts = table.to_batches()
    return parts[0] if len(parts) == 1 else table.combine_chunks().to_batches()[0]
