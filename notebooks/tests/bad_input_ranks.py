"""One rank of a run by torchrun that trains on digits of which an image is corrupt.

Rank 0 prints what pylance_ranks.py prints, and how many images each rank left out.
"""

import json
import sys

import torch.distributed as dist
from pylance_ranks import trained

from lancetrain import DecodeImages, TrainingDataset, TrainingTable, training_loader


def main(path: str, corrupt: str, workers: str) -> None:
    dist.init_process_group("gloo")
    transform = DecodeImages("image", mode="L", corrupt=corrupt)
    columns = ["id", "image", "pixels", "label"]
    dataset = TrainingDataset(TrainingTable(path), 8, columns=columns, transform=transform)
    result = trained(training_loader(dataset, int(workers)))
    skipped = [None] * dist.get_world_size()
    dist.all_gather_object(skipped, transform.skipped)
    if dist.get_rank() == 0:
        print("RESULT " + json.dumps(result | {"skipped": skipped}))
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main(*sys.argv[1:])
