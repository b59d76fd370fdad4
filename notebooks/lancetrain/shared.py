"""Numbers that a process and its loader workers see together."""

import torch


def shared_numbers(count: int) -> torch.Tensor:
    """So many zeros in shared memory: a copy pickled for a loader worker is the same memory."""
    numbers = torch.zeros(count, dtype=torch.int64)
    numbers.share_memory_()  # type: ignore[no-untyped-call]
    return numbers
