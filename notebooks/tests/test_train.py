"""The training script, as torchrun runs it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

SCRIPT = Path(__file__).parent.parent / "train.py"
RANKS = Path(__file__).parent / "train_ranks.py"
EPOCHS = 12


@pytest.fixture(scope="module")
def unbroken(tables, tmp_path_factory):
    """The folder of a run of two ranks that nothing stopped."""
    folder = tmp_path_factory.mktemp("unbroken")
    finish(start(2, tables, folder))
    return folder


def test_two_ranks_learn_the_digits(unbroken):
    lines = (unbroken / "metrics.jsonl").read_text().splitlines()
    results = [json.loads(line) for line in lines]
    assert [result["epoch"] for result in results] == list(range(EPOCHS))
    assert results[-1]["accuracy"] > 0.95


def test_a_run_that_was_killed_goes_on_to_the_same_weights(unbroken, tables, tmp_path):
    run = start(2, tables, tmp_path, "--resume")
    wait_for(tmp_path / "checkpoint.pt", run)
    kill(run)
    stopped = checkpoint(tmp_path)["data"]
    assert stopped["epoch"] < EPOCHS - 1
    assert not weights_equal(unbroken, tmp_path)
    finish(start(2, tables, tmp_path, "--resume"))
    assert weights_equal(unbroken, tmp_path)


def test_images_are_learnt_by_one_process_with_loader_workers(tables, tmp_path):
    options = ["--image", "image", "--image-size", "16", "--epochs", "1", "--workers", "2"]
    finish(start(1, tables, tmp_path, *options))
    (line,) = (tmp_path / "metrics.jsonl").read_text().splitlines()
    assert json.loads(line)["accuracy"] > 0.3


def test_no_thread_of_gloo_is_left_to_abort_a_rank_whose_python_ends(tables, tmp_path):
    output = finish(start(2, tables, tmp_path, "--epochs", "1", script=RANKS))
    assert output.count("BEFORE 2") == 2, output[-4000:]
    assert output.count("AFTER 0") == 2, output[-4000:]


def test_what_cannot_be_trained_from_is_said_on_every_rank_without_a_hang(tables, tmp_path):
    run = start(2, tables, tmp_path, "--batch-size", "7")
    output, _ = run.communicate(timeout=120)
    assert run.returncode != 0
    assert "UnevenShares: Cannot train evenly from" in output
    assert "not a multiple of the batch size 7" in output


def start(ranks, tables, folder, *options, script=SCRIPT):
    arguments = {
        "--table": f"{tables}/digits_train.lance@v1",
        "--test-table": f"{tables}/digits_test.lance@v1",
        "--epochs": str(EPOCHS),
        "--batch-size": "20",
        "--checkpoint": str(folder / "checkpoint.pt"),
        "--checkpoint-every": "10",
        "--metrics": str(folder / "metrics.jsonl"),
    }
    features = [] if "--image" in options else ["--features", "pixels"]
    given = [word for pair in arguments.items() for word in pair] + features + list(options)
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    return subprocess.Popen(
        [*launcher, f"--nproc-per-node={ranks}", str(script), *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )


def finish(run):
    try:
        output, _ = run.communicate(timeout=240)
    finally:
        if run.poll() is None:
            kill(run)
    assert run.returncode == 0, output[-4000:]
    return output


def kill(run):
    """Ends a run as a power cut does: the launcher first, and its ranks, each in a session."""
    processes = [run.pid, *descendants(run.pid)]
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    run.communicate()


def descendants(parent):
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    children = [process for process, its_parent in pairs if its_parent == parent]
    return children + [one for child in children for one in descendants(child)]


def wait_for(file, run):
    while not file.exists():
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.01)


def checkpoint(folder):
    return torch.load(folder / "checkpoint.pt", weights_only=True)


def weights_equal(one, other):
    first, second = checkpoint(one)["network"], checkpoint(other)["network"]
    return all(torch.equal(first[name], second[name]) for name in first)
