"""LitData: chunks that `optimize` wrote."""

import os
from collections.abc import Callable

import numpy as np

from benchmark.collate import collate
from benchmark.loaders import Epochs
from benchmark.setup import SEED, SHARDS, WORKERS, Setup


def allow_http() -> None:
    """LitData 0.2.76 gives its fast client of the store, obstore, no way to an http address."""
    from litdata.streaming import downloader

    downloader._OBSTORE_CLIENT_OPTIONS["allow_http"] = True


class Rows:
    """The rows of a fragment of the table, as `optimize` asks for them."""

    def __init__(self, table: str) -> None:
        self._table = table

    def __call__(self, fragment: int):
        """One dictionary for each row."""
        import lance

        for batch in lance.dataset(self._table, version="v1").get_fragment(fragment).to_batches():
            for row in batch.to_pylist():
                if "vector" in row:
                    row["vector"] = np.array(row["vector"], np.float32)
                yield row


def convert(setup: Setup) -> None:
    """`optimize` in two processes, with as many chunks as the table has fragments."""
    import litdata

    allow_http()
    for name in ("DATA_OPTIMIZER_CACHE_FOLDER", "DATA_OPTIMIZER_DATA_CACHE_FOLDER"):
        os.environ[name] = os.path.join(setup.cache, name)
    litdata.optimize(
        fn=Rows(setup.table),
        inputs=list(range(SHARDS)),
        output_dir=setup.uri("train.litdata"),
        chunk_size=setup.data.rows // SHARDS,
        num_workers=WORKERS,
        start_method="spawn",
    )


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """Chunks go to a local folder as they are first used, and stay there."""
    import litdata

    allow_http()
    dataset = litdata.StreamingDataset(
        setup.uri("train.litdata"),
        cache_dir=os.path.join(setup.cache, "litdata"),
        shuffle=True,
        seed=SEED,
    )
    loader = litdata.StreamingDataLoader(
        dataset,
        batch_size=setup.data.batch_size,
        num_workers=WORKERS,
        persistent_workers=True,
        collate_fn=collate,
        worker_init_fn=started,
    )
    return lambda number: loader
