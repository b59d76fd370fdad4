"""Compares the loaders, and the time from the end of the Spark job to the first batch.

    cd notebooks && python -m benchmark.throughput --runs 3 --delays 0,25

needs requirements.txt beside it, the connector's jar, and from the local Maven repository S3Proxy
and hadoop-aws, which the connector's build downloads. Writes target/throughput.md and .json.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmark import report, samples
from benchmark.loaders import LOADERS, Loader
from benchmark.report import FirstBatch, Limit, Results, Run
from benchmark.server import BUCKET, Server
from benchmark.setup import FULL, SMALL, Data, Setup

NOTEBOOKS = Path(__file__).resolve().parent.parent
TIMEOUT = 600


class Comparison:
    """Measures all that was asked for, in a folder of its own that holds the store."""

    def __init__(self, folder: Path, loaders: Sequence[Loader]) -> None:
        self._folder = folder
        self._loaders = loaders
        self.results = Results()

    def prepare(self, server: Server, delay: int, data: Data, rows: Path) -> None:
        """Writes the data in each form, and times the way from there to a first batch."""
        wanted = ["lance"]
        if any(one.by_spark for one in self._loaders):
            wanted.append("mds")
        if any(one.form == "parquet" for one in self._loaders):
            wanted.append("parquet")
        setup = self._setup(server, data)
        lines = _python(server, "spark_job", setup.to_json(), str(rows), *wanted)
        seconds = {one["form"]: one["seconds"] for one in map(json.loads, lines)}
        for loader in self._loaders:
            if loader.by_spark:
                conversion = seconds["mds"]
            elif loader.copy:
                conversion = self._convert(server, data, loader)
            else:
                conversion = 0.0
            copied = self._bytes(data, loader.copy) if loader.copy else 0
            measured = self._measure(server, data, loader)
            first = FirstBatch(
                data.name,
                delay,
                loader.name,
                seconds[loader.form],
                conversion,
                measured["first_batch"],
                copied,
            )
            self.results.first_batches.append(first)
            _say(f"{data.name}, {delay} ms, {loader.name}: first batch {first.total:.1f} s")

    def limit(self, server: Server, delay: int, data: Data) -> None:
        """What the server gives at most."""
        setup = self._setup(server, data)
        speeds = [float(_python(server, "limit", setup.to_json())[-1]) for _ in range(2)]
        self.results.limits.append(Limit(data.name, delay, max(speeds)))
        _say(f"{data.name}, {delay} ms: {max(speeds) / 1e6:.0f} MB/s at most")

    def run(self, server: Server, delay: int, data: Data, loader: Loader) -> None:
        """One run of a loader: a cold and a second epoch."""
        measured = self._measure(server, data, loader)
        cold, second = (data.rows / measured[one] for one in ("cold", "second"))
        run = Run(data.name, delay, loader.name, cold, second, measured["bytes_per_sample"])
        self.results.runs.append(run)
        _say(f"{data.name}, {delay} ms, {loader.name}: cold {cold:,.0f}/s, second {second:,.0f}/s")

    def _convert(self, server: Server, data: Data, loader: Loader) -> float:
        began = time.monotonic()
        _python(server, "measure", loader.module, self._setup(server, data).to_json(), "convert")
        return time.monotonic() - began

    def _measure(self, server: Server, data: Data, loader: Loader) -> dict[str, float]:
        setup = self._setup(server, data)
        measured: dict[str, float] = json.loads(
            _python(server, "measure", loader.module, setup.to_json())[-1]
        )
        shutil.rmtree(setup.cache)
        return measured

    def _setup(self, server: Server, data: Data) -> Setup:
        cache = tempfile.mkdtemp(prefix="cache-", dir=self._folder)
        return Setup(data, server.endpoint, cache, time.time())

    def _bytes(self, data: Data, copy: str) -> int:
        folder = self._folder / "objects" / BUCKET / data.name / copy
        return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _python(server: Server, module: str, *arguments: str) -> list[str]:
    """Runs a module of this package in a process of its own; returns the lines it printed."""
    environment = os.environ | server.environment
    environment["PYTHONPATH"] = os.pathsep.join([str(NOTEBOOKS), os.environ.get("PYTHONPATH", "")])
    environment["PYSPARK_PYTHON"] = sys.executable
    done = subprocess.run(
        [sys.executable, "-m", f"benchmark.{module}", *arguments],
        env=environment,
        cwd=NOTEBOOKS,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    if done.returncode != 0:
        raise RuntimeError(f"benchmark.{module} failed:\n{done.stdout}\n{done.stderr[-6000:]}")
    return [line for line in done.stdout.splitlines() if line.strip()]


def _say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, flush=True)


def compare(
    folder: Path,
    kinds: Iterable[Data],
    delays: Iterable[int],
    loaders: Sequence[Loader],
    runs: int,
    rows: Path | None = None,
) -> Results:
    """All measurements. The greatest delay comes first, and is what first batches are timed at.

    `rows` is where the rows that Spark starts from are kept, `folder` where the store is.
    """
    kinds = list(kinds)
    sources = {data.name: samples.write(data, rows or folder / "rows") for data in kinds}
    comparison = Comparison(folder, loaders)
    prepared = False
    for delay in sorted(set(delays), reverse=True):
        with Server(folder, delay) as server:
            for data in kinds:
                if not prepared:
                    comparison.prepare(server, delay, data, sources[data.name])
                comparison.limit(server, delay, data)
            prepared = True
            for _ in range(runs):
                for data in kinds:
                    for loader in loaders:
                        comparison.run(server, delay, data, loader)
    return comparison.results


def main(given: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--delays", default="0,25", help="milliseconds of each request")
    parser.add_argument("--data", default=",".join(FULL), help="which of " + ", ".join(FULL))
    parser.add_argument("--loaders", default="all", help="which of " + ", ".join(LOADERS))
    parser.add_argument("--small", action="store_true", help="little data, to see that it works")
    parser.add_argument("--folder", type=Path, help="where rows are kept from one run to the next")
    parser.add_argument("--output", type=Path, default=NOTEBOOKS / "target" / "throughput.md")
    chosen = parser.parse_args(given)
    sizes = SMALL if chosen.small else FULL
    kinds = [sizes[name] for name in chosen.data.split(",")]
    names = list(LOADERS) if chosen.loaders == "all" else chosen.loaders.split(",")
    delays = [int(one) for one in chosen.delays.split(",")]
    with tempfile.TemporaryDirectory(prefix="lancetrain-throughput-") as folder:
        loaders = [LOADERS[name] for name in names]
        results = compare(Path(folder), kinds, delays, loaders, chosen.runs, chosen.folder)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.with_suffix(".json").write_text(json.dumps(_plain(results), indent=1))
    text = report.markdown(results, [one.name for one in loaders])
    chosen.output.write_text(text)
    print(text)


def _plain(results: Results) -> dict[str, Any]:
    lists = vars(results).items()
    return {"machine": report.machine()} | {
        name: [vars(one) for one in values] for name, values in lists
    }


if __name__ == "__main__":
    main()
