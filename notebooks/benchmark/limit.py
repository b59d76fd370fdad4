"""What the server itself gives: the table's data files by plain parallel requests of `curl`.

    python -m benchmark.limit SETUP [PARALLEL]

Prints a line of JSON: bytes a second.
"""

import json
import subprocess
import sys
import time

import boto3
from botocore.config import Config

from benchmark.server import BUCKET
from benchmark.setup import Setup


def main(setup: Setup, parallel: int) -> None:
    """Reads every data file once, with so many requests at a time."""
    store = boto3.client("s3", config=Config(signature_version="s3v4"))
    folder = f"{setup.prefix}/train.lance/data/"
    found = store.list_objects_v2(Bucket=BUCKET, Prefix=folder)["Contents"]
    places = [{"Bucket": BUCKET, "Key": one["Key"]} for one in found]
    urls = [store.generate_presigned_url("get_object", Params=place) for place in places]
    lines = "".join(f'url = "{url}"\noutput = /dev/null\n' for url in urls)
    command = ["curl", "-s", "-f", "--parallel", "--parallel-max", str(parallel), "--config", "-"]
    began = time.monotonic()
    subprocess.run(command, input=lines, text=True, check=True, timeout=300)
    seconds = time.monotonic() - began
    print(json.dumps(sum(one["Size"] for one in found) / seconds), flush=True)


if __name__ == "__main__":
    main(Setup.of_json(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 16)
