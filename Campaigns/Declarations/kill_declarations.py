"""Kills a node with SIGKILL in the middle of random declarations, and compares it with what was declared.

Several workers create, change, delete and bring back topics, through the resource API and through a Kafka admin
client, and write records. After a random number of declarations the node is killed (with --etcd, the etcd that keeps
the declarations, or both), started again, and compared with every acknowledged declaration. A declaration that was in
flight may have been made or not; nothing else may differ. It fails if

  lost       a declared topic is not there
  extra      a topic is there that nobody declared
  changed    partitions, configs, labels or the id differ
  trash      a deleted topic cannot be brought back, or one that was brought back still can
  kafka      Kafka clients see something else than the API
  duplicate  one name is listed twice
  records    a topic that was kept lost records, or has some twice
  unready    a topic is not as declared 15 s after the start
  refused    a right declaration was refused while the node was up
  slow       the node took too long to start
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
from dataclasses import asdict, dataclass, field, replace

import declarations  # noqa: F401 (finds the kit)
from kit.node import Node, NodeError

from declarations import ROOT
from declarations.api import API, Refused
from declarations.declarer import UNKNOWN, Declarer
from declarations.etcd import Etcd
from declarations.look import look, read_records
from declarations.model import Model, Name, Seen, Topic

WORKERS, NAMES = 4, 6
SETTLE_SECONDS = 15
START_SECONDS_MAX = 2.0
#: Declarations between two ends.
BURST_MAX = 24


@dataclass
class Failure:
    cycle: int
    kind: str
    text: str


@dataclass
class Result:
    seed: int
    store: str
    declarations: int = 0
    acknowledged: int = 0
    unknown: int = 0
    cycles: int = 0
    node_kills: int = 0
    etcd_kills: int = 0
    topics_at_end: int = 0
    records_at_end: int = 0
    start_seconds_max: float = 0
    settle_seconds_max: float = 0
    seconds: float = 0
    failures: list[Failure] = field(default_factory=list)


class Campaign:
    def __init__(self, weir: pathlib.Path, folder: pathlib.Path, seed: int, count: int, with_etcd: bool):
        self.chance = random.Random(seed)
        self.count = count
        self.etcd = Etcd(folder / "etcd") if with_etcd else None
        arguments = ["--metadata", self.etcd.metadata] if self.etcd else []
        self.node = Node(folder / "data", weir=weir, arguments=arguments)
        self.result = Result(seed, "etcd" if with_etcd else "sqlite")
        self.model, self.lock = Model(), threading.Lock()
        self.workers = [Declarer(n, seed, self.model, self.lock, NAMES) for n in range(WORKERS)]

    def run(self) -> Result:
        begin = time.monotonic()
        try:
            if self.etcd:
                self.etcd.start()
            self._start()
            while self.result.declarations < self.count and not self.result.failures:
                self._cycle()
                self._compare()
                self.result.cycles += 1
            if self.node.is_running() and self.node.stop() != 0:
                self._fail("slow", "the node did not end cleanly on SIGTERM")
        except (NodeError, AssertionError, Refused, *UNKNOWN) as error:
            self._fail("unready", f"{type(error).__name__}: {error}")
        finally:
            self.node.kill()
            if self.etcd:
                self.etcd.kill()
        self.result.seconds = round(time.monotonic() - begin, 1)
        return self.result

    def _fail(self, kind: str, text: str) -> None:
        self.result.failures.append(Failure(self.result.cycles, kind, text[:2000]))

    def _start(self) -> None:
        self.node.start()
        self.result.start_seconds_max = max(self.result.start_seconds_max, round(self.node.ready_seconds, 3))
        if self.node.ready_seconds > START_SECONDS_MAX:
            self._fail("slow", f"{self.node.ready_seconds:.2f} s from spawn to ready")

    def _cycle(self) -> None:
        """Workers declare until the end that comes after a random number of declarations."""
        budget = min(self.chance.randint(4, BURST_MAX), self.count - self.result.declarations)
        is_ending, done = threading.Event(), threading.Semaphore(0)
        left = iter(range(budget + WORKERS))
        threads = [
            threading.Thread(target=self._work, args=(worker, left, is_ending, done), daemon=True)
            for worker in self.workers
        ]
        for thread in threads:
            thread.start()
        for _ in range(budget):
            done.acquire(timeout=30)
        time.sleep(self.chance.uniform(0, 0.01))
        self._end(is_ending)
        for thread in threads:
            thread.join(60)
        for worker in self.workers:
            for text in worker.refused:
                self._fail("refused", text)
            worker.refused.clear()
        self._begin_again()

    def _work(self, worker: Declarer, left, is_ending: threading.Event, done: threading.Semaphore) -> None:
        while not is_ending.is_set():
            with self.lock:
                if next(left, None) is None:
                    break
            outcome = worker.declare(self.node.admin, self.node.bootstrap, is_ending)
            with self.lock:
                self.result.declarations += 1
                self.result.acknowledged += outcome == "acknowledged"
                self.result.unknown += outcome == "unknown"
            if outcome == "acknowledged" and worker.chance.random() < 0.3 and not is_ending.is_set():
                worker.produce(self.node.bootstrap, 5)
            done.release()
            if outcome != "acknowledged":
                break

    def _end(self, is_ending: threading.Event) -> None:
        victims = ["node"] if self.etcd is None else self.chance.choice([["node"], ["etcd"], ["etcd", "node"]])
        self.chance.shuffle(victims)
        # Said before it is done: what fails from now on may fail.
        is_ending.set()
        for victim in victims:
            if victim == "node":
                self.node.kill()
                self.result.node_kills += 1
            else:
                self.etcd.kill()
                self.result.etcd_kills += 1
        if self.chance.random() < 0.2 and "node" in victims and (self.etcd is None or "etcd" not in victims):
            # Once more, while it is starting.
            self.node.spawn()
            time.sleep(self.chance.uniform(0, 0.08))
            self.node.kill()
            self.result.node_kills += 1

    def _begin_again(self) -> None:
        if self.etcd and self.etcd.process is None:
            if not self.node.is_running() and self.chance.random() < 0.5:
                # The node comes first, and finds its store away.
                self._start()
            self.etcd.start()
        if not self.node.is_running():
            self._start()

    def _compare(self) -> None:
        begin = time.monotonic()
        api = API(self.node.admin)
        seen, differences = None, []
        while True:
            try:
                # Records last: a topic that is still going has no end to read to.
                seen = look(api, self.node.bootstrap, with_records=False)
                differences = self.model.compare(seen)
                if not differences:
                    seen.records = read_records(self.node.bootstrap, seen.kafka)
                    differences = self.model.compare(seen)
            except (Refused, AssertionError, *UNKNOWN) as error:
                differences = [("unready", f"{type(error).__name__}: {error}")]
            if not differences or time.monotonic() - begin > SETTLE_SECONDS:
                break
            time.sleep(0.1)
        took = round(time.monotonic() - begin, 2)
        self.result.settle_seconds_max = max(self.result.settle_seconds_max, took)
        for kind, text in differences:
            self._fail(kind, text)
        if seen is not None and not differences:
            self.model.take(seen)
            self.result.topics_at_end = len(seen.kafka)
            self.result.records_at_end = sum(map(len, seen.records.values()))


# ---- The negative control: what must be found


def planted(seen: Seen) -> dict[str, tuple[str, Seen]]:
    """What a broken node would show, by its name: the kind that must be found, and the sight."""
    name = next(name for name, one in seen.names.items() if one.topic and seen.records.get(name))
    deleted = next(name for name, one in seen.names.items() if one.trash)
    topic, kafka = seen.names[name].topic, seen.kafka[name]
    one = seen.names[deleted]

    def names(**changes):
        new = dict(seen.names)
        for key, value in changes.items():
            if value is None:
                del new[key]
            else:
                new[key] = value
        return new

    def both(key: str, value: Topic | None):
        there = {other: t for other, t in seen.kafka.items() if other != key}
        changed = dict(seen.names)
        changed[key] = Name(value, seen.names.get(key, Name()).trash)
        return replace(seen, names=changed, kafka=there | ({key: replace(value, labels=())} if value else {}))

    wrong_id = replace(topic, id="0" * 32)
    values = seen.records[name]
    return {
        "a declared topic is gone": ("lost", both(name, None)),
        "a topic nobody declared is there": ("extra", both("nobodys", Topic(1, id="1" * 32))),
        "a deleted topic is back": ("extra", both(deleted, Topic(1, id="2" * 32))) if one.topic is None else (
            "changed", both(deleted, wrong_id)),
        "a partition too few": ("changed", both(name, replace(topic, partitions=topic.partitions - 1))),
        "a config is as before": ("changed", both(name, replace(topic, config=(("retention.ms", "5"),)))),
        "a label is lost": ("changed", both(name, replace(topic, labels=(("other", "1"),)))),
        "the id is another": ("changed", both(name, wrong_id)),
        "a deleted topic cannot be brought back": ("trash", replace(seen, names=names(**{deleted: Name(one.topic)}))),
        "Kafka shows other partitions": (
            "kafka", replace(seen, kafka=seen.kafka | {name: replace(kafka, partitions=kafka.partitions + 1)})),
        "Kafka does not show a topic": (
            "kafka", replace(seen, kafka={key: one for key, one in seen.kafka.items() if key != name})),
        "a record is lost": ("records", replace(seen, records=seen.records | {name: values[1:]})),
        "a record is there twice": ("records", replace(seen, records=seen.records | {name: values + values[:1]})),
        "a record of another topic": ("records", replace(seen, records=seen.records | {name: values + [b"x"]})),
        "a name is listed twice": ("duplicate", replace(seen, twice=[name])),
        "a topic is not reconciled": ("unready", replace(seen, unready=[f"{name}: Ready is False"])),
    }


def self_test(weir: pathlib.Path, folder: pathlib.Path) -> int:
    """The comparison must find what is planted, in what was seen and on the disk."""
    campaign = Campaign(weir, folder, 7, 60, False)
    missed = []
    try:
        campaign._start()
        while campaign.result.declarations < campaign.count and not campaign.result.failures:
            campaign._cycle()
            campaign._compare()
        for _ in range(8):
            campaign.workers[0].produce(campaign.node.bootstrap, 5)
            campaign.workers[1].produce(campaign.node.bootstrap, 5)
        seen = look(API(campaign.node.admin), campaign.node.bootstrap)
        if campaign.result.failures or campaign.model.compare(seen):
            print("FAILED: the untouched node is not accepted", campaign.result.failures[:3])
            return 1
        for name, (kind, sight) in planted(seen).items():
            found = {one for one, _ in campaign.model.compare(sight)}
            print(f"planted: {name}: {'found' if kind in found else f'MISSED ({found})'}")
            if kind not in found:
                missed.append(name)
        name = "the last declarations were not kept"
        is_found = finds_older_store(campaign, folder)
        print(f"planted: {name}: {'found' if is_found else 'MISSED'}")
        if not is_found:
            missed.append(name)
    finally:
        campaign.node.kill()
    return 1 if missed else 0


def finds_older_store(campaign: Campaign, folder: pathlib.Path) -> bool:
    """Puts an older store of declarations back, as if what came after had not been made durable."""
    campaign.node.stop()
    shutil.copytree(campaign.node.data_dir, folder / "older")
    campaign.node.start()
    done = threading.Event()
    for worker in campaign.workers:
        for _ in range(5):
            worker.declare(campaign.node.admin, campaign.node.bootstrap, done)
    campaign.node.kill()
    for path in (campaign.node.data_dir / "node").glob("metadata.db*"):
        path.unlink()
    for path in (folder / "older" / "node").glob("metadata.db*"):
        shutil.copy(path, campaign.node.data_dir / "node" / path.name)
    try:
        campaign.node.start()
        time.sleep(2)
        return bool(campaign.model.compare(look(API(campaign.node.admin), campaign.node.bootstrap)))
    except (NodeError, Refused, AssertionError, *UNKNOWN):
        # The node itself noticed; the campaign would have failed as well.
        return True


def main() -> int:
    parser = argparse.ArgumentParser(description="kill -9 in the middle of declarations")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--declarations", type=int, default=200)
    parser.add_argument("--etcd", action="store_true", help="keep declarations in etcd, and kill that as well")
    parser.add_argument("--seed", type=int, default=None, help="default: from the clock; printed")
    parser.add_argument("--result", type=pathlib.Path, help="where to write the JSON result")
    parser.add_argument("--keep", type=pathlib.Path, help="a directory to use, and to leave as it is")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    weir = options.weir.resolve()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="weir-declarations-"))
    folder.mkdir(parents=True, exist_ok=True)
    if options.self_test:
        code = self_test(weir, folder)
        shutil.rmtree(folder, ignore_errors=True)
        print("self-test " + ("failed" if code else "passed"))
        return code
    seed = options.seed if options.seed is not None else int(time.time())
    result = Campaign(weir, folder, seed, options.declarations, options.etcd).run()
    if options.result:
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(json.dumps(asdict(result), indent=1) + "\n")
    print(
        f"{result.store}: {result.declarations} declarations, {result.acknowledged} acknowledged, {result.unknown} cut "
        f"off, {result.node_kills} kills of the node, {result.etcd_kills} of etcd, {result.cycles} comparisons, "
        f"{result.topics_at_end} topics and {result.records_at_end} records at the end, start at most "
        f"{result.start_seconds_max} s, as declared within {result.settle_seconds_max} s, {result.seconds} s, "
        f"seed {seed}: {len(result.failures)} failures")
    for failure in result.failures[:20]:
        print(f"FAILED cycle {failure.cycle}: {failure.kind}: {failure.text}")
    if result.failures:
        print(f"reproduce: {sys.argv[0]} --declarations {options.declarations} --seed {seed}"
              f"{' --etcd' if options.etcd else ''}; data and logs in {folder}")
        return 1
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
