"""The order of an epoch as the table that lancedb's Permutation reads by."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lancetrain import options
from lancetrain.order import EpochOrder, Shuffle, lane_count
from lancetrain.share import Share
from lancetrain.table import TrainingTable


def permutation_table(
    table: TrainingTable,
    batch_size: int,
    *,
    world_size: int = 1,
    seed: int = 0,
    epoch: int = 0,
    shuffle: Shuffle | None = "fragments",
    window: int | None = None,
) -> pa.Table:
    """The rows of one epoch by rank, in the batches that a TrainingDataset would give.

    For `lancedb.permutation.Permutation.from_tables(base, plan, rank)`, where `plan` is a lancedb
    table with these rows: rank r is split r, and a DataLoader with this batch size and without
    shuffle gives its batches. `base` is read at the version of `table`, whatever it stands at.

    Columns are `row_id` and `split_id`; all rows of the table are in it, 16 bytes each. Raises
    UnevenShares or InvalidOption where this cannot be.
    """
    table.check(world_size, 0, batch_size)
    per_fragment = table.card.rows_per_fragment // batch_size
    order = EpochOrder(
        len(table.fragments),
        per_fragment,
        lane_count(table.card.shards, world_size),
        seed,
        epoch,
        options.known_shuffle(shuffle),
        options.window_batches(window, shuffle, per_fragment),
    )
    batches = _batches(table, order, batch_size)
    ranks = [
        list(_of_rank(order, Share(rank, world_size), batch_size)) for rank in range(world_size)
    ]
    rows = np.concatenate([batches[fragment, batch] for rank in ranks for fragment, batch in rank])
    splits = np.repeat(np.arange(world_size, dtype=np.uint64), len(rows) // world_size)
    version = {b"base_version": str(table.version).encode()}
    return pa.table({"row_id": rows, "split_id": splits}).replace_schema_metadata(version)


def _of_rank(order: EpochOrder, share: Share, batch_size: int) -> Iterator[tuple[int, int]]:
    for (piece,) in share.steps(0, order.batches, batch_size):
        place = order.place(piece.position)
        yield place.fragment, place.batch


def _batches(table: TrainingTable, order: EpochOrder, batch_size: int) -> npt.NDArray[np.uint64]:
    """The row ids by fragment, batch, and place in the batch."""
    ids = table.dataset.to_table(columns=[], with_row_id=True)["_rowid"].to_numpy()
    rows = order.window * batch_size
    windows = ids.astype(np.uint64).reshape(order.fragments, -1, rows)
    if order.shuffle == "window":
        for fragment, window in np.ndindex(*windows.shape[:2]):
            windows[fragment, window] = windows[fragment, window][
                order.rows(fragment, window, rows)
            ]
    batches: npt.NDArray[np.uint64] = windows.reshape(order.fragments, -1, batch_size)
    return batches
