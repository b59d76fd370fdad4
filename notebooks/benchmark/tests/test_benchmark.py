import json

import pytest

pytest.importorskip("litdata", reason="needs benchmark/requirements.txt")

from benchmark import throughput
from benchmark.loaders import LOADERS
from benchmark.setup import SMALL


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """One run of everything with little data. Each epoch is checked to give every row once."""
    file = tmp_path_factory.mktemp("results") / "throughput.md"
    throughput.main(["--small", "--runs", "1", "--delays", "0,25", "--output", str(file)])
    return file


def test_every_loader_gives_every_row_of_every_kind_once_at_every_delay(output):
    runs = json.loads(output.with_suffix(".json").read_text())["runs"]
    measured = {(run["data"], run["delay"], run["loader"]) for run in runs}
    names = {one.name for one in LOADERS.values()}
    assert measured == {(kind, ms, name) for kind in SMALL for ms in (0, 25) for name in names}
    assert all(run["cold"] > 0 and run["second"] > 0 for run in runs)


def test_images_have_the_size_that_their_name_says_and_vectors_a_kilobyte(output):
    runs = json.loads(output.with_suffix(".json").read_text())["runs"]
    sizes = {run["data"]: run["bytes_per_sample"] for run in runs}
    assert sizes["images-12k"] == pytest.approx(12_000, rel=0.1)
    assert sizes["images-100k"] == pytest.approx(100_000, rel=0.1)
    assert sizes["vectors"] == 1024


def test_only_those_that_convert_make_a_second_copy(output):
    firsts = json.loads(output.with_suffix(".json").read_text())["first_batches"]
    copying = {one["loader"] for one in firsts if one["copied"]}
    assert copying == {"WebDataset", "MosaicML Streaming", "LitData"}
    assert {one["loader"] for one in firsts if one["conversion"]} == copying


def test_the_table_has_a_row_for_each_data_delay_and_epoch_with_one_fastest(output):
    text = output.read_text()
    rows = [line for line in text.splitlines() if "| cold |" in line or "| second |" in line]
    assert len(rows) == len(SMALL) * 2 * 2
    assert all(row.count("**") == 2 for row in rows)
