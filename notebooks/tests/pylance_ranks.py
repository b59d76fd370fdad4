"""One rank of a run by torchrun: trains a step on each batch of each way to read the digits.

Rank 0 prints, for each way, the rows of each rank, how many different ones there were, and whether
all ranks ended with the same weights.
"""

import json
import sys

import lance
import torch
import torch.distributed as dist
import torch.distributed.nn  # before the group is made: train.py says why
from lance.sampler import ShardedBatchSampler, ShardedFragmentSampler
from lance.torch.data import LanceDataset, SafeLanceDataset, get_safe_loader
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler

from lancetrain import TrainingDataset, TrainingTable, training_loader

COLUMNS = ["id", "pixels", "label"]


def main(path: str, *, workers: bool) -> None:
    dist.init_process_group("gloo")
    ways = {name: trained(batches) for name, batches in without_workers(path).items()}
    if workers:
        ways |= {name: trained(batches) for name, batches in with_workers(path).items()}
    if dist.get_rank() == 0:
        print("RESULT " + json.dumps(ways))
    dist.barrier()
    dist.destroy_process_group()


def without_workers(path):
    table = lance.dataset(path, version="v1")
    safe = SafeLanceDataset(path, dataset_options={"version": "v1"})
    return {
        "LanceDataset": lance_dataset(table),
        "ShardedFragmentSampler": lance_dataset(table, ShardedFragmentSampler.from_torch()),
        "ShardedBatchSampler": lance_dataset(table, ShardedBatchSampler.from_torch(True)),
        "DistributedSampler": DataLoader(
            safe, batch_size=8, sampler=DistributedSampler(safe), collate_fn=collate
        ),
        "TrainingDataset": training_loader(training(path)),
    }


def with_workers(path):
    safe = SafeLanceDataset(path, dataset_options={"version": "v1"})
    unaware = lance_dataset(lance.dataset(path, version="v1"))
    return {
        "get_safe_loader": get_safe_loader(
            safe, 8, 1, sampler=DistributedSampler(safe), collate_fn=collate
        ),
        "LanceDataset in a worker": DataLoader(
            unaware, batch_size=None, num_workers=1, multiprocessing_context="spawn"
        ),
        "TrainingDataset in a worker": training_loader(training(path), 1),
    }


def lance_dataset(table, sampler=None):
    return LanceDataset(table, batch_size=8, columns=COLUMNS, sampler=sampler)


def training(path):
    return TrainingDataset(TrainingTable(path, tag="v1"), 8, columns=COLUMNS)


def collate(rows):
    return {name: torch.tensor([row[name] for row in rows]) for name in COLUMNS}


def trained(batches):
    model = DistributedDataParallel(torch.nn.Linear(64, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    seen = []
    for batch in batches:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(batch["pixels"]), batch["label"]).backward()
        optimizer.step()
        seen.append(batch["id"].tolist())
    everything = [None] * dist.get_world_size()
    dist.all_gather_object(everything, (seen, model.module.weight.tolist()))
    rows = [[row for batch in of_rank for row in batch] for of_rank, _ in everything]
    return {
        "batches": [len(of_rank) for of_rank, _ in everything],
        "rows": [len(of_rank) for of_rank in rows],
        "different": len({row for of_rank in rows for row in of_rank}),
        "same_weights": all(weights == everything[0][1] for _, weights in everything),
    }


if __name__ == "__main__":
    main(sys.argv[1], workers="workers" in sys.argv[2:])
