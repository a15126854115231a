"""What should exist: declared topics with their records, those deleted and not yet purged, and how a node differs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Topic:
    partitions: int
    config: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    #: 32 hexadecimal digits; None while nobody has told.
    id: str | None = None

    def matches(self, seen: "Topic") -> bool:
        """Whether this is what was seen; an id that nobody told matches any."""
        return replace(self, id=seen.id) == seen if self.id is None else self == seen


@dataclass(frozen=True)
class Name:
    """All there is of one name."""

    topic: Topic | None = None
    #: Deleted and not purged, in the order of their deletion.
    trash: tuple[Topic, ...] = ()

    def matches(self, seen: "Name") -> bool:
        return self.told_by(seen) is not None

    def told_by(self, seen: "Name") -> "Name | None":
        """This, with the ids that were seen; None where something else was seen. A listing tells no order of trash."""
        if (self.topic is None) != (seen.topic is None) or len(self.trash) != len(seen.trash):
            return None
        if self.topic is not None and not self.topic.matches(seen.topic):
            return None
        left, trash = list(seen.trash), []
        for mine in self.trash:
            found = next((one for one in left if mine.matches(one)), None)
            if found is None:
                return None
            left.remove(found)
            trash.append(found)
        return Name(seen.topic, tuple(trash))


@dataclass
class Records:
    """Values by topic id: acknowledged ones must be there once each, tried ones may be."""

    acknowledged: set[bytes] = field(default_factory=set)
    tried: set[bytes] = field(default_factory=set)


@dataclass
class Seen:
    """A node as its API, its Kafka side and its records show it."""

    #: From the API.
    names: dict[str, Name]
    #: From Kafka's metadata and configs; labels are not known there.
    kafka: dict[str, Topic]
    #: Names that one listing told twice.
    twice: list[str] = field(default_factory=list)
    #: Values by name of topic, with repetitions.
    records: dict[str, list[bytes]] = field(default_factory=dict)
    #: Topics that are not Ready, or whose status is of an older generation.
    unready: list[str] = field(default_factory=list)


class Model:
    """Names by what they may be: one possibility where an acknowledgement settled it, two where an end came first."""

    def __init__(self):
        self.possible: dict[str, list[Name]] = {}
        self.records: dict[str, Records] = {}

    def now(self, name: str) -> Name:
        """Precondition: settled."""
        (only,) = self.possible.get(name, [Name()])
        return only

    def settle(self, name: str, value: Name) -> None:
        self.possible[name] = [value]

    def doubt(self, name: str, after: Name) -> None:
        """A declaration was made whose outcome nobody told."""
        self.possible[name] = [self.now(name), after]

    def compare(self, seen: Seen) -> list[tuple[str, str]]:
        """How a node differs from what was declared: (kind, text)."""
        found = [("duplicate", f"{name} is listed twice") for name in seen.twice]
        for name in sorted(set(self.possible) | set(seen.names)):
            there = seen.names.get(name, Name())
            possible = self.possible.get(name, [Name()])
            if not any(one.matches(there) for one in possible):
                found.append((self._kind(possible, there), f"{name}: declared {possible}, there is {there}"))
        found += self._kafka(seen)
        found += self._records(seen)
        found += [("unready", text) for text in seen.unready]
        return found

    @staticmethod
    def _kind(possible: list[Name], there: Name) -> str:
        if there.topic is None and all(one.topic is not None for one in possible):
            return "lost"
        if there.topic is not None and all(one.topic is None for one in possible):
            return "extra"
        if all(one.topic == there.topic for one in possible):
            return "trash"
        return "changed"

    @staticmethod
    def _kafka(seen: Seen) -> list[tuple[str, str]]:
        found = []
        declared = {name: one.topic for name, one in seen.names.items() if one.topic is not None}
        for name in sorted(set(declared) | set(seen.kafka)):
            there, wanted = seen.kafka.get(name), declared.get(name)
            if there is None or wanted is None or replace(wanted, labels=()) != there:
                found.append(("kafka", f"{name}: the API says {wanted}, Kafka {there}"))
        return found

    def _records(self, seen: Seen) -> list[tuple[str, str]]:
        found = []
        for name, values in seen.records.items():
            topic = seen.names.get(name, Name()).topic
            wanted = self.records.get(topic.id if topic and topic.id else "", Records())
            missing = wanted.acknowledged - set(values)
            strange = set(values) - wanted.acknowledged - wanted.tried
            if missing:
                found.append(("records", f"{name}: {len(missing)} of {len(wanted.acknowledged)} records are lost"))
            if strange:
                found.append(("records", f"{name}: {len(strange)} records that were never sent, as {min(strange)!r}"))
            if len(values) != len(set(values)):
                found.append(("records", f"{name}: {len(values) - len(set(values))} records stand there twice"))
        return found

    def take(self, seen: Seen) -> None:
        """What is there is what was declared: doubts are settled by it."""
        for name, possible in self.possible.items():
            there = seen.names.get(name, Name())
            told = (one.told_by(there) for one in possible)
            self.possible[name] = [next(one for one in told if one is not None)]
