"""Fetch: waiting for records, limits, sessions by hand, leader epochs, and answers in the order of requests."""

import struct
import threading
import time

import pytest

from kit import wire
from kit.clients import create_topic, produce_values
from kit.wire import Connection, fetch_body, fetch_partition


def test_waiting_fetch_is_answered_by_an_append(node, topic):
    """A long poll ends when something is there: not at once, not at its limit, and soon after the append."""
    with Connection(node.bootstrap, timeout=30) as reader, Connection(node.bootstrap) as writer:
        delays = []
        for i in range(20):
            reader.send(wire.FETCH, 11, fetch_body([(topic, [fetch_partition(0, i)])], wait_ms=20_000))
            time.sleep(0.02)
            writer.produce(topic, wire.batch([b"%d" % i]), acks=1)
            produced = time.monotonic()
            _, answer = reader.receive()
            delays.append(time.monotonic() - produced)
            batches = wire.FetchAnswer(answer).only["batches"]
            assert [value for batch in batches for value in batch.values()] == [b"%d" % i]
    assert sorted(delays)[10] < 0.05, f"median {sorted(delays)[10]:.3f} s"
    assert max(delays) < 1


def test_empty_fetch_waits_as_long_as_asked(node, topic):
    with Connection(node.bootstrap) as raw:
        start = time.monotonic()
        answer = raw.fetch(topic, 0, wait_ms=400)
        took = time.monotonic() - start
    assert answer.only["error"] == wire.NONE and not answer.only["batches"]
    assert 0.35 < took < 2


def test_fetch_waits_for_min_bytes(node, topic):
    produce_values(node.bootstrap, topic, [b"small"])
    with Connection(node.bootstrap) as raw:
        start = time.monotonic()
        answer = raw.fetch(topic, 0, wait_ms=500, min_bytes=10_000)
        took = time.monotonic() - start
        assert took > 0.4 and len(answer.only["batches"]) == 1
        start = time.monotonic()
        raw.fetch(topic, 0, wait_ms=5000, min_bytes=1)
        assert time.monotonic() - start < 1


def test_fetch_keeps_to_its_limits_but_gives_one_batch(node, topic):
    with Connection(node.bootstrap) as raw:
        for i in range(10):
            raw.produce(topic, wire.batch([b"%d" % i * 1000]))
        size = len(wire.batch([b"0" * 1000]))
        one = fetch_body([(topic, [fetch_partition(0, 0, max_bytes=10)])])
        answer = wire.FetchAnswer(raw.call(wire.FETCH, 11, one)).only
        assert [batch.base_offset for batch in answer["batches"]] == [0]
        three = fetch_body([(topic, [fetch_partition(0, 4, max_bytes=3 * size + 5)])])
        answer = wire.FetchAnswer(raw.call(wire.FETCH, 11, three)).only
        assert [batch.base_offset for batch in answer["batches"]] == [4, 5, 6]
        assert len(answer["records"]) <= 3 * size + 5
        whole = fetch_body([(topic, [fetch_partition(0, 0)])], max_bytes=2 * size + 1)
        assert len(wire.FetchAnswer(raw.call(wire.FETCH, 11, whole)).only["batches"]) == 2


def test_fetch_out_of_range_says_what_there_is(node, topic):
    produce_values(node.bootstrap, topic, [b"a", b"b"])
    with Connection(node.bootstrap) as raw:
        answer = raw.fetch(topic, 10, wait_ms=5000).only
        assert answer["error"] == wire.OFFSET_OUT_OF_RANGE
        assert raw.fetch(topic, -5).only["error"] == wire.OFFSET_OUT_OF_RANGE
        at_end = raw.fetch(topic, 2, wait_ms=0).only
    assert at_end["error"] == wire.NONE
    assert (at_end["high_watermark"], at_end["last_stable"], at_end["log_start"]) == (2, 2, 0)


def test_read_committed_lists_no_aborted_transactions(node, topic):
    produce_values(node.bootstrap, topic, [b"a"])
    with Connection(node.bootstrap) as raw:
        assert raw.fetch(topic, 0, isolation=1).only["aborted"] in (None, [])
        assert raw.fetch(topic, 0, isolation=0).only["aborted"] is None


def test_session_answers_what_changed(node, name):
    create_topic(node, name, 3)
    with Connection(node.bootstrap) as raw:

        def fetch(partitions, session, epoch, forgotten=()):
            body = fetch_body(
                [(name, partitions)] if partitions else [], wait_ms=100, session=session, epoch=epoch,
                forgotten=forgotten,
            )
            return wire.FetchAnswer(raw.call(wire.FETCH, 11, body))

        full = fetch([fetch_partition(i, 0) for i in range(3)], 0, 0)
        assert full.error == wire.NONE and full.session > 0
        assert set(full.partitions) == {(name, i) for i in range(3)}
        assert fetch([], full.session, 1).partitions == {}, "nothing changed"

        raw.produce(name, wire.batch([b"one"]), partition=1)
        changed = fetch([], full.session, 2)
        assert set(changed.partitions) == {(name, 1)}
        assert changed.partitions[(name, 1)]["batches"][0].values() == [b"one"]
        # The client's position moves when it says so; partition 0 leaves the session.
        moved = fetch([fetch_partition(1, 1)], full.session, 3, forgotten=[(name, [0])])
        assert not any(one["batches"] for one in moved.partitions.values())
        raw.produce(name, wire.batch([b"zero"]), partition=0)
        raw.produce(name, wire.batch([b"two"]), partition=1)
        changed = fetch([], full.session, 4)
        assert set(changed.partitions) == {(name, 1)}
        assert [v for b in changed.partitions[(name, 1)]["batches"] for v in b.values()] == [b"two"]

        wrong = fetch([], full.session, 99)
        assert wrong.error == wire.INVALID_FETCH_SESSION_EPOCH
        # Epoch -1 closes the session; it is unknown afterwards.
        closed = fetch([], full.session, -1)
        assert closed.error == wire.NONE
        assert fetch([], full.session, 5).error == wire.FETCH_SESSION_ID_NOT_FOUND
        assert fetch([], 12345678, 1).error == wire.FETCH_SESSION_ID_NOT_FOUND


def test_session_ends_waiting_when_any_partition_has_records(node, name):
    create_topic(node, name, 50)
    with Connection(node.bootstrap, timeout=20) as raw, Connection(node.bootstrap) as writer:
        full = fetch_body([(name, [fetch_partition(i, 0) for i in range(50)])], wait_ms=0, epoch=0)
        session = wire.FetchAnswer(raw.call(wire.FETCH, 11, full)).session
        raw.send(wire.FETCH, 11, fetch_body([], wait_ms=15_000, session=session, epoch=1))
        time.sleep(0.1)
        writer.produce(name, wire.batch([b"x"]), partition=37)
        start = time.monotonic()
        _, answer = raw.receive()
        assert time.monotonic() - start < 2
        assert set(wire.FetchAnswer(answer).partitions) == {(name, 37)}


def leader_epoch(raw, topic) -> int:
    """Metadata 7: the leader epoch of partition 0."""
    reader = raw.call(wire.METADATA, 7, wire.array([wire.string(topic)]) + wire.i8(0))
    reader.i32()
    reader.array(lambda r: (r.i32(), r.string(), r.i32(), r.string()))
    reader.string(), reader.i32()

    def partition(r):
        r.i16(), r.i32(), r.i32()
        epoch = r.i32()
        for _ in range(3):
            r.array(lambda a: a.i32())
        return epoch

    topics = reader.array(lambda r: (r.i16(), r.string(), r.i8(), r.array(partition)))
    reader.expect_end()
    return topics[0][3][0]


def test_leader_epoch_is_checked_and_stamped(node, topic):
    with Connection(node.bootstrap) as raw:
        epoch = leader_epoch(raw, topic)
        assert epoch >= 0
        # What a client claims in the batch is overwritten, outside the checksum.
        raw.produce(topic, wire.batch([b"x"], partition_leader_epoch=77))
        stored = raw.fetch(topic, 0).only["batches"][0]
        assert stored.leader_epoch == epoch and stored.is_intact

        def error(claimed):
            body = fetch_body([(topic, [fetch_partition(0, 0, leader_epoch=claimed)])])
            return wire.FetchAnswer(raw.call(wire.FETCH, 11, body)).only["error"]

        assert error(epoch) == wire.NONE
        assert error(epoch + 1) == wire.UNKNOWN_LEADER_EPOCH
        if epoch > 0:
            assert error(epoch - 1) == wire.FENCED_LEADER_EPOCH


def offset_for_leader_epoch(raw, topic, epoch, current=-1):
    """OffsetForLeaderEpoch 2, the one version librdkafka sends: (error, epoch, end offset)."""
    body = wire.array([wire.string(topic) + wire.array([wire.i32(0) + wire.i32(current) + wire.i32(epoch)])])
    reader = raw.call(wire.OFFSET_FOR_LEADER_EPOCH, 2, body)
    reader.i32()
    topics = reader.array(lambda r: (r.string(), r.array(lambda p: (p.i16(), p.i32(), p.i32(), p.i64()))))
    reader.expect_end()
    error, _, found, end = topics[0][1][0]
    return error, found, end


def test_offset_for_leader_epoch(node, topic):
    with Connection(node.bootstrap) as raw:
        epoch = leader_epoch(raw, topic)
        for i in range(3):
            raw.produce(topic, wire.batch([b"%d" % i]))
        assert offset_for_leader_epoch(raw, topic, epoch) == (wire.NONE, epoch, 3)
        assert offset_for_leader_epoch(raw, topic, epoch + 5)[1:] == (-1, -1)
        assert offset_for_leader_epoch(raw, topic, epoch, epoch + 1)[0] == wire.UNKNOWN_LEADER_EPOCH


def test_leader_epoch_rises_after_a_crash_and_old_ones_are_known(own_node, name):
    create_topic(own_node, name)
    with Connection(own_node.bootstrap) as raw:
        first = leader_epoch(raw, name)
        raw.produce(name, wire.batch([b"a", b"b"]))
    own_node.kill()
    own_node.start()
    with Connection(own_node.bootstrap) as raw:
        second = leader_epoch(raw, name)
        assert second > first
        raw.produce(name, wire.batch([b"c"]))
        assert offset_for_leader_epoch(raw, name, first) == (wire.NONE, first, 2)
        assert offset_for_leader_epoch(raw, name, second) == (wire.NONE, second, 3)
        assert [batch.leader_epoch for batch in raw.fetch(name, 0).only["batches"]] == [first, second]
        fenced = fetch_body([(name, [fetch_partition(0, 0, leader_epoch=first)])])
        assert wire.FetchAnswer(raw.call(wire.FETCH, 11, fenced)).only["error"] == wire.FENCED_LEADER_EPOCH


def test_pipelined_requests_are_answered_in_order(node, topic):
    """A waiting fetch ahead holds back the answers behind it, not the work."""
    with Connection(node.bootstrap) as raw, Connection(node.bootstrap) as other:
        blocked = raw.send(wire.FETCH, 11, fetch_body([(topic, [fetch_partition(0, 1)])], wait_ms=3000))
        behind = [raw.send(wire.API_VERSIONS, 0, b"") for _ in range(5)]
        produced = raw.send(wire.PRODUCE, 8, wire.produce_body(topic, wire.batch([b"behind"])))
        assert other.fetch(topic, 0, wait_ms=2000).only["batches"], "what stands behind a fetch is done meanwhile"
        other.produce(topic, wire.batch([b"wakes it"]))
        order = [raw.receive()[0] for _ in range(7)]
        assert order == [blocked, *behind, produced]


def test_hundreds_of_pipelined_produces(node, topic):
    count = 400
    with Connection(node.bootstrap, timeout=30) as raw:
        frames = [raw.request(wire.PRODUCE, 8, wire.produce_body(topic, wire.batch([b"%d" % i]))) for i in range(count)]
        sender = threading.Thread(target=raw.send_raw, args=(b"".join(frames),))
        sender.start()
        for i in range(count):
            correlation, reader = raw.receive()
            assert correlation == i + 1
            assert wire.produce_answer(reader)["offset"] == i
        sender.join(10)


def test_slow_reader_does_not_hold_up_others(node, name):
    """One connection asks for much and reads nothing; the node does not pile it up, and others are served."""
    create_topic(node, name)
    with Connection(node.bootstrap) as writer:
        for _ in range(20):
            writer.produce(name, wire.batch([b"x" * 900_000]))
    before = resident_mib(node)
    with Connection(node.bootstrap) as slow:
        for _ in range(400):
            slow.send(wire.FETCH, 11, fetch_body([(name, [fetch_partition(0, 0, max_bytes=2 << 20)])]))
        time.sleep(0.5)
        start = time.monotonic()
        with Connection(node.bootstrap) as other:
            other.produce(name, wire.batch([b"y"]))
        assert time.monotonic() - start < 2
        # 400 answers of 2 MiB are owed; 128 MiB a connection is the limit.
        assert resident_mib(node) - before < 300
        _, answer = slow.receive()
        assert wire.FetchAnswer(answer).only["batches"]


def resident_mib(node) -> float:
    with open(f"/proc/{node.process.pid}/status") as status:
        return int(status.read().split("VmRSS:")[1].split()[0]) / 1024


@pytest.mark.parametrize("version", [4, 5, 7, 10])
def test_older_fetch_versions(node, topic, version):
    """What old clients send: the answer's fields are those of its version."""
    produce_values(node.bootstrap, topic, [b"x"])
    partition = wire.i32(0) + (wire.i32(-1) if version >= 9 else b"") + wire.i64(0)
    partition += (wire.i64(-1) if version >= 5 else b"") + wire.i32(1 << 20)
    body = wire.i32(-1) + wire.i32(500) + wire.i32(1) + wire.i32(1 << 20) + wire.i8(0)
    body += wire.i32(0) + wire.i32(-1) if version >= 7 else b""
    body += wire.array([wire.string(topic) + wire.array([partition])])
    body += wire.array([]) if version >= 7 else b""
    with Connection(node.bootstrap) as raw:
        reader = raw.call(wire.FETCH, version, body)
    assert reader.i32() == 0
    if version >= 7:
        assert (reader.i16(), reader.i32()) == (wire.NONE, 0)

    def read(r):
        assert (r.i32(), r.i16(), r.i64(), r.i64()) == (0, wire.NONE, 1, 1)
        if version >= 5:
            assert r.i64() == 0
        r.array(lambda a: struct.unpack(">qq", a.take(16)))
        return wire.batches(r.bytes())

    topics = reader.array(lambda r: (r.string(), r.array(read)))
    reader.expect_end()
    assert topics[0][1][0][0].values() == [b"x"]
