"""Ends of every kind: kill -9, SIGTERM under load, a full disk, a damaged file. What was acknowledged is there."""

import pathlib
import random
import signal
import subprocess
import threading
import time

import confluent_kafka
import pytest
from confluent_kafka import TopicPartition

from kit import wire
from kit.clients import admin, create_topic, produce_values, producer, read_all, values
from kit.wire import Connection


class Load(threading.Thread):
    """Produces numbered records to a partition until told to stop, and keeps which were acknowledged."""

    def __init__(self, bootstrap, topic, partition=0, acks="all", idempotence=True):
        super().__init__(daemon=True)
        self.topic, self.partition = topic, partition
        self.acknowledged: dict[int, int] = {}
        self.errors: list[int] = []
        self.sent = 0
        self.ending = threading.Event()
        self.sender = producer(
            bootstrap, acks=acks, enable_idempotence=idempotence, message_timeout_ms=60_000, linger_ms=1,
            reconnect_backoff_ms=20, reconnect_backoff_max_ms=100,
        )

    def run(self):
        while not self.ending.is_set():
            if len(self.sender) > 5000:
                self.sender.poll(0.01)
                continue
            number = self.sent
            self.sender.produce(
                self.topic, b"%d" % number, partition=self.partition,
                on_delivery=lambda error, message, number=number: self._delivered(error, message, number),
            )
            self.sent += 1
            self.sender.poll(0)

    def _delivered(self, error, message, number):
        if error:
            self.errors.append(error.code())
        else:
            self.acknowledged[number] = message.offset()

    def finish(self, seconds=30):
        self.ending.set()
        self.join(10)
        assert self.sender.flush(seconds) == 0

    def abandon(self):
        """Stops without waiting for what is under way."""
        self.ending.set()
        self.join(10)
        self.sender.purge()
        self.sender.flush(1)


def by_number(messages) -> dict[int, list[int]]:
    """Offsets by record number."""
    found: dict[int, list[int]] = {}
    for message in messages:
        found.setdefault(int(message.value()), []).append(message.offset())
    return found


@pytest.mark.parametrize("acks", ["all", "1"])
def test_sigterm_under_load_loses_nothing_acknowledged(own_node, name, acks):
    """A graceful end answers what it has taken, and clients move on when the node is back."""
    create_topic(own_node, name)
    load = Load(own_node.bootstrap, name, acks=acks, idempotence=acks == "all")
    load.start()
    time.sleep(0.7)
    assert own_node.stop() == 0
    time.sleep(0.2)
    own_node.start()
    time.sleep(0.7)
    load.finish()
    assert not load.errors
    assert len(load.acknowledged) == load.sent > 100
    found = by_number(read_all(own_node.bootstrap, name))
    assert set(found) == set(range(load.sent))
    if acks == "all":
        assert all(len(offsets) == 1 for offsets in found.values()), "no duplicates with idempotence"
    for number, offset in load.acknowledged.items():
        assert offset in found[number]


def test_sigterm_ends_quickly_with_waiting_consumers(own_node, name):
    create_topic(own_node, name)
    waiting = [Connection(own_node.bootstrap, timeout=30) for _ in range(5)]
    for one in waiting:
        one.send(wire.FETCH, 11, wire.fetch_body([(name, [wire.fetch_partition(0, 0)])], wait_ms=25_000))
    time.sleep(0.2)
    start = time.monotonic()
    assert own_node.stop() == 0
    assert time.monotonic() - start < 8
    for one in waiting:
        one.close()


def test_kill_loses_nothing_acknowledged_with_acks_all(own_node, name):
    create_topic(own_node, name)
    load = Load(own_node.bootstrap, name)
    load.start()
    for _ in range(3):
        time.sleep(0.5)
        own_node.kill()
        own_node.start()
    time.sleep(0.5)
    load.finish()
    assert not load.errors
    found = by_number(read_all(own_node.bootstrap, name, check_crcs=True))
    assert sorted(found) == list(range(load.sent))
    assert [offsets for _, offsets in sorted(found.items())] == sorted(found.values()), "in order"
    assert all(len(offsets) == 1 for offsets in found.values()), "without duplicates"


def test_committed_offsets_survive_a_kill(own_node, name):
    create_topic(own_node, name, 3)
    produce_values(own_node.bootstrap, name, [b"%d" % i for i in range(20)])

    def consumer():
        return confluent_kafka.Consumer({"bootstrap.servers": own_node.bootstrap, "group.id": name})

    first = consumer()
    wanted = [TopicPartition(name, 0, 12, "where I was"), TopicPartition(name, 2, 5)]
    first.commit(offsets=wanted, asynchronous=False)
    own_node.kill()
    own_node.start()
    first.close()
    second = consumer()
    found = second.committed([TopicPartition(name, index) for index in range(3)], 10)
    assert [p.offset for p in found] == [12, confluent_kafka.OFFSET_INVALID, 5]
    assert found[0].metadata == "where I was"
    low, high = second.get_watermark_offsets(TopicPartition(name, 0), 10)
    assert high - found[0].offset == 8, "the lag"
    second.close()


def test_deleted_topic_stays_deleted_and_deleted_records_stay_deleted_after_a_kill(own_node, name):
    client = admin(own_node)
    create_topic(own_node, name)
    create_topic(own_node, name + "-gone")
    produce_values(own_node.bootstrap, name, [b"%d" % i for i in range(10)])
    produce_values(own_node.bootstrap, name + "-gone", [b"x"])
    for future in client.delete_records([TopicPartition(name, 0, 6)]).values():
        future.result(10)
    client.delete_topics([name + "-gone"])[name + "-gone"].result(10)
    own_node.kill()
    own_node.start()
    assert name + "-gone" not in admin(own_node).list_topics(timeout=10).topics
    assert values(read_all(own_node.bootstrap, name)) == [b"6", b"7", b"8", b"9"]


def test_many_restarts_keep_many_partitions(own_node, name):
    create_topic(own_node, name, 20)
    for round_ in range(4):
        for partition in range(20):
            produce_values(own_node.bootstrap, name, [b"%d-%d" % (round_, partition)], partition)
        own_node.kill() if round_ % 2 else own_node.stop()
        own_node.start()
        assert own_node.ready_seconds < 2
    for partition in range(20):
        assert values(read_all(own_node.bootstrap, name, [partition])) == [b"%d-%d" % (r, partition) for r in range(4)]


# Damage


def filled(node, name, partitions=3, batches=30):
    create_topic(node, name, partitions)
    for partition in range(partitions):
        with Connection(node.bootstrap) as raw:
            for i in range(batches):
                raw.produce(name, wire.batch([b"%d-%d" % (partition, i)]), partition=partition)


def flip(path: pathlib.Path, position: int) -> None:
    with open(path, "r+b") as file:
        file.seek(position)
        byte = file.read(1)
        file.seek(position)
        file.write(bytes([byte[0] ^ 0x10]))


@pytest.mark.parametrize("place", ["record", "length", "magic"])
def test_damage_before_the_durable_point_is_named_and_not_served(own_node, name, place):
    filled(own_node, name)
    segment = own_node.segments(name, 1)[0]
    assert own_node.stop() == 0
    size = len(wire.batch([b"1-0"]))
    # The sixth batch: its last byte, its length field, or its magic.
    position = 5 * size + {"record": size - 2, "length": 9, "magic": 16}[place]
    flip(segment, position)
    own_node.start()

    for partition in (0, 2):
        assert values(read_all(own_node.bootstrap, name, [partition])) == [b"%d-%d" % (partition, i) for i in range(30)]
    with Connection(own_node.bootstrap, timeout=20) as raw:
        served = []
        for offset in range(30):
            answer = raw.fetch(name, offset, partition=1, wait_ms=0).only
            served += [value for batch in answer["batches"] for value in batch.values()]
            assert all(batch.is_intact for batch in answer["batches"])
            if offset == 5:
                assert answer["error"] in (wire.KAFKA_STORAGE_ERROR, wire.CORRUPT_MESSAGE)
        assert b"1-5" not in served
    log = own_node.log
    line = [line for line in log.splitlines() if segment.name in line]
    assert line, f"no line names {segment.name}:\n{log[-1500:]}"
    assert any(str(5 * size) in one or "offset" in one for one in line), line
    # Kept as it is, for whoever repairs it.
    assert segment.stat().st_size >= 30 * size
    assert own_node.stop() == 0


def test_torn_tail_is_cut_to_whole_batches(own_node, name):
    filled(own_node, name, 1, 10)
    segment = own_node.segments(name)[0]
    own_node.kill()
    with open(segment, "ab") as file:
        file.write(wire.batch([b"torn"])[:40])
    own_node.start()
    expected = [b"0-%d" % i for i in range(10)]
    assert values(read_all(own_node.bootstrap, name)) == expected
    assert produce_values(own_node.bootstrap, name, [b"next"]) == [10]
    assert values(read_all(own_node.bootstrap, name)) == [*expected, b"next"]


def test_lost_indexes_are_made_again(own_node, name):
    filled(own_node, name, 1, 50)
    folder = own_node.partition_dir(name)
    assert own_node.stop() == 0
    caches = [path for path in folder.iterdir() if path.suffix != ".log" and path.name != "partition.metadata"]
    assert len(caches) >= 2
    for path in caches:
        path.write_bytes(random.Random(3).randbytes(path.stat().st_size // 2))
    own_node.start()
    found = values(read_all(own_node.bootstrap, name, check_crcs=True))
    log = own_node.log
    # Every other file is a cache. Without its checkpoint a log may be taken as it is, but it is never made shorter.
    assert found == [b"0-%d" % i for i in range(50)], log[-1500:]
    assert values(read_all(own_node.bootstrap, name, start=33))[0] == b"0-33"


def test_partition_of_unknown_identity_is_offline_and_says_so(own_node, name):
    """Readers are told of a storage error: an empty partition, or an offset out of range, would be lies."""
    filled(own_node, name)
    metadata = own_node.partition_dir(name, 1) / "partition.metadata"
    assert own_node.stop() == 0
    flip(metadata, metadata.stat().st_size // 2)
    own_node.start()
    assert str(metadata) in own_node.log
    with Connection(own_node.bootstrap) as raw:
        for offset in (0, 5, 30):
            assert raw.fetch(name, offset, partition=1, wait_ms=0).only["error"] == wire.KAFKA_STORAGE_ERROR
        assert raw.produce(name, wire.batch([b"x"]), partition=1)["error"] == wire.KAFKA_STORAGE_ERROR
    for partition in (0, 2):
        assert len(read_all(own_node.bootstrap, name, [partition])) == 30
    assert 'weir_partition_offline{topic="%s",partition="1"} 1' % name in own_node.get("/metrics")[1]


# A full disk


def can_mount(folder) -> str:
    """Empty if a tmpfs can be mounted here, else why not."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "weir-test", str(folder)], capture_output=True, text=True
    )
    return done.stderr.strip() if done.returncode else ""


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    try:
        reason = can_mount(folder)
    except FileNotFoundError:
        reason = "there is no mount program"
    if reason:
        pytest.skip(f"a full disk needs a small tmpfs, and mounting is not permitted: {reason}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_full_disk_refuses_writes_serves_reads_and_heals(small_disk, make_node, name):
    own = make_node("small/data")
    own.log_path = small_disk.parent / "node.log"
    own.start()
    create_topic(own, name)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * (4 << 20))
    chunk = b"x" * 200_000
    acknowledged = []
    refused = 0
    with Connection(own.bootstrap, timeout=20) as raw:
        for i in range(200):
            answer = raw.produce(name, wire.batch([b"%06d" % i + chunk]))
            if answer["error"] == wire.NONE:
                acknowledged.append((answer["offset"], b"%06d" % i))
            else:
                assert answer["error"] == wire.KAFKA_STORAGE_ERROR
                refused += 1
                if refused == 5:
                    break
        assert refused == 5 and len(acknowledged) > 20

        def check():
            found = {m.offset(): m.value()[:6] for m in read_all(own.bootstrap, name, check_crcs=True)}
            for offset, value in acknowledged:
                assert found[offset] == value
            assert len(found) == len(acknowledged), "what was refused is not there"

        check()
        # Reading and committing nothing goes on; the clients are told, the node lives.
        assert own.is_running() and own.get("/healthz")[0] == 200
        ballast.unlink()
        deadline = time.monotonic() + 20
        while True:
            answer = raw.produce(name, wire.batch([b"%06d" % 999_999 + chunk]))
            if answer["error"] == wire.NONE:
                break
            assert answer["error"] == wire.KAFKA_STORAGE_ERROR
            assert time.monotonic() < deadline, "writes do not resume"
            time.sleep(0.2)
        acknowledged.append((answer["offset"], b"999999"))
        assert answer["offset"] == len(acknowledged) - 1
        check()
    own.kill()
    own.start()
    check()
    assert own.stop() == 0
    log = own.log
    assert "space" in log.lower(), log[-1000:]


def test_unwritable_data_directory_is_a_clear_error(tmp_path, node):
    blocker = tmp_path / "file"
    blocker.write_text("not a folder")
    command = [node.weir, "serve", "--data-dir", str(blocker / "data"), "--kafka", "127.0.0.1:0"]
    done = subprocess.run(command + ["--admin", "127.0.0.1:0"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1 and str(blocker) in done.stderr


def test_retention_by_size_and_time(make_node, name):
    own = make_node(settings={"log.retention.check.interval.ms": "200", "log.segment.delete.delay.ms": "0"}).start()
    create_topic(own, name, config={"segment.bytes": "16384", "retention.bytes": "40000"})
    old = int(time.time() * 1000) - 10_000_000
    create_topic(own, name + "-time", config={"segment.bytes": "16384", "retention.ms": "1000000"})
    for topic, at in ((name, None), (name + "-time", old)):
        with Connection(own.bootstrap) as raw:
            for i in range(100):
                assert raw.produce(topic, wire.batch([b"%d" % i + b"x" * 2000], timestamp=at))["error"] == wire.NONE
    deadline = time.monotonic() + 20
    while True:
        by_size = values(read_all(own.bootstrap, name))
        by_time = values(read_all(own.bootstrap, name + "-time"))
        if len(by_size) <= 40 and len(by_time) <= 10:
            break
        assert time.monotonic() < deadline, (len(by_size), len(by_time))
        time.sleep(0.2)
    assert by_size and by_size[-1].startswith(b"99x"), "the newest stay"
    sizes = sum(path.stat().st_size for path in own.segments(name))
    assert sizes < 80_000


def test_node_ends_by_sigint_too(own_node):
    own_node.process.send_signal(signal.SIGINT)
    assert own_node._reap(20) == 0


def test_start_is_quick(own_node):
    assert own_node.stop() == 0
    own_node.start()
    assert own_node.ready_seconds < 1, f"{own_node.ready_seconds:.3f} s"
