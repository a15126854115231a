"""A Weir node as a child process."""

from __future__ import annotations

import os
import pathlib
import re
import selectors
import signal
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
WEIR = pathlib.Path(os.environ.get("WEIR_BINARY", ROOT / "bin" / "weir"))
READY = re.compile(rb"^weir ready kafka=(\S+):(\d+) admin=(\S+):(\d+)")


class NodeError(Exception):
    """The node did not start, or did not end, as it should."""


class Node:
    """One `weir serve` on a data directory. It can be ended or killed and started again on the same ports."""

    def __init__(self, data_dir, settings=None, arguments=(), weir=WEIR, host="127.0.0.1"):
        self.data_dir = pathlib.Path(data_dir)
        self.weir = str(weir)
        self.settings = dict(settings or {})
        self.arguments = list(arguments)
        self.host = host
        self.kafka_port = 0
        self.admin_port = 0
        self.process: subprocess.Popen | None = None
        self.log_path = self.data_dir.parent / (self.data_dir.name + ".log")
        #: See `kit.clients.admin`.
        self.admin_client = None
        #: From spawn to the ready line.
        self.ready_seconds = 0.0
        self._spawned = 0.0

    @property
    def bootstrap(self) -> str:
        return f"{self.host}:{self.kafka_port}"

    @property
    def admin(self) -> str:
        return f"{self.host}:{self.admin_port}"

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def command(self) -> list[str]:
        command = [self.weir, "serve", "--data-dir", str(self.data_dir)]
        command += ["--kafka", self.bootstrap, "--admin", self.admin]
        for name, value in self.settings.items():
            command += ["--config", f"{name}={value}"]
        return command + self.arguments

    def spawn(self) -> None:
        """Starts the process and does not wait for it."""
        assert self.process is None, "already started"
        self._spawned = time.monotonic()
        self.admin_client = None
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL
            )

    def start(self, limit_seconds: float = 20) -> "Node":
        """Returns when the node has said that it is ready."""
        self.spawn()
        line = self._first_line(self._spawned + limit_seconds)
        match = READY.match(line)
        if not match:
            code = self.process.poll()
            self.kill()
            raise NodeError(f"not ready (exit code {code}, first line {line!r}); its log ends:\n{self.log[-2000:]}")
        self.ready_seconds = time.monotonic() - self._spawned
        self.kafka_port, self.admin_port = int(match[2]), int(match[4])
        return self

    def _first_line(self, deadline: float) -> bytes:
        assert self.process is not None and self.process.stdout is not None
        stream = self.process.stdout
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0, deadline - time.monotonic())):
                    break
                byte = os.read(stream.fileno(), 1)
                if not byte:
                    break
                line += byte
        return line

    def kill(self) -> None:
        """SIGKILL: as a crash of the process."""
        if self.process is not None:
            self.process.kill()
            self._reap(10)

    def stop(self, limit_seconds: float = 20) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self._reap(limit_seconds)

    def _reap(self, limit_seconds: float) -> int:
        assert self.process is not None
        process = self.process
        try:
            code = process.wait(limit_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
            raise NodeError(f"still running after {limit_seconds} s; its log ends:\n{self.log[-2000:]}") from None
        finally:
            self.process = None
            if process.stdout is not None:
                process.stdout.close()
        return code

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page of the admin port."""
        try:
            with urllib.request.urlopen(f"http://{self.admin}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def partition_dir(self, topic: str, partition: int = 0) -> pathlib.Path:
        """Where a partition's segments lie, found by name."""
        found = [path for path in self.data_dir.rglob(f"{topic}-{partition}") if path.is_dir()]
        assert len(found) == 1, f"{topic}-{partition}: {found}"
        return found[0]

    def segments(self, topic: str, partition: int = 0) -> list[pathlib.Path]:
        return sorted(self.partition_dir(topic, partition).glob("*.log"))
