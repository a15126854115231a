"""What no client should send: each gets its answer or its connection closed, and the others notice nothing."""

import random
import socket
import struct
import subprocess

import pytest
import zstandard

from kit import wire
from kit.clients import create_topic, produce_values, read_all, run, values
from kit.wire import Connection, array, i16, i32, string


@pytest.fixture
def witness(node, topic):
    """Another client at work: whatever the test does, it is served before and after."""
    with Connection(node.bootstrap) as raw:
        assert raw.produce(topic, wire.batch([b"before"]))["offset"] == 0
        yield raw
        assert raw.produce(topic, wire.batch([b"after"]))["error"] == wire.NONE


def test_unknown_api_version_of_api_versions_gets_version_0(node, witness):
    """The answer to a version the node does not know has the body of version 0, and says which it knows."""
    with Connection(node.bootstrap) as raw:
        for version in (5, 99, 32767):
            reader = raw.call(wire.API_VERSIONS, version, b"\0" + b"whatever comes here")
            assert reader.i16() == wire.UNSUPPORTED_VERSION
            known = dict(reader.array(lambda r: (r.i16(), (r.i16(), r.i16()))))
            reader.expect_end()
            assert known[wire.API_VERSIONS][0] == 0 and known[wire.API_VERSIONS][1] >= 3
        assert wire.FETCH in raw.api_versions(), "the connection goes on"


def test_api_versions_3_has_the_old_header(node):
    with Connection(node.bootstrap) as raw:
        body = wire.compact_string("test") + wire.compact_string("1.0") + b"\0"
        reader = raw.call(wire.API_VERSIONS, 3, body, flexible=True)
        assert reader.i16() == wire.NONE

        def entry(r):
            found = (r.i16(), (r.i16(), r.i16()))
            r.tags()
            return found

        flexible = dict(reader.compact_array(entry))
        assert reader.i32() == 0
        reader.tags()
        reader.expect_end()
        assert flexible == raw.api_versions()


def test_advertised_versions(node):
    """What clients need of us, and nothing that does not work yet."""
    with Connection(node.bootstrap) as raw:
        known = raw.api_versions()
    needed = {0: (0, 11), 1: (4, 16), 2: (1, 8), 3: (0, 12), 8: (2, 9), 9: (1, 9), 10: (0, 4), 11: (0, 9), 12: (0, 4),
              13: (0, 5), 14: (0, 5), 15: (0, 5), 16: (0, 4), 18: (0, 4), 19: (0, 7), 20: (0, 6), 21: (0, 2),
              22: (0, 4), 23: (2, 4), 32: (0, 4), 37: (0, 3), 42: (0, 2), 60: (0, 1)}
    for api, (low, high) in needed.items():
        assert api in known, f"api {api}"
        assert known[api][0] <= low and known[api][1] >= high, f"api {api}: {known[api]}"
    assert known[wire.OFFSET_FOR_LEADER_EPOCH][0] == 2
    for transactional in (24, 25, 26, 28, 68):
        assert transactional not in known, f"api {transactional} is advertised before it works"


@pytest.mark.parametrize("version", [0, 1, 2])
def test_old_produce_is_refused_as_kafka_4_does(node, topic, witness, version):
    """Advertised, so that old librdkafka compresses; answered with UNSUPPORTED_VERSION or a closed connection."""
    body = i16(1) + i32(1000) + array([string(topic) + array([i32(0) + i32(0)])])
    with Connection(node.bootstrap) as raw:
        raw.send(wire.PRODUCE, version, body)
        try:
            _, reader = raw.receive()
        except ConnectionError:
            return
        topics = reader.array(lambda r: (r.string(), r.array(lambda p: (p.i32(), p.i16()))))
        assert topics[0][1][0][1] == wire.UNSUPPORTED_VERSION


@pytest.mark.parametrize(
    "api, version", [(999, 0), (-1, 0), (4, 0), (wire.FETCH, 3), (wire.FETCH, 99), (wire.METADATA, -1)]
)
def test_unknown_api_or_version_ends_only_its_connection(node, witness, api, version):
    with Connection(node.bootstrap) as raw:
        raw.send(api, version, b"\0" * 20)
        try:
            _, reader = raw.receive()
        except ConnectionError:
            return
        assert struct.pack(">h", wire.UNSUPPORTED_VERSION) in reader.data


BAD_FRAMES = {
    "negative length": i32(-1),
    "most negative length": i32(-(2**31)),
    "zero length": i32(0),
    "oversized": i32(2**31 - 1) + b"x" * 1000,
    "just over the limit": i32((100 << 20) + 1) + b"x" * 1000,
    "shorter than a header": i32(3) + b"abc",
    "an http request": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tls hello": bytes.fromhex("1603010200010001fc0303") + b"\0" * 600,
    "zeros": b"\0" * 4096,
    "ones": b"\xff" * 4096,
}


@pytest.mark.parametrize("frame", BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
def test_bad_frame_closes_its_connection_with_a_log_line(node, witness, frame):
    logged = len(node.log)
    with Connection(node.bootstrap) as raw:
        raw.send_raw(frame)
        assert raw.is_closed_by_peer()
    assert len(node.log) > logged, "a line in the log says so"


def body_of_everything(topic):
    """Requests whose arrays claim more than there is."""
    huge = i32(2**31 - 1)
    return {
        "produce": (wire.PRODUCE, 8, string(None) + i16(1) + i32(1000) + huge),
        "fetch": (wire.FETCH, 11, i32(-1) + i32(0) + i32(0) + i32(0) + b"\0" + i32(0) + i32(-1) + huge),
        "metadata": (wire.METADATA, 7, huge),
        "negative array": (wire.METADATA, 7, i32(-7)),
        "string past the end": (wire.METADATA, 7, i32(1) + i16(32767) + b"ab"),
        "negative string": (wire.METADATA, 7, i32(1) + i16(-9)),
        "not utf-8": (wire.METADATA, 7, i32(1) + i16(2) + b"\xff\xfe" + b"\0"),
        "records past the end": (
            wire.PRODUCE, 8,
            string(None) + i16(1) + i32(1000) + array([string(topic) + array([i32(0) + i32(2**30) + b"x"])]),
        ),
        "nothing": (wire.FETCH, 11, b""),
        "join": (11, 5, string("g") + i32(10000) + i32(10000) + string("") + string(None) + string("consumer") + huge),
        "delete": (20, 1, huge),
    }


@pytest.mark.parametrize("kind", body_of_everything("t"))
def test_malformed_body_closes_its_connection(node, topic, witness, kind):
    api, version, body = body_of_everything(topic)[kind]
    with Connection(node.bootstrap) as raw:
        raw.send(api, version, body)
        # Closed, or an answer with an error; never a hang.
        raw.socket.settimeout(5)
        assert raw.socket.recv(65536) is not None
    assert node.is_running()


def test_truncated_frame_waits_and_harms_nobody(node, witness, topic):
    whole = Connection(node.bootstrap)
    frame = whole.request(wire.PRODUCE, 8, wire.produce_body(topic, wire.batch([b"slowly"])))
    half = Connection(node.bootstrap)
    half.send_raw(frame[: len(frame) // 2])
    for byte in frame:
        whole.send_raw(bytes([byte]))
    _, reader = whole.receive()
    assert wire.produce_answer(reader)["offset"] == 1, "a frame that comes byte by byte is a frame"
    half.close()
    whole.close()


def test_garbage_after_the_header(node, witness):
    chance = random.Random(1)
    for _ in range(300):
        api = chance.choice([0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 32, 37, 42, 60])
        with Connection(node.bootstrap) as raw:
            raw.send(api, chance.randrange(0, 14), chance.randbytes(chance.randrange(0, 300)))
            raw.socket.shutdown(socket.SHUT_WR)
            raw.socket.settimeout(5)
            while raw.socket.recv(65536):
                pass
    assert node.is_running()


def test_mutated_requests(node, name, witness):
    """A real request with a byte changed: any answer or a closed connection, never the end of the node."""
    name = create_topic(node, name + "-mutated")
    chance = random.Random(2)
    for _ in range(300):
        with Connection(node.bootstrap) as raw:
            frame = bytearray(raw.request(wire.PRODUCE, 8, wire.produce_body(name, wire.batch([b"abc", b"d"]), acks=1)))
            frame[chance.randrange(4, len(frame))] = chance.randrange(256)
            raw.send_raw(bytes(frame))
            raw.socket.shutdown(socket.SHUT_WR)
            raw.socket.settimeout(10)
            while raw.socket.recv(65536):
                pass
    assert node.is_running()
    # Whatever was taken is whole.
    with Connection(node.bootstrap) as raw:
        assert all(batch.is_intact for batch in raw.fetch(name, 0, wait_ms=0).only["batches"])


def bad_batches():
    values_ = [b"a", b"b"]
    good = wire.batch(values_)
    first = wire.record(0, None, b"a")
    return {
        "bad crc": (wire.batch(values_, flip_crc=True), {wire.CORRUPT_MESSAGE}),
        "a bit flipped in a record": (good[:-2] + bytes([good[-2] ^ 1]) + good[-1:], {wire.CORRUPT_MESSAGE}),
        "wrong magic": (wire.batch(values_, magic=1), {wire.INVALID_RECORD, 43, wire.CORRUPT_MESSAGE}),
        "magic of the future": (wire.batch(values_, magic=3), {wire.INVALID_RECORD, 43, wire.CORRUPT_MESSAGE}),
        "count too large": (wire.batch(values_, count=3), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "count negative": (wire.batch(values_, count=-1), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "last offset not count - 1": (
            wire.batch(values_, last_offset_delta=7), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "no records": (wire.batch([], last_offset_delta=-1), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "shorter than a batch": (good[:40], {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "cut": (good[:-3], {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "something behind": (good + b"junk", {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "two batches": (good + good, {wire.INVALID_RECORD}),
        "offsets that do not count up": (
            wire.batch(values_, payload=first + first), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "record longer than the batch": (
            wire.batch([b"a"], payload=wire.varint(1000) + b"abc"), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "negative record length": (
            wire.batch([b"a"], payload=wire.varint(-5) + b"abc"), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE}),
        "codec that is none": (
            wire.batch(values_, attributes=6), {wire.INVALID_RECORD, wire.CORRUPT_MESSAGE, 76}),
        "control batch": (wire.batch(values_, attributes=32), {wire.INVALID_RECORD}),
    }


@pytest.mark.parametrize("kind", bad_batches())
def test_bad_batch_is_refused_and_leaves_no_trace(node, topic, kind):
    data, codes = bad_batches()[kind]
    with Connection(node.bootstrap) as raw:
        answer = raw.produce(topic, data)
        assert answer["error"] in codes, answer
        assert answer["offset"] == -1
        assert raw.produce(topic, wire.batch([b"good"]))["offset"] == 0, "the connection goes on"
    assert values(read_all(node.bootstrap, topic)) == [b"good"]


@pytest.fixture
def opened(node, name):
    """A topic whose batches the node has to open: it keeps them in a codec of its own."""
    return create_topic(node, name + "-opened", config={"compression.type": "gzip"})


@pytest.mark.parametrize("codec", [2, 3, 4])
def test_compressed_nonsense_is_refused_where_it_is_opened(node, opened, codec):
    with Connection(node.bootstrap) as raw:
        answer = raw.produce(opened, wire.batch([b"a"], attributes=codec, payload=b"not compressed at all"))
        assert answer["error"] in (wire.INVALID_RECORD, wire.CORRUPT_MESSAGE)
        assert raw.produce(opened, wire.batch([b"good"]))["offset"] == 0
    assert values(read_all(node.bootstrap, opened)) == [b"good"]


def test_decompression_bomb_is_refused_where_it_is_opened(node, opened):
    """A small batch that would become 600 MiB costs neither the memory nor the node."""
    bomb = zstandard.ZstdCompressor(level=1).compress(b"\0" * (600 << 20))
    assert len(bomb) < 200_000
    with Connection(node.bootstrap, timeout=30) as raw:
        answer = raw.produce(opened, wire.batch([b"a"], attributes=4, payload=bomb))
    assert answer["error"] in (wire.INVALID_RECORD, wire.CORRUPT_MESSAGE, wire.MESSAGE_TOO_LARGE)
    with open(f"/proc/{node.process.pid}/status") as status:
        assert int(status.read().split("VmHWM:")[1].split()[0]) < 700 * 1024
    assert node.is_running()


@pytest.mark.parametrize("acks", [5, 2, -2, 32767])
def test_bad_acks_are_refused(node, topic, acks):
    with Connection(node.bootstrap) as raw:
        answer = raw.produce(topic, wire.batch([b"a"]), acks=acks)
        assert answer["error"] == wire.INVALID_REQUIRED_ACKS
    assert values(read_all(node.bootstrap, topic)) == []


def test_failed_produce_without_acks_closes_the_connection(node, topic):
    """With acks 0 there is no answer to carry an error, so the connection says it."""
    with Connection(node.bootstrap) as raw:
        raw.send(wire.PRODUCE, 8, wire.produce_body(topic, wire.batch([b"a"], flip_crc=True), acks=0))
        assert raw.is_closed_by_peer()


def test_produce_without_acks_sends_no_answer(node, topic):
    with Connection(node.bootstrap) as raw:
        for i in range(3):
            raw.send(wire.PRODUCE, 8, wire.produce_body(topic, wire.batch([b"%d" % i]), acks=0))
        sent = raw.send(wire.API_VERSIONS, 0, b"")
        correlation, _ = raw.receive()
        assert correlation == sent, "the first answer is to the request that has one"
    assert values(read_all(node.bootstrap, topic)) == [b"0", b"1", b"2"]


def test_one_bad_partition_does_not_spoil_the_others(node, name):
    create_topic(node, name, 2)
    good, bad = wire.batch([b"good"]), wire.batch([b"bad"], flip_crc=True)
    partitions = [i32(index) + i32(len(data)) + data for index, data in ((0, bad), (1, good))]
    body = string(None) + i16(-1) + i32(30_000) + array([string(name) + array(partitions)])
    with Connection(node.bootstrap) as raw:
        reader = raw.call(wire.PRODUCE, 8, body)

    def partition(r):
        answer = (r.i32(), r.i16(), r.i64())
        r.i64(), r.i64(), r.array(lambda e: (e.i32(), e.string())), r.string()
        return answer

    topics = reader.array(lambda r: (r.string(), r.array(partition)))
    assert dict((index, error) for index, error, _ in topics[0][1]) == {0: wire.CORRUPT_MESSAGE, 1: wire.NONE}
    assert values(read_all(node.bootstrap, name, [1])) == [b"good"]


def test_limit_of_connections(make_node, name):
    own = make_node(settings={"max.connections": "20"}).start()
    held = [Connection(own.bootstrap) for _ in range(20)]
    for one in held:
        assert one.api_versions()
    with Connection(own.bootstrap) as extra:
        assert extra.is_closed_by_peer()
    assert held[0].api_versions(), "those that were there stay"
    for one in held:
        one.close()


def test_idle_connections_are_closed(make_node):
    own = make_node(settings={"connections.max.idle.ms": "1000"}).start()
    with Connection(own.bootstrap) as idle:
        assert idle.is_closed_by_peer(10)


def test_thousand_connections_come_and_go(node, topic):
    held = []
    for _ in range(1000):
        held.append(socket.create_connection(("127.0.0.1", node.kafka_port), timeout=5))
    produce_values(node.bootstrap, topic, [b"x"])
    for one in held:
        one.close()
    assert values(read_all(node.bootstrap, topic)) == [b"x"]


def test_busy_port_is_a_clear_error(own_node, tmp_path):
    command = [own_node.weir, "serve", "--data-dir", str(tmp_path / "other"), "--kafka", own_node.bootstrap]
    done = subprocess.run(command + ["--admin", "127.0.0.1:0"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert str(own_node.kafka_port) in done.stderr and "in use" in done.stderr


def test_data_directory_in_use_is_a_clear_error(own_node):
    command = [own_node.weir, "serve", "--data-dir", str(own_node.data_dir), "--kafka", "127.0.0.1:0"]
    done = subprocess.run(command + ["--admin", "127.0.0.1:0"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    assert str(own_node.data_dir) in done.stderr


def test_listening_to_strangers_must_be_asked_for(tmp_path, node):
    command = [node.weir, "serve", "--data-dir", str(tmp_path / "d"), "--kafka", "0.0.0.0:0", "--admin", "127.0.0.1:0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode in (1, 2) and "0.0.0.0" in done.stderr


def test_kcat_lists_the_node(node, topic):
    out = run(["kcat", "-L", "-b", node.bootstrap]).decode()
    assert node.bootstrap in out and f'topic "{topic}" with 1 partitions' in out
