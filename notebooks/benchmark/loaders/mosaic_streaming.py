"""MosaicML Streaming: MDS shards that its own converter wrote from Spark."""

import os
from collections.abc import Callable

from benchmark.collate import collate
from benchmark.loaders import Epochs
from benchmark.setup import DIMENSION, SEED, SHARDS, WORKERS, Setup


def convert(setup: Setup) -> None:
    """Nothing here: `from_spark` did it in the Spark application."""


def from_spark(setup: Setup, table) -> None:
    """`dataframe_to_mds`, with as many shards as the table has fragments."""
    from streaming.base.converters import dataframe_to_mds

    payload = "bytes" if setup.data.side else f"ndarray:float32:{DIMENSION}"
    out = (os.path.join(setup.cache, "mds"), setup.uri("train.mds"))
    dataframe_to_mds(
        table.repartition(SHARDS),
        merge_index=True,
        mds_kwargs={
            "out": out,
            "columns": {"id": "int64", setup.data.column: payload},
            "compression": None,
        },
    )


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """Shards go to a local folder as they are first used, and stay there."""
    from streaming import StreamingDataLoader, StreamingDataset

    dataset = StreamingDataset(
        remote=setup.uri("train.mds"),
        local=os.path.join(setup.cache, "mds"),
        batch_size=setup.data.batch_size,
        shuffle=True,
        shuffle_seed=SEED,
    )
    for stream in dataset.streams:
        # Forked workers would share the connection on which the index came, and read each other's
        # answers: mosaicml-streaming 0.13.0 closes it only where a dataset is pickled.
        stream._downloader._s3_client = None
    loader = StreamingDataLoader(
        dataset,
        batch_size=setup.data.batch_size,
        num_workers=WORKERS,
        persistent_workers=True,
        collate_fn=collate,
        worker_init_fn=started,
    )
    return lambda number: loader
