"""Reading, changing and deleting objects, and Fluvio's verbs on them."""

from __future__ import annotations

import base64
import json
import subprocess
import threading
import time

import pytest


def document(weir, *arguments) -> dict:
    return json.loads(weir("get", *arguments, "-O", "json").out)


# ---- get


def test_get_in_every_form(weir, topic):
    table = weir("get", "topics").lines
    assert table[0].startswith("NAME") and any(line.split()[0] == topic for line in table[1:])
    assert len(weir("get", "topics", "-O", "wide").lines[0]) > len(table[0])
    assert not any(line.startswith("NAME ") for line in weir("get", "topics", "--no-headers").lines)
    assert f"topic/{topic}" in weir("get", "topics", "-O", "name").lines
    listed = document(weir, "topics")
    assert listed["kind"] == "List" and topic in [item["metadata"]["name"] for item in listed["items"]]
    assert all(item["kind"] == "Topic" and "managedFields" not in item["metadata"] for item in listed["items"])
    one = document(weir, "topic", topic)
    assert one["kind"] == "Topic" and one["metadata"]["name"] == topic
    assert f"name: {topic}" in weir("get", "topic", topic, "-O", "yaml").out.replace('"', "")


def test_get_takes_every_word_for_a_kind(weir, topic):
    for word in ("topic", "topics", "Topic", "TOPICS", "topics.weir.streaming"):
        assert topic in weir("get", word, "-O", "name").out
    assert weir("get", f"topic/{topic}", "-O", "name").out == f"topic/{topic}\n"


def test_get_several_kinds(weir, topic):
    out = weir("get", "all").out
    assert f"topic/{topic}" in out and "spu/" in out
    assert "partition/" in weir("get", "topics,partitions").out


def test_get_selects_by_labels_and_fields(weir, name):
    for place, team in enumerate(["shop", "shop", "other"]):
        weir("topic", "create", f"{name}-{place}")
        weir("label", "topic", f"{name}-{place}", f"team={team}", f"test={name}")
    names = weir("get", "topics", "-l", f"test={name},team=shop", "-O", "name").lines
    assert names == [f"topic/{name}-0", f"topic/{name}-1"]
    assert weir("get", "topics", "-l", f"test={name},team!=shop", "-O", "name").lines == [f"topic/{name}-2"]
    chosen = weir("get", "topics", "--field-selector", f"metadata.name={name}-1", "-O", "name").lines
    assert chosen == [f"topic/{name}-1"]
    nothing = weir("get", "topics", "-l", f"test={name},team=none")
    assert nothing.out == "" and "No topics found" in nothing.err
    assert weir.run("get", "topics", "-l", "==").code == 1


def test_get_tells_what_is_not_there_and_shows_the_rest(weir, topic):
    result = weir.run("get", "topic", "not-there", topic)
    assert result.code == 1 and topic in result.out
    assert "topic/not-there does not exist" in result.err and "weir get topics" in result.err


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("get",), ""),
        (("get", "tpics"), "'topics'"),
        (("get", "topic", "-O", "xml"), "table"),
        (("get", "topics,views", "name"), "one kind"),
        (("get", "topic/"), "KIND/NAME"),
        (("get", "topic", "x", "-l", "a=b"), "selectors"),
        (("describe", "nothing"), "not known"),
        (("delete", "topics"), "--all"),
        (("delete",), "-f"),
        (("apply",), "-f"),
        (("explain", "topic.spec.partition"), "partitions"),
        (("explain", "topc"), "topic"),
        (("wait", "topic", "x", "--for", "miracle"), "for"),
        (("wait", "topics", "--for", "delete"), "--all"),
        (("label", "topic", "x"), "KEY=VALUE"),
        (("label", "topic", "a=b"), "which objects"),
        (("label", "topic", "x", "a=b", "a-"), "both"),
        (("completions", "powershell"), "bash"),
        (("smartmodule", "create", "x"), "wasm-file"),
        (("table-format", "create"), "config"),
    ],
)
def test_asked_wrongly_is_code_2(weir, arguments, words):
    result = weir.run(*arguments)
    assert result.code == 2, result.err
    assert result.out == "" and words in result.err


def test_an_unreachable_admin_address_is_named_with_the_way_to_another(weir):
    for command in [("get", "topics"), ("describe", "topics"), ("delete", "topic", "x"), ("spu", "list")]:
        result = weir.run(*command, "--admin", "127.0.0.1:1")
        assert result.code == 1 and result.out == ""
        assert "127.0.0.1:1" in result.err and "--admin" in result.err and "weir serve" in result.err
    result = weir.run("get", "topics", "--admin", weir.environment["WEIR_CLUSTER"])
    assert result.code == 1 and weir.environment["WEIR_CLUSTER"] in result.err


def test_get_watches(weir, name):
    process = weir.start("get", "topics", "-w", "--field-selector", f"metadata.name={name}", "-O", "json")
    try:
        time.sleep(1)
        weir("topic", "create", name)
        weir("label", "topic", name, "seen=yes")
        weir("delete", "topic", name)
        time.sleep(1)
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=10)
    decoder, text, seen = json.JSONDecoder(), out.decode().strip(), []
    while text:
        value, end = decoder.raw_decode(text)
        seen.append(value)
        text = text[end:].strip()
    assert len(seen) >= 3 and all(value["metadata"]["name"] == name for value in seen)
    assert seen[-1]["metadata"]["labels"] == {"seen": "yes"}


def test_get_watches_as_a_table(weir, topic):
    process = weir.start("get", "topic", topic, "-w")
    try:
        time.sleep(1)
        weir("topic", "add-partition", topic)
        time.sleep(1)
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=10)
    lines = out.decode().splitlines()
    assert lines[0].startswith("NAME") and len(lines) >= 3
    assert all(line.split()[0] == topic for line in lines[1:])


# ---- describe, explain, label, wait, delete


def test_describe(weir, topic):
    weir("label", "topic", topic, "team=shop")
    weir("wait", "topic", topic)
    out = weir("describe", "topic", topic).out
    assert out.startswith("Name:") and topic in out and "team=shop" in out
    assert "Spec:\n" in out and "  partitions: 1" in out and "Conditions:\n" in out and "Ready" in out
    assert json.loads(weir("describe", "topic", topic, "-O", "json").out)["metadata"]["name"] == topic
    result = weir.run("describe", "topic", "not-there")
    assert result.code == 1 and "does not exist" in result.err


def test_explain_needs_no_node(weir):
    weir.environment["WEIR_ADMIN"] = "127.0.0.1:1"
    assert "partitions" in weir("explain", "topic.spec").out
    assert "transforms" in weir("explain", "view", "--recursive").out
    for kind in ("topic", "partition", "spu", "smartmodule", "view", "tableformat"):
        assert f"KIND:       {kind}".lower() in weir("explain", kind).out.lower()


def test_label_and_annotate(weir, topic):
    assert weir("label", "topic", topic, "team=shop", "stage=test").out == f"topic/{topic} labeled\n"
    taken = weir.run("label", "topic", topic, "team=other")
    assert taken.code == 1 and "team=shop" in taken.err and "--overwrite" in taken.err
    weir("label", f"topic/{topic}", "team=other", "stage-", "--overwrite")
    assert document(weir, "topic", topic)["metadata"]["labels"] == {"team": "other"}
    assert "not labeled" in weir("label", "topic", topic, "team=other").out
    weir("annotate", "topic", topic, "note=some words")
    assert document(weir, "topic", topic)["metadata"]["annotations"]["note"] == "some words"
    wrong = weir.run("label", "topic", topic, "bad key=1")
    assert wrong.code == 1 and "bad key" in wrong.err


def test_wait(weir, name):
    late = weir.run("wait", "topic", name, "--for", "condition=Ready", "--timeout", "300ms")
    assert late.code == 1 and f"topic/{name}" in late.err and "weir describe" in late.err
    process = weir.start("wait", "topic", name, "--timeout", "20s")
    time.sleep(0.5)
    weir("topic", "create", name)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert out.decode() == f"topic/{name} condition met\n"
    process = weir.start("wait", f"topic/{name}", "--for", "delete", "--timeout", "20s")
    time.sleep(0.5)
    weir("delete", "topic", name)
    assert process.communicate(timeout=20)[0].decode() == f"topic/{name} deleted\n"
    assert process.returncode == 0
    assert weir("wait", "topic", name, "--for", "delete").out == f"topic/{name} deleted\n"


def test_delete(weir, name):
    for place in range(3):
        weir("topic", "create", f"{name}-{place}")
        weir("label", "topic", f"{name}-{place}", f"test={name}")
    assert "dry run" in weir("delete", "topic", f"{name}-0", "--dry-run").out
    result = weir.run("delete", "topic", f"{name}-0", "not-there")
    assert result.code == 1 and result.out == f"topic/{name}-0 deleted\n" and "not-there" in result.err
    assert weir("delete", "topic", "not-there", "--ignore-not-found").out == ""
    gone = weir("delete", "topics", "-l", f"test={name}").lines
    assert gone == [f"topic/{name}-1 deleted", f"topic/{name}-2 deleted"]
    assert weir("get", "topics", "-l", f"test={name}", "-O", "name").out == ""


def test_what_is_read_only_says_so(weir, topic):
    part = weir("get", "partitions", "-O", "name").lines[0]
    result = weir.run("delete", part)
    assert result.code == 1 and part in result.err


# ---- Topics as objects


def test_a_topic_is_the_same_however_it_is_made(weir, name):
    weir("topic", "create", name, "-p", "2", "--config", "retention.ms=5000")
    spec = document(weir, "topic", name)["spec"]
    assert spec["partitions"] == 2 and spec["config"]["retention.ms"] == "5000"
    weir("delete", "topic", name)
    assert name not in weir("topic", "list").out


def test_a_deleted_topic_comes_back_with_its_records(weir, topic):
    weir("produce", topic, stdin="kept\n")
    weir("topic", "delete", topic)
    assert topic not in weir("topic", "list").out
    rows = {row["name"]: row for row in json.loads(weir("topic", "list", "--deleted", "-O", "json").out)}
    assert rows[topic]["deletedAt"] < rows[topic]["purgedAt"]
    assert topic in weir("topic", "list", "--deleted").out
    assert weir("topic", "undelete", topic).out == f'topic "{topic}" is back\n'
    weir("wait", "topic", topic)
    assert weir("consume", topic, "-B", "-d").lines == ["kept"]
    again = weir.run("topic", "undelete", topic)
    assert again.code == 1 and topic in again.err


def test_a_topic_deleted_now_does_not_come_back(weir, topic):
    weir("delete", "topic", topic, "--now")
    assert topic not in weir("topic", "list", "--deleted").out
    result = weir.run("topic", "undelete", topic)
    assert result.code == 1 and "--deleted" in result.err


FILE = """
version: 0.1.0
meta: {{name: {name}}}
partition: {{count: 3, max-size: 5gb, replication: 1, ignore-rack-assignment: true}}
retention: {{time: 2m, segment-size: 2.0 Gb}}
compression: {{type: Lz4}}
"""


def test_topic_create_takes_fluvios_file(weir, name, tmp_path):
    path = tmp_path / "topic.yaml"
    path.write_text(FILE.format(name=name))
    weir("topic", "create", "--config", path)
    spec = document(weir, "topic", name)["spec"]
    assert spec["partitions"] == 3
    assert spec["config"] == {
        "retention.ms": "120000", "retention.bytes": "5000000000", "segment.bytes": "2000000000", "compression.type": "lz4",
    }
    weir("topic", "create", f"{name}-b", "-c", path, "-p", "1", "--config", "flush.ms=7", "--retention-time", "1h")
    spec = document(weir, "topic", f"{name}-b")["spec"]
    assert spec["partitions"] == 1 and spec["config"]["flush.ms"] == "7" and spec["config"]["retention.ms"] == "3600000"


@pytest.mark.parametrize(
    "text, words",
    [
        ("meta: {name: x}\npartition: {cuont: 3}\n", "'partition.count'"),
        ("meta: {name: x}\npartition: {count: many}\n", "partition.count"),
        ("meta: {name: x}\nretention: {time: soon}\n", "retention.time"),
        ("- a\n", "one document"),
        ("partition: {count: 3}\n", "name is required"),
    ],
)
def test_topic_create_refuses_files_that_say_nothing(weir, tmp_path, text, words):
    path = tmp_path / "topic.yaml"
    path.write_text(text)
    result = weir.run("topic", "create", "--config", path)
    assert result.code == 2 and words in result.err


def test_topic_create_with_deduplication(weir, name):
    weir("topic", "create", f"{name}-a", "--dedup")
    assert document(weir, "topic", f"{name}-a")["spec"]["deduplication"] == {"count": 5, "age": "5s"}
    weir("topic", "create", f"{name}-b", "--dedup", "--dedup-count", "100", "--dedup-age", "1m", "-p", "2")
    assert document(weir, "topic", f"{name}-b")["spec"]["deduplication"] == {"count": 100, "age": "1m"}
    weir("topic", "create", f"{name}-c", "--dedup", "--dry-run")
    assert weir.run("get", "topic", f"{name}-c").code == 1
    assert weir.run("topic", "create", f"{name}-d", "--dedup-count", "0").code == 2


# ---- Fluvio's verbs


def test_smartmodules(weir, name, tmp_path):
    (tmp_path / "m.wasm").write_bytes(b"\0asm\1\0\0\0")
    assert weir("smartmodule", "create", name, "--wasm-file", tmp_path / "m.wasm").out == f'smartmodule "{name}" created\n'
    assert "updated" in weir("sm", "create", name, "--wasm-file", tmp_path / "m.wasm").out
    assert base64.b64decode(document(weir, "smartmodule", name)["spec"]["wasm"]) == b"\0asm\1\0\0\0"
    assert name in weir("sm", "list").out
    assert name in weir("sm", "list", "--filter", name[:-2]).out
    assert weir("sm", "list", "--filter", "no-such-name").out == ""
    assert json.loads(weir("sm", "list", "-O", "json", "--filter", name).out)["items"][0]["metadata"]["name"] == name
    result = weir.run("sm", "delete", "not-there", name, "-c")
    assert result.code == 1 and result.out == f'smartmodule "{name}" deleted\n' and "not-there" in result.err
    assert weir.run("sm", "delete", "not-there").code == 1
    (tmp_path / "no.wasm").write_text("text")
    result = weir.run("sm", "create", name, "--wasm-file", tmp_path / "no.wasm")
    assert result.code == 1 and "no WebAssembly" in result.err
    (tmp_path / "large.wasm").write_bytes(b"\0asm\1\0\0\0" + bytes(1 << 20))
    result = weir.run("sm", "create", name, "--wasm-file", tmp_path / "large.wasm")
    assert result.code == 1 and "1.0 MiB" in result.err


def test_table_formats(weir, name, tmp_path):
    path = tmp_path / "table.yaml"
    columns = "- {header_label: User, key_path: user.name, alignment: LEFT}\n- {key_path: amount, primary_key: true}\n"
    path.write_text(f"name: {name}\ninput_format: JSON\ncolumns:\n{columns}")
    assert weir("table-format", "create", "-c", path).out == f'table-format "{name}" created\n'
    spec = document(weir, "tableformat", name)["spec"]
    assert [column["keyPath"] for column in spec["columns"]] == ["user.name", "amount"]
    assert weir.run("table-format", "create", "--config", path).code == 1
    assert name in weir("table-format", "list").out
    assert weir("table-format", "delete", name).out == f'table-format "{name}" deleted\n'
    assert weir.run("table-format", "delete", name).code == 1
    path.write_text(f"name: {name}\ncolumns:\n- {{key_pth: a}}\n")
    result = weir.run("table-format", "create", "-c", path)
    assert result.code == 1 and "keyPth" in result.err


def test_spus_and_sizes(weir, topic):
    assert len(weir("spu", "list").lines) == 2
    assert json.loads(weir("spu", "list", "-O", "json").out)["items"][0]["kind"] == "Spu"
    weir("produce", topic, stdin="some bytes\n" * 100)
    for _ in range(100):
        rows = json.loads(weir("partition", "list", "-O", "json").out)
        size = next(row["sizeBytes"] for row in rows if row["topic"] == topic)
        if size:
            break
        time.sleep(0.2)
    assert size and size > 0
    assert "SIZE" in weir("partition", "list").lines[0]
    assert "SIZE" in weir("partition", "list", "--admin", "127.0.0.1:1").lines[0]


# ---- Shells


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_name_the_commands(weir, shell):
    script = weir("completions", shell).out
    assert "smartmodule" in script and "undelete" in script


def test_bash_can_read_its_completions_and_names_are_offered(weir, topic):
    script = weir("completions", "bash").out
    assert subprocess.run(["bash", "-n"], input=script.encode(), timeout=10).returncode == 0
    offered = weir("---completion", "topic", "describe", "--", "positional@0", "2", "0", "weir", "topic", "describe", "")
    assert topic in offered.lines


def test_lists_stand_topics_that_come_and_go(weir, name):
    stop = threading.Event()

    def churn():
        round_ = 0
        while not stop.is_set():
            names = [f"{name}-{round_}-{n}" for n in range(4)]
            text = "---\n".join(
                f"apiVersion: weir.streaming/v1\nkind: Topic\nmetadata: {{name: {one}}}\nspec: {{}}\n" for one in names
            )
            weir.run("apply", "-f", "-", stdin=text)
            weir.run("delete", "--now", "topic", *names)
            round_ += 1

    threads = [threading.Thread(target=churn)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(15):
            weir("partition", "list")
            weir("topic", "list")
            weir("get", "all")
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
