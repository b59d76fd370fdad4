"""What goes wrong while training runs: an end with a reason or a clean recovery, on every rank."""

import json
import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import lance
import pytest
from store import Store
from test_images import damaged
from test_train import finish, start

from lancetrain import (
    StoreRefused,
    TableNotFound,
    TrainingDataset,
    TrainingTable,
    UnreadableTable,
    training_loader,
)

RANKS = Path(__file__).parent / "bad_input_ranks.py"
AT_ONCE = timedelta(0)
ROWS = 768


@pytest.mark.parametrize("workers", [0, 2])
def test_a_tag_that_moves_while_training_runs_moves_no_rank_and_no_worker(copy_of, workers):
    path = copy_of("appended.lance")
    dataset = TrainingDataset(TrainingTable(path, tag="v1"), 4, columns=["id"])
    reading = iter(training_loader(dataset, workers))
    rows = [row for _ in range(5) for row in next(reading)["id"].tolist()]
    lance.dataset(path).tags.update("v1", 2)
    rows += ids(reading)
    assert sorted(rows) == list(range(ROWS))
    assert sorted(ids(training_loader(dataset, 2))) == list(range(ROWS))


def test_a_run_whose_tag_moved_goes_on_only_from_the_version_that_it_began_with(copy_of, tmp_path):
    path, _ = copy_of("digits_train.lance"), copy_of("digits_test.lance")
    options = ["--epochs", "1", "--resume"]
    finish(start(2, tmp_path, tmp_path, *options))
    changed = lance.dataset(path)
    changed.update_config({"note": "a version more"})
    changed.tags.update("v1", 2)
    run = start(2, tmp_path, tmp_path, *options)
    output, _ = run.communicate(timeout=120)
    assert run.returncode != 0
    assert "StateMismatch: Cannot go on from this state: its version is 1 and not 2" in output
    assert "give TrainingTable version=1 instead" in output
    finish(start(2, tmp_path, tmp_path, *options, "--table", f"{path}@1"))


def test_a_version_that_a_vacuum_removed_is_named_with_those_that_are_there(copy_of):
    path = replaced(copy_of("appended.lance"))
    with pytest.raises(TableNotFound, match=r"Cannot open version 2 of .*vacuum"):
        TrainingTable(path, version=2)


def test_a_version_that_a_vacuum_removed_before_a_copy_was_opened_is_named(copy_of):
    path = copy_of("appended.lance")
    copy = pickle.loads(pickle.dumps(TrainingTable(path)))
    replaced(path)
    with pytest.raises((UnreadableTable, TableNotFound), match="vacuum"):
        list(TrainingDataset(copy, 4, columns=["id"]))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_vacuum_in_the_middle_of_training_is_an_error_and_no_hang(copy_of, workers):
    path = copy_of("appended.lance")
    table = TrainingTable(path)
    dataset = TrainingDataset(table, 4, columns=["id"], look_ahead_bytes=1)
    reading = iter(training_loader(dataset, workers))
    next(reading)
    replaced(path)
    with pytest.raises((UnreadableTable, TableNotFound), match="vacuum"):
        list(reading)


@pytest.mark.parametrize("workers", [0, 2])
def test_keys_that_are_revoked_while_training_runs_end_it_at_once(tables, tmp_path, workers):
    store = Store(tmp_path)
    try:
        uri = store.upload(tables / "numbers.lance")
        table = TrainingTable(uri, storage_options=store.options, patience=10_000)
        dataset = TrainingDataset(table, 4, look_ahead_bytes=1)
        reading = iter(training_loader(dataset, workers))
        next(reading)
        store.stop()
        store.change_secret("another-secret")
        store.start()
        with pytest.raises(StoreRefused, match="Check AWS_ACCESS_KEY_ID and AWS_SECRET"):
            list(reading)
    finally:
        store.stop()


@pytest.mark.parametrize("workers", [0, 1])
def test_a_corrupt_image_that_is_skipped_leaves_all_ranks_as_many_steps(copy_of, workers):
    table = damaged(copy_of("digits_train.lance"), b"no image")
    run = torchrun(table.uri, "skip", workers)
    output, errors = run.communicate(timeout=200)
    assert run.returncode == 0, errors[-4000:]
    (line,) = [one for one in output.splitlines() if one.startswith("RESULT ")]
    result = json.loads(line.removeprefix("RESULT "))
    assert result["batches"] == [90, 90]
    assert sorted(result["rows"]) == [719, 720]
    assert sorted(result["skipped"]) == [0, 1]
    assert result["same_weights"]
    assert "Left out: Cannot decode an image of column image" in errors


@pytest.mark.parametrize("workers", [0, 1])
def test_an_error_of_one_rank_ends_all_of_them(copy_of, workers):
    table = damaged(copy_of("digits_train.lance"), b"no image")
    run = torchrun(table.uri, "fail", workers)
    _, errors = run.communicate(timeout=200)
    assert run.returncode != 0
    assert "CorruptImage: Cannot decode an image of column image" in errors


def torchrun(*given):
    return subprocess.Popen(
        [
            *[sys.executable, "-m", "torch.distributed.run", "--standalone"],
            *["--nproc-per-node=2", str(RANKS), *map(str, given)],
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def replaced(path):
    """The table with other rows in it, and without the files of its older versions."""
    table = lance.dataset(path)
    table.tags.delete("v1")
    rows = table.to_table().slice(0, 16)
    lance.write_dataset(rows, path, mode="overwrite")
    lance.dataset(path).cleanup_old_versions(older_than=AT_ONCE, delete_unverified=True)
    return path


def ids(batches):
    return [row for batch in batches for row in batch["id"].tolist()]
