"""A Weir node under measurement: started, read from outside, ended by its own process id."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

READY = re.compile(r"^weir ready kafka=\S+:(\d+)(?:\s|$)", re.MULTILINE)
TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """Something that ends the run, said in words for whoever started it."""


def serve_command(binary: Path, data: Path) -> list[str]:
    return [str(binary), "serve", "--data-dir", str(data), "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0"]


def last_lines(path: Path, count: int = 15) -> str:
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return "\n".join(f"  | {line}" for line in lines[-count:]) or "  | (nothing)"


class Node:
    """One node on a fresh data directory; use it in a `with`."""

    def __init__(self, binary: Path, directory: Path):
        self.binary, self.directory = binary, directory
        self.output, self.log = directory / "stdout.log", directory / "stderr.log"

    def __enter__(self) -> "Node":
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        with self.output.open("w") as output, self.log.open("w") as log:
            command = serve_command(self.binary, self.directory / "data")
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=log)
        try:
            self.port = self.wait_ready(20)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_ready(self, seconds: float) -> int:
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if found := READY.search(self.output.read_text(errors="replace")):
                return int(found.group(1))
            if self.process.poll() is not None:
                raise Failure(f"The node ended before it was ready.\n{self.said()}")
            time.sleep(0.01)
        raise Failure(f"The node did not print 'weir ready kafka=...' within {seconds:.0f} s.\n{self.said()}")

    def said(self) -> str:
        status = self.process.poll()
        state = "The node still runs." if status is None else f"The node has ended with status {status}."
        return f"{state} Its last words on stdout:\n{last_lines(self.output)}\nand on stderr:\n{last_lines(self.log)}"

    def memory(self) -> dict[str, float]:
        """MB (1e6 bytes) by the names of /proc/PID/status."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        names = ("VmRSS", "RssAnon", "VmHWM")
        return {name: int(re.search(rf"{name}:\s+(\d+)", status).group(1)) * 1024 / 1e6 for name in names}

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
