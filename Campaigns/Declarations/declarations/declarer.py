"""Makes random declarations, through the API and through a Kafka admin client, and keeps what was acknowledged."""

from __future__ import annotations

import http.client
import random
import threading
import time
from dataclasses import replace

import confluent_kafka
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic

from .api import API, Refused, topic
from .model import Model, Name, Records, Topic

ADMIN_SECONDS = 4
PARTITIONS_MAX = 6
CONFIGS = {
    "retention.ms": ("86400000", "3600000", "-1"), "segment.bytes": ("1048576", "16777216"),
    "max.message.bytes": ("100000", "2000000"), "flush.ms": ("10", "1000"),
}
#: How long after its acknowledgement a declaration may be unknown to Kafka clients, and what they are told meanwhile.
LAG_SECONDS = 5
LAGGING = (
    confluent_kafka.KafkaError.UNKNOWN_TOPIC_OR_PART, confluent_kafka.KafkaError.TOPIC_ALREADY_EXISTS,
    confluent_kafka.KafkaError.INVALID_PARTITIONS,
)
#: How a call ends when the node, or its store, goes away in the middle: nobody knows what became of it.
UNKNOWN = (OSError, http.client.HTTPException, confluent_kafka.KafkaException, TimeoutError)


class Declarer(threading.Thread):
    """One worker with names of its own, so that at most one of its declarations is unsettled at an end."""

    def __init__(self, number: int, seed: int, model: Model, lock: threading.Lock, names: int):
        super().__init__(daemon=True)
        self.chance = random.Random(f"{seed}-{number}")
        self.model, self.lock = model, lock
        self.names = [f"t{number}.{index}" for index in range(names)]
        self.counter = 0
        #: What was refused although it was right.
        self.refused: list[str] = []

    # ---- One declaration

    def declare(self, address: str, bootstrap: str, is_ending: threading.Event) -> str:
        """Returns acknowledged, unknown or refused."""
        name = self.chance.choice(self.names)
        with self.lock:
            before = self.model.now(name)
        kind, after, call = self._choose(name, before)
        try:
            told_id = call(API(address, ADMIN_SECONDS), bootstrap)
        except Refused as error:
            return self._failed(name, kind, after, error, is_ending, error.code < 500)
        except UNKNOWN as error:
            return self._failed(name, kind, after, error, is_ending, False)
        if after.topic is not None and after.topic.id is None and told_id:
            after = replace(after, topic=replace(after.topic, id=told_id))
        with self.lock:
            self.model.settle(name, after)
        return "acknowledged"

    def _failed(self, name, kind, after, error, is_ending, is_refusal) -> str:
        with self.lock:
            self.model.doubt(name, after)
            # The end may come to the client before the one who brings it has said so.
            if is_refusal or not is_ending.wait(ADMIN_SECONDS):
                self.refused.append(f"{kind} of {name}: {type(error).__name__}: {error}")
                return "refused"
        return "unknown"

    def _choose(self, name: str, before: Name):
        """What is declared, what there is of the name after it, and the call."""
        if before.topic is None:
            if before.trash and self.chance.random() < 0.6:
                after = Name(before.trash[-1], before.trash[:-1])
                return "undelete", after, lambda api, _: self._undelete(api, name)
            return self._creation(name, before)
        roll = self.chance.random()
        if roll < 0.3:
            return self._deletion(name, before)
        if roll < 0.55 and before.topic.partitions < PARTITIONS_MAX:
            return self._growth(name, before)
        if roll < 0.7:
            return self._labelling(name, before)
        return self._setting(name, before)

    def _creation(self, name: str, before: Name):
        config = {key: self.chance.choice(values) for key, values in CONFIGS.items() if self.chance.random() < 0.3}
        count = self.chance.randint(1, 3)
        made = Topic(count, tuple(sorted(config.items())))
        if self.chance.random() < 0.5:
            labels = {"run": str(self.chance.randrange(100))}
            made = replace(made, labels=tuple(labels.items()))

            def through_api(api, _):
                answer = api.ask("POST", api.place("topics"), topic(name, count, config, labels))
                return answer["metadata"]["uid"].replace("-", "")
            return "creation", Name(made, before.trash), through_api

        def through_kafka(_, bootstrap):
            settle(bootstrap, lambda client: client.create_topics([NewTopic(name, count, 1, config=config)]))
        return "Kafka creation", Name(made, before.trash), through_kafka

    @staticmethod
    def _undelete(api: API, name: str) -> None:
        api.ask("POST", api.place("topics", name) + "/undelete")

    def _deletion(self, name: str, before: Name):
        after = Name(None, before.trash + (before.topic,))
        if self.chance.random() < 0.5:
            return "deletion", after, lambda api, _: self._ignore(api.ask("DELETE", api.place("topics", name)))
        return "Kafka deletion", after, lambda _, bootstrap: settle(
            bootstrap, lambda client: client.delete_topics([name]))

    @staticmethod
    def _ignore(_) -> None:
        return None

    def _growth(self, name: str, before: Name):
        count = self.chance.randint(before.topic.partitions + 1, PARTITIONS_MAX)
        after = Name(replace(before.topic, partitions=count), before.trash)
        if self.chance.random() < 0.5:
            return "growth", after, lambda api, _: self._merge(api, name, {"spec": {"partitions": count}})
        return "Kafka growth", after, lambda _, bootstrap: settle(
            bootstrap, lambda client: client.create_partitions([NewPartitions(name, count)]))

    def _labelling(self, name: str, before: Name):
        value = str(self.chance.randrange(1000))
        after = Name(replace(before.topic, labels=(("run", value),)), before.trash)
        return "label", after, lambda api, _: self._merge(api, name, {"metadata": {"labels": {"run": value}}})

    def _setting(self, name: str, before: Name):
        key = self.chance.choice(list(CONFIGS))
        value = self.chance.choice(CONFIGS[key])
        config = dict(before.topic.config) | {key: value}
        after = Name(replace(before.topic, config=tuple(sorted(config.items()))), before.trash)
        # Kafka's own calls for this are not served by this release.
        return "setting", after, lambda api, _: self._merge(api, name, {"spec": {"config": {key: value}}})

    @staticmethod
    def _merge(api: API, name: str, patch: dict) -> None:
        api.ask("PATCH", api.place("topics", name), patch, "application/merge-patch+json")

    # ---- Records

    def produce(self, bootstrap: str, count: int) -> None:
        """Some records into one of the worker's topics whose id is known."""
        with self.lock:
            settled = [name for name in self.names if len(self.model.possible.get(name, [None])) == 1]
            known = [(name, self.model.now(name).topic) for name in settled]
            known = [(name, one) for name, one in known if one is not None and one.id is not None]
        if not known:
            return
        name, one = self.chance.choice(known)
        producer = confluent_kafka.Producer(
            {"bootstrap.servers": bootstrap, "enable.idempotence": True, "message.timeout.ms": ADMIN_SECONDS * 1000, "log_level": 0})
        with self.lock:
            records = self.model.records.setdefault(one.id, Records())
        for _ in range(count):
            self.counter += 1
            value = f"{self.names[0]}-{self.counter}".encode()
            records.tried.add(value)
            producer.produce(
                name, value, key=value,
                on_delivery=lambda error, message: error or records.acknowledged.add(message.value()),
            )
        producer.flush(ADMIN_SECONDS + 1)


def settle(bootstrap: str, ask) -> None:
    """One Kafka admin call by a client of its own: none goes on trying after the node was started again."""
    client = AdminClient(
        {"bootstrap.servers": bootstrap, "log_level": 0, "socket.timeout.ms": ADMIN_SECONDS * 1000})
    deadline = time.monotonic() + LAG_SECONDS
    while True:
        try:
            for future in ask(client).values():
                future.result(ADMIN_SECONDS + 2)
            return
        except confluent_kafka.KafkaException as error:
            # What was declared a moment ago may be neither made nor gone yet for Kafka clients.
            if error.args[0].code() not in LAGGING or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
