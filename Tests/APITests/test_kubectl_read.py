"""kubectl reads: discovery, get in every form, describe, explain, watch, wait."""

import json
import os
import selectors
import time

import yaml

from conftest import GROUP, documents, eventually, manifest


def test_discovery(kubectl):
    names = kubectl("api-resources", "--api-group=weir.streaming", "-o", "name").lines
    assert sorted(names) == [
        f"{plural}.weir.streaming"
        for plural in ("partitions", "smartmodules", "spus", "tableformats", "topics", "views")
    ]
    table = kubectl("api-resources", "--api-group=weir.streaming", "-o", "wide").out
    assert "Topic" in table and "tp" in table and "patch" in table
    assert GROUP in kubectl("api-versions").lines
    assert "Server" in kubectl("version").out


def test_get_prints_the_servers_columns(kubectl, topic):
    lines = kubectl("get", "topics", topic).lines
    assert lines[0].split()[:2] == ["NAME", "PARTITIONS"] and lines[0].split()[-1] == "AGE"
    assert lines[1].split()[:2] == [topic, "1"]
    assert lines[1].split()[-1].rstrip("0123456789smh") == "" and "T" not in lines[1].split()[-1]
    wide = kubectl("get", "topics", topic, "-o", "wide").lines
    assert len(wide[0].split()) > len(lines[0].split())
    assert "LABELS" in kubectl("get", "topics", topic, "--show-labels").lines[0]
    assert kubectl("get", "topics", topic, "--no-headers").lines[0].split()[0] == topic


def test_every_name_of_a_kind_works(kubectl, topic):
    for word in ("topic", "topics", "tp", "topic.weir.streaming", "topics.v1.weir.streaming", "Topic"):
        assert kubectl("get", word, topic, "-o", "name").lines == [f"topic.weir.streaming/{topic}"]
    assert kubectl("get", f"topic/{topic}", "-o", "name").lines == [f"topic.weir.streaming/{topic}"]


def test_get_in_every_form(kubectl, topic):
    found = json.loads(kubectl("get", "topic", topic, "-o", "json").out)
    assert found["apiVersion"] == GROUP and found["kind"] == "Topic" and found["spec"]["partitions"] == 1
    assert yaml.safe_load(kubectl("get", "topic", topic, "-o", "yaml").out)["spec"] == found["spec"]
    assert kubectl("get", "topic", topic, "-o", "jsonpath={.spec.partitions}").out == "1"
    ready = "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"
    assert kubectl("get", "topic", topic, "-o", ready).out == "True"
    columns = kubectl("get", "topic", topic, "-o", "custom-columns=N:.metadata.name,P:.spec.partitions").lines
    assert columns[1].split() == [topic, "1"]
    assert kubectl("get", "topic", topic, "-o", "go-template={{.kind}}").out == "Topic"


def test_get_selects(kubectl, api, name):
    for number, team in enumerate(("a", "a", "b")):
        assert api.create(manifest(f"{name}-{number}", labels={"set": name[-50:], "team": team})).status_code == 201

    def names(*arguments):
        return [line.split("/")[1] for line in kubectl("get", "topics", "-o", "name", *arguments).lines]

    of_test = f"set={name[-50:]}"
    assert names("-l", of_test) == [f"{name}-{number}" for number in range(3)]
    assert names("-l", f"{of_test},team=a") == [f"{name}-0", f"{name}-1"]
    assert names("-l", f"{of_test},team!=a") == [f"{name}-2"]
    assert names("-l", f"{of_test},team in (b,c)") == [f"{name}-2"]
    assert names("-l", f"{of_test},!team") == []
    assert names("-l", of_test, "--field-selector", f"metadata.name={name}-1") == [f"{name}-1"]
    assert names("-l", of_test, "--chunk-size=2") == [f"{name}-{number}" for number in range(3)]
    assert names("-l", of_test, "--all-namespaces") == [f"{name}-{number}" for number in range(3)]
    assert names("-l", of_test, "-n", "elsewhere") == []


def test_get_of_several_kinds(kubectl, topic):
    out = kubectl("get", "topics,partitions,spus").out
    assert f"topic.weir.streaming/{topic}" in out and f"partition.weir.streaming/{topic}-0" in out
    assert "spu.weir.streaming/" in out


def test_missing_things_are_named(kubectl):
    none = kubectl.run("get", "topic", "no-such-topic")
    assert none.code == 1 and 'topics.weir.streaming "no-such-topic" not found' in none.err
    kind = kubectl.run("get", "nonsense")
    assert kind.code == 1 and 'the server doesn\'t have a resource type "nonsense"' in kind.err
    empty = kubectl("get", "topics", "-l", "set=nobody-has-this")
    assert "No resources found" in empty.said


def test_describe(kubectl, topic):
    out = kubectl("describe", "topic", topic).out
    assert f"Name:         {topic}" in out and "Partitions:" in out and "Events:" in out
    assert "Conditions:" in out


def test_explain(kubectl):
    out = kubectl("explain", "topic").out
    assert "Topic" in out and "spec" in out and "status" in out
    field = kubectl("explain", "topic.spec.partitions").out
    assert "integer" in field and "never shrink" in field
    assert "retention.ms" in kubectl("explain", "topics.spec.config").out
    assert "uses" in kubectl("explain", "topic", "--recursive").out
    assert kubectl.run("explain", "topic.spec.partitons").code == 1


def lines_of(process, count: int, seconds: float = 20) -> list[str]:
    """The first lines that a running command prints."""
    text, deadline = b"", time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while text.count(b"\n") < count and selector.select(max(0, deadline - time.monotonic())):
            part = os.read(process.stdout.fileno(), 65536)
            if not part:
                break
            text += part
    return text.decode().splitlines()


def test_get_watches(kubectl, api, name):
    label = f"set={name[-50:]}"
    process = kubectl.start("get", "topics", "-w", "-l", label, "-o", "name")
    try:
        time.sleep(1)
        assert api.create(manifest(name, labels={"set": name[-50:]})).status_code == 201
        assert lines_of(process, 1)[0] == f"topic.weir.streaming/{name}"
    finally:
        process.kill()
        process.communicate()


def test_a_watched_table_keeps_its_columns(kubectl, api, topic):
    process = kubectl.start("get", "topic", topic, "-w")
    try:
        first = lines_of(process, 2)
        assert first[0].split()[0] == "NAME" and first[1].split()[:2] == [topic, "1"]
        assert api.patch(topic, {"spec": {"partitions": 2}}).status_code == 200
        assert lines_of(process, 1)[0].split()[:2] == [topic, "2"]
    finally:
        process.kill()
        process.communicate()


def test_wait(kubectl, name):
    kubectl("apply", "-f", "-", stdin=manifest(name, partitions=2))
    done = kubectl("wait", "--for=condition=Ready", f"topic/{name}", "--timeout=20s")
    assert "condition met" in done.out
    late = kubectl.run("wait", "--for=condition=Nonsense", f"topic/{name}", "--timeout=1s")
    assert late.code == 1 and "timed out" in late.err
    process = kubectl.start("wait", "--for=delete", f"topic/{name}", "--timeout=20s")
    time.sleep(0.5)
    kubectl("delete", "topic", name)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err


def test_partitions_and_spus_show_what_is(kubectl, topic):
    partition = eventually(lambda: kubectl.run("get", "partition", f"{topic}-0", "-o", "json").out)
    found = json.loads(partition)
    assert found["spec"]["topic"] == topic and found["spec"]["partition"] == 0
    spus = kubectl.read("spus")["items"]
    assert len(spus) == 1 and spus[0]["status"]["state"] == "online"
    refused = kubectl.run("create", "-f", "-", stdin=documents(manifest("x-0", "Partition", topic="x", partition=0)))
    assert refused.code == 1
