"""Admin calls of confluent-kafka and kafka-python: topics, partitions, settings, records, the cluster."""

import uuid

import confluent_kafka
import kafka
import kafka.errors
import pytest
from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import ConfigResource, NewPartitions, NewTopic, OffsetSpec, ResourceType

from kit import wire
from kit.clients import admin, create_topic, plain_consumer, produce_values, producer, read_all, values
from kit.wire import Connection


def refused_code(future) -> int:
    with pytest.raises(KafkaException) as refused:
        future.result(10)
    return refused.value.args[0].code()


@pytest.fixture
def python_admin(node):
    client = kafka.KafkaAdminClient(bootstrap_servers=node.bootstrap)
    yield client
    client.close()


def test_create_and_delete_topic(node, name):
    client = admin(node)
    client.create_topics([NewTopic(name, 3, 1)])[name].result(10)
    assert sorted(client.list_topics(name, 10).topics[name].partitions) == [0, 1, 2]
    assert refused_code(client.create_topics([NewTopic(name, 3, 1)])[name]) == KafkaError.TOPIC_ALREADY_EXISTS
    produce_values(node.bootstrap, name, [b"old"])
    client.delete_topics([name])[name].result(10)
    assert name not in client.list_topics(timeout=10).topics
    assert refused_code(client.delete_topics([name])[name]) == KafkaError.UNKNOWN_TOPIC_OR_PART


def test_topic_made_again_is_empty_and_another(node, name):
    client = admin(node)
    create_topic(node, name)
    produce_values(node.bootstrap, name, [b"old"])
    first = client.describe_topics(TopicCollection([name]))[name].result(10).topic_id
    client.delete_topics([name])[name].result(10)
    create_topic(node, name)
    second = client.describe_topics(TopicCollection([name]))[name].result(10).topic_id
    assert str(first) != str(second)
    assert values(read_all(node.bootstrap, name)) == []
    assert produce_values(node.bootstrap, name, [b"new"]) == [0]


@pytest.mark.parametrize("bad", ["", ".", "..", "a" * 250, "with space", "sla/sh", "umläut"])
def test_bad_topic_name_is_refused(python_admin, bad):
    with pytest.raises(kafka.errors.InvalidTopicError):
        python_admin.create_topics({bad: {"num_partitions": 1, "replication_factor": 1}})


def test_longest_topic_name(node):
    longest = "n" * 249
    create_topic(node, longest)
    assert produce_values(node.bootstrap, longest, [b"x"]) == [0]


def test_bad_partition_counts_replication_and_settings_are_refused(node, name):
    client = admin(node)

    def code(**options):
        topic = NewTopic(name, **{"num_partitions": 1, "replication_factor": 1, **options})
        return refused_code(client.create_topics([topic])[name])

    assert code(num_partitions=0) == KafkaError.INVALID_PARTITIONS
    assert code(replication_factor=3) == KafkaError.INVALID_REPLICATION_FACTOR
    assert code(config={"no.such.setting": "1"}) == KafkaError.INVALID_CONFIG
    assert code(config={"retention.ms": "soon"}) == KafkaError.INVALID_CONFIG
    assert name not in client.list_topics(timeout=10).topics


def test_validate_only_makes_nothing(node, name):
    client = admin(node)
    client.create_topics([NewTopic(name, 2, 1)], validate_only=True)[name].result(10)
    assert name not in client.list_topics(timeout=10).topics


def test_defaults_of_partitions_and_replication(python_admin, name):
    python_admin.create_topics([name])
    assert len(python_admin.describe_topics([name])[0]["partitions"]) == 1


def test_replica_assignment_by_hand(node, name):
    client = admin(node)
    broker = next(iter(client.list_topics(timeout=10).brokers))
    topic = NewTopic(name, 2, replica_assignment=[[broker], [broker]])
    client.create_topics([topic])[name].result(10)
    assert len(client.list_topics(name, 10).topics[name].partitions) == 2


def test_create_partitions(node, name):
    client = admin(node)
    create_topic(node, name, 2)
    produce_values(node.bootstrap, name, [b"kept"])
    client.create_partitions([NewPartitions(name, 5)])[name].result(10)
    assert len(client.list_topics(name, 10).topics[name].partitions) == 5
    assert produce_values(node.bootstrap, name, [b"x"], partition=4) == [0]
    assert values(read_all(node.bootstrap, name)) == [b"kept"]
    assert refused_code(client.create_partitions([NewPartitions(name, 5)])[name]) == KafkaError.INVALID_PARTITIONS
    unknown = name + "-unknown"
    code = refused_code(client.create_partitions([NewPartitions(unknown, 5)])[unknown])
    assert code == KafkaError.UNKNOWN_TOPIC_OR_PART


def test_create_partitions_validate_only(node, name):
    client = admin(node)
    create_topic(node, name, 1)
    client.create_partitions([NewPartitions(name, 4)], validate_only=True)[name].result(10)
    assert len(client.list_topics(name, 10).topics[name].partitions) == 1


def test_describe_configs_of_a_topic(node, name):
    create_topic(node, name, config={"retention.ms": "1234567", "max.message.bytes": "2000000"})
    resource = ConfigResource(ResourceType.TOPIC, name)
    found = admin(node).describe_configs([resource])[resource].result(10)
    assert found["retention.ms"].value == "1234567"
    assert not found["retention.ms"].is_default
    assert found["max.message.bytes"].value == "2000000"
    assert found["cleanup.policy"].value == "delete"
    assert found["segment.bytes"].value == str(1 << 30)
    assert found["segment.bytes"].is_default
    for key in ("message.timestamp.type", "compression.type", "min.insync.replicas", "flush.ms", "retention.bytes"):
        assert key in found
    assert not any(entry.is_sensitive for entry in found.values())


def test_describe_configs_of_the_node_and_of_a_stranger(node, name):
    client = admin(node)
    broker = next(iter(client.list_topics(timeout=10).brokers))
    resource = ConfigResource(ResourceType.BROKER, str(broker))
    found = client.describe_configs([resource])[resource].result(10)
    assert "auto.create.topics.enable" in found
    unknown = ConfigResource(ResourceType.TOPIC, name + "-unknown")
    assert refused_code(client.describe_configs([unknown])[unknown]) == KafkaError.UNKNOWN_TOPIC_OR_PART


def test_describe_some_configs_of_kafka_python(python_admin, node, name):
    create_topic(node, name, config={"retention.ms": "99"})
    wanted = kafka.admin.ConfigResource("topic", name, {"retention.ms": None, "flush.ms": None})
    found = python_admin.describe_configs([wanted], include_synonyms=True, config_filter="all")["topic"][name]
    assert set(found) == {"retention.ms", "flush.ms"}
    assert found["retention.ms"]["value"] == "99"


def test_describe_topic(node, name):
    create_topic(node, name, 2)
    found = admin(node).describe_topics(TopicCollection([name]))[name].result(10)
    assert found.name == name and len(found.partitions) == 2 and not found.is_internal
    assert str(found.topic_id) and all(one.leader is not None and len(one.isr) == 1 for one in found.partitions)


def test_delete_topic_by_id(python_admin, node, name):
    create_topic(node, name)
    topic_id = python_admin.describe_topics([name])[0]["topic_id"]
    python_admin.delete_topics([uuid.UUID(str(topic_id))])
    assert name not in python_admin.list_topics()


def test_describe_cluster(node, python_admin):
    found = admin(node).describe_cluster().result(10)
    assert found.cluster_id
    assert [f"{one.host}:{one.port}" for one in found.nodes] == [node.bootstrap]
    assert found.controller.id == found.nodes[0].id
    other = python_admin.describe_cluster()
    assert other["cluster_id"] == found.cluster_id


def test_delete_records(node, topic):
    client = admin(node)
    produce_values(node.bootstrap, topic, [b"%d" % i for i in range(20)], batch_num_messages=4)
    done = client.delete_records([TopicPartition(topic, 0, 9)])
    assert next(iter(done.values())).result(10).low_watermark == 9
    assert values(read_all(node.bootstrap, topic))[0] == b"9"
    earliest = client.list_offsets({TopicPartition(topic, 0): OffsetSpec.earliest()})
    assert next(iter(earliest.values())).result(10).offset == 9
    # An offset before the start is out of range now, and past the end cannot be deleted up to.
    with pytest.raises(KafkaException):
        read_all(node.bootstrap, topic, start=3, auto_offset_reset="error")
    code = refused_code(next(iter(client.delete_records([TopicPartition(topic, 0, 21)]).values())))
    assert code == KafkaError.OFFSET_OUT_OF_RANGE
    # -1: everything there is.
    done = client.delete_records([TopicPartition(topic, 0, confluent_kafka.OFFSET_END)])
    assert next(iter(done.values())).result(10).low_watermark == 20
    assert values(read_all(node.bootstrap, topic)) == []
    assert produce_values(node.bootstrap, topic, [b"next"]) == [20]


def test_delete_records_of_kafka_python(python_admin, node, topic):
    produce_values(node.bootstrap, topic, [b"%d" % i for i in range(5)])
    python_admin.delete_records({kafka.TopicPartition(topic, 0): 3})
    assert values(read_all(node.bootstrap, topic)) == [b"3", b"4"]


def test_waiting_reader_is_told_of_a_deleted_topic(node, topic):
    with Connection(node.bootstrap, timeout=20) as raw:
        waiting = wire.fetch_body([(topic, [wire.fetch_partition(0, 0)])], wait_ms=3000)
        raw.send(wire.FETCH, 11, waiting)
        admin(node).delete_topics([topic])[topic].result(10)
        raw.receive()
        assert raw.fetch(topic, 0, wait_ms=0).only["error"] == wire.UNKNOWN_TOPIC_OR_PARTITION
        assert raw.produce(topic, wire.batch([b"x"]))["error"] == wire.UNKNOWN_TOPIC_OR_PARTITION


def test_auto_creation(node, name):
    assert produce_values(node.bootstrap, name, [b"x"]) == [0]
    assert values(read_all(node.bootstrap, name)) == [b"x"]


def test_consumer_makes_no_topic_unless_it_may(node, name):
    consumer = confluent_kafka.Consumer({"bootstrap.servers": node.bootstrap, "group.id": name})
    try:
        consumer.subscribe([name])
        consumer.poll(1)
    finally:
        consumer.close()
    assert name not in admin(node).list_topics(timeout=10).topics


def test_auto_creation_can_be_switched_off(make_node, name):
    closed = make_node(settings={"auto.create.topics.enable": "false"}).start()
    sender = producer(closed.bootstrap, message_timeout_ms=2000, topic_metadata_propagation_max_ms=300)
    errors = []
    sender.produce(name, b"x", on_delivery=lambda error, _: errors.append(error))
    sender.flush(10)
    assert [error.code() for error in errors] in ([KafkaError._UNKNOWN_TOPIC], [KafkaError.UNKNOWN_TOPIC_OR_PART])
    assert name not in admin(closed).list_topics(timeout=10).topics


def test_settings_of_the_node_are_the_defaults_of_its_topics(make_node, name):
    own = make_node(settings={"num.partitions": "4", "log.retention.ms": "86400000"}).start()
    produce_values(own.bootstrap, name, [b"x"])
    assert len(admin(own).list_topics(name, 10).topics[name].partitions) == 4
    resource = ConfigResource(ResourceType.TOPIC, name)
    assert admin(own).describe_configs([resource])[resource].result(10)["retention.ms"].value == "86400000"


def test_topics_and_settings_survive_a_restart(own_node, name):
    create_topic(own_node, name, 3, {"retention.ms": "777"})
    client = admin(own_node)
    before = client.describe_topics(TopicCollection([name]))[name].result(10).topic_id
    own_node.kill()
    own_node.start()
    client = admin(own_node)
    found = client.describe_topics(TopicCollection([name]))[name].result(10)
    assert str(found.topic_id) == str(before) and len(found.partitions) == 3
    resource = ConfigResource(ResourceType.TOPIC, name)
    assert client.describe_configs([resource])[resource].result(10)["retention.ms"].value == "777"
