"""pylance's LanceDataset, with a sampler for the workers and a to_tensor_fn for images."""

from collections.abc import Callable

import lance
import torch
from lance.sampler import ShardedFragmentSampler
from lance.torch.data import LanceDataset
from torch.utils.data import DataLoader, get_worker_info

from benchmark.loaders import Epochs
from benchmark.setup import SEED, WORKERS, Setup


def convert(setup: Setup) -> None:
    """Nothing: the table is what is read."""


class WorkerFragments(ShardedFragmentSampler):
    """The fragments of a loader worker, in a random order.

    ShardedFragmentSampler wants its rank before the workers exist; this one asks in the worker.
    """

    def __init__(self) -> None:
        super().__init__(0, 1, randomize=True, seed=SEED)

    def __call__(self, dataset, *args, **options):
        """The batches of this worker's fragments."""
        worker = get_worker_info()
        self._rank, self._world_size = worker.id, worker.num_workers
        return super().__call__(dataset, *args, **options)


def to_batch(batch, **_):
    """Bytes as a list, numbers over Arrow's memory."""
    ids = torch.from_numpy(batch["id"].to_numpy())
    if "image" in batch.schema.names:
        return {"id": ids, "image": batch["image"].to_pylist()}
    vectors = batch["vector"].flatten().to_numpy().reshape(batch.num_rows, -1)
    return {"id": ids, "vector": torch.from_numpy(vectors)}


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """The loader of the guide: spawned workers, batches as the dataset cuts them."""
    dataset = LanceDataset(
        lance.dataset(setup.table, version="v1"),
        batch_size=setup.data.batch_size,
        columns=["id", setup.data.column],
        batch_readahead=16,
        sampler=WorkerFragments(),
        to_tensor_fn=to_batch,
    )
    loader = DataLoader(
        dataset,
        batch_size=None,
        num_workers=WORKERS,
        multiprocessing_context="spawn",
        persistent_workers=True,
        worker_init_fn=started,
    )
    return lambda number: loader
