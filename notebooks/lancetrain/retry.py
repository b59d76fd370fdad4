"""Waiting for a store that goes away and comes back."""

import logging
import random
import re
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from lancetrain import errors

T = TypeVar("T")

_LOG = logging.getLogger("lancetrain")
_FIRST_DELAY = 0.2
_LONGEST_DELAY = 5.0
_REFUSALS = ("403 Forbidden", "401 Unauthorized", "InvalidAccessKeyId", "SignatureDoesNotMatch")
# Where there are none, none come. Where a service gives them, it may be away for a moment.
_FOR_CREDENTIALS = 10.0
_TRIED_AGAIN = re.compile(r"after [1-9]\d* retries")
_FINAL = ("not found", "nosuchbucket", "does not exist", "invalid range", "panicked")


def patiently(
    action: Callable[[], T], what: str, patience: float, stop: threading.Event | None = None
) -> T:
    """Runs an action again, after growing delays, while the store fails.

    Only what Lance says of a store that fails is tried again: a missing file, one that is cut off,
    or a wrong key is not, and missing credentials are for at most ten seconds.
    `patience` is how many seconds after the first failure the last try may begin; 0 is one try.
    `what` completes "Cannot ..." in errors. Once `stop` is set there is no further try.

    Raises StoreUnavailable when the patience is over, StoreRefused for wrong or missing
    credentials, and any other error of the action as it is.
    """
    began = None
    delay = _FIRST_DELAY
    while True:
        try:
            return action()
        except (OSError, ValueError) as failure:
            began = time.monotonic() if began is None else began
            waited = time.monotonic() - began
            _give_up(failure, what, waited, patience, stop)
            _LOG.warning("Cannot %s yet: %s", what, errors.first_line(str(failure)))
            pause = min(delay * random.uniform(0.7, 1.3), max(0.05, patience - waited))
            (stop or threading.Event()).wait(pause)
            delay = min(delay * 2, _LONGEST_DELAY)


def _give_up(
    failure: Exception, what: str, waited: float, patience: float, stop: threading.Event | None
) -> None:
    text = str(failure)
    no_credentials = errors.NO_CREDENTIALS in text and waited >= min(patience, _FOR_CREDENTIALS)
    if no_credentials or any(word in text for word in _REFUSALS):
        raise errors.store_refused(what, failure) from None
    if not _may_pass(failure, text):
        raise failure
    if waited >= patience or (stop is not None and stop.is_set()):
        raise errors.store_unavailable(what, waited, failure) from failure


def _may_pass(failure: Exception, text: str) -> bool:
    """Lance reports a store that fails as one of several classes, but always in these words.

    What it tried again itself, it calls not found all the same in releases up to 3.
    """
    if _TRIED_AGAIN.search(text):
        return True
    of_store = isinstance(failure, OSError) or "LanceError(IO)" in text
    return of_store and not any(word in text.lower() for word in _FINAL)
