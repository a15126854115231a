"""A hundred thousand objects in the store, and many watchers that do not read: memory stays bounded, the slow go.

Objects are TableFormats: nothing runs for them, so that the store and the API alone are measured.
"""

from __future__ import annotations

import argparse
import http.client
import json
import pathlib
import shutil
import socket
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

import declarations  # noqa: F401 (finds the kit)
from kit.node import Node

from declarations import ROOT
from declarations.api import API, PREFIX, VERSION, Refused
from declarations.look import rss

RSS_KIB_MAX = 512 << 10
CREATORS = 8
DROP_SECONDS = 90


@dataclass
class Result:
    objects: int
    watchers: int
    create_seconds: float = 0
    list_seconds: float = 0
    start_seconds: float = 0
    #: KiB at each stage.
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    changes: int = 0
    events_to_the_quick: int = 0
    slow_dropped: int = 0
    slow_refused: int = 0
    #: From the last change until all slow ones were gone.
    drop_seconds: float = 0
    last_words: str = ""
    failures: list[str] = field(default_factory=list)


def table_format(number: int) -> dict:
    column = {"keyPath": "id", "headerLabel": "id"}
    return {
        "apiVersion": VERSION, "kind": "TableFormat", "metadata": {"name": f"f{number:06}"},
        "spec": {"inputFormat": "JSON", "columns": [column]},
    }


def create_all(address: str, count: int) -> None:
    local = threading.local()

    def create(number: int) -> None:
        if not hasattr(local, "api"):
            local.api = API(address, 60)
        while True:
            try:
                local.api.ask("POST", API.place("tableformats"), table_format(number))
                return
            except Refused as error:
                if error.code == 409:
                    return
                if error.code != 429:
                    raise
                time.sleep(0.2)

    with ThreadPoolExecutor(CREATORS) as pool:
        for _ in pool.map(create, range(count), chunksize=64):
            pass


class SlowWatcher:
    """Asks for every object and every change, and reads nothing."""

    def __init__(self, address: str):
        host, _, port = address.rpartition(":")
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(10)
        self.socket.connect((host, int(port)))
        # From revision 0 a watch begins with all objects.
        path = f"{PREFIX}/tableformats?watch=true&resourceVersion=0&allowWatchBookmarks=true"
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())

    def is_dropped(self) -> tuple[bool, bytes]:
        """Whether the other side ended it: what is left is read to its end."""
        self.socket.settimeout(5)
        last = b""
        try:
            while piece := self.socket.recv(1 << 16):
                last = (last + piece)[-2000:]
            return True, last
        except socket.timeout:
            return False, last
        except OSError:
            return True, last
        finally:
            self.socket.close()


class QuickWatcher(threading.Thread):
    """Reads everything as it comes."""

    def __init__(self, address: str, revision: str):
        super().__init__(daemon=True)
        self.events, self.error = 0, ""
        self.ending = False
        self.connection = http.client.HTTPConnection(address, timeout=120)
        self.connection.request("GET", f"{PREFIX}/tableformats?watch=true&resourceVersion={revision}")
        self.answer = self.connection.getresponse()

    def run(self) -> None:
        try:
            while not self.ending and (line := self.answer.readline()):
                kind = json.loads(line)["type"]
                if kind == "ERROR":
                    self.error = line.decode()[:500]
                    return
                self.events += kind == "MODIFIED"
        except (OSError, http.client.HTTPException, ValueError) as error:
            if not self.ending:
                self.error = f"{type(error).__name__}: {error}"


class Campaign:
    def __init__(self, weir: pathlib.Path, folder: pathlib.Path, objects: int, watchers: int):
        self.result = Result(objects, watchers)
        self.node = Node(folder / "data", weir=weir)

    def run(self) -> Result:
        try:
            self.node.start()
            self._note("empty")
            begin = time.monotonic()
            if len(API(self.node.admin, 60).all("tableformats")) < self.result.objects:
                create_all(self.node.admin, self.result.objects)
            self.result.create_seconds = round(time.monotonic() - begin, 1)
            self._note("objects made")
            self.node.stop(60)
            self.node.start()
            self.result.start_seconds = round(self.node.ready_seconds, 3)
            time.sleep(5)
            self._note("started with them, idle")
            begin = time.monotonic()
            count = len(API(self.node.admin, 60).all("tableformats"))
            self.result.list_seconds = round(time.monotonic() - begin, 1)
            if count != self.result.objects:
                self._fail(f"{count} of {self.result.objects} are listed")
            self._watch()
            self._note("after the watchers")
            if self.node.stop(60) != 0:
                self._fail("the node did not end cleanly")
        except (AssertionError, Refused, OSError, http.client.HTTPException) as error:
            self._fail(f"{type(error).__name__}: {error}")
        finally:
            self.node.kill()
        return self.result

    def _fail(self, text: str) -> None:
        self.result.failures.append(text[:1500])

    def _note(self, stage: str) -> None:
        memory = rss(self.node.process.pid)
        self.result.memory[stage] = memory
        if memory["VmRSS"] > RSS_KIB_MAX:
            self._fail(f"{stage}: {memory['VmRSS']} KiB resident, {RSS_KIB_MAX} are allowed")

    def _watch(self) -> None:
        api = API(self.node.admin, 60)
        revision = api.ask("GET", API.place("tableformats"), limit=1)["metadata"]["resourceVersion"]
        quick = QuickWatcher(self.node.admin, revision)
        quick.start()
        slow = []
        for _ in range(self.result.watchers):
            try:
                slow.append(SlowWatcher(self.node.admin))
            except OSError:
                self.result.slow_refused += 1
        time.sleep(3)
        self._note("watchers there")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            name = f"f{self.result.changes % self.result.objects:06}"
            patch = {"metadata": {"labels": {"round": str(self.result.changes)}}}
            api.ask("PATCH", API.place("tableformats", name), patch, "application/merge-patch+json")
            self.result.changes += 1
        self._note("changes made")
        deadline = time.monotonic() + 10
        while quick.events < self.result.changes and not quick.error and time.monotonic() < deadline:
            time.sleep(0.1)
        quick.ending = True
        self.result.events_to_the_quick = quick.events
        if quick.error or quick.events != self.result.changes:
            self._fail(f"the quick watcher saw {quick.events} of {self.result.changes} changes: {quick.error}")
        self._count_dropped(slow)

    def _count_dropped(self, slow: list[SlowWatcher]) -> None:
        deadline = time.monotonic() + DROP_SECONDS
        while time.monotonic() < deadline and self._watches() > 2:
            time.sleep(1)
        self.result.drop_seconds = round(DROP_SECONDS - max(0, deadline - time.monotonic()), 1)
        with ThreadPoolExecutor(len(slow) or 1) as pool:
            ends = list(pool.map(SlowWatcher.is_dropped, slow))
        for is_dropped, last in ends:
            self.result.slow_dropped += is_dropped
            if is_dropped and not self.result.last_words:
                self.result.last_words = last[-400:].decode(errors="replace")
        if self.result.slow_dropped + self.result.slow_refused < self.result.watchers:
            self._fail(f"{self.result.slow_dropped} of {self.result.watchers} slow watchers were dropped")

    def _watches(self) -> int:
        """Connections of the admin port, from the kernel: established, with the node's port at this end."""
        port = f":{self.node.admin_port:04X}"
        rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[1].endswith(port) and row[3] == "01" for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description="many objects, slow watchers")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--watchers", type=int, default=100)
    parser.add_argument("--result", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="weir-watchers-"))
    folder.mkdir(parents=True, exist_ok=True)
    result = Campaign(options.weir.resolve(), folder, options.objects, options.watchers).run()
    text = json.dumps(asdict(result), indent=1)
    if options.result:
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(text + "\n")
    print(text)
    if not result.failures and not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
