"""Every client produces and consumes with every codec and every acks."""

import pytest

from kit.clients import CLIENTS, CODECS, Rec, create_topic, read_all
from kit.wire import Connection

CLIENT_NAMES = list(CLIENTS)
#: sarama 1.22 sends Produce 3, and zstd needs 7 (KIP-110).
WRITES = [(client, codec) for client in CLIENTS for codec in CODECS if (client, codec) != ("sarama", "zstd")]


def made_by(client, count=100):
    headers = (("client", client.name.encode()), ("empty", b""))
    return [
        Rec(b"key-%d" % (i % 7), b"value %d %s" % (i, b"x" * 50), headers if client.has_headers else ())
        for i in range(count)
    ]


def plain(records):
    """What every client can tell of a record."""
    return [(record.key, record.value) for record in records]


@pytest.mark.parametrize("acks", [0, 1, -1])
@pytest.mark.parametrize("client, codec", WRITES)
def test_round_trip(node, topic, client, codec, acks):
    client = CLIENTS[client]
    sent = made_by(client)
    client.produce(node.bootstrap, topic, sent, codec, acks)
    got = client.consume(node.bootstrap, topic, len(sent))
    assert plain(got) == plain(sent)
    if client.has_headers:
        assert [record.headers for record in got] == [record.headers for record in sent]
    # The batches lie in the log as the client made them: compressed by it, not by us.
    with Connection(node.bootstrap) as raw:
        answer = raw.fetch(topic, 0).only
    assert {batch.codec for batch in answer["batches"]} == {CODECS[codec]}
    assert all(batch.is_intact and batch.magic == 2 for batch in answer["batches"])
    assert sum(batch.count for batch in answer["batches"]) == len(sent)


@pytest.mark.parametrize("reader", CLIENT_NAMES)
def test_every_client_reads_what_all_clients_wrote(node, written_by_all, reader):
    topic, sent = written_by_all
    got = CLIENTS[reader].consume(node.bootstrap, topic, len(sent))
    assert plain(got) == plain(sent)


@pytest.fixture(scope="module")
def written_by_all(node):
    topic = create_topic(node, "written-by-all")
    sent = []
    for client, codec in WRITES:
        records = made_by(CLIENTS[client], 20)
        CLIENTS[client].produce(node.bootstrap, topic, records, codec, -1)
        sent += records
    return topic, sent


def test_zstd_of_a_client_too_old_for_it_is_refused(node, topic):
    with pytest.raises(AssertionError, match="does not support the compression type"):
        CLIENTS["sarama"].produce(node.bootstrap, topic, made_by(CLIENTS["sarama"], 5), "zstd", -1)


def test_acks_0_keeps_order(node, topic):
    client = CLIENTS["confluent-kafka"]
    sent = [Rec(None, b"%d" % i) for i in range(5000)]
    client.produce(node.bootstrap, topic, sent, "none", 0)
    got = client.consume(node.bootstrap, topic, len(sent))
    assert [record.value for record in got] == [record.value for record in sent]


@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec != "none"])
def test_topic_compression_type_recompresses(node, name, codec):
    """A topic that names a codec keeps its batches in it, whatever the producer chose."""
    topic = create_topic(node, name, config={"compression.type": codec})
    sent = [Rec(b"k", b"compress me " * 20, (("h", b"1"),))] * 30
    CLIENTS["confluent-kafka"].produce(node.bootstrap, topic, sent, "none", -1)
    assert [message.value() for message in read_all(node.bootstrap, topic)] == [record.value for record in sent]
    with Connection(node.bootstrap) as raw:
        assert {batch.codec for batch in raw.fetch(topic, 0).only["batches"]} == {CODECS[codec]}
