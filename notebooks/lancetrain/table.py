"""A table in the training layout, pinned at one version."""

import hashlib
import os
import pickle
from collections.abc import Callable
from typing import Any

import lance

from lancetrain import errors
from lancetrain.card import TrainingCard
from lancetrain.evenness import Fragment, problems
from lancetrain.retry import patiently


class TrainingTable:
    """One version of a table in the training layout.

    The version never changes once this is made: `version` by its number, `tag` by its name as it
    stands now, and neither is the newest one. A pickled copy has the manifest of that version with
    it, so that another process opens it by a single small request. `storage_options` go to Lance
    as they are and are in no message; without them the AWS_* environment counts. `patience` is how
    many seconds a store that does not answer is waited for.

    Raises TableNotFound, NoTrainingCard, StoreUnavailable, StoreRefused, or InvalidOption where
    both a version and a tag are given.
    """

    uri: str
    version: int
    tag: str | None
    card: TrainingCard
    fragments: tuple[Fragment, ...]
    fingerprint: str
    _handle: lance.LanceDataset | None
    _pickled: bytes
    _process: int | None

    def __init__(
        self,
        uri: str,
        *,
        version: int | None = None,
        tag: str | None = None,
        storage_options: dict[str, str] | None = None,
        patience: float = 60.0,
    ) -> None:
        if version is not None and tag is not None:
            raise errors.invalid_option("tag", tag, "left out where a version is given")
        self.uri = "s3://" + uri[6:] if uri.startswith("s3a://") else uri
        self.tag = tag
        self.patience = patience
        self._storage_options = storage_options
        chosen = tag if tag is not None else version
        self._adopt(self._open(chosen, lambda: self._lance(chosen)))

    @classmethod
    def named(
        cls, name: str, *, storage_options: dict[str, str] | None = None, patience: float = 60.0
    ) -> "TrainingTable":
        """The table that a name such as `s3://bucket/digits.lance@v1` means.

        What follows the last `@` behind the last `/` is a version where it is a number, else a tag.
        """
        folder, slash, last = name.rpartition("/")
        last, at, which = last.rpartition("@")
        if not at:
            return cls(name, storage_options=storage_options, patience=patience)
        chosen: dict[str, Any] = {"version": int(which)} if which.isdigit() else {"tag": which}
        uri = folder + slash + last
        return cls(uri, **chosen, storage_options=storage_options, patience=patience)

    @property
    def dataset(self) -> lance.LanceDataset:
        """The open table, for what else Lance can do with it.

        Raises UnsafeFork in a process that was forked after the table was opened.
        """
        if self._process is not None and self._process != os.getpid():
            raise errors.forked(self.uri)
        if self._handle is None:
            # Lance asks the store once while it unpickles, which may be away.
            self._handle = self._open(self.version, lambda: pickle.loads(self._pickled))
            self._process = os.getpid()
        return self._handle

    def check(self, world_size: int, workers: int, batch_size: int) -> None:
        """Fails where ranks and loader workers would not get equal shares, and says what to do.

        `workers` is what DataLoader takes as num_workers; 0 counts as one. Run it before the first
        step. Raises UnevenShares with all that is wrong.
        """
        for name, value, least in (
            ("world_size", world_size, 1),
            ("workers", workers, 0),
            ("batch_size", batch_size, 1),
        ):
            if value < least:
                raise errors.invalid_option(name, value, f"{least} or more")
        shares = world_size * max(1, workers)
        found = problems(self.card, self.fragments, shares, batch_size)
        if found:
            raise errors.uneven(self.uri, self.version, found)

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_handle": None, "_process": None}

    def __repr__(self) -> str:
        return f"TrainingTable({self.uri!r}, version={self.version})"

    def _adopt(self, dataset: lance.LanceDataset) -> None:
        self._handle = dataset
        self._pickled = pickle.dumps(dataset)
        self._process = os.getpid()
        self.version = dataset.version
        self.card = TrainingCard.read(self.uri, self.version, dataset.config())
        parts = [one.metadata for one in dataset.get_fragments()]
        self.fragments = tuple(Fragment(p.id, p.physical_rows, p.num_deletions) for p in parts)
        files = "".join(f"{part.id} {file.path}\n" for part in parts for file in part.files)
        self.fingerprint = hashlib.sha256(files.encode()).hexdigest()

    def _open(
        self, version: int | str | None, opened: Callable[[], lance.LanceDataset]
    ) -> lance.LanceDataset:
        try:
            return patiently(opened, f"open {self.uri}", self.patience)
        except (ValueError, OSError) as failure:
            raise self._missing(version, str(failure)) from failure

    def _lance(self, version: int | str | None) -> lance.LanceDataset:
        return lance.dataset(self.uri, version=version, storage_options=self._storage_options)

    def _missing(self, version: int | str | None, reason: str) -> errors.LancetrainError:
        if version is None:
            return errors.table_not_found(self.uri, reason)
        try:
            newest = self._lance(None)
        except (ValueError, OSError):
            return errors.table_not_found(self.uri, reason)
        if isinstance(version, str):
            return errors.tag_not_found(self.uri, version, sorted(newest.tags.list()))
        existing = sorted(int(one["version"]) for one in newest.versions())
        return errors.version_not_found(self.uri, version, existing)
