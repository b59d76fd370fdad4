"""One rank of a run by torchrun: trains on the digits by way of lancedb, as pylance_ranks.py."""

import json
import sys
from pathlib import Path

import lancedb
import torch.distributed as dist
from lancedb.permutation import Permutation
from lancedb.streaming import StreamingDataLoader, StreamingDataset
from pylance_ranks import COLUMNS, collate, trained
from torch.utils.data import DataLoader

from lancetrain import TrainingTable, permutation_table, to_tensors


def main(path: str) -> None:
    dist.init_process_group("gloo")
    ways = {
        "StreamingDataset": streaming(path, shuffle=False),
        "StreamingDataset, shuffled": streaming(path, shuffle_clump_size=8),
        "StreamingDataset in a worker": streaming(path, 1, shuffle=False),
        "Permutation": permuted(path),
        "Permutation in a worker": permuted(path, 1),
    }
    results = {name: trained(batches) for name, batches in ways.items()}
    if dist.get_rank() == 0:
        print("RESULT " + json.dumps(results))
    dist.barrier()
    dist.destroy_process_group()


def streaming(path, workers=0, **options):
    dataset = StreamingDataset(
        pinned(path),
        num_splits=12,
        rank=dist.get_rank(),
        world_size=dist.get_world_size(),
        columns=COLUMNS,
        **options,
    )
    return StreamingDataLoader(dataset, batch_size=8, collate_fn=collate, **spawned(workers))


def permuted(path, workers=0):
    table = TrainingTable(path, tag="v1")
    rows = permutation_table(table, 8, world_size=dist.get_world_size())
    plan = lancedb.connect("memory://").create_table("plan", rows)
    reading = Permutation.from_tables(pinned(path), plan, dist.get_rank())
    reading = reading.select_columns(COLUMNS).with_transform(to_tensors)
    return DataLoader(reading, batch_size=8, collate_fn=as_it_is, **spawned(workers))


def pinned(path):
    place = Path(path)
    table = lancedb.connect(place.parent).open_table(place.stem)
    table.checkout("v1")
    return table


def spawned(workers):
    return {"num_workers": workers, "multiprocessing_context": "spawn" if workers else None}


def as_it_is(batch):
    return batch


if __name__ == "__main__":
    main(sys.argv[1])
