"""Ten thousand topics: made in bulk, listed in one answer, kept over a restart."""

import time

import pytest
from confluent_kafka.admin import NewTopic

from kit.clients import admin, plain_consumer, produce_values, read_all, values

COUNT = 10_000
BATCH = 1_000


@pytest.mark.timeout(240)
def test_ten_thousand_topics(own_node):
    client = admin(own_node)
    names = [f"topic-{i:05}" for i in range(COUNT)]
    start = time.monotonic()
    for first in range(0, COUNT, BATCH):
        made = client.create_topics(
            [NewTopic(name, 1, 1) for name in names[first : first + BATCH]], operation_timeout=60, request_timeout=60
        )
        for future in made.values():
            future.result(60)
    made_seconds = time.monotonic() - start

    start = time.monotonic()
    found = client.list_topics(timeout=30).topics
    listed_seconds = time.monotonic() - start
    assert set(names) <= set(found)
    assert all(found[name].error is None and list(found[name].partitions) == [0] for name in names)
    print(f"{COUNT} topics: made in {made_seconds:.1f} s, listed in {listed_seconds:.2f} s")
    assert made_seconds < 120
    assert listed_seconds < 5

    consumer = plain_consumer(own_node.bootstrap)
    assert len(consumer.list_topics(timeout=30).topics) >= COUNT
    consumer.close()

    produce_values(own_node.bootstrap, names[1234], [b"x"])
    assert own_node.stop(60) == 0
    own_node.start(60)
    print(f"started with {COUNT} topics in {own_node.ready_seconds:.2f} s")
    assert own_node.ready_seconds < 30
    assert set(names) <= set(admin(own_node).list_topics(timeout=30).topics)
    assert values(read_all(own_node.bootstrap, names[1234])) == [b"x"]
