"""Hugging Face datasets: Parquet that Spark wrote, streamed."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.dataset
import torch
from torch.utils.data import DataLoader

from benchmark.loaders import Epochs
from benchmark.server import ACCESS_KEY, SECRET_KEY
from benchmark.setup import SEED, WORKERS, Setup


def convert(setup: Setup) -> None:
    """Nothing: Spark wrote Parquet instead of the table."""


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """Files shuffled, then samples within the default buffer; pages are fetched ahead."""
    from datasets import load_dataset

    dataset = load_dataset(
        "parquet",
        data_files=setup.uri("train.parquet") + "/*.parquet",
        split="train",
        streaming=True,
        cache_dir=setup.cache,
        storage_options={
            "key": ACCESS_KEY,
            "secret": SECRET_KEY,
            "client_kwargs": {"endpoint_url": setup.endpoint},
        },
        fragment_scan_options=pyarrow.dataset.ParquetFragmentScanOptions(
            cache_options=pa.CacheOptions(prefetch_limit=1, range_size_limit=128 << 20)
        ),
    ).shuffle(seed=SEED, buffer_size=1000)
    if not setup.data.side:
        dataset = dataset.with_format("torch")
    loader = DataLoader(
        dataset,
        batch_size=setup.data.batch_size,
        num_workers=WORKERS,
        persistent_workers=True,
        collate_fn=_batch,
        worker_init_fn=started,
    )

    def epoch(number: int):
        dataset.set_epoch(number)
        return loader

    return epoch


def _batch(samples):
    ids = torch.tensor([int(one["id"]) for one in samples])
    if "image" in samples[0]:
        return {"id": ids, "image": [one["image"] for one in samples]}
    return {"id": ids, "vector": torch.stack([one["vector"] for one in samples])}
