"""Tables on a real S3 server, which goes away and comes back."""

import pickle
import threading
from pathlib import Path

import lance
import pytest
from lance.torch.data import LanceDataset
from store import Store

from lancetrain import (
    StoreRefused,
    StoreUnavailable,
    TableNotFound,
    TrainingDataset,
    TrainingTable,
    UnreadableTable,
    training_loader,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("store"))
    yield store
    store.stop()


@pytest.fixture
def store(server):
    """The server, which runs at the beginning of each test."""
    if not server.runs():
        server.start()
    return server


@pytest.fixture(scope="module")
def uri(server, tables):
    return server.upload(tables / "numbers.lance")


def test_a_table_is_read_from_the_store_as_from_the_disk(store, uri, tables):
    remote = TrainingTable(uri, tag="v1", storage_options=store.options)
    local = TrainingTable(str(tables / "numbers.lance"))
    assert ids(TrainingDataset(remote, 4)) == ids(TrainingDataset(local, 4))


def test_a_copy_for_another_process_waits_for_a_store_that_is_away(store, uri):
    table = TrainingTable(uri, tag="v1", storage_options=store.options)
    written = pickle.dumps(table)
    store.stop()
    copy = pickle.loads(written)
    back = threading.Timer(3, store.start)
    back.start()
    assert ids(TrainingDataset(copy, 4)) == ids(TrainingDataset(table, 4))
    back.join()


def test_spark_s_name_for_the_store_and_the_environment_s_keys_will_do(store, uri, monkeypatch):
    for name, value in store.options.items():
        monkeypatch.setenv(name.upper(), value)
    assert TrainingTable(uri.replace("s3://", "s3a://")).card.fragments == 48


def test_lance_s_own_dataset_takes_the_keys_of_options_and_of_the_environment(
    store, uri, monkeypatch
):
    with_options = lance.dataset(uri, version="v1", storage_options=store.options)
    assert len(list(LanceDataset(with_options, 16, columns=["id"]))) == 48
    for name, value in store.options.items():
        monkeypatch.setenv(name.upper(), value)
    reading = LanceDataset(uri, 16, columns=["id"], dataset_options={"version": "v1"})
    assert sorted(row for batch in reading for row in batch.tolist()) == list(range(768))


@pytest.mark.parametrize("workers", [0, 2])
def test_training_goes_on_after_a_store_that_was_away_for_ten_seconds(store, uri, workers):
    table = TrainingTable(uri, storage_options=store.options)
    dataset = TrainingDataset(table, 4, look_ahead_bytes=1)
    reading = iter(training_loader(dataset, workers))
    rows = [row for _ in range(3) for row in next(reading)["id"].tolist()]
    store.stop()
    back = threading.Timer(10, store.start)
    back.start()
    rows += ids(reading)
    back.join()
    assert sorted(rows) == list(range(768))


@pytest.mark.parametrize("workers", [0, 2])
def test_a_store_that_stays_away_is_an_error_and_no_hang(store, uri, workers):
    table = TrainingTable(uri, storage_options=store.options, patience=0)
    dataset = TrainingDataset(table, 4, look_ahead_bytes=1)
    reading = iter(training_loader(dataset, workers))
    next(reading)
    store.stop()
    with pytest.raises(StoreUnavailable, match="the store has not answered for") as said:
        list(reading)
    assert "Resume from the last checkpoint" in str(said.value)


def test_a_table_cannot_be_opened_on_a_store_that_stays_away(store, uri):
    store.stop()
    with pytest.raises(StoreUnavailable, match=f"Cannot open {uri}: the store has not answered"):
        TrainingTable(uri, storage_options=store.options, patience=0)


@pytest.mark.parametrize("name", ["aws_access_key_id", "aws_secret_access_key"])
def test_wrong_credentials_are_refused_at_once_and_stay_secret(store, uri, name):
    options = {**store.options, name: "wrong-and-secret"}
    with pytest.raises(StoreRefused, match="the store refused the credentials") as said:
        TrainingTable(uri, storage_options=options)
    assert "wrong-and-secret" not in str(said.value)
    assert said.value.__cause__ is None


@pytest.fixture
def without_keys(store, monkeypatch):
    """The options of the store but for its keys, where the environment has none either."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return {name: value for name, value in store.options.items() if "key" not in name}


def test_no_credentials_at_all_are_told_from_a_store_that_is_away(uri, without_keys):
    with pytest.raises(StoreRefused, match="none were found"):
        TrainingTable(uri, storage_options=without_keys)


def test_credentials_that_are_away_for_a_moment_are_waited_for(
    store, uri, without_keys, monkeypatch
):
    def come_back():
        for name in ("aws_access_key_id", "aws_secret_access_key"):
            monkeypatch.setenv(name.upper(), store.options[name])

    back = threading.Timer(2, come_back)
    back.start()
    assert TrainingTable(uri, storage_options=without_keys).card.fragments == 48
    back.join()


@pytest.mark.parametrize("address", ["s3://training/none.lance", "s3://nowhere/none.lance"])
def test_an_address_without_a_table_is_said_to_be_one(store, address):
    with pytest.raises(TableNotFound, match="there is no Lance table"):
        TrainingTable(address, storage_options=store.options)


def test_a_file_that_is_gone_is_an_error_at_once(copy_of, tmp_path):
    table = TrainingTable(copy_of("numbers.lance"))
    for file in (tmp_path / "numbers.lance" / "data").iterdir():
        file.unlink()
    with pytest.raises(UnreadableTable, match=r"Cannot read rows .* If a vacuum removed"):
        ids(TrainingDataset(table, 4))


@pytest.mark.parametrize("length", [0, 800])
@pytest.mark.parametrize("place", ["disk", "store"])
def test_a_file_that_is_cut_off_is_an_error_at_once(store, copy_of, tmp_path, place, length):
    cut = Path(copy_of("numbers.lance")).rename(tmp_path / f"cut_{length}.lance")
    for file in (cut / "data").iterdir():
        file.write_bytes(file.read_bytes()[:length])
    uri = store.upload(cut) if place == "store" else str(cut)
    table = TrainingTable(uri, storage_options=store.options, patience=0)
    with pytest.raises(UnreadableTable, match=r"Else the table is damaged"):
        ids(TrainingDataset(table, 4))


def ids(batches):
    return [row for batch in batches for row in batch["id"].tolist()]
