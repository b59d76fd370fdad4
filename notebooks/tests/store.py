"""A real S3 server that can be taken away and brought back: S3Proxy over a folder."""

import os
import socket
import subprocess
import time
from pathlib import Path

import pyarrow.fs

ACCESS_KEY, SECRET_KEY = "trainer", "trainer-secret"
BUCKET = "training"
JAR = "org/gaul/s3proxy/4.1.0/s3proxy-4.1.0-jar-with-dependencies.jar"


class Store:
    """The server; `stop` ends it at once, `start` brings it back where it was.

    Each request waits `delay` milliseconds for its answer.
    """

    def __init__(self, folder: Path, delay: int = 0) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        self._settings = folder / "s3proxy.properties"
        (folder / "objects" / BUCKET).mkdir(parents=True, exist_ok=True)
        self._settings.write_text(
            f"s3proxy.endpoint=http://127.0.0.1:{self.port}\n"
            "s3proxy.authorization=aws-v2-or-v4\n"
            f"s3proxy.identity={ACCESS_KEY}\ns3proxy.credential={SECRET_KEY}\n"
            "jclouds.provider=filesystem-nio2\n"
            f"jclouds.filesystem.basedir={folder / 'objects'}\n"
            + (f"s3proxy.latency-blobstore.*.latency={delay}\n" if delay else "")
        )
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def options(self) -> dict[str, str]:
        return {
            "aws_endpoint": f"http://127.0.0.1:{self.port}",
            "aws_region": "us-east-1",
            "aws_access_key_id": ACCESS_KEY,
            "aws_secret_access_key": SECRET_KEY,
            "allow_http": "true",
        }

    def upload(self, table: Path) -> str:
        remote = pyarrow.fs.S3FileSystem(
            access_key=ACCESS_KEY,
            secret_key=SECRET_KEY,
            scheme="http",
            endpoint_override=f"127.0.0.1:{self.port}",
            region="us-east-1",
        )
        pyarrow.fs.copy_files(str(table), f"{BUCKET}/{table.name}", destination_filesystem=remote)
        return f"s3://{BUCKET}/{table.name}"

    def change_secret(self, secret: str) -> None:
        """From the next start on the key has another secret."""
        settings = self._settings.read_text()
        self._settings.write_text(settings.replace(SECRET_KEY, secret))

    def start(self) -> None:
        with (self._folder / "s3proxy.log").open("ab") as log:
            self._server = subprocess.Popen(
                ["java", "-jar", str(_jar()), "--properties", str(self._settings)],
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            assert self._server.poll() is None, (self._folder / "s3proxy.log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("S3Proxy does not listen after 30 seconds.")

    def runs(self) -> bool:
        return self._server is not None

    def stop(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None


def _jar() -> Path:
    """LANCETRAIN_S3PROXY_JAR, else what the build of the connector's tests downloaded."""
    named = os.environ.get("LANCETRAIN_S3PROXY_JAR")
    path = Path(named) if named else Path.home() / ".m2" / "repository" / JAR
    if not path.is_file():
        raise FileNotFoundError(
            f"Cannot start an S3 server: {path} is not there. Run mvn dependency:get "
            "-Dartifact=org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies, or name the jar in "
            "LANCETRAIN_S3PROXY_JAR."
        )
    return path
