"""lancedb, with the Lance of its own, on tables in the training layout."""

import json
import subprocess
import sys
from pathlib import Path

import lance
import lancedb
import pytest
from lancedb.permutation import Permutation
from lancedb.streaming import StreamingDataLoader, StreamingDataset
from store import BUCKET, SECRET_KEY, Store
from torch.utils.data import DataLoader

from lancetrain import TrainingDataset, TrainingTable, UnevenShares, permutation_table

RANKS = Path(__file__).parent / "lancedb_ranks.py"
ROWS = 768


@pytest.fixture(scope="module")
def server(tmp_path_factory, tables):
    store = Store(tmp_path_factory.mktemp("store"))
    store.upload(tables / "numbers.lance")
    yield store
    store.stop()


@pytest.fixture(params=["disk", "storage options", "environment"])
def folder(request, tables, monkeypatch):
    """A folder of tables, opened by lancedb in each of the ways that there are."""
    if request.param == "disk":
        return lancedb.connect(tables)
    store = request.getfixturevalue("server")
    if request.param == "storage options":
        return lancedb.connect(f"s3://{BUCKET}", storage_options=store.options)
    for name, value in store.options.items():
        monkeypatch.setenv(name.upper(), value)
    return lancedb.connect(f"s3://{BUCKET}")


@pytest.fixture
def numbers(tables):
    return opened(tables, "numbers")


def test_lancedb_reads_and_searches_what_spark_wrote(folder):
    table = folder.open_table("numbers")
    assert table.count_rows() == ROWS
    assert sorted(table.to_arrow()["id"].to_pylist()) == list(range(ROWS))
    vector = [float(one) for one in range(4000, 4008)]
    nearest = table.search(vector).where("id > 3").limit(3).to_arrow()
    assert nearest["id"].to_pylist()[0] == 500
    assert set(nearest["id"].to_pylist()) == {499, 500, 501}


def test_lancedb_checks_a_tag_out_and_hands_pylance_the_same_version(folder):
    table = folder.open_table("numbers")
    table.checkout("v1")
    handed = table.to_lance()
    assert isinstance(handed, lance.LanceDataset)
    assert (table.version, handed.version, len(handed.get_fragments())) == (1, 1, 48)


def test_lancedb_checks_an_older_version_out(tables):
    table = opened(tables, "appended")
    assert (table.version, table.count_rows()) == (2, 1152)
    table.checkout(1)
    assert (table.version, table.count_rows(), table.to_lance().count_rows()) == (1, 768, 768)


@pytest.mark.parametrize("shuffle", [{"shuffle": False}, {"shuffle_clump_size": 4}, {}])
@pytest.mark.parametrize(("world", "splits"), [(1, 24), (2, 24), (3, 24), (8, 8)])
def test_the_streaming_dataset_gives_ranks_equal_shares_and_each_row_once(
    numbers, world, splits, shuffle
):
    ranks = [streamed(numbers, rank, world, splits, **shuffle) for rank in range(world)]
    assert {len(rows) for rows in ranks} == {ROWS // world}
    assert sorted(row for rows in ranks for row in rows) == list(range(ROWS))


def test_the_splits_of_an_unshuffled_streaming_dataset_are_whole_fragments(numbers):
    rows = streamed(numbers, 0, 1, 24, shuffle=False)
    fragments = numbers.to_lance().get_fragments()
    for split in range(24):
        pair = fragments[2 * split : 2 * split + 2]
        expected = [row for one in pair for row in one.to_table(["id"])["id"].to_pylist()]
        assert rows[split::24] == expected


def test_a_streaming_dataset_drops_rows_where_splits_do_not_divide_them(numbers):
    """Why num_splits has to be the card's shards: to be looked at again with each new lancedb."""
    assert len(streamed(numbers, 0, 1, 5)) == ROWS - ROWS % 5


def test_a_streaming_dataset_keeps_its_version_in_spawned_workers(copy_of):
    path = Path(copy_of("appended.lance"))
    table = opened(path.parent, "appended")
    table.checkout("v1")
    dataset = StreamingDataset(table, num_splits=24, columns=["id"], rank=1, world_size=2)
    lance.dataset(str(path)).tags.update("v1", 2)
    loader = StreamingDataLoader(
        dataset, batch_size=4, num_workers=2, multiprocessing_context="spawn"
    )
    rows = [row for batch in loader for row in batch["id"].tolist()]
    assert len(rows) == len(set(rows)) == ROWS // 2
    assert max(rows) < ROWS


def test_a_streaming_dataset_goes_on_where_it_was_on_other_ranks(numbers):
    stopped = [streaming(numbers, rank, 2, 24) for rank in range(2)]
    loaders = [iter(StreamingDataLoader(one, batch_size=12)) for one in stopped]
    seen = [row for loader in loaders for _ in range(5) for row in next(loader)["id"].tolist()]
    state = StreamingDataset.merge_state_dicts([one.state_dict() for one in stopped])
    for rank in range(3):
        resumed = streaming(numbers, rank, 3, 24)
        resumed.load_state_dict(json.loads(json.dumps(state)))
        seen += [row["id"] for row in resumed]
    assert sorted(seen) == list(range(ROWS))


def test_the_state_of_a_streaming_dataset_is_taken_for_another_table(numbers, tables):
    """What a TrainingDataset refuses: to be looked at again with each new lancedb."""
    state = streaming(numbers, 0, 1, 24).state_dict()
    streaming(opened(tables, "appended"), 0, 1, 24).load_state_dict(state)


def test_a_streaming_dataset_carries_keys_to_its_workers_unless_they_open_it_themselves(server):
    base = lancedb.connect(f"s3://{BUCKET}", storage_options=server.options).open_table("numbers")
    assert SECRET_KEY in str(streaming(base, 0, 1, 24).__getstate__())
    by_itself = streaming(base, 0, 1, 24, connection_factory=opened)
    assert SECRET_KEY not in str(by_itself.__getstate__())


@pytest.mark.parametrize("shuffle", ["fragments", "window", None])
@pytest.mark.parametrize("world", [1, 3, 48])
def test_a_permutation_table_gives_the_batches_of_a_training_dataset(
    tables, numbers, world, shuffle
):
    table = TrainingTable(str(tables / "numbers.lance"))
    options = {"seed": 5, "shuffle": shuffle}
    plan = planned(permutation_table(table, 4, world_size=world, epoch=2, **options))
    seen = []
    for rank in range(min(world, 3)):
        expected = TrainingDataset(table, 4, columns=["id"], rank=rank, world_size=world, **options)
        expected.set_epoch(2)
        reading = Permutation.from_tables(numbers, plan, rank).select_columns(["id"])
        batches = [batch["id"].tolist() for batch in DataLoader(reading, batch_size=4)]
        assert batches == [batch["id"].tolist() for batch in expected]
        seen += [row for batch in batches for row in batch]
    if world <= 3:
        assert sorted(seen) == list(range(ROWS))


def test_a_permutation_table_keeps_to_its_version(tables):
    table = TrainingTable(str(tables / "appended.lance"), version=1)
    newest = opened(tables, "appended")
    reading = Permutation.from_tables(newest, planned(permutation_table(table, 4)), 0)
    assert reading.num_rows == ROWS
    appended = permutation_table(TrainingTable(table.uri), 4)
    assert Permutation.from_tables(newest, planned(appended), 0).num_rows == 1152


def test_a_permutation_table_of_uneven_shares_is_refused(tables):
    with pytest.raises(UnevenShares, match="not a multiple of 5 shares"):
        permutation_table(TrainingTable(str(tables / "numbers.lance")), 4, world_size=5)


def test_workers_read_by_a_permutation_table_from_the_store(server):
    uri = f"s3://{BUCKET}"
    table = TrainingTable(f"{uri}/numbers.lance", tag="v1", storage_options=server.options)
    base = lancedb.connect(uri, storage_options=server.options).open_table("numbers")
    plan = planned(permutation_table(table, 4, world_size=2))
    reading = Permutation.from_tables(base, plan, 1).select_columns(["id"])
    loader = DataLoader(reading, batch_size=4, num_workers=2, multiprocessing_context="spawn")
    expected = TrainingDataset(table, 4, columns=["id"], rank=1, world_size=2)
    assert [batch["id"].tolist() for batch in loader] == [one["id"].tolist() for one in expected]


@pytest.mark.parametrize("world", [2, 3])
def test_ranks_of_torchrun_train_on_equal_shares_by_way_of_lancedb(tables, world):
    run = subprocess.run(
        [
            *[sys.executable, "-m", "torch.distributed.run", "--standalone"],
            *[f"--nproc-per-node={world}", str(RANKS), str(tables / "digits_train.lance")],
        ],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    (line,) = [one for one in run.stdout.splitlines() if one.startswith("RESULT ")]
    results = json.loads(line.removeprefix("RESULT "))
    assert len(results) == 5
    for way, result in results.items():
        assert result["rows"] == [1440 // world] * world, way
        assert len(set(result["batches"])) == 1, way
        assert result["different"] == 1440, way
        assert result["same_weights"], way


def opened(folder, name):
    return lancedb.connect(folder).open_table(name)


def streaming(table, rank, world, splits, **options):
    return StreamingDataset(
        table, num_splits=splits, rank=rank, world_size=world, columns=["id"], **options
    )


def streamed(*given, **options):
    return [row["id"] for row in streaming(*given, **options)]


def planned(rows):
    return lancedb.connect("memory://").create_table("plan", rows)
