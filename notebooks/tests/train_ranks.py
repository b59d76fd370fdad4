"""One rank of train.py, by torchrun, that counts the threads of gloo before and after its end."""

import os
import subprocess

import torch.distributed as dist

import train


def main() -> None:
    end = dist.destroy_process_group

    def counted() -> None:
        report("BEFORE")
        end()
        report("AFTER")

    dist.destroy_process_group = counted
    train.main()


def report(moment):
    command = ["ps", "-T", "-o", "comm=", "-p", str(os.getpid())]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    os.write(1, f"{moment} {names.count('gloo_runloop')}\n".encode())


if __name__ == "__main__":
    main()
