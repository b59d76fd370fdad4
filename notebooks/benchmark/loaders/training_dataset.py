"""This package: TrainingDataset and training_loader with their defaults."""

from collections.abc import Callable

from benchmark.loaders import Epochs
from benchmark.setup import SEED, WORKERS, Setup
from lancetrain import TrainingDataset, TrainingTable, training_loader


def convert(setup: Setup) -> None:
    """Nothing: the table is what is read."""


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """Fragments shuffled by epoch, beside the order of the table, which is a random one."""
    table = TrainingTable(setup.table, tag="v1")
    dataset = TrainingDataset(table, setup.data.batch_size, seed=SEED)
    loader = training_loader(dataset, workers=WORKERS)
    loader.worker_init_fn = started

    def epoch(number: int):
        dataset.set_epoch(number)
        return loader

    return epoch
