"""The results, as tables in Markdown."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

LIBRARIES = (
    "pylance",
    "torch",
    "webdataset",
    "mosaicml-streaming",
    "litdata",
    "datasets",
    "pyarrow",
    "pyspark",
)


@dataclass(frozen=True)
class Run:
    """Samples a second of one run of a loader."""

    data: str
    delay: int
    loader: str
    cold: float
    second: float
    bytes_per_sample: float


@dataclass(frozen=True)
class Limit:
    """Bytes a second that plain requests get from the server."""

    data: str
    delay: int
    speed: float


@dataclass(frozen=True)
class FirstBatch:
    """Seconds from the end of the Spark job to the first batch, and the job's own.

    `conversion` makes the second copy, of `copied` bytes; `opening` goes from the launch of a
    trainer's process to its first batch.
    """

    data: str
    delay: int
    loader: str
    job: float
    conversion: float
    opening: float
    copied: int

    @property
    def total(self) -> float:
        """What passes between the job's end and the first batch."""
        return self.conversion + self.opening


@dataclass
class Results:
    """All that was measured."""

    runs: list[Run] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    first_batches: list[FirstBatch] = field(default_factory=list)


def markdown(results: Results, loaders: Sequence[str]) -> str:
    """Both tables, and the machine."""
    parts = [machine(), versions(), throughput(results, loaders), first_batches(results, loaders)]
    return "\n\n".join(parts) + "\n"


def throughput(results: Results, loaders: Sequence[str]) -> str:
    """A row for each data, delay and epoch; medians of samples a second, the fastest in bold."""
    lines = _head(["data", "delay", "epoch", *loaders, "plain GETs"])
    rows = dict.fromkeys((run.data, run.delay) for run in results.runs)
    for data, delay in sorted(rows, key=lambda row: (list(rows).index(row), row[1])):
        runs = [run for run in results.runs if (run.data, run.delay) == (data, delay)]
        for epoch in ("cold", "second"):
            speeds = [
                median(getattr(run, epoch) for run in runs if run.loader == loader)
                for loader in loaders
            ]
            best = max(speeds)
            cells = [f"**{one:,.0f}**" if one == best else f"{one:,.0f}" for one in speeds]
            limit = _limit(results, data, delay, runs[0].bytes_per_sample)
            lines.append(_row([data, f"{delay} ms", epoch, *cells, limit]))
    return "\n".join(lines)


def first_batches(results: Results, loaders: Sequence[str]) -> str:
    """A row for each data; seconds, and what was copied."""
    lines = _head(["data", "delay", *loaders])
    for data, delay in dict.fromkeys((one.data, one.delay) for one in results.first_batches):
        cells = []
        for loader in loaders:
            [one] = [
                one
                for one in results.first_batches
                if (one.data, one.delay, one.loader) == (data, delay, loader)
            ]
            copied = f"; copies {one.copied / 1e6:.0f} MB" if one.copied else ""
            cells.append(f"{one.total:.1f} s ({one.conversion:.1f} + {one.opening:.1f}{copied})")
        lines.append(_row([data, f"{delay} ms", *cells]))
    return "\n".join(lines)


def machine() -> str:
    """Cores, memory, system."""
    model, memory = platform.processor(), 0.0
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            memory = int(line.split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB of memory, {platform.system()}"


def versions() -> str:
    """Of Python and the libraries."""
    found = [f"{name} {version(name)}" for name in LIBRARIES]
    return ", ".join([f"Python {platform.python_version()}", *found])


def _limit(results: Results, data: str, delay: int, bytes_per_sample: float) -> str:
    for one in results.limits:
        if (one.data, one.delay) == (data, delay):
            return f"{one.speed / bytes_per_sample:,.0f} ({one.speed / 1e6:.0f} MB/s)"
    return ""


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []


def _head(names: Sequence[str]) -> list[str]:
    return [_row(names), _row("---" for _ in names)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
