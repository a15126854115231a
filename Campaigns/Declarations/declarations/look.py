"""Reads everything that a node says of its topics."""

from __future__ import annotations

import base64
import pathlib
import time

import confluent_kafka
from confluent_kafka import TopicCollection
from confluent_kafka.admin import AdminClient, ConfigResource, ConfigSource, ResourceType

from kit.clients import plain_consumer

from .api import API
from .model import Name, Seen, Topic

BATCH = 500
READ_SECONDS = 10


def hexadecimal(kafka_id) -> str:
    """A topic id as Kafka writes it, in the form of an object's uid."""
    return base64.urlsafe_b64decode(str(kafka_id) + "==").hex()


def declared(item: dict) -> Topic:
    spec, metadata = item["spec"], item["metadata"]
    return Topic(
        partitions=spec.get("partitions", 1), config=tuple(sorted(spec.get("config", {}).items())),
        labels=tuple(sorted(metadata.get("labels", {}).items())), id=metadata["uid"].replace("-", ""),
    )


def unready(item: dict) -> str | None:
    """Why a topic is not as declared yet; None where it is."""
    name, status = item["metadata"]["name"], item.get("status") or {}
    ready = {one["type"]: one for one in status.get("conditions", [])}.get("Ready", {})
    if ready.get("status") != "True":
        return f"{name}: Ready is {ready}"
    if status.get("observedGeneration") != item["metadata"].get("generation"):
        return f"{name}: observed {status.get('observedGeneration')} of {item['metadata'].get('generation')}"
    return None


def kafka_topics(bootstrap: str) -> tuple[dict[str, Topic], list[str]]:
    client = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    names = [name for name, one in client.list_topics(timeout=20).topics.items() if not name.startswith("__")]
    topics: dict[str, Topic] = {}
    for start in range(0, len(names), BATCH):
        some = names[start:start + BATCH]
        described = client.describe_topics(TopicCollection(some), request_timeout=20)
        configs = client.describe_configs([ConfigResource(ResourceType.TOPIC, one) for one in some], request_timeout=20)
        own = {resource.name: own_configs(future.result(20)) for resource, future in configs.items()}
        for name, future in described.items():
            one = future.result(20)
            topics[name] = Topic(len(one.partitions), own[name], id=hexadecimal(one.topic_id))
    return topics, sorted({name for name in names if names.count(name) > 1}) if len(names) < 2000 else []


def own_configs(entries: dict) -> tuple[tuple[str, str], ...]:
    dynamic = ConfigSource.DYNAMIC_TOPIC_CONFIG.value
    return tuple(sorted((name, entry.value) for name, entry in entries.items() if entry.source == dynamic))


def look(api: API, bootstrap: str, with_records: bool = True) -> Seen:
    """Raises what the clients raise while the node is not there."""
    items = api.all("topics")
    listed = [item["metadata"]["name"] for item in items]
    names = {item["metadata"]["name"]: Name(declared(item)) for item in items}
    for item in api.ask("GET", api.place("deletedtopics"))["items"]:
        name = item["object"]["metadata"]["name"]
        old = names.get(name, Name())
        names[name] = Name(old.topic, old.trash + (declared(item["object"]),))
    kafka, twice = kafka_topics(bootstrap)
    twice += sorted({name for name in listed if listed.count(name) > 1})
    seen = Seen(names, kafka, twice, unready=[why for why in map(unready, items) if why])
    if with_records:
        seen.records = read_records(bootstrap, kafka)
    return seen


def read_records(bootstrap: str, topics: dict[str, Topic]) -> dict[str, list[bytes]]:
    """All values by topic, read by one consumer to the end of every partition; checksums are checked."""
    if not topics:
        return {}
    waiting = {(name, index) for name, one in topics.items() for index in range(one.partitions)}
    found: dict[str, list[bytes]] = {name: [] for name in topics}
    consumer = plain_consumer(bootstrap, enable_partition_eof=True, check_crcs=True, fetch_wait_max_ms=20)
    deadline = time.monotonic() + READ_SECONDS
    try:
        begin = confluent_kafka.OFFSET_BEGINNING
        consumer.assign([confluent_kafka.TopicPartition(name, index, begin) for name, index in waiting])
        while waiting:
            assert time.monotonic() < deadline, f"no end of {len(waiting)} partitions, as {min(waiting)}"
            for message in consumer.consume(10_000, 0.02):
                error = message.error()
                if error is None:
                    found[message.topic()].append(message.value())
                elif error.code() == confluent_kafka.KafkaError._PARTITION_EOF:
                    waiting.discard((message.topic(), message.partition()))
                else:
                    raise confluent_kafka.KafkaException(error)
    finally:
        consumer.close()
    return found


def rss(pid: int) -> dict[str, int]:
    """Resident memory of a process in KiB, by kind."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: int(text.split()[0]) for name, _, text in (line.partition(":") for line in lines) if name in (
        "VmRSS", "RssAnon", "RssFile", "VmHWM")}
