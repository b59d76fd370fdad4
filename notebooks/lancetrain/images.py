"""Images to tensors, in the loader worker, by Pillow."""

import io
import logging
from collections.abc import Iterator
from typing import Any, Literal

import pyarrow as pa
import torch
from torch.utils.data import get_worker_info

from lancetrain import errors
from lancetrain.reader import PLACE
from lancetrain.shared import shared_numbers
from lancetrain.tensors import Batch, to_tensors

_LOG = logging.getLogger("lancetrain")
_WORKERS = 1024


class DecodeImages:
    """A transform that decodes one column of encoded images, and gives the others as `to_tensors`.

    The column becomes a tensor of bytes: images x channels x height x width. `size` (width,
    height) resizes; without it all images of a batch have one size. `mode` is Pillow's: "RGB",
    "L". With `corrupt="fail"` an image that cannot be decoded ends the training with CorruptImage;
    with "skip" its row is left out of the batch, logged as a warning, and counted in `skipped`. A
    batch of nothing else fails all the same: a rank without rows would hold up the others.

    Raises UnsupportedColumn unless the column is of bytes, and InvalidOption for another `corrupt`
    and for images of several sizes without `size`.
    """

    def __init__(
        self,
        column: str,
        *,
        size: tuple[int, int] | None = None,
        mode: str = "RGB",
        corrupt: Literal["fail", "skip"] = "fail",
    ) -> None:
        if corrupt not in ("fail", "skip"):
            raise errors.invalid_option("corrupt", corrupt, "'fail' or 'skip'")
        self._column = column
        self._size = size
        self._mode = mode
        self._corrupt = corrupt
        # One number for each loader worker, which alone writes it.
        self._skipped = shared_numbers(_WORKERS)

    @property
    def skipped(self) -> int:
        """How many images this rank left out so far, its loader workers included."""
        return int(self._skipped.sum())

    def __call__(self, batch: pa.RecordBatch) -> Batch:
        """Decodes a batch."""
        if self._column not in batch.schema.names:
            raise errors.unknown_column(self._column, batch.schema.names)
        kind = batch.schema.field(self._column).type
        if not pa.types.is_binary(kind) and not pa.types.is_large_binary(kind):
            raise errors.unsupported_column(self._column, f"its type {kind} holds no images")
        decoded = dict(self._decoded(batch))
        if not decoded:
            raise errors.corrupt_image(self._column, _place(batch), "none of the batch is left")
        images = list(decoded.values())
        if len({image.shape for image in images}) > 1:
            raise errors.invalid_option("size", self._size, "given where images have several")
        others = batch if len(decoded) == batch.num_rows else batch.take(pa.array(list(decoded)))
        kept = [name for name in batch.schema.names if name != self._column]
        return {self._column: torch.stack(images), **to_tensors(others.select(kept))}

    def _decoded(self, batch: pa.RecordBatch) -> Iterator[tuple[int, torch.Tensor]]:
        for row, value in enumerate(batch.column(self._column)):
            try:
                yield row, self._decode(value.as_buffer())
            except (ImportError, MemoryError):
                raise
            except Exception as failure:  # Pillow's readers raise errors of many classes.
                place = f"number {row} of the batch of {_place(batch)}"
                error = errors.corrupt_image(self._column, place, _reason(failure))
                if self._corrupt == "fail":
                    raise error from failure
                self._count(error)

    def _decode(self, encoded: pa.Buffer | None) -> torch.Tensor:
        from PIL import Image

        if encoded is None:
            raise ValueError("it is null")
        with Image.open(io.BytesIO(encoded)) as image:
            if self._size is not None:
                image.draft(self._mode, self._size)
            pixels = image.convert(self._mode)
        if self._size is not None:
            pixels = pixels.resize(self._size, Image.Resampling.BILINEAR)
        return _tensor(pixels)

    def _count(self, error: errors.CorruptImage) -> None:
        worker = get_worker_info()
        self._skipped[worker.id % _WORKERS if worker else 0] += 1
        _LOG.warning("Left out: %s", error)


def _tensor(image: Any) -> torch.Tensor:
    channels = len(image.getbands())
    flat = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    return flat.reshape(image.height, image.width, channels).permute(2, 0, 1)


def _place(batch: pa.RecordBatch) -> str:
    metadata = batch.schema.metadata or {}
    return str(metadata.get(PLACE, b"an unknown place").decode())


def _reason(failure: Exception) -> str:
    text = errors.first_line(str(failure))
    return "the bytes are no image" if "cannot identify" in text else text
