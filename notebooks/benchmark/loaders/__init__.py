"""The loaders that are compared, each set up as its own guide advises.

Each module has `convert(setup)`, which makes what it needs of the table that Spark wrote, or does
nothing; and `epochs(setup, started)`, which opens it and returns a function from an epoch's number
to its batches: dictionaries of `id` and the payload, images as a list of bytes and vectors as a
float32 tensor. `started` is the `worker_init_fn` of the DataLoader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

Epochs = Callable[[int], Iterable[Any]]


@dataclass(frozen=True)
class Loader:
    """One of those that are compared.

    `form` is what the Spark job writes for it; `copy` the folder of what `convert` makes of that,
    empty without a second copy, and `by_spark` whether Spark makes it, in the same application.
    """

    name: str
    module: str
    form: str = "lance"
    copy: str = ""
    by_spark: bool = False

    def load(self) -> ModuleType:
        """The module; only the process that measures it imports the library."""
        return import_module(f"benchmark.loaders.{self.module}")


LOADERS = {
    one.module: one
    for one in (
        Loader("lancetrain", "training_dataset"),
        Loader("LanceDataset", "lance_dataset"),
        Loader("WebDataset", "web_dataset", copy="train.wds"),
        Loader("MosaicML Streaming", "mosaic_streaming", copy="train.mds", by_spark=True),
        Loader("LitData", "lit_data", copy="train.litdata"),
        Loader("Hugging Face datasets", "hugging_face", form="parquet"),
    )
}
