"""An etcd as a child process: started, killed, stopped and started again on the same data."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

from . import ROOT


def binary() -> str:
    found = shutil.which("etcd") or next((str(p) for p in [ROOT / ".build/tools/etcd"] if p.exists()), None)
    if found is None:
        raise SystemExit("etcd is not installed: apt-get install etcd-server")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


class Etcd:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.port, self.peer = free_port(), free_port()
        self.process: subprocess.Popen | None = None

    @property
    def metadata(self) -> str:
        return f"etcd://127.0.0.1:{self.port}"

    def start(self) -> "Etcd":
        client, peer = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.peer}"
        command = [binary(), "--data-dir", str(self.folder), "--listen-client-urls", client]
        command += ["--advertise-client-urls", client, "--listen-peer-urls", peer]
        command += ["--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}"]
        with open(self.folder.parent / (self.folder.name + ".log"), "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{client}/health", timeout=1) as answer:
                    if b"true" in answer.read():
                        return self
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError("etcd is not healthy after 20 s")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def freeze(self) -> None:
        """SIGSTOP: connections stay and nothing answers, as behind a broken network."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGCONT)
