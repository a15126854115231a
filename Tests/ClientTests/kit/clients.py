"""Five Kafka clients behind one small interface: produce records with a codec and acks, and read a topic."""

from __future__ import annotations

import asyncio
import os
import pathlib
import subprocess
import time
from dataclasses import dataclass

import aiokafka
import confluent_kafka
import kafka
from confluent_kafka.admin import AdminClient, NewTopic

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOOLS = ROOT / ".build" / "test-tools"
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
LIMIT_SECONDS = 30
#: Connections are lost on purpose here; what matters of it is asserted.
QUIET = {"log_level": 0}


@dataclass(frozen=True)
class Rec:
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()


class Client:
    """`produce` returns when what it sent has been acknowledged (or, with acks 0, sent)."""

    name = ""
    #: Whether each record may have headers of its own.
    has_headers = True

    def produce(self, bootstrap: str, topic: str, records: list[Rec], codec: str, acks: int) -> None:
        raise NotImplementedError

    def consume(self, bootstrap: str, topic: str, count: int) -> list[Rec]:
        """The first `count` records of the topic's partitions; fewer fail."""
        raise NotImplementedError


class Kcat(Client):
    name = "kcat"
    has_headers = False

    def produce(self, bootstrap, topic, records, codec, acks):
        lines = b"".join((record.key or b"") + b"\t" + (record.value or b"") + b"\n" for record in records)
        run(
            ["kcat", "-P", "-b", bootstrap, "-t", topic, "-K", "\t", "-z", codec, "-X", f"acks={acks}"]
            + ["-X", "linger.ms=20"],
            lines,
        )

    def consume(self, bootstrap, topic, count):
        out = run(
            ["kcat", "-C", "-b", bootstrap, "-t", topic, "-o", "beginning", "-c", str(count), "-q"]
            + ["-f", "%k\t%s\n"]
        )
        return [Rec(*line.split(b"\t", 1)) for line in out.splitlines()]


class Confluent(Client):
    name = "confluent-kafka"

    def produce(self, bootstrap, topic, records, codec, acks):
        failed = []
        producer = confluent_kafka.Producer(
            {"bootstrap.servers": bootstrap, "compression.type": codec, "acks": acks, "linger.ms": 20, **QUIET}
        )
        for record in records:
            producer.produce(
                topic, record.value, record.key, headers=list(record.headers),
                on_delivery=lambda error, _: failed.append(error) if error else None,
            )
            producer.poll(0)
        assert producer.flush(LIMIT_SECONDS) == 0
        assert not failed, failed[0]

    def consume(self, bootstrap, topic, count):
        consumer = plain_consumer(bootstrap)
        try:
            partitions = consumer.list_topics(topic, 10).topics[topic].partitions
            consumer.assign([confluent_kafka.TopicPartition(topic, index, 0) for index in partitions])
            found = []
            deadline = time.monotonic() + LIMIT_SECONDS
            while len(found) < count and time.monotonic() < deadline:
                for message in consumer.consume(count - len(found), 0.2):
                    assert not message.error(), message.error()
                    found.append(Rec(message.key(), message.value(), tuple(message.headers() or ())))
        finally:
            consumer.close()
        assert len(found) == count
        return found


class KafkaPython(Client):
    name = "kafka-python"

    def produce(self, bootstrap, topic, records, codec, acks):
        producer = kafka.KafkaProducer(
            bootstrap_servers=bootstrap, compression_type=None if codec == "none" else codec,
            acks="all" if acks == -1 else acks, linger_ms=20,
        )
        try:
            sent = [
                producer.send(topic, record.value, record.key, headers=list(record.headers)) for record in records
            ]
            producer.flush(LIMIT_SECONDS)
            for future in sent:
                future.get(LIMIT_SECONDS)
        finally:
            producer.close()

    def consume(self, bootstrap, topic, count):
        consumer = kafka.KafkaConsumer(
            bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
        )
        try:
            partitions = sorted(consumer.partitions_for_topic(topic))
            consumer.assign([kafka.TopicPartition(topic, index) for index in partitions])
            found = []
            deadline = time.monotonic() + LIMIT_SECONDS
            while len(found) < count and time.monotonic() < deadline:
                for messages in consumer.poll(200).values():
                    found += [Rec(m.key, m.value, tuple(m.headers)) for m in messages]
        finally:
            consumer.close()
        assert len(found) == count
        return found


class Aiokafka(Client):
    name = "aiokafka"

    def produce(self, bootstrap, topic, records, codec, acks):
        async def send():
            producer = aiokafka.AIOKafkaProducer(
                bootstrap_servers=bootstrap, compression_type=None if codec == "none" else codec,
                acks="all" if acks == -1 else acks, linger_ms=20,
            )
            await producer.start()
            try:
                sent = [
                    await producer.send(topic, record.value, record.key, headers=list(record.headers))
                    for record in records
                ]
                await asyncio.gather(*sent)
            finally:
                await producer.stop()

        asyncio.run(asyncio.wait_for(send(), LIMIT_SECONDS))

    def consume(self, bootstrap, topic, count):
        async def read():
            consumer = aiokafka.AIOKafkaConsumer(
                topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
            )
            await consumer.start()
            found = []
            try:
                while len(found) < count:
                    for messages in (await consumer.getmany(timeout_ms=200)).values():
                        found.extend(Rec(m.key, m.value, tuple(m.headers)) for m in messages)
            finally:
                await consumer.stop()
            return found

        found = asyncio.run(asyncio.wait_for(read(), LIMIT_SECONDS))
        assert len(found) == count
        return found


class Sarama(Client):
    name = "sarama"
    has_headers = False

    def __init__(self):
        self.program: pathlib.Path | None = None

    def build(self) -> str:
        """Builds the Go program once, from Debian's packages alone."""
        if self.program is None:
            TOOLS.mkdir(parents=True, exist_ok=True)
            program = TOOLS / "sarama"
            environment = dict(
                os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOCACHE=str(TOOLS / "go-cache"), GOFLAGS=""
            )
            source = pathlib.Path(__file__).resolve().parents[1] / "sarama" / "main.go"
            done = subprocess.run(
                ["go", "build", "-o", str(program), str(source)], capture_output=True, env=environment, timeout=300
            )
            assert done.returncode == 0, done.stderr.decode()
            self.program = program
        return str(self.program)

    def produce(self, bootstrap, topic, records, codec, acks):
        lines = b"".join((record.key or b"") + b"\t" + (record.value or b"") + b"\n" for record in records)
        run([self.build(), "produce", bootstrap, topic, codec, str(acks)], lines)

    def consume(self, bootstrap, topic, count):
        return self.parse(run([self.build(), "consume", bootstrap, topic, str(count)]))

    def consume_in_group(self, bootstrap: str, topic: str, count: int, group: str) -> list[Rec]:
        return self.parse(run([self.build(), "group", bootstrap, topic, str(count), group]))

    @staticmethod
    def parse(out: bytes) -> list[Rec]:
        return [Rec(*line.split(b"\t")[:2]) for line in out.splitlines()]


CLIENTS: dict[str, Client] = {c.name: c for c in (Kcat(), Confluent(), KafkaPython(), Aiokafka(), Sarama())}


def run(command: list[str], stdin: bytes = b"", limit_seconds: float = LIMIT_SECONDS + 10) -> bytes:
    """Standard output of a program that must succeed."""
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=limit_seconds)
    assert done.returncode == 0, f"{command[0]} exited with {done.returncode}: {done.stderr.decode()[-1000:]}"
    return done.stdout


def admin(node) -> AdminClient:
    """One client per run of a node. Kept on the node: its calls end when the client is collected."""
    if node.admin_client is None:
        node.admin_client = AdminClient({"bootstrap.servers": node.bootstrap, **QUIET})
    return node.admin_client


def create_topic(node, name: str, partitions: int = 1, config: dict | None = None) -> str:
    admin(node).create_topics([NewTopic(name, partitions, 1, config=config or {})])[name].result(20)
    return name


def producer(bootstrap: str, **options) -> confluent_kafka.Producer:
    """A confluent-kafka producer; options are librdkafka's with "_" for "."."""
    settings = {"bootstrap.servers": bootstrap, "linger.ms": 5, **QUIET}
    settings.update({name.replace("_", "."): value for name, value in options.items()})
    return confluent_kafka.Producer(settings)


def produce_values(bootstrap: str, topic: str, values, partition: int = 0, **options) -> list[int]:
    """Produces and returns the offset of each value; a failure raises."""
    results: list = []
    sender = producer(bootstrap, **options)
    for value in values:
        sender.produce(
            topic, value, partition=partition, on_delivery=lambda error, message: results.append((error, message))
        )
        sender.poll(0)
    assert sender.flush(LIMIT_SECONDS) == 0
    for error, _ in results:
        assert error is None, error
    return [message.offset() for _, message in results]


def plain_consumer(bootstrap: str, **options) -> confluent_kafka.Consumer:
    """A confluent-kafka consumer that is told what to read: no group, nothing committed."""
    settings = {"bootstrap.servers": bootstrap, "group.id": "none", "enable.auto.commit": False, **QUIET}
    settings.update({name.replace("_", "."): value for name, value in options.items()})
    return confluent_kafka.Consumer(settings)


def read_all(bootstrap: str, topic: str, partitions=(0,), start: int | None = None, **options) -> list:
    """All records that are there now, as confluent-kafka messages, up to the end of each partition."""
    consumer = plain_consumer(bootstrap, **{"enable_partition_eof": True, "fetch_wait_max_ms": 10, **options})
    begin = confluent_kafka.OFFSET_BEGINNING if start is None else start
    waiting = set(partitions)
    found = []
    deadline = time.monotonic() + LIMIT_SECONDS
    try:
        consumer.assign([confluent_kafka.TopicPartition(topic, index, begin) for index in partitions])
        while waiting:
            assert time.monotonic() < deadline, f"no end of partitions {waiting} of {topic}"
            for message in consumer.consume(10_000, 0.02):
                error = message.error()
                if error is None:
                    found.append(message)
                elif error.code() == confluent_kafka.KafkaError._PARTITION_EOF:
                    waiting.discard(message.partition())
                else:
                    raise confluent_kafka.KafkaException(error)
    finally:
        consumer.close()
    return found


def values(messages) -> list[bytes | None]:
    return [message.value() for message in messages]
