"""Members of consumer groups, each polling in a thread of its own."""

from __future__ import annotations

import threading
import time

import confluent_kafka


class Member:
    """A confluent-kafka consumer in a group that keeps what it was assigned, what it lost and what it read."""

    def __init__(self, bootstrap: str, group: str, topics, **options):
        settings = {
            "bootstrap.servers": bootstrap, "group.id": group, "auto.offset.reset": "earliest",
            "session.timeout.ms": 6000, "heartbeat.interval.ms": 500, "enable.auto.commit": False,
            "log_level": 0,
        }
        settings.update({name.replace("_", "."): value for name, value in options.items()})
        self.is_cooperative = settings.get("partition.assignment.strategy") == "cooperative-sticky"
        self.consumer = confluent_kafka.Consumer(settings)
        self.lock = threading.Lock()
        self.partitions: set[int] = set()
        #: ("assigned" | "revoked" | "lost", partitions), in order.
        self.events: list[tuple[str, frozenset[int]]] = []
        self.messages: list = []
        self.errors: list = []
        self._stop = threading.Event()
        self._leave = True
        self.consumer.subscribe(
            list(topics), on_assign=self._on_assign, on_revoke=self._on_revoke, on_lost=self._on_lost
        )
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _on_assign(self, consumer, partitions):
        with self.lock:
            indexes = frozenset(p.partition for p in partitions)
            self.events.append(("assigned", indexes))
            self.partitions = self.partitions | indexes if self.is_cooperative else set(indexes)

    def _on_revoke(self, consumer, partitions):
        self._let_go("revoked", partitions)

    def _on_lost(self, consumer, partitions):
        self._let_go("lost", partitions)

    def _let_go(self, event, partitions):
        with self.lock:
            indexes = frozenset(p.partition for p in partitions)
            self.events.append((event, indexes))
            self.partitions -= indexes

    def _run(self):
        while not self._stop.is_set():
            message = self.consumer.poll(0.1)
            if message is None:
                continue
            with self.lock:
                (self.errors if message.error() else self.messages).append(
                    message.error() if message.error() else message
                )
        self.consumer.close()

    def close(self) -> None:
        """Ends polling and closes; a member without an instance id leaves the group."""
        self._stop.set()
        self.thread.join(15)
        assert not self.thread.is_alive()

    def __enter__(self) -> "Member":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def values(self) -> list[bytes]:
        with self.lock:
            return [message.value() for message in self.messages]


def wait_until(condition, seconds: float = 15, what: str = "the condition"):
    """The condition's first true value; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds} s"
        time.sleep(0.05)


def is_shared(members, count: int) -> bool:
    """Whether the members hold all partitions among them, each by one, and none more than one above another."""
    held = [set(member.partitions) for member in members]
    sizes = [len(one) for one in held]
    return (
        set().union(*held) == set(range(count)) and sum(sizes) == count and max(sizes) - min(sizes) <= 1
    )
