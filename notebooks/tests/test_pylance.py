"""What people know from Lance, on tables in the training layout."""

import io
import json
import subprocess
import sys
from pathlib import Path

import lance
import numpy as np
import pytest
import torch
from lance.sampler import ShardedBatchSampler, ShardedFragmentSampler
from lance.torch.data import LanceDataset, SafeLanceDataset, get_safe_loader
from PIL import Image
from torch.utils.data import DataLoader

RANKS = Path(__file__).parent / "pylance_ranks.py"
ROWS = 1440


@pytest.fixture
def digits(tables):
    return lance.dataset(str(tables / "digits_train.lance"), version="v1")


def decode(batch, **_):
    """LanceDataset hands over keywords of its own."""
    images = [np.asarray(Image.open(io.BytesIO(one.as_py()))) for one in batch["image"]]
    return {"image": torch.from_numpy(np.stack(images)), "id": batch["id"].to_pylist()}


def test_lance_dataset_decodes_images_in_its_to_tensor_fn(digits):
    reading = LanceDataset(digits, 8, columns=["id", "image"], to_tensor_fn=decode)
    batches = list(reading)
    assert {batch["image"].shape for batch in batches} == {(8, 8, 8)}
    assert len({row for batch in batches for row in batch["id"]}) == ROWS


def test_lance_dataset_gives_spawned_workers_equal_shares(digits):
    reading = LanceDataset(digits, 8, columns=["id", "image"], to_tensor_fn=decode)
    loader = DataLoader(reading, batch_size=None, num_workers=2, multiprocessing_context="spawn")
    rows = [row for batch in loader for row in batch["id"]]
    assert len(rows) == len(set(rows)) == ROWS


def test_the_safe_loader_reads_every_row(tables):
    safe = SafeLanceDataset(str(tables / "digits_train.lance"), dataset_options={"version": "v1"})
    loader = get_safe_loader(safe, batch_size=32, num_workers=1, collate_fn=ids, shuffle=True)
    rows = [row for batch in loader for row in batch]
    assert len(rows) == len(set(rows)) == ROWS


@pytest.mark.parametrize("sampler", [ShardedFragmentSampler, ShardedBatchSampler])
@pytest.mark.parametrize("world", [2, 3, 4, 6])
def test_the_samplers_give_every_rank_as_many_rows(digits, sampler, world):
    rows = [
        LanceDataset(digits, 8, columns=["id"], sampler=sampler(rank, world))
        for rank in range(world)
    ]
    read = [[row for batch in of_rank for row in batch.tolist()] for of_rank in rows]
    assert {len(of_rank) for of_rank in read} == {ROWS // world}
    assert len({row for of_rank in read for row in of_rank}) == ROWS


@pytest.mark.parametrize("sampler", [ShardedFragmentSampler, ShardedBatchSampler])
def test_the_samplers_of_pylance_have_one_random_order_for_all_epochs(digits, sampler):
    """Why TrainingDataset has set_epoch: to be looked at again with each new pylance."""
    orders = []
    for epoch in range(2):
        one = sampler(0, 2, randomize=True, seed=3)
        one.set_epoch(epoch)
        batches = LanceDataset(digits, 8, columns=["id"], sampler=one)
        orders.append([batch.tolist() for batch in batches])
    assert orders[0] == orders[1]


@pytest.mark.parametrize("world", [2, 3, 4])
def test_ranks_of_torchrun_train_on_equal_shares_whatever_they_read_with(tables, world):
    results = torchrun(tables, world, *(["workers"] if world == 2 else []))
    unaware = results.pop("LanceDataset in a worker", None)
    assert len(results) == (7 if world == 2 else 5)
    for way, result in results.items():
        assert result["rows"] == [ROWS // world] * world, way
        assert len(set(result["batches"])) == 1, way
        assert result["different"] == ROWS, way
        assert result["same_weights"], way
    if world == 2:
        assert unaware["rows"] == [ROWS, ROWS], (
            "spawned workers of LanceDataset know their rank now"
        )


def torchrun(tables, world, *options):
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    run = subprocess.run(
        [
            *launcher,
            f"--nproc-per-node={world}",
            str(RANKS),
            str(tables / "digits_train.lance"),
            *options,
        ],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    (line,) = [one for one in run.stdout.splitlines() if one.startswith("RESULT ")]
    return json.loads(line.removeprefix("RESULT "))


def ids(rows):
    return [row["id"] for row in rows]
