"""A real S3 server, with a delay for each request: S3Proxy over a folder."""

import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

KEY, SECRET, BUCKET, REGION = "benchmark", "benchmark-secret", "benchmark", "us-east-1"
JAR = "org/gaul/s3proxy/4.1.0/s3proxy-4.1.0-jar-with-dependencies.jar"


class Server:
    """The server while the `with` block runs; `delay` milliseconds pass before each answer."""

    def __init__(self, folder: Path, delay: int) -> None:
        self._folder = folder
        self._delay = delay
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The server and its keys, in the variables that each of the libraries reads."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,
            "S3_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def __enter__(self) -> "Server":
        (self._folder / "objects" / BUCKET).mkdir(parents=True, exist_ok=True)
        settings = self._folder / f"s3proxy-{self._delay}.properties"
        settings.write_text(
            f"s3proxy.endpoint={self.endpoint}\n"
            "s3proxy.authorization=aws-v2-or-v4\n"
            f"s3proxy.identity={KEY}\ns3proxy.credential={SECRET}\n"
            "jclouds.provider=filesystem-nio2\n"
            f"jclouds.filesystem.basedir={self._folder / 'objects'}\n"
            + (f"s3proxy.latency-blobstore.*.latency={self._delay}\n" if self._delay else "")
        )
        with (self._folder / "s3proxy.log").open("ab") as log:
            command = ["java", "-jar", str(_jar()), "--properties", str(settings)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        self._process.kill()
        raise TimeoutError(f"S3Proxy does not listen after 30 s: see {self._folder}/s3proxy.log.")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()


def _jar() -> Path:
    named = os.environ.get("LANCETRAIN_S3PROXY_JAR")
    path = Path(named) if named else Path.home() / ".m2" / "repository" / JAR
    if not path.is_file():
        raise FileNotFoundError(
            f"Cannot start an S3 server: {path} is not there. Run mvn dependency:get "
            "-Dartifact=org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies, or name the jar in "
            "LANCETRAIN_S3PROXY_JAR."
        )
    return path
