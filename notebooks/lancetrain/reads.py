"""Which rows are read together: the steps of a share, cut into groups of reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from lancetrain.order import EpochOrder
from lancetrain.share import Step


@dataclass(frozen=True)
class Read:
    """Batches that follow each other in a fragment: the fragment's place, and batch numbers."""

    fragment: int
    first: int
    end: int


@dataclass(frozen=True)
class Group:
    """Steps that are made from the same reads; the reads are in the order of their first use."""

    steps: tuple[Step, ...]
    reads: tuple[Read, ...]


def groups(order: EpochOrder, steps: Iterator[Step], depth: Callable[[], int]) -> Iterator[Group]:
    """Cuts steps where every lane is `depth()` batches further on.

    The depth is asked for anew before each group, and is at most the batches of a fragment. With
    windows a group is one window of each lane, whatever the depth.
    """
    following = next(steps, None)
    while following is not None:
        reach = order.window if order.shuffle == "window" else depth()
        end = (order.depth(following[0].position) // reach + 1) * reach
        taken = []
        while following is not None and order.depth(following[-1].position) < end:
            taken.append(following)
            following = next(steps, None)
        if not taken and following is not None:
            taken, following = [following], next(steps, None)
        yield Group(tuple(taken), tuple(_reads(order, taken)))


def _reads(order: EpochOrder, steps: list[Step]) -> Iterator[Read]:
    wanted: dict[tuple[int, int], list[int]] = {}
    for piece in chain.from_iterable(steps):
        place = order.place(piece.position)
        window = place.batch // order.window if order.shuffle == "window" else 0
        wanted.setdefault((place.fragment, window), []).append(place.batch)
    for (fragment, window), batches in wanted.items():
        if order.shuffle == "window":
            yield Read(fragment, window * order.window, (window + 1) * order.window)
        else:
            yield Read(fragment, min(batches), max(batches) + 1)
