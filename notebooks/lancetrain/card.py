"""The training card: what the connector says of a table's layout."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from lancetrain import errors

PREFIX = "lancetrain.training."
LAYOUT_VERSION = 1


@dataclass(frozen=True)
class TrainingCard:
    """What a table says of its training layout, in its config under `lancetrain.training.NAME`.

    It describes the write that laid the table out. Appends in the layout leave it as it is, so
    that `rows` and `fragments` may be fewer than the table's. `dropped` and `repeated` are rows
    of the input that are in no fragment, or a second time; `key`, `stratify_by` and `part` are
    empty where they were not asked for.
    """

    layout_version: int
    rows: int
    fragments: int
    rows_per_fragment: int
    shards: int
    batch_size: int
    seed: int
    remainder: str
    dropped: int
    repeated: int
    key: str
    stratify_by: str
    part: str
    schema_hash: str
    source: str
    application: str

    @staticmethod
    def read(uri: str, version: int, config: Mapping[str, str]) -> "TrainingCard":
        """The card in a table's config.

        Raises NoTrainingCard where there is none, or one that this release cannot read.
        """
        if PREFIX + "layoutVersion" not in config:
            raise errors.no_card(uri, version)
        values = {field.name: _entry(uri, config, field.name) for field in fields(TrainingCard)}
        card = TrainingCard(**values)  # type: ignore[arg-type]
        if card.layout_version != LAYOUT_VERSION:
            raise errors.unreadable_card(uri, PREFIX + "layoutVersion", str(card.layout_version))
        return card


_TEXTS = {"remainder", "key", "stratify_by", "part", "schema_hash", "source", "application"}
_POSITIVE = {"rows_per_fragment", "shards", "batch_size"}


def _entry(uri: str, config: Mapping[str, str], name: str) -> int | str:
    first, *rest = name.split("_")
    key = PREFIX + first + "".join(word.capitalize() for word in rest)
    text = config.get(key, "")
    if name in _TEXTS:
        return text
    try:
        number = int(text)
    except ValueError:
        raise errors.unreadable_card(uri, key, config.get(key)) from None
    if number < 1 and name in _POSITIVE:
        raise errors.unreadable_card(uri, key, text)
    return number
