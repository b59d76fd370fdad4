"""Makes the rows that Spark starts from: JPEG images of a given size, and vectors."""

import io
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from benchmark.setup import DIMENSION, SEED, Data

_ROWS_AT_ONCE = 2048


def write(data: Data, folder: Path) -> Path:
    """Writes the rows as Parquet to a folder of their own, once; the same for the same data."""
    target = folder / f"{data.name}-{data.rows}"
    if target.exists():
        return target
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for part, first in enumerate(range(0, data.rows, _ROWS_AT_ONCE)):
        ids = range(first, min(first + _ROWS_AT_ONCE, data.rows))
        table = pa.table({"id": pa.array(ids, pa.int64()), data.column: _payload(data, ids)})
        pq.write_table(table, unfinished / f"{part:05}.parquet", compression="none")
    unfinished.rename(target)
    return target


def _payload(data: Data, ids: range) -> pa.Array:
    if not data.side:
        values = np.random.default_rng([SEED, ids.start]).random((len(ids), DIMENSION), np.float32)
        values[:, 0] = ids
        return pa.array(list(values), pa.list_(pa.float32()))
    return pa.array([_image(data, one) for one in ids], pa.binary())


def _image(data: Data, number: int) -> bytes:
    """Smooth patches of colour with some noise, as the photographs of a data set have them."""
    random = np.random.default_rng([SEED, number])
    patches = random.integers(0, 256, (8, 8, 3), np.uint8)
    smooth = Image.fromarray(patches).resize((data.side, data.side), Image.Resampling.BICUBIC)
    grain = random.integers(-data.noise, data.noise + 1, (data.side, data.side, 1), np.int16)
    pixels = np.clip(np.asarray(smooth, np.int16) + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=85)
    return file.getvalue()
