"""What a record may hold: headers, null and empty, its time; and how large it may be."""

import time

import confluent_kafka
import kafka
import kafka.errors
import pytest
from confluent_kafka import TIMESTAMP_CREATE_TIME, TIMESTAMP_LOG_APPEND_TIME, KafkaError

from kit import wire
from kit.clients import CLIENTS, Rec, create_topic, plain_consumer, producer, read_all, run
from kit.wire import Connection

NULL_AND_EMPTY = [
    Rec(None, None), Rec(None, b""), Rec(b"", None), Rec(b"", b""), Rec(b"k", None), Rec(None, b"v"), Rec(b"k", b"v"),
]
HEADERS = Rec(
    b"k", b"v", (("a", b"1"), ("a", b"2"), ("null", None), ("empty", b""), ("ümlaut", "é".encode()))
)
WITH_HEADERS = [name for name, client in CLIENTS.items() if client.has_headers]


@pytest.mark.parametrize("writer", WITH_HEADERS)
@pytest.mark.parametrize("reader", WITH_HEADERS)
def test_null_is_not_empty_and_headers_keep_their_order(node, topic, writer, reader):
    sent = [*NULL_AND_EMPTY, HEADERS]
    if writer != "confluent-kafka":
        sent = sent[1:]  # the others do not write a record without key and value ...
    if writer == "kafka-python":
        sent[-1] = Rec(HEADERS.key, HEADERS.value, tuple(h for h in HEADERS.headers if h[1] is not None))  # ... or this
    CLIENTS[writer].produce(node.bootstrap, topic, sent, "none", -1)
    got = CLIENTS[reader].consume(node.bootstrap, topic, len(sent))
    assert got == sent


def test_kcat_null_and_headers(node, topic):
    run(["kcat", "-P", "-b", node.bootstrap, "-t", topic, "-Z", "-K:", "-H", "h=1"], b"k:\n:v\n")
    out = run(
        ["kcat", "-C", "-b", node.bootstrap, "-t", topic, "-e", "-q", "-Z", "-f", "%K %k %S %s %h\n"]
    ).splitlines()
    assert out == [b"1 k -1 NULL h=1", b"-1 NULL 1 v h=1"]


def send(node, topic, value, **options):
    """The error code of one record's delivery, 0 if it was acknowledged."""
    codes = []
    sender = producer(node.bootstrap, **options)
    sender.produce(topic, value, on_delivery=lambda error, _: codes.append(error.code() if error else 0))
    assert sender.flush(20) == 0
    return codes[0]


#: The client's own limit, out of the way.
LARGE = {"message_max_bytes": 20_000_000}


def test_records_at_and_over_the_size_limit(node, name):
    """max.message.bytes bounds the whole batch: 61 bytes of header, and about ten for one record's fields."""
    limit = 100_000
    create_topic(node, name, config={"max.message.bytes": str(limit)})
    assert send(node, name, b"x" * (limit - 80), **LARGE) == 0
    assert send(node, name, b"x" * limit, **LARGE) == KafkaError.MSG_SIZE_TOO_LARGE
    assert send(node, name, b"x" * 5_000_000, **LARGE) == KafkaError.MSG_SIZE_TOO_LARGE
    assert [len(message.value()) for message in read_all(node.bootstrap, name)] == [limit - 80]


def test_size_limit_to_the_byte(node, name):
    value = b"x" * 5000
    data = wire.batch([value])
    create_topic(node, name, config={"max.message.bytes": str(len(data))})
    with Connection(node.bootstrap) as raw:
        assert raw.produce(name, data)["error"] == wire.NONE
        assert raw.produce(name, wire.batch([value + b"x"]))["error"] == wire.MESSAGE_TOO_LARGE


def test_default_size_limit(node, topic):
    assert send(node, topic, b"x" * 1_048_500, **LARGE) == 0
    assert send(node, topic, b"x" * 1_048_600, **LARGE) == KafkaError.MSG_SIZE_TOO_LARGE


def test_topic_may_take_larger_records(node, name):
    create_topic(node, name, config={"max.message.bytes": "12000000"})
    value = bytes(range(256)) * 40_000
    assert send(node, name, value, **LARGE) == 0
    # A reader whose own limits are smaller gets it all the same (KIP-74).
    found = read_all(node.bootstrap, name, fetch_message_max_bytes=1000)
    assert [message.value() for message in found] == [value]


def test_size_limit_of_kafka_python(node, name):
    create_topic(node, name, config={"max.message.bytes": "2000"})
    sender = kafka.KafkaProducer(bootstrap_servers=node.bootstrap, enable_idempotence=False)
    try:
        with pytest.raises(kafka.errors.MessageSizeTooLargeError):
            sender.send(name, b"x" * 3000).get(20)
        assert sender.send(name, b"x" * 1000).get(20).offset == 0
    finally:
        sender.close()


def test_create_time_is_the_producers(node, topic):
    sender = producer(node.bootstrap)
    sender.produce(topic, b"x", timestamp=1_234_567_890_123)
    assert sender.flush(10) == 0
    assert read_all(node.bootstrap, topic)[0].timestamp() == (TIMESTAMP_CREATE_TIME, 1_234_567_890_123)


@pytest.mark.parametrize("codec", ["none", "zstd"])
def test_log_append_time_is_the_nodes(node, name, codec):
    create_topic(node, name, config={"message.timestamp.type": "LogAppendTime"})
    before = int(time.time() * 1000)
    sender = producer(node.bootstrap, compression_type=codec)
    for _ in range(3):
        sender.produce(name, b"x" * 100, timestamp=before - 5_000_000)
    assert sender.flush(10) == 0
    after = int(time.time() * 1000)
    for message in read_all(node.bootstrap, name, check_crcs=True):
        kind, at = message.timestamp()
        assert kind == TIMESTAMP_LOG_APPEND_TIME
        assert before <= at <= after
    # The producer is told of the time, and the time can be sought.
    with Connection(node.bootstrap) as raw:
        assert raw.produce(name, wire.batch([b"y"]))["time"] >= after


def test_time_too_far_ahead_is_refused(node, topic):
    ahead = int(time.time() * 1000) + 2 * 3_600_000
    with Connection(node.bootstrap) as raw:
        answer = raw.produce(topic, wire.batch([b"x"], timestamp=ahead))
    assert answer["error"] == 32  # INVALID_TIMESTAMP
    assert send(node, topic, b"fine") == 0


@pytest.mark.parametrize("isolation", ["read_committed", "read_uncommitted"])
def test_both_isolation_levels_read_what_is_not_transactional(node, topic, isolation):
    assert send(node, topic, b"x") == 0
    assert [m.value() for m in read_all(node.bootstrap, topic, isolation_level=isolation)] == [b"x"]


def test_partition_follows_the_key(node, name):
    """Java's default partitioner and librdkafka's `murmur2_random` agree; what matters here is one key, one place."""
    create_topic(node, name, 4)
    sender = producer(node.bootstrap, partitioner="murmur2_random")
    for i in range(200):
        sender.produce(name, b"%d" % i, b"key-%d" % (i % 10))
    assert sender.flush(10) == 0
    found = read_all(node.bootstrap, name, range(4))
    assert len(found) == 200
    places = {}
    for message in found:
        places.setdefault(message.key(), set()).add(message.partition())
    assert all(len(partitions) == 1 for partitions in places.values())
    assert len(set().union(*places.values())) > 1


def test_unknown_partition_is_refused(node, topic):
    with Connection(node.bootstrap) as raw:
        assert raw.produce(topic, wire.batch([b"x"]), partition=9)["error"] == wire.UNKNOWN_TOPIC_OR_PARTITION
        assert raw.fetch(topic, 0, partition=9).only["error"] == wire.UNKNOWN_TOPIC_OR_PARTITION
    consumer = plain_consumer(node.bootstrap)
    with pytest.raises(confluent_kafka.KafkaException):
        consumer.get_watermark_offsets(confluent_kafka.TopicPartition(topic, 9), 3)
    consumer.close()
