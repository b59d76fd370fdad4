"""Whether the fragments of a table can be shared out evenly."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lancetrain.card import TrainingCard

_REWRITE = (
    "Open a version or tag from before that, or write the table again in the training layout."
)


@dataclass(frozen=True)
class Fragment:
    """A fragment of the table: its id, its rows as written, and how many of them are deleted."""

    id: int
    rows: int
    deleted: int


def problems(
    card: TrainingCard, fragments: Sequence[Fragment], shares: int, batch_size: int
) -> list[str]:
    """Why so many shares in batches of that size are not equal; empty where they are.

    Each is a sentence with the values, followed by what to do.
    """
    return [
        *_damaged(card, fragments),
        *_not_whole_rounds(card, fragments),
        *_shares(len(fragments), shares),
        *_batches(card.rows_per_fragment, batch_size),
    ]


def _damaged(card: TrainingCard, fragments: Sequence[Fragment]) -> Iterator[str]:
    yield from _those(
        fragments,
        lambda one: one.deleted > 0,
        "have deleted rows, so that it was written to after its training card",
    )
    yield from _those(
        fragments,
        lambda one: one.rows != card.rows_per_fragment,
        f"do not have the {card.rows_per_fragment} rows of the training card, as after a plain "
        "append, an update or a compaction",
    )


def _those(
    fragments: Sequence[Fragment], wrong: Callable[[Fragment], bool], what: str
) -> Iterator[str]:
    found = [one for one in fragments if wrong(one)]
    if found:
        ids = ", ".join(str(one.id) for one in found[:5]) + (" and more" if found[5:] else "")
        yield f"{len(found)} of {len(fragments)} fragments {what} (fragment ids {ids}). {_REWRITE}"


def _not_whole_rounds(card: TrainingCard, fragments: Sequence[Fragment]) -> Iterator[str]:
    if not fragments:
        yield "it has no fragments. Write rows to it."
    if len(fragments) % card.shards:
        yield (
            f"its {len(fragments)} fragments are not whole rounds of the {card.shards} shards of "
            f"the training card, as after an append outside the training layout. {_REWRITE}"
        )


def _shares(fragments: int, shares: int) -> Iterator[str]:
    if fragments % shares:
        yield (
            f"{fragments} fragments are not a multiple of {shares} shares (ranks x loader "
            f"workers). Let ranks x workers be one of {divisors(fragments)}."
        )


def _batches(rows: int, batch_size: int) -> Iterator[str]:
    if rows % batch_size:
        yield (
            f"{rows} rows of a fragment are not a multiple of the batch size {batch_size}. "
            f"Let it be one of {divisors(rows)}."
        )


def divisors(number: int) -> str:
    """The numbers that divide a number, in words; of many, the first and last ones."""
    found = [one for one in range(1, number + 1) if number % one == 0]
    if len(found) > 24:
        return ", ".join(map(str, found[:12])) + ", ..., " + ", ".join(map(str, found[-6:]))
    return ", ".join(map(str, found))
