"""Checks of what a TrainingDataset is given."""

from collections.abc import Sequence
from typing import get_args

from lancetrain import errors
from lancetrain.order import Shuffle

_LARGEST_DEFAULT_WINDOW = 16


def positive(name: str, value: int) -> int:
    """A number above 0. Raises InvalidOption for another one."""
    if value < 1:
        raise errors.invalid_option(name, value, "1 or more")
    return value


def known_columns(existing: Sequence[str], wanted: Sequence[str] | None) -> list[str] | None:
    """The columns to read. Raises UnsupportedColumn for one that is not there."""
    if wanted is None:
        return None
    if isinstance(wanted, str) or not wanted:
        raise errors.invalid_option("columns", wanted, "a list of one or more names")
    for name in wanted:
        if name not in existing:
            raise errors.unknown_column(name, existing)
    return list(wanted)


def known_shuffle(shuffle: Shuffle | None) -> Shuffle | None:
    """A way to shuffle. Raises InvalidOption for another one."""
    if shuffle is not None and shuffle not in get_args(Shuffle):
        raise errors.invalid_option("shuffle", shuffle, "'fragments', 'window' or None")
    return shuffle


def window_batches(window: int | None, shuffle: Shuffle | None, per_fragment: int) -> int:
    """The batches of a window; 1 without one. Raises InvalidOption unless fragments are whole."""
    if shuffle != "window":
        if window is not None:
            raise errors.invalid_option("window", window, "left out unless shuffle='window'")
        return 1
    if window is None:
        largest = min(per_fragment, _LARGEST_DEFAULT_WINDOW)
        return max(one for one in range(1, largest + 1) if per_fragment % one == 0)
    if window < 1 or per_fragment % window:
        allowed = f"a divisor of the {per_fragment} batches of a fragment"
        raise errors.invalid_option("window", window, allowed)
    return window
