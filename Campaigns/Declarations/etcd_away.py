"""Takes etcd away from a running node, frozen and killed, and looks at what goes on and what fails.

While etcd is away: producing to and consuming from existing topics go on with real clients, and declarations through
HTTP, the command line and a Kafka admin client fail within seconds, saying why. When it is back they succeed without a
restart of the node, and nothing that was refused has been done.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field

import declarations  # noqa: F401 (finds the kit)
import confluent_kafka
from confluent_kafka.admin import AdminClient, NewTopic
from kit.clients import read_all
from kit.node import Node

from declarations import ROOT
from declarations.api import API, Refused, topic
from declarations.etcd import Etcd

FAIL_SECONDS_MAX, HEAL_SECONDS_MAX = 12.0, 20.0
AWAY_SECONDS = 8


@dataclass
class Outage:
    how: str
    #: Through each way: seconds, and what was said.
    refusals: dict[str, list] = field(default_factory=dict)
    produced: int = 0
    produce_seconds_max: float = 0
    consumed: int = 0
    heal_seconds: float = 0
    healed: dict[str, float] = field(default_factory=dict)
    restart_while_away_seconds: float = 0


@dataclass
class Result:
    outages: list[Outage] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Load(threading.Thread):
    """Produces one record after the other, each acknowledged by all, and measures the slowest."""

    def __init__(self, bootstrap: str, topic_name: str):
        super().__init__(daemon=True)
        self.topic, self.acknowledged, self.slowest = topic_name, 0, 0.0
        self.refused: list[str] = []
        self.ending = threading.Event()
        self.producer = confluent_kafka.Producer({
            "bootstrap.servers": bootstrap, "acks": "all", "linger.ms": 0, "message.timeout.ms": 10_000, "log_level": 0})

    def run(self) -> None:
        while not self.ending.is_set():
            begin = time.monotonic()
            self.producer.produce(self.topic, b"%d" % self.acknowledged, on_delivery=self._delivered)
            self.producer.flush(15)
            self.slowest = max(self.slowest, time.monotonic() - begin)
            time.sleep(0.01)

    def _delivered(self, error, _) -> None:
        if error:
            self.refused.append(str(error))
        else:
            self.acknowledged += 1


class Campaign:
    def __init__(self, weir: pathlib.Path, folder: pathlib.Path):
        self.weir, self.result = weir, Result()
        self.etcd = Etcd(folder / "etcd")
        self.node = Node(folder / "data", weir=weir, arguments=["--metadata", self.etcd.metadata])

    def run(self) -> Result:
        try:
            self.etcd.start()
            self.node.start()
            self._healed(Outage("start"), "before")
            for how in ("frozen", "killed", "killed, node started meanwhile"):
                self._outage(how)
        except AssertionError as error:
            self._fail(str(error))
        finally:
            self.node.kill()
            if self.etcd.process is not None:
                self.etcd.thaw()
            self.etcd.kill()
        return self.result

    def _fail(self, text: str) -> None:
        self.result.failures.append(text[:1500])

    # ---- Ways to declare a topic; each raises where it fails

    def _http(self, name: str) -> None:
        API(self.node.admin, FAIL_SECONDS_MAX * 2).ask("POST", API.place("topics"), topic(name))

    def _cli(self, name: str) -> None:
        manifest = json.dumps(topic(name))
        self._command(["apply", "-f", "-"], manifest.encode())

    def _cli_create(self, name: str) -> None:
        self._command(["topic", "create", name])

    def _command(self, arguments: list[str], data: bytes = b"") -> None:
        done = subprocess.run(
            [self.weir, *arguments, "--cluster", self.node.bootstrap, "--admin", self.node.admin], input=data,
            capture_output=True, timeout=60, env=dict(os.environ, WEIR_CONFIG=str(self.node.data_dir) + ".config"))
        if done.returncode != 0:
            raise OSError(done.stderr.decode())

    def _kafka(self, name: str) -> None:
        client = AdminClient({"bootstrap.servers": self.node.bootstrap, "log_level": 0})
        client.create_topics([NewTopic(name, 1, 1)], request_timeout=FAIL_SECONDS_MAX * 2)[name].result(60)

    def _delete(self, name: str) -> None:
        API(self.node.admin, FAIL_SECONDS_MAX * 2).ask("DELETE", API.place("topics", "kept"))

    @property
    def _ways(self) -> dict:
        return {
            "http": self._http, "weir apply": self._cli, "weir topic create": self._cli_create, "Kafka admin": self._kafka,
        }

    # ---- One outage

    def _outage(self, how: str) -> None:
        outage = Outage(how)
        self.result.outages.append(outage)
        number = len(self.result.outages)
        before = self._names()
        load = Load(self.node.bootstrap, "kept")
        load.start()
        time.sleep(0.3)
        if how == "frozen":
            self.etcd.freeze()
        else:
            self.etcd.kill()
        if "started" in how:
            load.ending.set()
            load.join(20)
            outage.restart_while_away_seconds = self._restart()
            load = Load(self.node.bootstrap, "kept")
            load.start()
        begin = time.monotonic()
        refused = [self._refusal(outage, way, call, f"away{number}-{index}")
                   for index, (way, call) in enumerate([*self._ways.items(), ("http delete", self._delete)])]
        time.sleep(max(0, AWAY_SECONDS - (time.monotonic() - begin)))
        self._records(outage, load)
        if how == "frozen":
            self.etcd.thaw()
        else:
            self.etcd.start()
        self._healed(outage, f"back{number}")
        # What was in flight may have been done by an etcd that only slept; nothing else may.
        new = self._names() - before - {f"back{number}-{index}" for index in range(len(self._ways))}
        if how != "frozen" and new:
            self._fail(f"{how}: topics that were refused are there: {sorted(new)} of {refused}")

    def _restart(self) -> float:
        self.node.kill()
        self.node.start()
        return round(self.node.ready_seconds, 3)

    def _refusal(self, outage: Outage, way: str, call, name: str) -> str:
        begin = time.monotonic()
        try:
            call(name)
            self._fail(f"{outage.how}: a declaration through {way} succeeded while etcd was away")
            said = "it succeeded"
        except (Refused, OSError, http.client.HTTPException, confluent_kafka.KafkaException) as error:
            said = f"{type(error).__name__}: {error}"
        took = round(time.monotonic() - begin, 2)
        outage.refusals[way] = [took, said[:600]]
        if took > FAIL_SECONDS_MAX:
            self._fail(f"{outage.how}: a declaration through {way} took {took} s to fail: {said[:300]}")
        if not any(word in said.lower() for word in ("etcd", "store", "declaration", "unavailable", "not available")):
            self._fail(f"{outage.how}: the refusal through {way} does not say why: {said[:300]}")
        return name

    def _records(self, outage: Outage, load: Load) -> None:
        load.ending.set()
        load.join(20)
        outage.produced, outage.produce_seconds_max = load.acknowledged, round(load.slowest, 3)
        if load.refused or load.acknowledged == 0:
            self._fail(f"{outage.how}: {len(load.refused)} records refused, {load.acknowledged} taken: {load.refused[:1]}")
        if load.slowest > 2:
            self._fail(f"{outage.how}: a record took {load.slowest:.1f} s")
        outage.consumed = len(read_all(self.node.bootstrap, "kept"))
        if outage.consumed < load.acknowledged:
            self._fail(f"{outage.how}: {outage.consumed} records read of {load.acknowledged}")

    def _healed(self, outage: Outage, prefix: str) -> None:
        """Every way works again, without a restart."""
        begin = time.monotonic()
        if prefix == "before":
            self._http("kept")
        for index, (way, call) in enumerate(self._ways.items()):
            last = None
            while time.monotonic() - begin < HEAL_SECONDS_MAX:
                try:
                    call(f"{prefix}-{index}")
                    last = None
                    break
                except (Refused, OSError, http.client.HTTPException, confluent_kafka.KafkaException) as error:
                    last = error
                    if "already exists" in str(error).lower():
                        last = None
                        break
                    time.sleep(0.2)
            outage.healed[way] = round(time.monotonic() - begin, 2)
            if last is not None:
                self._fail(f"{outage.how}: {way} does not work {HEAL_SECONDS_MAX} s after etcd is back: {last}")
        outage.heal_seconds = max(outage.healed.values())
        deadline = time.monotonic() + HEAL_SECONDS_MAX
        wanted = {f"{prefix}-{index}" for index in range(len(self._ways))}
        while time.monotonic() < deadline:
            client = AdminClient({"bootstrap.servers": self.node.bootstrap, "log_level": 0})
            if wanted <= set(client.list_topics(timeout=10).topics):
                return
            time.sleep(0.1)
        self._fail(f"{outage.how}: topics declared after it never came: {wanted}")

    def _names(self) -> set[str]:
        return {item["metadata"]["name"] for item in API(self.node.admin).all("topics")}


def main() -> int:
    parser = argparse.ArgumentParser(description="etcd away")
    parser.add_argument("--weir", type=pathlib.Path, default=ROOT / "bin" / "weir")
    parser.add_argument("--result", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="weir-etcd-away-"))
    folder.mkdir(parents=True, exist_ok=True)
    result = Campaign(options.weir.resolve(), folder).run()
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
