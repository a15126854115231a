"""Ten thousand topics declared by one file: how long until they are ready, how the node starts and idles with them.

It fails if they are not all ready 60 s after `weir apply -f` began, if the node then takes a second or more to start,
or if it idles above 100 MiB of resident memory.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field

import declarations  # noqa: F401 (finds the kit)
import confluent_kafka
from confluent_kafka.admin import AdminClient
from kit.node import Node

from declarations import ROOT
from declarations.api import API
from declarations.look import rss, unready

READY_SECONDS_MAX, START_SECONDS_MAX, RSS_KIB_MAX = 60, 1.0, 100 << 10


@dataclass
class Result:
    topics: int
    partitions_each: int
    apply_seconds: float = 0
    ready_seconds: float = 0
    apply_again_seconds: float = 0
    start_seconds: list[float] = field(default_factory=list)
    #: KiB, ten seconds after a start and with no clients.
    idle: dict[str, int] = field(default_factory=dict)
    #: KiB, after the topics were made.
    after_apply: dict[str, int] = field(default_factory=dict)
    first_produce_seconds: float = 0
    failures: list[str] = field(default_factory=list)


def manifest(path: pathlib.Path, count: int, partitions: int) -> None:
    with open(path, "w") as file:
        for number in range(count):
            file.write(
                f"---\napiVersion: weir.streaming/v1\nkind: Topic\nmetadata:\n  name: many-{number:05}\n"
                f"spec:\n  partitions: {partitions}\n")


def apply(weir: pathlib.Path, node: Node, path: pathlib.Path, result: Result) -> float:
    begin = time.monotonic()
    done = subprocess.run(
        [weir, "apply", "-f", path, "--cluster", node.bootstrap, "--admin", node.admin], capture_output=True,
        timeout=300, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        result.failures.append(f"weir apply ended with {done.returncode}: {done.stderr.decode()[-1000:]}")
    return round(time.monotonic() - begin, 2)


def wait_ready(node: Node, count: int, begin: float, limit: float) -> tuple[float, str]:
    """Seconds since `begin` when all were ready, and what was missing at the limit."""
    api = API(node.admin, 30)
    while True:
        items = api.all("topics")
        missing = [why for why in map(unready, items) if why]
        now = time.monotonic() - begin
        if len(items) >= count and not missing:
            return round(now, 2), ""
        if now > limit:
            return round(now, 2), f"{len(items)} of {count} there, {len(missing)} not ready, as {missing[:1]}"
        time.sleep(0.25)


def kafka_count(node: Node) -> int:
    return len(AdminClient({"bootstrap.servers": node.bootstrap, "log_level": 0}).list_topics(timeout=30).topics)


def produce_one(node: Node, topic: str) -> float:
    begin, failed = time.monotonic(), []
    producer = confluent_kafka.Producer({"bootstrap.servers": node.bootstrap, "acks": "all", "log_level": 0})
    producer.produce(topic, b"x", on_delivery=lambda error, _: failed.append(error) if error else None)
    assert producer.flush(20) == 0 and not failed, failed
    return round(time.monotonic() - begin, 3)


def run(weir: pathlib.Path, folder: pathlib.Path, count: int, partitions: int) -> Result:
    result = Result(count, partitions)
    manifest(folder / "many.yaml", count, partitions)
    node = Node(folder / "data", weir=weir, settings={"auto.create.topics.enable": "false"})
    try:
        node.start()
        begin = time.monotonic()
        result.apply_seconds = apply(weir, node, folder / "many.yaml", result)
        result.ready_seconds, missing = wait_ready(node, count, begin, READY_SECONDS_MAX * 2)
        if missing or result.ready_seconds > READY_SECONDS_MAX:
            result.failures.append(f"not ready within {READY_SECONDS_MAX} s: {result.ready_seconds} s {missing}")
        if (seen := kafka_count(node)) < count:
            result.failures.append(f"Kafka clients see {seen} of {count} topics")
        result.first_produce_seconds = produce_one(node, f"many-{count - 1:05}")
        result.after_apply = rss(node.process.pid)
        result.apply_again_seconds = apply(weir, node, folder / "many.yaml", result)
        starts(node, result)
        if (seen := kafka_count(node)) < count:
            result.failures.append(f"after the starts Kafka clients see {seen} of {count} topics")
        _, missing = wait_ready(node, count, time.monotonic(), 20)
        if missing:
            result.failures.append(f"after the starts: {missing}")
        node.stop()
    except AssertionError as error:
        result.failures.append(f"a record was not acknowledged within 20 s: {error}")
    finally:
        node.kill()
    return result


def starts(node: Node, result: Result) -> None:
    """Ends the node cleanly and with SIGKILL, and starts it again."""
    for number in range(5):
        if number % 2:
            node.kill()
        else:
            node.stop(60)
        node.start(30)
        result.start_seconds.append(round(node.ready_seconds, 3))
        if node.ready_seconds >= START_SECONDS_MAX:
            result.failures.append(f"{node.ready_seconds:.3f} s from spawn to ready")
        time.sleep(1)
    time.sleep(10)
    result.idle = rss(node.process.pid)
    if result.idle["VmRSS"] > RSS_KIB_MAX:
        result.failures.append(f"idles at {result.idle['VmRSS']} KiB of {RSS_KIB_MAX}")


def main() -> int:
    parser = argparse.ArgumentParser(description="many topics by one file")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--partitions", type=int, default=1)
    parser.add_argument("--result", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="weir-many-"))
    folder.mkdir(parents=True, exist_ok=True)
    result = run(options.weir.resolve(), folder, options.topics, options.partitions)
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
