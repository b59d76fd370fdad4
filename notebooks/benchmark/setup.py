"""What is measured: the data, and where one measurement finds it."""

import json
from dataclasses import asdict, dataclass

from benchmark.server import BUCKET

SHARDS = 16
WORKERS = 2
SEED = 7


@dataclass(frozen=True)
class Data:
    """One kind of data: `rows` of an id and a payload, in batches of `batch_size`.

    `side` and `noise` make a JPEG of about the bytes that the name says; a vector has neither.
    """

    name: str
    rows: int
    batch_size: int
    side: int = 0
    noise: int = 0

    @property
    def column(self) -> str:
        """The name of the payload's column."""
        return "image" if self.side else "vector"


DIMENSION = 256
FULL = {
    one.name: one
    for one in (
        Data("images-12k", 16384, 64, side=192, noise=14),
        Data("images-100k", 2048, 32, side=512, noise=24),
        Data("vectors", 131072, 256),
    )
}
SMALL = {
    one.name: one
    for one in (
        Data("images-12k", 1024, 16, side=192, noise=14),
        Data("images-100k", 256, 8, side=512, noise=24),
        Data("vectors", 4096, 64),
    )
}


@dataclass(frozen=True)
class Setup:
    """One measurement: which data, on which server, and a local folder that is empty before."""

    data: Data
    endpoint: str
    cache: str
    launched: float

    @property
    def prefix(self) -> str:
        """The objects of this data within the bucket."""
        return self.data.name

    def uri(self, name: str) -> str:
        """The place of one form of the data in the store."""
        return f"s3://{BUCKET}/{self.prefix}/{name}"

    @property
    def table(self) -> str:
        """The table that Spark wrote."""
        return self.uri("train.lance")

    def to_json(self) -> str:
        """For the command line of a process."""
        return json.dumps(asdict(self))

    @staticmethod
    def of_json(text: str) -> "Setup":
        """What `to_json` wrote."""
        values = json.loads(text)
        return Setup(**values | {"data": Data(**values["data"])})
