"""WebDataset: tar files behind signed addresses, read by one `curl` for each of them.

The guide reads from S3 by `pipe:aws s3 cp`, which starts a Python for each shard; this is faster.
"""

import io
from collections.abc import Callable

import boto3
import numpy as np
import torch
import webdataset as wds
from botocore.config import Config

from benchmark.loaders import Epochs
from benchmark.server import BUCKET
from benchmark.setup import SHARDS, WORKERS, Setup


def convert(setup: Setup) -> None:
    """Reads the table with pylance, and uploads one tar file for each of its fragments."""
    import lance

    store = boto3.client("s3")
    fragments = lance.dataset(setup.table, version="v1").get_fragments()
    for number, fragment in enumerate(fragments):
        file = io.BytesIO()
        with wds.TarWriter(file) as tar:
            for batch in fragment.to_batches():
                for row in batch.to_pylist():
                    tar.write(_sample(row))
        file.seek(0)
        store.upload_fileobj(file, BUCKET, _key(setup, number))


def epochs(setup: Setup, started: Callable[[int], None]) -> Epochs:
    """Shards shuffled, then samples within a buffer of 1,000; batches are made in the worker."""
    store = boto3.client("s3", config=Config(signature_version="s3v4"))
    places = [{"Bucket": BUCKET, "Key": _key(setup, number)} for number in range(SHARDS)]
    urls = [store.generate_presigned_url("get_object", Params=place) for place in places]
    payload = "jpg" if setup.data.side else "npy"
    dataset = wds.WebDataset(urls, shardshuffle=100, detshuffle=True).shuffle(1000)
    if not setup.data.side:
        dataset = dataset.decode()
    dataset = dataset.to_tuple("__key__", payload).batched(setup.data.batch_size, _batch)
    loader = wds.WebLoader(
        dataset,
        batch_size=None,
        num_workers=WORKERS,
        persistent_workers=True,
        worker_init_fn=started,
    )
    return lambda number: loader


def _key(setup: Setup, number: int) -> str:
    return f"{setup.prefix}/train.wds/{number:06}.tar"


def _sample(row: dict) -> dict:
    key = {"__key__": f"{row['id']:09}"}
    if "image" in row:
        return key | {"jpg": row["image"]}
    return key | {"npy": np.array(row["vector"], np.float32)}


def _batch(samples):
    ids = torch.tensor([int(key) for key, _ in samples])
    payloads = [payload for _, payload in samples]
    if isinstance(payloads[0], bytes):
        return {"id": ids, "image": payloads}
    return {"id": ids, "vector": torch.from_numpy(np.stack(payloads))}
