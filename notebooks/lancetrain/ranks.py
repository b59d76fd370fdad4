"""Which rank of how many this process is."""

import os
from dataclasses import dataclass

import torch.distributed

from lancetrain import errors


@dataclass(frozen=True)
class Rank:
    """A rank, and the number of all ranks."""

    rank: int
    world_size: int


def resolve(rank: int | None = None, world_size: int | None = None) -> Rank:
    """What the arguments say; else torch.distributed, if initialised; else RANK and WORLD_SIZE.

    Without any of them, the only rank. Raises InvalidOption for a rank that is not below the world
    size, and where one is given without the other.
    """
    if (rank is None) != (world_size is None):
        raise errors.invalid_option("rank", rank, "given together with world_size")
    if rank is None or world_size is None:
        rank, world_size = _surroundings()
    if not 0 <= rank < world_size:
        raise errors.invalid_option("rank", rank, f"from 0 to {world_size - 1}, below world_size")
    return Rank(rank, world_size)


def _surroundings() -> tuple[int, int]:
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        return torch.distributed.get_rank(), torch.distributed.get_world_size()
    return _number("RANK", 0), _number("WORLD_SIZE", 1)


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdigit():
        raise errors.invalid_option(name, text, "a number, as torchrun sets it")
    return int(text)
