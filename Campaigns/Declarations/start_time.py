"""Starts two builds on an empty store in turns, and compares how long each takes to be ready.

It fails if the median of the new one is more than 5 ms above that of the old one.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass, field

import declarations  # noqa: F401 (finds the kit)
from kit.node import Node

from declarations import ROOT
from declarations.look import rss

MILLIS_MAX = 5.0


@dataclass
class Result:
    old_millis: list[float] = field(default_factory=list)
    new_millis: list[float] = field(default_factory=list)
    old_median: float = 0
    new_median: float = 0
    difference: float = 0
    old_rss_kib: int = 0
    new_rss_kib: int = 0
    #: The same, where the store exists already.
    old_again_median: float = 0
    new_again_median: float = 0
    again_difference: float = 0
    failures: list[str] = field(default_factory=list)


def start(weir: pathlib.Path, data: pathlib.Path) -> tuple[float, int]:
    """Milliseconds from spawn to ready, and resident memory then."""
    node = Node(data, weir=weir)
    try:
        node.start()
        memory = rss(node.process.pid)["VmRSS"]
        assert node.stop() == 0
        return round(node.ready_seconds * 1000, 2), memory
    finally:
        node.kill()


def run(old: pathlib.Path, new: pathlib.Path, folder: pathlib.Path, rounds: int) -> Result:
    result = Result()
    again: dict[str, list[float]] = {"old": [], "new": []}
    # One of each that does not count: the page cache.
    for number in range(-1, rounds):
        for name, weir, millis in (("old", old, result.old_millis), ("new", new, result.new_millis)):
            data = folder / f"{name}-{number}"
            first, memory = start(weir, data)
            second, _ = start(weir, data)
            shutil.rmtree(data)
            if number >= 0:
                millis.append(first)
                again[name].append(second)
            if name == "old":
                result.old_rss_kib = memory
            else:
                result.new_rss_kib = memory
    result.old_median, result.new_median = statistics.median(result.old_millis), statistics.median(result.new_millis)
    result.difference = round(result.new_median - result.old_median, 2)
    result.old_again_median, result.new_again_median = map(statistics.median, (again["old"], again["new"]))
    result.again_difference = round(result.new_again_median - result.old_again_median, 2)
    if result.difference > MILLIS_MAX:
        result.failures.append(f"{result.difference} ms slower than before, {MILLIS_MAX} are allowed")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description="start of two builds")
    parser.add_argument("--old", type=pathlib.Path, required=True, help="the binary to compare with")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--result", type=pathlib.Path)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="weir-start-"))
    result = run(options.old.resolve(), options.weir.resolve(), folder, options.rounds)
    shutil.rmtree(folder, ignore_errors=True)
    text = json.dumps(asdict(result), indent=1)
    if options.result:
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(text + "\n")
    print(text)
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
