"""A node for the tests of the command line, and a way to run commands on it."""

from __future__ import annotations

import itertools
import os
import pathlib
import re
import selectors
import shutil
import signal
import subprocess
import tempfile
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WEIR = str(pathlib.Path(os.environ.get("WEIR_BINARY", ROOT / "bin" / "weir")))
READY = re.compile(rb"^weir ready kafka=(\S+:\d+) admin=(\S+:\d+)")
READY_SECONDS = 20
STOP_SECONDS = 20
_numbers = itertools.count()


class Node:
    """`weir serve` as a child process."""

    def __init__(self, home: pathlib.Path):
        self.home = home
        self.log = open(home / "node.log", "ab")
        command = [WEIR, "serve", "--data-dir", str(home / "data")]
        command += ["--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL
        )
        match = READY.match(self._first_line())
        if not match:
            self.process.kill()
            raise AssertionError(f"the node is not ready: {(home / 'node.log').read_text()}")
        self.kafka, self.admin = match[1].decode(), match[2].decode()

    def _first_line(self) -> bytes:
        line, deadline = b"", time.monotonic() + READY_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n") and selector.select(max(0, deadline - time.monotonic())):
                byte = os.read(self.process.stdout.fileno(), 1)
                if not byte:
                    break
                line += byte
        return line

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            raise
        finally:
            self.process.stdout.close()
            self.log.close()


@pytest.fixture(scope="session")
def node():
    home = pathlib.Path(tempfile.mkdtemp(prefix="weir-cli-"))
    node = Node(home)
    yield node
    code = node.stop()
    shutil.rmtree(home)
    assert code == 0, "the node did not end cleanly"


class Result:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: bytes, err: bytes):
        self.code, self.raw, self.err = code, out, err.decode(errors="replace")

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Weir:
    """Runs `weir` with the cluster of the tests in its environment."""

    def __init__(self, node: Node):
        self.environment = dict(os.environ, WEIR_CLUSTER=node.kafka, WEIR_ADMIN=node.admin)

    def start(self, *arguments, **options) -> subprocess.Popen:
        options.setdefault("stdin", subprocess.PIPE)
        return subprocess.Popen(
            [WEIR, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment, **options,
        )

    def run(self, *arguments, stdin: bytes | str = b"", seconds: float = 30) -> Result:
        process = self.start(*arguments)
        data = stdin.encode() if isinstance(stdin, str) else stdin
        try:
            out, err = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"weir {arguments} did not end; it printed {out!r} and {err!r}") from None
        return Result(process.returncode, out, err)

    def __call__(self, *arguments, stdin: bytes | str = b"", seconds: float = 30) -> Result:
        """As `run`, for commands that must succeed."""
        result = self.run(*arguments, stdin=stdin, seconds=seconds)
        assert result.code == 0, f"weir {arguments} ended with {result.code}: {result.err}"
        return result


@pytest.fixture
def weir(node) -> Weir:
    return Weir(node)


@pytest.fixture
def name(request) -> str:
    """A name that no other test uses."""
    base = "".join(c if c.isalnum() else "-" for c in request.node.name)[:80].strip("-")
    return f"{base}-{next(_numbers)}"


@pytest.fixture
def topic(weir, name) -> str:
    """A topic of one partition."""
    weir("topic", "create", name)
    return name
