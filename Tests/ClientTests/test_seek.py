"""Seeking: by time, to the beginning, to the end, to an offset, out of range; with each client that can."""

import subprocess
import time

import confluent_kafka
import kafka
import pytest
from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, TopicPartition

from kit.clients import admin, create_topic, plain_consumer, produce_values, producer, read_all, values

#: Record i has the timestamp BASE + i * STEP.
BASE = int(time.time() * 1000) - 3_600_000
STEP = 1000
COUNT = 50


@pytest.fixture(scope="module")
def timed(node):
    topic = create_topic(node, "timed")
    sender = producer(node.bootstrap, batch_num_messages=5)
    for i in range(COUNT):
        sender.produce(topic, b"%d" % i, timestamp=BASE + i * STEP)
        if i % 5 == 4:
            sender.flush(10)
    return topic


def test_offset_for_time(node, timed):
    consumer = plain_consumer(node.bootstrap)
    try:
        for time_ms, expected in [
            (0, 0), (BASE, 0), (BASE + 1, 1), (BASE + 17 * STEP, 17), (BASE + 17 * STEP + 1, 18),
            (BASE + (COUNT - 1) * STEP, COUNT - 1), (BASE + COUNT * STEP, OFFSET_END),
        ]:
            found = consumer.offsets_for_times([TopicPartition(timed, 0, time_ms)], 10)[0]
            assert found.offset == expected, f"time BASE + {time_ms - BASE}"
    finally:
        consumer.close()


def test_offset_for_time_of_kafka_python(node, timed):
    consumer = kafka.KafkaConsumer(bootstrap_servers=node.bootstrap)
    partition = kafka.TopicPartition(timed, 0)
    try:
        found = consumer.offsets_for_times({partition: BASE + 10 * STEP + 1})[partition]
        assert (found.offset, found.timestamp) == (11, BASE + 11 * STEP)
        assert consumer.offsets_for_times({partition: BASE + COUNT * STEP})[partition] is None
        assert consumer.beginning_offsets([partition])[partition] == 0
        assert consumer.end_offsets([partition])[partition] == COUNT
    finally:
        consumer.close()


def test_kcat_reads_from_a_time(node, timed):
    command = ["kcat", "-C", "-b", node.bootstrap, "-t", timed, "-o", f"s@{BASE + 40 * STEP}", "-e", "-q"]
    out = subprocess.run(command, capture_output=True, timeout=30, check=True).stdout
    assert out.split() == [b"%d" % i for i in range(40, COUNT)]


def test_kcat_reads_between_times(node, timed):
    between = ["-o", f"s@{BASE + 10 * STEP}", "-o", f"e@{BASE + 13 * STEP}"]
    command = ["kcat", "-C", "-b", node.bootstrap, "-t", timed, *between, "-e", "-q"]
    out = subprocess.run(command, capture_output=True, timeout=30, check=True).stdout
    assert out.split() == [b"10", b"11", b"12"]


def test_kcat_reads_the_last_records(node, timed):
    command = ["kcat", "-C", "-b", node.bootstrap, "-t", timed, "-o", "-3", "-e", "-q"]
    out = subprocess.run(command, capture_output=True, timeout=30, check=True).stdout
    assert out.split() == [b"47", b"48", b"49"]


def test_list_offsets_with_special_times(node, timed):
    spec = confluent_kafka.admin.OffsetSpec
    client = admin(node)
    for asked, expected in [
        (spec.earliest(), 0), (spec.latest(), COUNT), (spec.max_timestamp(), COUNT - 1),
        (spec.for_timestamp(BASE + 3 * STEP), 3),
    ]:
        found = client.list_offsets({TopicPartition(timed, 0): asked})
        result = next(iter(found.values())).result(10)
        assert result.offset == expected, asked
        assert result.leader_epoch in (None, 0) or result.leader_epoch >= 0


def test_watermarks(node, timed):
    consumer = plain_consumer(node.bootstrap)
    try:
        assert consumer.get_watermark_offsets(TopicPartition(timed, 0), 10) == (0, COUNT)
    finally:
        consumer.close()


def test_seek_to_an_offset_the_beginning_and_the_end(node, timed):
    consumer = plain_consumer(node.bootstrap)

    def next_value():
        message = consumer.poll(10)
        assert message is not None and not message.error()
        return message.value()

    try:
        consumer.assign([TopicPartition(timed, 0, 33)])
        assert next_value() == b"33"
        consumer.seek(TopicPartition(timed, 0, 7))
        assert next_value() == b"7"
        consumer.seek(TopicPartition(timed, 0, OFFSET_BEGINNING))
        assert next_value() == b"0"
        consumer.seek(TopicPartition(timed, 0, OFFSET_END))
        assert consumer.poll(0.7) is None
    finally:
        consumer.close()


def test_record_in_the_middle_of_a_batch(node, topic):
    """The whole batch is answered, and the client drops what lies before the offset it asked for."""
    produce_values(node.bootstrap, topic, [b"%d" % i for i in range(100)], linger_ms=100)
    for start in (0, 1, 50, 99):
        assert values(read_all(node.bootstrap, topic, start=start)) == [b"%d" % i for i in range(start, 100)]


@pytest.mark.parametrize("reset, expected", [("earliest", [b"a", b"b"]), ("latest", [])])
def test_offset_out_of_range_is_reset(node, topic, reset, expected):
    produce_values(node.bootstrap, topic, [b"a", b"b"])
    assert values(read_all(node.bootstrap, topic, start=1000, auto_offset_reset=reset)) == expected


def test_offset_out_of_range_is_an_error_if_the_client_wants_it(node, topic):
    produce_values(node.bootstrap, topic, [b"a"])
    with pytest.raises(confluent_kafka.KafkaException) as refused:
        read_all(node.bootstrap, topic, start=1000, auto_offset_reset="error")
    assert refused.value.args[0].code() in (
        confluent_kafka.KafkaError.OFFSET_OUT_OF_RANGE, confluent_kafka.KafkaError._AUTO_OFFSET_RESET,
    )
