"""How far training is in an epoch, as a dictionary that a checkpoint can hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lancetrain import errors
from lancetrain.order import Shuffle

FORMAT = 1


@dataclass(frozen=True)
class Identity:
    """What the order of batches follows from; a state fits only where all of it is the same."""

    fingerprint: str
    version: int
    seed: int
    batch_size: int
    shuffle: Shuffle | None
    window: int

    def refuse_others(self, table: str, state: Mapping[str, Any]) -> None:
        """Raises StateMismatch with all that differs between this and a state."""
        if state.get("format") != FORMAT:
            raise errors.state_unusable(
                f"its format is {state.get('format')!r} and not {FORMAT}",
                "Give what state_dict() of a TrainingDataset or a StatefulDataLoader returned.",
            )
        differences = [
            f"its {name.replace('_', ' ')} is {state.get(name)!r} and not {value!r}"
            for name, value in asdict(self).items()
            if state.get(name) != value and name != "fingerprint"
        ]
        if state.get("fingerprint") != self.fingerprint:
            differences.insert(0, f"it is of other files, of {state.get('table')}, than {table}")
        if state.get("version") != self.version:
            remedy = f"give TrainingTable version={state.get('version')} instead of it"
            differences.append(f"where a tag has moved, {remedy}")
        if differences:
            raise errors.state_differs(differences)

    def state(self, table: str, **progress: Any) -> dict[str, Any]:
        """A state of this."""
        return {"format": FORMAT, "table": table, **asdict(self), **progress}


def of_loader(state: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset's state within the state of a StatefulDataLoader, or the state itself.

    The steps of all workers add up to those of the rank, so that the outcome can be used with any
    number of workers.
    """
    if "_snapshot" not in state:
        found = state.get("dataset_state", state)
        return dict(found)
    workers = state["_snapshot"]["_worker_snapshots"].values()
    states = [dict(worker["dataset_state"]) for worker in workers]
    steps = sum(one["made"] for one in states) + state["_steps_since_snapshot"]
    first = states[0]
    position = first["position"] + steps * first["world_size"]
    return {name: first[name] for name in first if name not in WORKER} | {"position": position}


WORKER = ("worker", "workers", "rank", "world_size", "made")
"""What only the state of a loader worker has: its share, and the steps that it made of it."""
