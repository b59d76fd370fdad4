"""The batches of a table for one rank, as PyTorch wants them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import torch
from torch.utils.data import IterableDataset, get_worker_info

from lancetrain import errors, options, ranks
from lancetrain.order import EpochOrder, Shuffle, lane_count
from lancetrain.passing import Pass, begin
from lancetrain.reader import FragmentReader
from lancetrain.reading import EpochReading
from lancetrain.share import Share
from lancetrain.shared import shared_numbers
from lancetrain.state import Identity, of_loader
from lancetrain.table import TrainingTable
from lancetrain.tensors import to_tensors


class TrainingDataset(IterableDataset[Any]):
    """The batches of one rank, for `DataLoader(batch_size=None)`: see `training_loader`.

    Every rank and every loader worker gets the same number of fragments, rows and batches, and
    every row of the table comes once in an epoch. Which rows a batch holds follows from the table,
    the seed and the epoch (`set_epoch`, before each) alone, and not from the ranks and workers,
    as long as their product divides the shards of the training card.

    - `batch_size`: rows of a batch of one rank; it divides the rows of a fragment.
    - `columns`: what is read; all columns without it.
    - `transform`: makes what is yielded of a `pyarrow.RecordBatch`, in the loader worker. It is
      pickled with the dataset. The default is `to_tensors`.
    - `shuffle`: "fragments" takes the fragments in another order in each epoch; "window" does, and
      also shuffles the rows of `window` batches that follow each other in a fragment, which costs a
      copy; None takes the fragments as they are.
    - `window`: with "window", a number of batches that divides those of a fragment; the largest
      one up to 16 if it is not given.
    - `look_ahead_bytes`: what each loader worker may hold of rows that it read ahead.
    - `rank`, `world_size`: for tests and launchers of one's own; else they are those of
      torch.distributed, if initialised, or of the environment (RANK, WORLD_SIZE).

    Raises UnevenShares, UnsupportedColumn or InvalidOption where this cannot be.
    """

    def __init__(
        self,
        table: TrainingTable,
        batch_size: int,
        *,
        columns: Sequence[str] | None = None,
        transform: Callable[[pa.RecordBatch], Any] = to_tensors,
        seed: int = 0,
        shuffle: Shuffle | None = "fragments",
        window: int | None = None,
        look_ahead_bytes: int = 256 * 1024 * 1024,
        rank: int | None = None,
        world_size: int | None = None,
    ) -> None:
        super().__init__()
        self.table = table
        self.rank = ranks.resolve(rank, world_size)
        self._given = (rank, world_size)
        table.check(self.rank.world_size, 0, batch_size)
        self._columns = options.known_columns(table.dataset.schema.names, columns)
        self._transform = transform
        self._look_ahead = options.positive("look_ahead_bytes", look_ahead_bytes)
        per_fragment = table.card.rows_per_fragment // batch_size
        self._identity = Identity(
            table.fingerprint,
            table.version,
            seed,
            batch_size,
            options.known_shuffle(shuffle),
            options.window_batches(window, shuffle, per_fragment),
        )
        # What the main process sets for loader workers: epoch, position, lanes (0: as many as
        # their shares need); and the lanes that these read in, which only they know.
        self._shared = shared_numbers(4)
        self._in_worker: Mapping[str, Any] | None = None
        self._passing: Pass | None = None
        self._handed_out = False

    def __len__(self) -> int:
        """The batches of this rank in a whole epoch, also where a state begins in the middle."""
        return self._batches // self.rank.world_size

    def check(self, workers: int) -> None:
        """Fails where so many loader workers would not get equal shares, as TrainingTable.check."""
        self.table.check(self.rank.world_size, workers, self._identity.batch_size)

    @property
    def steps_left(self) -> int:
        """The batches that the next iteration gives this rank: fewer after `load_state_dict`."""
        return self._share().count(self._start, self._batches, self._identity.batch_size)

    @property
    def epoch(self) -> int:
        """The epoch whose order the next iteration has."""
        return int(self._shared[0])

    def set_epoch(self, epoch: int) -> None:
        """Sets the order of the next iteration; call it before each epoch, on every rank.

        A position of `load_state_dict` stays for the epoch that it is of.
        """
        if epoch < 0:
            raise errors.invalid_option("epoch", epoch, "0 or more")
        if epoch != self.epoch:
            self._shared.copy_(torch.tensor([epoch, 0, 0, 0]))
            self._passing = None

    def state_dict(self, steps: int | None = None) -> dict[str, Any]:
        """Where training is: the same on every rank that has taken as many steps.

        `steps` is how many batches were taken from the current iteration. It must be given where a
        DataLoader with workers reads, since they are ahead of training; a StatefulDataLoader asks
        its workers by itself. Raises StateMismatch where it is needed and missing.
        """
        passing = self._passing
        if passing is not None and get_worker_info() is not None:
            return self._identity.state(self.table.uri, **passing.worker_state())
        if steps is None and passing is None and self._handed_out:
            raise errors.state_unknown()
        made = steps if steps is not None else passing.made if passing else 0
        start = passing.start if passing else self._start
        position = self._share().position(start, self._batches, self._identity.batch_size, made)
        lanes = int(self._shared[3] or self._shared[2])
        progress = {"epoch": self.epoch, "position": position, "lanes": lanes}
        return self._identity.state(self.table.uri, **progress)

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Goes on where a state was taken: the next iteration gives the batches that were left.

        The number of ranks and workers may be another one. Takes what `state_dict` or a
        StatefulDataLoader over such a dataset returned. Raises StateMismatch for a state of another
        table, version, seed or batch size, with what differs.
        """
        if get_worker_info() is not None:
            self._identity.refuse_others(self.table.uri, state)
            self._in_worker = dict(state)
            return
        own = of_loader(state)
        self._identity.refuse_others(self.table.uri, own)
        self._shared.copy_(torch.tensor([own["epoch"], own["position"], own["lanes"], 0]))
        self._passing = None

    def __iter__(self) -> Iterator[Any]:
        passing = self._begin()
        self._passing = passing
        return self._run(passing)

    def __getstate__(self) -> dict[str, object]:
        if get_worker_info() is None:
            self._refuse_another_rank()
        self._handed_out = True
        return self.__dict__ | {"_passing": None}

    def _begin(self) -> Pass:
        worker = get_worker_info()
        if worker is None:
            self._refuse_another_rank()
        share = self._share(worker.id, worker.num_workers) if worker else self._share()
        self.check(share.workers)
        left, self._in_worker = self._in_worker, None
        passing = begin(share, self.epoch, self._start, self._lanes(share.workers), left)
        self._shared[3] = passing.lanes
        return passing

    def _share(self, worker: int = 0, workers: int = 1) -> Share:
        return Share(self.rank.rank, self.rank.world_size, worker, workers)

    def _run(self, passing: Pass) -> Iterator[Any]:
        order = self._order(passing)
        share = passing.share
        reader = FragmentReader(self.table, self._columns, self._identity.batch_size, order)
        steps = passing.steps(order.batches, self._identity.batch_size)
        lanes = passing.lanes // (share.world_size * share.workers)
        for batch in EpochReading(order, reader, steps, lanes, self._look_ahead):
            value = self._transform(batch)
            passing.made += 1
            yield value
        if get_worker_info() is None:
            self._shared[1] = 0

    def _order(self, passing: Pass) -> EpochOrder:
        identity = self._identity
        return EpochOrder(
            len(self.table.fragments),
            self._per_fragment,
            passing.lanes,
            identity.seed,
            passing.epoch,
            identity.shuffle,
            identity.window,
        )

    def _lanes(self, workers: int) -> int:
        """Those of a state, else those of this table."""
        shards, shares = self.table.card.shards, self.rank.world_size * workers
        return int(self._shared[2]) or lane_count(shards, shares)

    def _refuse_another_rank(self) -> None:
        now = ranks.resolve(*self._given)
        if now != self.rank:
            raise errors.another_rank(self.rank, now)

    @property
    def _start(self) -> int:
        return int(self._shared[1])

    @property
    def _batches(self) -> int:
        return len(self.table.fragments) * self._per_fragment

    @property
    def _per_fragment(self) -> int:
        return self.table.card.rows_per_fragment // self._identity.batch_size
