"""The S3 server of the tests, as each of the libraries is told of it."""

import sys
from pathlib import Path
from types import TracebackType

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from store import ACCESS_KEY, BUCKET, SECRET_KEY, Store

__all__ = ["ACCESS_KEY", "BUCKET", "SECRET_KEY", "Server"]


class Server:
    """The server while the `with` block runs; `delay` milliseconds pass before each answer."""

    def __init__(self, folder: Path, delay: int) -> None:
        self._folder = folder
        self._delay = delay

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return self._store.options["aws_endpoint"]

    @property
    def environment(self) -> dict[str, str]:
        """The server and its keys, in the variables that each of the libraries reads."""
        region = self._store.options["aws_region"]
        return {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_ENDPOINT_URL": self.endpoint,
            "S3_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def __enter__(self) -> "Server":
        self._store = Store(self._folder, self._delay)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.stop()
