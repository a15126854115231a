"""Consumer groups: members that join, leave and die, static members, cooperative rebalancing, committed offsets."""

import asyncio
import signal
import subprocess
import sys
import threading
import time

import aiokafka
import confluent_kafka
import kafka
import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from kit.clients import CLIENTS, admin, create_topic, produce_values, producer
from kit.members import Member, is_shared, wait_until

PARTITIONS = 6


@pytest.fixture
def wide(node, name):
    """A topic of six partitions with ten records in each."""
    create_topic(node, name, PARTITIONS)
    for partition in range(PARTITIONS):
        produce_values(node.bootstrap, name, [b"%d-%d" % (partition, i) for i in range(10)], partition)
    return name


def all_values():
    return {b"%d-%d" % (partition, i) for partition in range(PARTITIONS) for i in range(10)}


def test_members_join_and_leave(node, wide, name):
    with Member(node.bootstrap, name, [wide]) as first:
        wait_until(lambda: is_shared([first], PARTITIONS), what="the first member's assignment")
        wait_until(lambda: set(first.values()) == all_values(), what="reading everything")
        with Member(node.bootstrap, name, [wide]) as second:
            wait_until(lambda: is_shared([first, second], PARTITIONS), what="two members sharing")
            third = Member(node.bootstrap, name, [wide])
            wait_until(lambda: is_shared([first, second, third], PARTITIONS), what="three members sharing")
            third.close()
            wait_until(lambda: is_shared([first, second], PARTITIONS), what="two members after one left")
        wait_until(lambda: is_shared([first], PARTITIONS), what="one member after all others left")
        assert not first.errors


DYING = """
import sys, confluent_kafka
bootstrap, group, topic = sys.argv[1:]
consumer = confluent_kafka.Consumer({"bootstrap.servers": bootstrap, "group.id": group, "session.timeout.ms": 6000,
    "heartbeat.interval.ms": 500})
consumer.subscribe([topic], on_assign=lambda c, parts: print("assigned", len(parts), flush=True))
while True:
    consumer.poll(0.1)
"""


def test_member_that_dies_is_replaced_after_its_session(node, wide, name):
    with Member(node.bootstrap, name, [wide]) as survivor:
        wait_until(lambda: is_shared([survivor], PARTITIONS))
        dying = subprocess.Popen(
            [sys.executable, "-c", DYING, node.bootstrap, name, wide], stdout=subprocess.PIPE, text=True
        )
        try:
            wait_until(lambda: len(survivor.partitions) == PARTITIONS // 2, what="sharing with the other")
            assert dying.stdout.readline() == f"assigned {PARTITIONS // 2}\n"
        finally:
            dying.send_signal(signal.SIGKILL)
            dying.wait(5)
            dying.stdout.close()
        died = time.monotonic()
        wait_until(lambda: is_shared([survivor], PARTITIONS), 20, "taking over after a death")
        assert time.monotonic() - died > 3, "the session timeout (6 s) was not waited for"


def test_static_member_restarts_without_rebalance(node, wide, name):
    options = {"session_timeout_ms": 30_000}
    with Member(node.bootstrap, name, [wide], group_instance_id="a", **options) as stays:
        leaves = Member(node.bootstrap, name, [wide], group_instance_id="b", **options)
        wait_until(lambda: is_shared([stays, leaves], PARTITIONS))
        held = set(leaves.partitions)
        seen = list(stays.events)
        leaves.close()
        with Member(node.bootstrap, name, [wide], group_instance_id="b", **options) as again:
            wait_until(lambda: again.partitions == held, what="the restarted member holding what it held")
            time.sleep(1.5)  # three heartbeats: a rebalance would show
            assert stays.events == seen
            assert is_shared([stays, again], PARTITIONS)


def test_static_member_is_fenced_by_its_double(node, wide, name):
    options = {"session_timeout_ms": 30_000, "group_instance_id": "same"}
    with Member(node.bootstrap, name, [wide], **options) as first:
        wait_until(lambda: is_shared([first], PARTITIONS))
        with Member(node.bootstrap, name, [wide], **options) as double:
            wait_until(lambda: is_shared([double], PARTITIONS), what="the double taking over")
            wait_until(
                lambda: any(e.code() == KafkaError._FATAL or "fenced" in str(e).lower() for e in first.errors),
                what="the first being fenced",
            )


def test_static_member_is_removed_by_admin(node, wide, name):
    member = Member(node.bootstrap, name, [wide], session_timeout_ms=60_000, group_instance_id="gone")
    wait_until(lambda: is_shared([member], PARTITIONS))
    member.close()
    client = kafka.KafkaAdminClient(bootstrap_servers=node.bootstrap)
    try:
        assert len(client.describe_groups([name])[name]["members"]) == 1
        from kafka.admin import MemberToRemove

        client.remove_group_members(name, [MemberToRemove(group_instance_id="gone")])
        assert client.describe_groups([name])[name]["members"] == []
    finally:
        client.close()


def test_cooperative_members_keep_what_stays_theirs(node, wide, name):
    options = {"partition_assignment_strategy": "cooperative-sticky"}
    with Member(node.bootstrap, name, [wide], **options) as first:
        wait_until(lambda: is_shared([first], PARTITIONS))
        with Member(node.bootstrap, name, [wide], **options) as second:
            wait_until(lambda: is_shared([first, second], PARTITIONS), 20, "sharing")
            let_go = set().union(*(parts for event, parts in first.events if event != "assigned"))
            assert let_go == set(second.partitions), "only what moved was revoked"
            kept = set(first.partitions)
            assigned = [parts for event, parts in first.events if event == "assigned"][0]
            assert kept < assigned
        wait_until(lambda: is_shared([first], PARTITIONS), 20, "getting them back")


def test_clients_of_different_make_share_a_group(node, wide, name):
    """kafka-python and librdkafka agree on the protocol `range`; the broker only carries it."""
    consumer = kafka.KafkaConsumer(
        wide, bootstrap_servers=node.bootstrap, group_id=name, auto_offset_reset="earliest", enable_auto_commit=False,
        session_timeout_ms=10_000, heartbeat_interval_ms=500,
        partition_assignment_strategy=[kafka.coordinator.assignors.range.RangePartitionAssignor],
    )
    stop = threading.Event()
    values = []

    def poll():
        while not stop.is_set():
            for messages in consumer.poll(100).values():
                values.extend(message.value for message in messages)
        consumer.close()

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        wait_until(lambda: set(values) == all_values(), what="kafka-python reading alone")
        with Member(node.bootstrap, name, [wide], partition_assignment_strategy="range") as other:
            wait_until(lambda: len(other.partitions) == PARTITIONS // 2, 20, "both sharing")
            wait_until(lambda: len(consumer.assignment()) == PARTITIONS // 2, 20, "both sharing")
    finally:
        stop.set()
        thread.join(15)


def test_kafka_python_group_commits_and_resumes(node, wide, name):
    def read(count):
        consumer = kafka.KafkaConsumer(
            wide, bootstrap_servers=node.bootstrap, group_id=name, auto_offset_reset="earliest",
            enable_auto_commit=False, max_poll_records=count,
        )
        found = []
        deadline = time.monotonic() + 20
        while len(found) < count and time.monotonic() < deadline:
            for messages in consumer.poll(200).values():
                found += [message.value for message in messages]
        consumer.commit()
        consumer.close()
        return found

    first = read(25)
    rest = read(35)
    assert sorted(first + rest) == sorted(all_values())


def test_aiokafka_group_commits_and_resumes(node, wide, name):
    async def read(count):
        consumer = aiokafka.AIOKafkaConsumer(
            wide, bootstrap_servers=node.bootstrap, group_id=name, auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        await consumer.start()
        found = []
        try:
            while len(found) < count:
                batch = await consumer.getmany(timeout_ms=200, max_records=count - len(found))
                for messages in batch.values():
                    found += [message.value for message in messages]
            await consumer.commit()
        finally:
            await consumer.stop()
        return found

    first = asyncio.run(asyncio.wait_for(read(25), 25))
    rest = asyncio.run(asyncio.wait_for(read(35), 25))
    assert sorted(first + rest) == sorted(all_values())


def test_sarama_group(node, wide, name):
    got = CLIENTS["sarama"].consume_in_group(node.bootstrap, wide, 60, name)
    assert {record.value for record in got} == all_values()


def test_kcat_group(node, wide, name):
    command = ["kcat", "-b", node.bootstrap, "-G", name, "-q", "-c", "60", "-X", "auto.offset.reset=earliest", wide]
    done = subprocess.run(command, capture_output=True, timeout=40)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == all_values()


def consumer_of(node, group, **options):
    settings = {"bootstrap.servers": node.bootstrap, "group.id": group, "enable.auto.commit": False, "log_level": 0}
    settings.update({name.replace("_", "."): value for name, value in options.items()})
    return confluent_kafka.Consumer(settings)


def test_committed_offset_and_metadata_come_back(node, topic, name):
    consumer = consumer_of(node, name)
    try:
        position = TopicPartition(topic, 0, 5, "note: é")
        committed = consumer.commit(offsets=[position], asynchronous=False)
        assert committed[0].error is None
        found = consumer.committed([TopicPartition(topic, 0)], 10)[0]
        assert (found.offset, found.metadata) == (5, "note: é")
        nothing = consumer.committed([TopicPartition(topic, 7)], 10)[0]
        assert nothing.offset == confluent_kafka.OFFSET_INVALID
    finally:
        consumer.close()


def test_commit_of_a_stranger_to_a_living_group_is_refused(node, wide, name):
    with Member(node.bootstrap, name, [wide]) as member:
        wait_until(lambda: is_shared([member], PARTITIONS))
        stranger = consumer_of(node, name)
        try:
            with pytest.raises(KafkaException) as refused:
                stranger.commit(offsets=[TopicPartition(wide, 0, 3)], asynchronous=False)
            assert refused.value.args[0].code() in (KafkaError.UNKNOWN_MEMBER_ID, KafkaError.ILLEGAL_GENERATION)
        finally:
            stranger.close()


def test_too_long_offset_metadata_is_refused(node, topic, name):
    consumer = consumer_of(node, name)
    try:
        with pytest.raises(KafkaException) as refused:
            consumer.commit(offsets=[TopicPartition(topic, 0, 1, "x" * 5000)], asynchronous=False)
        assert refused.value.args[0].code() == KafkaError.OFFSET_METADATA_TOO_LARGE
    finally:
        consumer.close()


def test_rebalance_during_work_loses_and_repeats_nothing(node, name):
    """Members commit what they read before they let go of it; every record is read once over all members."""
    topic = create_topic(node, name, PARTITIONS)
    total = 100
    values: list[bytes] = []
    lock = threading.Lock()

    def work(stop):
        consumer = consumer_of(
            node, name, auto_offset_reset="earliest", session_timeout_ms=6000, heartbeat_interval_ms=300
        )
        read: dict[int, int] = {}

        def commit(*_):
            if read:
                offsets = [TopicPartition(topic, p, o + 1) for p, o in read.items()]
                consumer.commit(offsets=offsets, asynchronous=False)
                read.clear()

        consumer.subscribe([topic], on_revoke=commit)
        while not stop.is_set():
            message = consumer.poll(0.05)
            if message is not None and not message.error():
                read[message.partition()] = message.offset()
                with lock:
                    values.append(message.value())
        commit()
        consumer.close()

    stops = [threading.Event() for _ in range(3)]
    threads = [threading.Thread(target=work, args=(stop,), daemon=True) for stop in stops]
    sender = producer(node.bootstrap)
    events = {0: threads[0].start, 20: threads[1].start, 40: threads[2].start, 60: stops[1].set}
    for i in range(total):
        events.get(i, lambda: None)()
        sender.produce(topic, b"%d" % i, partition=i % PARTITIONS)
        assert sender.flush(10) == 0
        time.sleep(0.03)
    expected = {b"%d" % i for i in range(total)}
    wait_until(lambda: set(values) >= expected, 30, "everything being read")
    for stop in stops:
        stop.set()
    for thread in threads:
        thread.join(15)
    assert sorted(values) == sorted(expected)


def test_groups_are_listed_described_and_deleted(node, wide, name):
    client = admin(node)
    options = {"client_id": "the-client", "enable_auto_commit": True, "auto_commit_interval_ms": 100}
    with Member(node.bootstrap, name, [wide], **options) as member:
        wait_until(lambda: is_shared([member], PARTITIONS))
        listed = client.list_consumer_groups().result(10)
        assert name in {group.group_id for group in listed.valid}
        described = client.describe_consumer_groups([name])[name].result(10)
        assert described.state == confluent_kafka.ConsumerGroupState.STABLE
        assert [one.client_id for one in described.members] == ["the-client"]
        assert {p.partition for p in described.members[0].assignment.topic_partitions} == set(range(PARTITIONS))
        assert described.partition_assignor in ("range", "roundrobin")
        with pytest.raises(KafkaException) as refused:
            client.delete_consumer_groups([name])[name].result(10)
        assert refused.value.args[0].code() == KafkaError.NON_EMPTY_GROUP
    listed = client.list_consumer_groups(states={confluent_kafka.ConsumerGroupState.EMPTY}).result(10)
    assert name in {group.group_id for group in listed.valid}
    client.delete_consumer_groups([name])[name].result(10)
    with pytest.raises(KafkaException) as refused:
        client.delete_consumer_groups([name])[name].result(10)
    assert refused.value.args[0].code() == KafkaError.GROUP_ID_NOT_FOUND
    listed = client.list_consumer_groups().result(10)
    assert name not in {group.group_id for group in listed.valid}


def test_offsets_of_a_group_are_listed_and_altered(node, wide, name):
    request = confluent_kafka.ConsumerGroupTopicPartitions
    client = admin(node)
    wanted = [TopicPartition(wide, 0, 3), TopicPartition(wide, 1, 7)]
    client.alter_consumer_group_offsets([request(name, wanted)])[name].result(10)
    found = client.list_consumer_group_offsets([request(name)])[name].result(10)
    assert {(p.partition, p.offset) for p in found.topic_partitions} == {(0, 3), (1, 7)}
    # The lag that a monitor computes: the end less what is committed.
    ends = client.list_offsets({TopicPartition(wide, 0): confluent_kafka.admin.OffsetSpec.latest()})
    assert next(iter(ends.values())).result(10).offset - 3 == 7


def test_offsets_of_groups_without_a_name_in_use_are_empty(node, name):
    client = admin(node)
    request = confluent_kafka.ConsumerGroupTopicPartitions
    found = client.list_consumer_group_offsets([request(name)])[name].result(10)
    assert found.topic_partitions == []


def test_members_of_a_group_survive_a_restart_of_the_node(own_node, name):
    topic = create_topic(own_node, name, 2)
    with Member(own_node.bootstrap, name, [topic], session_timeout_ms=20_000) as member:
        wait_until(lambda: is_shared([member], 2))
        produce_values(own_node.bootstrap, topic, [b"before"])
        wait_until(lambda: b"before" in member.values())
        assert own_node.stop() == 0
        own_node.start()
        produce_values(own_node.bootstrap, topic, [b"after"])
        wait_until(lambda: b"after" in member.values(), 30, "reading on after the restart")
