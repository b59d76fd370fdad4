"""What can go wrong, as one family of exceptions.

Every text says what could not be done, why, with the values, and what to do. Each class takes the
text alone, so that an error of a DataLoader worker reaches the main process as what it was.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

NO_CREDENTIALS = "Failed to get AWS credentials"
"""What Lance says where neither options nor surroundings have any."""

_PLACE_IN_SOURCE = re.compile(r",? /[^,\s]*\.rs:\d+:\d+")


class LancetrainError(Exception):
    """The root of all errors that this package raises on purpose."""


class InvalidOption(LancetrainError):
    """An argument has a value that it cannot have."""


class TableNotFound(LancetrainError):
    """There is no table, or not the version or tag that was asked for."""


class NoTrainingCard(LancetrainError):
    """The table was not written in the training layout, or its card cannot be read."""


class UnevenShares(LancetrainError):
    """Ranks and workers would not get equal shares of the table."""


class StateMismatch(LancetrainError):
    """A state does not belong to this dataset, or cannot be continued here."""


class StoreUnavailable(LancetrainError):
    """The store did not answer for longer than the patience that it was given."""


class StoreRefused(LancetrainError):
    """The store refused the credentials."""


class UnreadableTable(LancetrainError):
    """The files of the table are gone or damaged."""


class UnsupportedColumn(LancetrainError):
    """A column does not exist, or has no tensor."""


class CorruptImage(LancetrainError):
    """An image cannot be decoded."""


class UnsafeFork(LancetrainError):
    """The process was forked after the table was opened."""


class ConnectorNotFound(LancetrainError):
    """The jar of the Spark connector is not there."""


def connector_not_found(place: str) -> ConnectorNotFound:
    """No jar to start Spark with."""
    return ConnectorNotFound(
        f"Cannot start Spark with the connector: there is no file {place}. Give its jar as jar=, "
        "name it in LANCETRAIN_JAR, or build it with mvn -DskipTests package."
    )


def invalid_option(name: str, value: object, allowed: str) -> InvalidOption:
    """An argument out of its range."""
    return InvalidOption(f"Cannot use {name}={value!r}: it must be {allowed}. Give such a value.")


def table_not_found(uri: str, reason: str) -> TableNotFound:
    """No table at the address."""
    return TableNotFound(
        f"Cannot open {uri}: there is no Lance table ({first_line(reason)}). "
        "Check the address, and the endpoint among the storage options."
    )


def version_not_found(uri: str, version: int, existing: Sequence[int]) -> TableNotFound:
    """A version that was never there, or is gone."""
    return TableNotFound(
        f"Cannot open version {version} of {uri}: it is not there; {named('version', existing)}. "
        "Use one of these. Versions with a tag are kept by vacuum."
    )


def tag_not_found(uri: str, tag: str, existing: Sequence[str]) -> TableNotFound:
    """A tag that is not there."""
    return TableNotFound(
        f"Cannot open tag {tag} of {uri}: it is not there; {named('tag', existing)}. "
        "Use one of these, or a version's number."
    )


def named(what: str, existing: Sequence[object]) -> str:
    """What there is instead, in words."""
    if not existing:
        return f"there is no {what}"
    shown = ", ".join(str(one) for one in existing[-20:])
    return f"there {'is' if len(existing) == 1 else 'are'} {what} {shown}"


def no_card(uri: str, version: int) -> NoTrainingCard:
    """A table without a training card."""
    return NoTrainingCard(
        f"Cannot train from {uri}, version {version}: it has no training card. "
        "Write it in the training layout, with training.shards and training.batchSize."
    )


def unreadable_card(uri: str, key: str, value: str | None) -> NoTrainingCard:
    """A card with an entry that makes no sense."""
    return NoTrainingCard(
        f"Cannot read the training card of {uri}: its entry {key} is {value!r}. "
        "Use a release of lancetrain as new as the connector that wrote it, or write it again."
    )


def uneven(uri: str, version: int, problems: Iterable[str]) -> UnevenShares:
    """Every reason why shares are not equal; each problem says what to do."""
    return UnevenShares(
        f"Cannot train evenly from {uri}, version {version}: {' Also: '.join(problems)}"
    )


def state_differs(differences: Iterable[str]) -> StateMismatch:
    """A state of something else."""
    return StateMismatch(
        f"Cannot go on from this state: {'; '.join(differences)}. Make the dataset as it was "
        "when the state was taken, or begin anew without the state."
    )


def state_unusable(reason: str, remedy: str) -> StateMismatch:
    """A state that is of this dataset, but cannot be used here."""
    return StateMismatch(f"Cannot go on from this state: {reason}. {remedy}")


def store_unavailable(what: str, seconds: float, cause: BaseException) -> StoreUnavailable:
    """A store that stayed away."""
    return StoreUnavailable(
        f"Cannot {what}: the store has not answered for {seconds:.0f} seconds "
        f"({first_line(str(cause))}). Resume from the last checkpoint once it does, or give more "
        "patience."
    )


def store_refused(what: str, cause: BaseException) -> StoreRefused:
    """Wrong or missing credentials."""
    return StoreRefused(
        f"Cannot {what}: the store refused the credentials ({refusal(str(cause))}). Check "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or aws_access_key_id and "
        "aws_secret_access_key among the storage options, and what the key may do."
    )


def refusal(text: str) -> str:
    """The store's word for its refusal; the whole answer may name the key."""
    if NO_CREDENTIALS in text:
        return "none were found"
    for word in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "403", "401"):
        if word in text:
            return word
    return "no reason given"


def first_line(text: str) -> str:
    """The beginning of a native error, which may be long."""
    line = _PLACE_IN_SOURCE.sub("", text).strip().partition("\n")[0] or "no reason given"
    return line if len(line) <= 300 else line[:300] + "..."


def unsupported_column(name: str, reason: str) -> UnsupportedColumn:
    """A column that cannot be handed on."""
    return UnsupportedColumn(
        f"Cannot make a tensor of column {name}: {reason}. Leave it out of columns=, give a "
        "transform= that handles it, or change it in Spark."
    )


def unknown_column(name: str, existing: Sequence[str]) -> UnsupportedColumn:
    """A column that the table does not have."""
    return UnsupportedColumn(
        f"Cannot read column {name}: {named('column', existing)}. Use these in columns=."
    )


def corrupt_image(column: str, place: str, reason: str) -> CorruptImage:
    """An image that Pillow does not understand."""
    return CorruptImage(
        f"Cannot decode an image of column {column}, {place}: {reason}. "
        "Remove the row in Spark, or leave such images out with corrupt='skip'."
    )


def forked(uri: str) -> UnsafeFork:
    """Lance does not survive a fork."""
    return UnsafeFork(
        f"Cannot read {uri} in a forked process: Lance's threads are not in it, and it would hang. "
        "Give the DataLoader multiprocessing_context='spawn', or use lancetrain.training_loader."
    )


def unreadable(what: str, reason: str) -> UnreadableTable:
    """A fragment that is damaged, or whose file was removed."""
    return UnreadableTable(
        f"Cannot {what}: {first_line(reason)}. If a vacuum removed this version's files, open a "
        "newer one and begin anew; versions with a tag are kept. Else the table is damaged."
    )


def state_unknown() -> StateMismatch:
    """Loader workers read, and only the training loop knows how much of that it took."""
    return StateMismatch(
        "Cannot tell how far training is: DataLoader workers read ahead of it. Give "
        "state_dict(steps=...) the number of batches that were taken from this iteration, or use "
        "torchdata's StatefulDataLoader."
    )


def another_share(was: Mapping[str, object], now: Mapping[str, object]) -> StateMismatch:
    """The state of a loader worker, on another number of ranks or workers."""
    differences = ", ".join(f"{name} {value} and not {now[name]}" for name, value in was.items())
    return state_unusable(
        f"it is of a StatefulDataLoader with {differences}",
        "Give the loader's state to TrainingDataset.load_state_dict, and begin a new loader.",
    )


def another_rank(was: object, now: object) -> InvalidOption:
    """A dataset that was made before the process knew its rank."""
    return InvalidOption(
        f"Cannot read as {was}: this process is {now} by now. Make the dataset after "
        "torch.distributed.init_process_group, or give rank= and world_size=."
    )
