"""Reads everything that a node says of its topics."""

from __future__ import annotations

import base64
import pathlib

import confluent_kafka
from confluent_kafka import TopicCollection
from confluent_kafka.admin import AdminClient, ConfigResource, ConfigSource, ResourceType

from kit.clients import read_all

from .api import API
from .model import Name, Seen, Topic

BATCH = 500


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
    deleted = api.ask("GET", api.place("topics"), deleted="true")["items"]
    for item in sorted(deleted, key=lambda one: one["metadata"]["annotations"]["weir.streaming/deleted-at"]):
        name = item["metadata"]["name"]
        old = names.get(name, Name())
        names[name] = Name(old.topic, old.trash + (declared(item),))
    kafka, twice = kafka_topics(bootstrap)
    twice += sorted({name for name in listed if listed.count(name) > 1})
    seen = Seen(names, kafka, twice, unready=[why for why in map(unready, items) if why])
    if with_records:
        for name, one in kafka.items():
            messages = read_all(bootstrap, name, range(one.partitions), check_crcs=True, fetch_wait_max_ms=50)
            seen.records[name] = [message.value() for message in messages]
    return seen


def rss(pid: int) -> dict[str, int]:
    """Resident memory of a process in KiB, by kind."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: int(text.split()[0]) for name, _, text in (line.partition(":") for line in lines) if name in (
        "VmRSS", "RssAnon", "RssFile", "VmHWM")}


#: What a node that is away, or a store that is away, makes of a call.
AWAY = (OSError, confluent_kafka.KafkaException)
