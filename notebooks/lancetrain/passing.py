"""One pass of one share over an epoch, or over what a state left of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lancetrain import errors
from lancetrain.share import Share, Step


@dataclass
class Pass:
    """Where a share began, in which order, and how many batches it has made since."""

    share: Share
    epoch: int
    start: int
    lanes: int
    made: int = 0

    def steps(self, batches: int, batch_size: int) -> Iterator[Step]:
        """The steps that are left.

        Raises StateMismatch where a state left fewer rows than there are ranks.
        """
        share = self.share
        left = (batches - self.start) * batch_size
        if 0 < left < share.world_size:
            raise errors.state_unusable(
                f"the {left} rows that it left cannot be divided among {share.world_size} ranks",
                f"Use at most {left} ranks for the rest of this epoch.",
            )
        return share.steps(self.start, batches, batch_size, self.made)

    def worker_state(self) -> dict[str, Any]:
        """What a StatefulDataLoader keeps of a loader worker."""
        progress = {"epoch": self.epoch, "position": self.start, "lanes": self.lanes}
        return progress | asdict(self.share) | {"made": self.made}


def begin(share: Share, epoch: int, start: int, lanes: int, left: Mapping[str, Any] | None) -> Pass:
    """The pass of a share, which goes on from what a loader worker left where that is given.

    Raises StateMismatch where the shares cannot have whole fragments in so many lanes, or where
    the loader worker had another share.
    """
    passing = Pass(share, epoch, start, lanes)
    if left is not None:
        differing = {
            name: left[name] for name in asdict(share) if left[name] != getattr(share, name)
        }
        if differing:
            raise errors.another_share(differing, asdict(share))
        passing = Pass(share, left["epoch"], left["position"], left["lanes"], left["made"])
    shares = share.world_size * share.workers
    if passing.lanes % shares:
        raise errors.state_unusable(
            f"its order has {passing.lanes} lanes, which {shares} shares (ranks x loader workers) "
            "do not divide",
            f"Let ranks x workers divide {passing.lanes} until the next epoch.",
        )
    return passing
