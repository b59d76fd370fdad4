"""One measurement, in a process of its own.

python -m benchmark.measure MODULE SETUP      # epochs; prints a line of JSON
python -m benchmark.measure MODULE SETUP convert
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from benchmark.loaders import LOADERS, Epochs
from benchmark.setup import DIMENSION, WORKERS, Data, Setup

EPOCHS = 2


@dataclass(frozen=True)
class Measured:
    """What a process saw.

    `first_batch` is seconds from the launch of the process, `cold` and `second` are seconds of an
    epoch. The cold one is what it took to open the data, and from the moment when the last
    loader worker began to the last batch: starting processes is not in it.
    """

    first_batch: float
    cold: float
    second: float
    bytes_per_sample: float


@dataclass(frozen=True)
class Started:
    """The worker_init_fn: notes when each loader worker began."""

    folder: str

    def __call__(self, worker: int) -> None:
        """Runs in a loader worker, before it opens anything."""
        (Path(self.folder) / f"worker-{worker}").write_text(repr(time.time()))

    def last(self) -> float:
        """When the last one did."""
        files = [Path(self.folder) / f"worker-{worker}" for worker in range(WORKERS)]
        return max(float(file.read_text()) for file in files)


def measure(module: str, setup: Setup) -> Measured:
    """Two epochs of a loader. Raises AssertionError unless each gives every row once."""
    started = Started(setup.cache)
    code = LOADERS[module].load()
    began = time.time()
    epochs: Epochs = code.epochs(setup, started)
    opened = time.time()
    seen, moments = Seen(setup.data), []
    for number in range(EPOCHS):
        begun = time.time()
        first = 0.0
        for batch in epochs(number):
            first = first or time.time()
            seen.add(batch)
        moments.append((begun, first, time.time()))
        seen.end_of_epoch()
    (_, first, cold_end), (second_begun, _, second_end) = moments
    return Measured(
        first_batch=first - setup.launched,
        cold=opened - began + cold_end - started.last(),
        second=second_end - second_begun,
        bytes_per_sample=seen.bytes / seen.rows,
    )


class Seen:
    """Adds up what an epoch gave."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.rows, self.bytes = 0, 0
        self._epochs = 0
        self._begin()

    def _begin(self) -> None:
        self._ids: list[torch.Tensor] = []

    def add(self, batch: dict[str, Any]) -> None:
        """Takes a batch, and looks at its payload."""
        ids = torch.as_tensor(batch["id"])
        payload = batch[self._data.column]
        assert len(ids) == len(payload) <= self._data.batch_size, (len(ids), len(payload))
        if self._data.column == "vector":
            assert payload.dtype == torch.float32, payload.dtype
            assert payload.shape[1] == DIMENSION, payload.shape
            assert torch.equal(payload[:, 0].long(), ids), "a vector of another row"
            self.bytes += payload.numel() * payload.itemsize
        else:
            assert all(one[:2] == b"\xff\xd8" for one in payload), "not a JPEG"
            self.bytes += sum(map(len, payload))
        self._ids.append(ids)
        self.rows += len(ids)

    def end_of_epoch(self) -> None:
        """Fails unless each row came once."""
        ids = torch.cat(self._ids).sort().values
        assert torch.equal(ids, torch.arange(self._data.rows)), f"{len(ids)} rows"
        self._begin()


if __name__ == "__main__":
    chosen, given = sys.argv[1], Setup.of_json(sys.argv[2])
    if sys.argv[3:] == ["convert"]:
        LOADERS[chosen].load().convert(given)
    else:
        print(json.dumps(asdict(measure(chosen, given))), flush=True)
