"""The collate_fn of the libraries that give one sample at a time, as dictionaries."""

from typing import Any

import numpy as np
import torch


def collate(samples: list[dict[str, Any]]) -> dict[str, Any]:
    """A batch: ids, and images as a list of bytes or vectors, which are arrays, as one tensor."""
    ids = torch.tensor([one["id"] for one in samples])
    if "image" in samples[0]:
        return {"id": ids, "image": [one["image"] for one in samples]}
    return {"id": ids, "vector": torch.from_numpy(np.stack([one["vector"] for one in samples]))}
