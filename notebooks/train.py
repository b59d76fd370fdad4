"""Trains a classifier from a table in the training layout, on one process or many.

    torchrun --nproc-per-node 2 train.py --table s3://bucket/digits_train.lance@v1 \
        --test-table s3://bucket/digits_test.lance@v1 --features pixels --checkpoint digits.pt

On GPUs where there are any (nccl), else on the CPU (gloo). With --resume it goes on from the
checkpoint, in the middle of an epoch and on another number of processes too.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist

# Its functions have the group that exists when it is imported for a default, and DDP imports it: if
# only then, the group and its threads live on until Python ends, and a rank of gloo aborts now and
# then, after its last step (pytorch#190489).
import torch.distributed.nn
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from lancetrain import (
    DecodeImages,
    LancetrainError,
    TrainingDataset,
    TrainingTable,
    to_tensors,
    training_loader,
)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--table", required=True, help="address@tag or address@version of the table to train from")
    add("--test-table", help="the same of the one to test with")
    add("--features", help="the column of vectors to learn from")
    add("--image", help="the column of encoded images to learn from, instead of --features")
    add("--image-size", type=int, default=32, help="pixels, as wide as high (default 32)")
    add("--label", default="label", help="the column of classes, from 0 (default label)")
    add("--classes", type=int, default=10, help="how many classes there are (default 10)")
    add("--batch-size", type=int, help="rows of a step of each process (default: the table's)")
    add("--epochs", type=int, default=10)
    add("--learning-rate", type=float, default=2e-3)
    add("--seed", type=int, default=0)
    add("--shuffle", choices=["fragments", "window", "none"], default="fragments")
    add("--workers", type=int, default=0, help="loader workers of each process (default 0)")
    add("--checkpoint", type=Path, default=Path("checkpoint.pt"))
    add("--checkpoint-every", type=int, default=100, help="steps between checkpoints (default 100)")
    add("--resume", action="store_true", help="go on from the checkpoint, if there is one")
    add("--metrics", type=Path, help="a file that gets a line of JSON for each epoch")
    add("--storage-option", action="append", default=[], metavar="NAME=VALUE")
    add("--patience", type=float, default=60, help="seconds to wait for a store (default 60)")
    chosen = parser.parse_args(given)
    if (chosen.features is None) == (chosen.image is None):
        parser.error("give one of --features and --image")
    return chosen


def dataset(args: argparse.Namespace, name: str, shuffle: Any, batch_size: int | None) -> Any:
    """The batches of a table for this process."""
    storage = dict(option.split("=", 1) for option in args.storage_option)
    table = TrainingTable.named(name, storage_options=storage or None, patience=args.patience)
    side = args.image_size
    transform = DecodeImages(args.image, size=(side, side)) if args.image else to_tensors
    return TrainingDataset(
        table,
        batch_size or table.card.batch_size,
        columns=[args.image or args.features, args.label],
        transform=transform,
        seed=args.seed,
        shuffle=shuffle,
    )


def network(args: argparse.Namespace, sample: torch.Tensor) -> nn.Module:
    """A small network for images, or for vectors as long as the sample's."""
    if args.features:
        width = sample.shape[1]
        return nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, args.classes))
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(32 * 16, args.classes),
    )


class Training:
    """A network, its optimizer and its data, as far as they are trained."""

    def __init__(self, args: argparse.Namespace, device: torch.device) -> None:
        self.args = args
        self.device = device
        shuffle = None if args.shuffle == "none" else args.shuffle
        self.data = dataset(args, args.table, shuffle, args.batch_size)
        self.test = dataset(args, args.test_table, None, None) if args.test_table else None
        self.loader = training_loader(self.data, args.workers)
        sample, _ = self.pair(next(iter(dataset(args, args.table, None, args.batch_size))))
        self.network = network(args, sample).to(device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=args.learning_rate)
        if args.resume and args.checkpoint.exists():
            self.load()
        parallel = dist.is_initialized()
        self.model = DistributedDataParallel(self.network) if parallel else self.network

    def pair(self, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        """What to learn from, and the classes, on the device."""
        values = batch[self.args.image or self.args.features].to(self.device, non_blocking=True)
        classes = batch[self.args.label].to(self.device, non_blocking=True)
        return (values.float() / 255 if self.args.image else values.float()), classes.long()

    def epoch(self, number: int) -> dict[str, float]:
        """Learns what is left of an epoch; returns the last loss, the speed and the accuracy."""
        self.data.set_epoch(number)
        whole, left = len(self.data), self.data.steps_left
        began, loss, rows = time.monotonic(), 0.0, 0
        bar = tqdm(total=whole, initial=whole - left, desc=f"epoch {number}", disable=not leads())
        for step, batch in enumerate(self.loader, 1):
            values, classes = self.pair(batch)
            loss = self.step(values, classes)
            rows += len(classes) * (dist.get_world_size() if dist.is_initialized() else 1)
            bar.update()
            if step % self.args.checkpoint_every == 0 or step == left:
                self.save(step)
        bar.close()
        speed = rows / (time.monotonic() - began)
        result = {"epoch": float(number)}
        if rows:
            result |= {"loss": loss, "rows_per_second": speed}
        return result | ({"accuracy": self.accuracy()} if self.test else {})

    def step(self, values: torch.Tensor, classes: torch.Tensor) -> float:
        """Learns from one batch; returns its loss."""
        self.optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self.model(values), classes)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def accuracy(self) -> float:
        """The share of the test table, of all processes, that is classified as it should be."""
        counts = torch.zeros(2, device=self.device)
        for batch in self.test or ():
            values, classes = self.pair(batch)
            right = (self.network(values).argmax(1) == classes).sum()
            counts += torch.stack([right, torch.tensor(len(classes), device=self.device)])
        if dist.is_initialized():
            dist.all_reduce(counts)
        return (counts[0] / counts[1]).item()

    def save(self, steps: int) -> None:
        """Replaces the checkpoint, whole or not at all; one process writes for all."""
        if not leads():
            return
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "data": self.data.state_dict(steps),
        }
        beside = self.args.checkpoint.with_suffix(".writing")
        with beside.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.args.checkpoint)

    def load(self) -> None:
        """Goes on from the checkpoint."""
        state = torch.load(self.args.checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.data.load_state_dict(state["data"])


def leads() -> bool:
    """Whether this process is the one that reports and writes."""
    return not dist.is_initialized() or dist.get_rank() == 0


def main() -> None:
    """Trains as the command line says."""
    args = arguments()
    device = prepare()
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        train(args, device)
    except LancetrainError as error:
        sys.exit(f"{type(error).__name__}: {error}")
    if dist.is_initialized():
        # Whoever is first waits, so that nobody loses the connection while it still needs it.
        dist.barrier()
        dist.destroy_process_group()


def prepare() -> torch.device:
    """Joins the other processes, if torchrun started some; returns the device of this one."""
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if cuda else None
    if device is not None:
        torch.cuda.set_device(device)
    if "RANK" in os.environ:
        dist.init_process_group("nccl" if cuda else "gloo")
    return device or torch.device("cpu")


def train(args: argparse.Namespace, device: torch.device) -> None:
    """Trains all epochs that are left."""
    training = Training(args, device)
    for number in range(training.data.epoch, args.epochs):
        report(args, training.epoch(number))


def report(args: argparse.Namespace, result: dict[str, float]) -> None:
    """Prints what an epoch came to, and adds it to the metrics."""
    if not leads():
        return
    print(json.dumps(result), flush=True)
    if args.metrics:
        with args.metrics.open("a") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
