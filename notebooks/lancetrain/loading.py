"""The DataLoader as it must be set up for these datasets."""

from typing import Any

import torch
from torch.utils.data import DataLoader

from lancetrain.dataset import TrainingDataset


def training_loader(
    dataset: TrainingDataset, workers: int = 0, *, prefetch_factor: int = 2
) -> DataLoader[Any]:
    """A DataLoader that takes the dataset's batches as they are.

    Its workers are spawned, since Lance does not survive a fork, and stay from one epoch to the
    next. Batches are in pinned memory where CUDA is there. `prefetch_factor` is how many batches
    each worker makes ahead. Raises UnevenShares where the workers would not get equal shares.
    """
    dataset.check(workers)
    several: dict[str, Any] = {}
    if workers:
        several = {
            "multiprocessing_context": "spawn",
            "persistent_workers": True,
            "prefetch_factor": prefetch_factor,
        }
    return DataLoader(
        dataset,
        batch_size=None,
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
        # Else each iteration would take a number from the generator of the training.
        generator=torch.Generator(),
        **several,
    )
