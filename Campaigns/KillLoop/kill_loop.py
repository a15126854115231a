"""Kills a producing node with SIGKILL, again and again, and checks that it keeps what it acknowledged.

Each cycle: the node runs while an idempotent producer writes with acks=all; after U(0, 300) ms it is killed and
started again on the same data directory. One cycle in five kills it a second time while it is still starting.
The log is read back every few cycles, and whole at the end. A cycle fails if

  lost       an acknowledged record is not there, or not at the offset that was acknowledged
  duplicate  a record is there twice
  order      a partition does not hold its records in the order in which they were sent
  damage     a batch comes back with a bad checksum, or cannot be read
  refused    the producer was told that a record failed
  slow       the node took more than two seconds from spawn to ready

Usage: kill_loop.py [--cycles N] [--seed S] [--weir PATH] [--result FILE] [--keep DIR]
       kill_loop.py --self-test    plants each kind of failure; succeeds only if every one is found
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "ClientTests"))

import confluent_kafka  # noqa: E402

from kit.clients import admin, create_topic, read_all  # noqa: E402
from kit.node import Node, NodeError  # noqa: E402

PARTITIONS = 3
#: A new topic now and then, so that a long campaign does not read back ever more.
CYCLES_PER_TOPIC = 50
CYCLES_PER_CHECK = 10
START_SECONDS_MAX = 2.0
KILL_AFTER_SECONDS = 0.3
#: A burst and its pause: some twenty thousand records a second at most.
BURST, PAUSE_SECONDS = 100, 0.005


@dataclass
class Failure:
    cycle: int
    kind: str
    text: str


@dataclass
class Result:
    seed: int
    cycles: int = 0
    kills: int = 0
    sent: int = 0
    acknowledged: int = 0
    checks: int = 0
    seconds: float = 0
    start_seconds_max: float = 0
    start_seconds_median: float = 0
    failures: list[Failure] = field(default_factory=list)


class Load(threading.Thread):
    """Sends numbered records round the partitions and keeps the offset of each that was acknowledged."""

    def __init__(self, bootstrap: str, topic: str):
        super().__init__(daemon=True)
        self.topic = topic
        self.sent = 0
        self.acknowledged: dict[int, tuple[int, int]] = {}
        self.refused: list[str] = []
        self._ending = threading.Event()
        self._producer = confluent_kafka.Producer({
            "bootstrap.servers": bootstrap, "enable.idempotence": True, "acks": "all", "linger.ms": 1,
            "message.timeout.ms": 120_000, "reconnect.backoff.ms": 5, "reconnect.backoff.max.ms": 20,
            "retry.backoff.ms": 5, "retry.backoff.max.ms": 50, "error_cb": self._error, "log_level": 0,
        })

    def run(self) -> None:
        while not self._ending.is_set():
            if len(self._producer) < 20_000:
                for _ in range(BURST):
                    self._send(self.sent)
                    self.sent += 1
            self._producer.poll(PAUSE_SECONDS)

    def _send(self, number: int) -> None:
        def delivered(error, message):
            if error is None:
                self.acknowledged[number] = (message.partition(), message.offset())
            else:
                self.refused.append(f"record {number}: {error}")

        self._producer.produce(
            self.topic, b"%d %s" % (number, b"." * (number % 200)), partition=number % PARTITIONS,
            on_delivery=delivered,
        )

    def _error(self, error) -> None:
        # Lost connections are what this is about; what ends the producer is not.
        if error.fatal():
            self.refused.append(f"the producer ended: {error}")

    def finish(self) -> None:
        """Waits until everything that was sent has been acknowledged or refused."""
        self._ending.set()
        self.join(10)
        left = self._producer.flush(60)
        if left:
            self.refused.append(f"{left} records were not acknowledged within 60 s")


def read_back(bootstrap: str, topic: str) -> dict[int, list[tuple[int, int]]]:
    """(number, offset) of every record, in the order of offsets, by partition; checksums are checked."""
    found: dict[int, list[tuple[int, int]]] = {partition: [] for partition in range(PARTITIONS)}
    for message in read_all(bootstrap, topic, range(PARTITIONS), check_crcs=True, fetch_wait_max_ms=50):
        found[message.partition()].append((int(message.value().split(b" ")[0]), message.offset()))
    return found


def compare(acknowledged: dict[int, tuple[int, int]], found: dict[int, list[tuple[int, int]]]) -> list[tuple[str, str]]:
    """The failures (kind, text) of what was read back, at most a few of each kind."""
    failures: list[tuple[str, str]] = []
    places: dict[int, tuple[int, int]] = {}
    for partition, records in found.items():
        last = -1
        for number, offset in records:
            if number in places:
                failures.append(("duplicate", f"record {number} at {places[number]} and {(partition, offset)}"))
            elif number < last:
                failures.append(("order", f"record {number} at offset {offset} of {partition} stands after {last}"))
            places[number] = (partition, offset)
            last = number
    for number, place in acknowledged.items():
        if places.get(number) != place:
            there = f"is at {places[number]}" if number in places else "is not there"
            failures.append(("lost", f"record {number} was acknowledged at {place} and {there}"))
    kept: dict[str, int] = {}
    for kind, _ in failures:
        kept[kind] = kept.get(kind, 0) + 1
    shown = {kind: [one for one in failures if one[0] == kind][:3] for kind in kept}
    return [
        (kind, text + (f" (one of {kept[kind]})" if kept[kind] > 1 else "")) for kind in kept for _, text in shown[kind]
    ]


class Campaign:
    def __init__(self, weir: pathlib.Path, folder: pathlib.Path, seed: int, cycles: int):
        self.chance = random.Random(seed)
        self.cycles = cycles
        self.result = Result(seed=seed)
        self.node = Node(folder / "data", weir=weir)
        self.starts: list[float] = []
        self.load: Load | None = None

    def run(self) -> Result:
        begin = time.monotonic()
        try:
            self._start()
            for cycle in range(self.cycles):
                self._cycle(cycle)
                if self.result.failures:
                    break
            if self.load is not None:
                self._end_topic()
            if self.node.is_running() and self.node.stop() != 0:
                self._fail("damage", "the node did not end cleanly on SIGTERM")
        except (NodeError, confluent_kafka.KafkaException, AssertionError, ValueError) as error:
            self._fail("damage", f"{type(error).__name__}: {error}")
        finally:
            self.node.kill()
        self.result.seconds = round(time.monotonic() - begin, 1)
        self.result.start_seconds_max = round(max(self.starts, default=0), 3)
        self.result.start_seconds_median = round(sorted(self.starts)[len(self.starts) // 2], 3) if self.starts else 0
        return self.result

    def _fail(self, kind: str, text: str) -> None:
        self.result.failures.append(Failure(self.result.cycles, kind, text))

    def _start(self) -> None:
        self.node.start()
        self.starts.append(self.node.ready_seconds)
        if self.node.ready_seconds > START_SECONDS_MAX:
            self._fail("slow", f"{self.node.ready_seconds:.2f} s from spawn to ready")

    def _cycle(self, cycle: int) -> None:
        if self.load is None:
            self.load = Load(self.node.bootstrap, create_topic(self.node, f"kill-{cycle}", PARTITIONS))
            self.load.start()
        time.sleep(self.chance.uniform(0, KILL_AFTER_SECONDS))
        self.node.kill()
        self.result.kills += 1
        if cycle % 5 == 4:
            self.node.spawn()
            time.sleep(self.chance.uniform(0, 0.05))
            self.node.kill()
            self.result.kills += 1
        self._start()
        self.result.cycles += 1
        if (cycle + 1) % CYCLES_PER_TOPIC == 0:
            self._end_topic()
        elif (cycle + 1) % CYCLES_PER_CHECK == 0:
            self._check(dict(self.load.acknowledged))

    def _check(self, acknowledged: dict[int, tuple[int, int]]) -> None:
        assert self.load is not None
        found = read_back(self.node.bootstrap, self.load.topic)
        for kind, text in compare(acknowledged, found):
            self._fail(kind, text)
        self.result.checks += 1

    def _end_topic(self) -> None:
        """The whole of a topic: everything sent has been acknowledged by now and nothing else is there."""
        load = self.load
        assert load is not None
        load.finish()
        for text in load.refused[:3]:
            self._fail("refused", text)
        self._check(load.acknowledged)
        self.result.sent += load.sent
        self.result.acknowledged += len(load.acknowledged)
        if len(load.acknowledged) + len(load.refused) < load.sent:
            self._fail("lost", f"{load.sent} records were sent and {len(load.acknowledged)} acknowledged")
        admin(self.node).delete_topics([load.topic])[load.topic].result(20)
        self.load = None


def plant(name: str, acknowledged: dict, found: dict) -> None:
    """Changes what was acknowledged or read back as a broken node would."""
    records = found[0]
    if name == "an acknowledged record is missing":
        del records[len(records) // 2]
    elif name == "the last acknowledged record is missing":
        del records[-1]
    elif name == "a record is there twice":
        records.insert(5, (records[3][0], records[-1][1] + 1))
    elif name == "two records changed places":
        (a, at_a), (b, at_b) = records[3], records[4]
        records[3], records[4] = (b, at_a), (a, at_b)
    elif name == "a record is at another offset":
        number = records[7][0]
        acknowledged[number] = (0, acknowledged[number][1] + 1)
    elif name == "a record is in another partition":
        found[1].append(records.pop())


PLANTED = {
    "an acknowledged record is missing": "lost", "the last acknowledged record is missing": "lost",
    "a record is there twice": "duplicate", "two records changed places": "order",
    "a record is at another offset": "lost", "a record is in another partition": "lost",
}


def self_test(weir: pathlib.Path, folder: pathlib.Path) -> int:
    """Controls: the checker must find what is planted, in what was read and on a copy of the disk."""
    node = Node(folder / "data", weir=weir).start()
    missed = []
    try:
        load = Load(node.bootstrap, create_topic(node, "control", PARTITIONS))
        load.start()
        time.sleep(0.3)
        load.finish()
        found = read_back(node.bootstrap, "control")
        if load.refused or compare(load.acknowledged, found):
            print("FAILED: the untouched log is not accepted", *compare(load.acknowledged, found)[:3], sep="\n  ")
            return 1
        for name, kind in PLANTED.items():
            acknowledged, copy = dict(load.acknowledged), {p: list(records) for p, records in found.items()}
            plant(name, acknowledged, copy)
            kinds = {kind for kind, _ in compare(acknowledged, copy)}
            print(f"planted: {name}: {'found' if kind in kinds else 'MISSED'}")
            if kind not in kinds:
                missed.append(name)
        node.kill()
        name = "a node lost the end of its log"
        is_found = finds_shortened_log(weir, node, folder / "copy", load.acknowledged)
        print(f"planted: {name}: {'found' if is_found else 'MISSED'}")
        if not is_found:
            missed.append(name)
    finally:
        node.kill()
    return 1 if missed else 0


def finds_shortened_log(weir: pathlib.Path, node: Node, copy: pathlib.Path, acknowledged: dict) -> bool:
    """Cuts the second half of a partition's log on a copy, with all that could tell, and reads the copy back."""
    shutil.copytree(node.data_dir, copy)
    broken = Node(copy, weir=weir)
    segment = broken.segments("control", 1)[-1]
    for path in segment.parent.iterdir():
        if path.suffix != ".log":
            path.unlink()
    with open(segment, "r+b") as file:
        file.truncate(segment.stat().st_size // 2)
    try:
        broken.start()
        failures = compare(acknowledged, read_back(broken.bootstrap, "control"))
        return any(kind == "lost" for kind, _ in failures)
    except (NodeError, confluent_kafka.KafkaException, AssertionError):
        # The node itself noticed; a campaign would have failed as well.
        return True
    finally:
        broken.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description="kill -9 loop")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None, help="default: from the clock; printed")
    parser.add_argument("--result", type=pathlib.Path, help="where to write the JSON result")
    parser.add_argument("--keep", type=pathlib.Path, help="a directory to use, and to leave as it is")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    weir = options.weir.resolve()

    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="weir-kill-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.self_test:
        code = self_test(weir, folder)
        shutil.rmtree(folder, ignore_errors=True)
        print("self-test " + ("failed" if code else "passed"))
        return code

    seed = options.seed if options.seed is not None else int(time.time())
    result = Campaign(weir, folder, seed, options.cycles).run()
    if options.result:
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(json.dumps(asdict(result), indent=1) + "\n")
    print(
        f"{result.cycles} cycles, {result.kills} kills, {result.acknowledged} of {result.sent} records acknowledged, "
        f"{result.checks} read-backs, start {result.start_seconds_median} s (at most {result.start_seconds_max} s), "
        f"{result.seconds} s, seed {seed}: {len(result.failures)} failures"
    )
    for failure in result.failures:
        print(
            f"FAILED cycle {failure.cycle}: {failure.kind}: {failure.text}"
            f" -- reproduce: kill_loop.py --cycles {options.cycles} --seed {seed}; data in {folder}"
        )
    if result.failures:
        return 1
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
