"""The command line from outside: every command and flag, what they print where, and their exit codes."""

from __future__ import annotations

import datetime
import json
import os
import pty
import re
import select
import signal
import subprocess
import time

import pytest

from conftest import WEIR


def wait_for(condition, seconds: float = 15):
    """The first true value of the condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


def end_offset(weir, topic: str, partition: int = 0) -> int:
    rows = json.loads(weir("partition", "list", "-O", "json").out)
    return next(r["endOffset"] for r in rows if r["topic"] == topic and r["partition"] == partition)


# ---- General


def test_version(weir):
    assert re.match(r"^weir \d+\.\d+\.\d+", weir("version").out)
    assert json.loads(weir("version", "--json").out)["name"] == "weir"
    assert json.loads(weir("version", "-j").out)["name"] == "weir"


def test_help_is_an_answer(weir):
    for arguments in [("--help",), ("topic", "--help"), ("consume", "-h"), ("help", "produce")]:
        result = weir(*arguments)
        assert "USAGE" in result.out and result.err == ""


def test_a_wrong_flag_names_the_nearest(weir):
    result = weir.run("consume", "t", "--beginnin")
    assert (result.code, result.out) == (2, "")
    assert "--beginning" in result.err


def test_a_wrong_command_names_the_nearest(weir):
    result = weir.run("topc", "list")
    assert result.code == 2 and "'topic'" in result.err
    result = weir.run("topic", "lst")
    assert result.code == 2 and "'list'" in result.err
    result = weir.run("zzzzzz")
    assert result.code == 2 and "consume" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("topic", "create"),
        ("topic", "create", "x", "--partitions", "many"),
        ("topic", "create", "x", "--retention-time", "soon"),
        ("topic", "create", "x", "--segment-size", "big"),
        ("topic", "create", "x", "--config", "novalue"),
        ("topic", "create", "x", "--compression-type", "rar"),
        ("topic", "create", "x", "-p", "0"),
        ("topic", "create", "x", "-r", "0"),
        ("topic", "create", " "),
        ("topic", "add-partition", "x", "--count", "0"),
        ("topic", "list", "-O", "xml"),
        ("produce", "x", "--key", "a", "--key-separator", ":"),
        ("produce", "x", "--raw", "--key-separator", ":"),
        ("produce", "x", "--key-separator", ""),
        ("produce", "x", "--compression", "rar"),
        ("produce", "x", "--linger", "soon"),
        ("produce", "x", "--delivery-semantic", "maybe"),
        ("produce", "x", "-p", "-1"),
        ("consume", "x", "-B", "-H", "1"),
        ("consume", "x", "-T", "1", "--start", "1"),
        ("consume", "x", "-A", "-p", "0"),
        ("consume", "x", "--start", "9", "--end", "3"),
        ("consume", "x", "-F", "{{key}}", "-O", "json"),
        ("consume", "x", "--truncate", "-O", "json"),
        ("consume", "x", "-O", "pictures"),
        ("consume", "x", "--isolation", "perfect"),
        ("consume", "x", "-c", ""),
        ("benchmark", "producer", "--num-records", "0"),
        ("topic", "list", "--cluster", "nowhere:port"),
        ("serve", "--kafka", "nowhere:port"),
    ],
)
def test_asked_wrongly_is_code_2(weir, arguments):
    result = weir.run(*arguments)
    assert result.code == 2, result.err
    assert result.err.strip() and result.out == ""


def test_an_unreachable_cluster_names_the_address_and_what_to_do(weir):
    result = weir.run("topic", "list", "--cluster", "127.0.0.1:1")
    assert result.code == 1 and result.out == ""
    assert "127.0.0.1:1" in result.err and "weir serve" in result.err and "--cluster" in result.err


def test_cluster_may_stand_before_the_command_and_in_the_environment(weir, node, topic):
    weir.environment = dict(os.environ)
    weir.environment.pop("WEIR_CLUSTER", None)
    assert topic in weir("--cluster", node.kafka, "topic", "list").out
    assert topic in weir("topic", "list", f"--cluster={node.kafka}", "--admin", node.admin).out
    weir.environment["WEIR_CLUSTER"] = "127.0.0.1:1"
    assert weir.run("topic", "list").code == 1
    assert topic in weir("topic", "list", "--cluster", node.kafka).out


def test_no_colour_without_a_terminal(weir):
    assert "\x1b" not in weir.run("topic", "describe", "not-there").err


# ---- Topics


def test_topic_create_list_describe_delete(weir, name):
    assert f'topic "{name}" created' in weir("topic", "create", name, "-p", "3", "--replication", "1").out
    listed = {t["name"]: t for t in json.loads(weir("topic", "list", "-O", "json").out)}
    assert listed[name]["partitions"] == 3 and listed[name]["replication"] == 1
    assert re.search(rf"^{name}\s+3\s+1\s+7d\s+any\s+online$", weir("topic", "list").out, re.M)
    assert f"name: {name}" in weir("topic", "list", "--output", "yaml").out.replace('"', "")
    described = json.loads(weir("topic", "describe", name, "-O", "json").out)
    assert [p["partition"] for p in described["partitions"]] == [0, 1, 2]
    assert "retention.ms" in weir("topic", "describe", name).out
    assert "partitions:" in weir("topic", "describe", name, "-O", "yaml").out
    assert f'topic "{name}" deleted' in weir("topic", "delete", name).out
    assert weir.run("topic", "describe", name).code == 1


def test_topic_create_takes_its_configs(weir, name):
    weir(
        "topic", "create", name, "--retention-time", "1h30m", "--segment-size", "16 MiB", "--compression-type", "lz4",
        "--max-partition-size", "1GiB", "--config", "max.message.bytes=12345", "--config", "flush.ms=10",
    )
    config = {c["name"]: c for c in json.loads(weir("topic", "describe", name, "-O", "json").out)["config"]}
    values = {key: config[key]["value"] for key in config}
    assert values["retention.ms"] == str(90 * 60 * 1000)
    assert values["segment.bytes"] == str(16 << 20)
    assert values["compression.type"] == "lz4"
    assert values["retention.bytes"] == str(1 << 30)
    assert values["max.message.bytes"] == "12345"
    assert config["flush.ms"]["source"] == "topic"


def test_topic_create_refuses_unknown_configs(weir, name):
    result = weir.run("topic", "create", name, "--config", "no.such.thing=1")
    assert result.code == 1 and "no.such.thing" in result.err


def test_topic_create_dry_run_makes_nothing(weir, name):
    assert "dry run" in weir("topic", "create", name, "--dry-run").out
    assert "dry run" in weir("topic", "create", name, "-d").out
    assert name not in weir("topic", "list").out


@pytest.mark.parametrize(
    "flags, message",
    [
        (("--max-partition-size", "10"), "max_partition_size 10 is less than minimum 2048"),
        (("--segment-size", "3 Ki", "--max-partition-size", "2 Ki"), "max_partition_size 2048 is less than segment size 3072"),
    ],
)
def test_topic_create_refuses_sizes_that_do_not_fit(weir, name, flags, message):
    result = weir.run("topic", "create", name, *flags, "--dry-run")
    assert result.code == 2 and message in result.err


def test_topic_that_exists_is_not_made_again(weir, topic):
    result = weir.run("topic", "create", topic)
    assert result.code == 1 and "Topic already exists" in result.err and topic in result.err


def test_topic_delete_goes_on_only_when_told(weir, name):
    names = [f"{name}-{n}" for n in range(3)]
    for one in (names[0], names[2]):
        weir("topic", "create", one)
    result = weir.run("topic", "delete", *names)
    assert result.code == 1 and names[1] in result.err
    assert names[2] in weir("topic", "list").out
    result = weir.run("topic", "delete", names[1], names[2], "--continue-on-error")
    assert result.code == 1 and "Topic not found" in result.err
    assert names[2] not in weir("topic", "list").out


def test_topic_delete_short_flag(weir, topic):
    assert weir.run("topic", "delete", "-c", "not-there", topic).code == 1
    assert topic not in weir("topic", "list").out


def test_topic_add_partition(weir, topic):
    assert "has 2 now" in weir("topic", "add-partition", topic).out
    assert "has 5 now" in weir("topic", "add-partition", topic, "-c", "3").out
    assert "has 6 now" in weir("topic", "add-partition", topic, "--count", "1").out
    assert weir.run("topic", "add-partition", "not-there").code == 1


def test_a_topic_that_is_not_there_is_suggested(weir, name):
    weir("topic", "create", f"{name}-orders")
    for command in [("consume", f"{name}-ordres", "-d"), ("produce", f"{name}-ordres"), ("topic", "describe", f"{name}-ordres")]:
        result = weir.run(*command)
        assert result.code == 1 and result.out == ""
        assert "Topic not found" in result.err and f"{name}-orders" in result.err
        assert f"weir topic create {name}-ordres" in result.err


# ---- Produce


def test_lines_become_records(weir, topic):
    weir("produce", topic, stdin="one\ntwo\r\n\nlast without end")
    assert weir("consume", topic, "-B", "-d").raw == b"one\ntwo\n\nlast without end\n"


def test_empty_input_is_no_record(weir, topic):
    weir("produce", topic, stdin="")
    assert weir("consume", topic, "-B", "-d").raw == b""


def test_produce_from_a_file(weir, topic, tmp_path):
    path = tmp_path / "lines"
    path.write_text("".join(f"line {n}\n" for n in range(5_000)))
    result = weir("produce", topic, "-f", path, "--verbose")
    assert "5000 records acknowledged" in result.err and result.out == ""
    assert weir("consume", topic, "-B", "-d").lines == [f"line {n}" for n in range(5_000)]
    missing = weir.run("produce", topic, "--file", tmp_path / "not-there")
    assert missing.code == 1 and "not-there" in missing.err


def test_raw_is_one_record(weir, topic, tmp_path):
    data = bytes(range(256)) * 100
    (tmp_path / "blob").write_bytes(data)
    weir("produce", topic, "--raw", "--key", "k", "-f", tmp_path / "blob")
    weir("produce", topic, "--raw", stdin=b"a\nb\n")
    assert weir("consume", topic, "-B", "-d", "-O", "raw").raw == data + b"\n" + b"a\nb\n" + b"\n"
    assert weir("consume", topic, "-B", "-d", "-F", "{{key}}").lines == ["k", "null"]


def test_keys(weir, topic):
    weir("produce", topic, "--key", "fixed", stdin="a\nb\n")
    weir("produce", topic, "--key-separator", "=>", stdin="k1=>v1\n=>empty key\nk2=>a=>b\nk3=>\n")
    lines = weir("consume", topic, "-B", "-d", "-k").lines
    assert lines == ["[fixed] a", "[fixed] b", "[k1] v1", "[] empty key", "[k2] a=>b", "[k3] "]


def test_equal_keys_go_to_equal_partitions(weir, name):
    weir("topic", "create", name, "-p", "4")
    weir("produce", name, "--key-separator", ":", stdin="".join(f"k{n % 7}:{n}\n" for n in range(700)))
    seen: dict[str, set[str]] = {}
    for line in weir("consume", name, "-B", "-d", "-F", "{{key}} {{partition}}").lines:
        key, partition = line.split()
        seen.setdefault(key, set()).add(partition)
    assert len(seen) == 7 and all(len(partitions) == 1 for partitions in seen.values())
    assert len(set.union(*seen.values())) > 1


def test_a_line_without_its_separator_is_told_and_left_out(weir, topic):
    result = weir.run("produce", topic, "--key-separator", ":", stdin="a:1\nnothing\nb:2\n")
    assert result.code == 1 and "line 2" in result.err and "1 line" in result.err
    assert weir("consume", topic, "-B", "-d").lines == ["1", "2"]


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
def test_compression(weir, topic, codec):
    lines = [f"some text that repeats {n}" for n in range(2_000)]
    weir("produce", topic, "--compression", codec, stdin="\n".join(lines))
    assert weir("consume", topic, "-B", "-d").lines == lines


@pytest.mark.parametrize(
    "flags",
    [
        ("--linger", "0s"), ("--linger", "50ms"), ("--batch-size", "100"), ("--batch-size", "16KB"),
        ("--max-request-size", "64 KiB"), ("--isolation", "read_committed"), ("--isolation", "ReadUncommitted"),
        ("--delivery-semantic", "AtMostOnce"), ("--delivery-semantic", "at_least_once"),
        ("--delivery-semantic", "at-most-once"), ("-p", "0"), ("-v",),
    ],
)
def test_ways_of_sending(weir, topic, flags):
    lines = [f"record {n}" for n in range(300)]
    result = weir("produce", topic, *flags, stdin="\n".join(lines))
    assert result.out == ""
    # What nobody acknowledges is there a moment later.
    wait_for(lambda: end_offset(weir, topic) == 300)
    assert weir("consume", topic, "-B", "-d").lines == lines


def test_produce_to_a_partition(weir, name):
    weir("topic", "create", name, "-p", "3")
    weir("produce", name, "--partition", "2", stdin="x\ny\n")
    assert [end_offset(weir, name, p) for p in range(3)] == [0, 0, 2]
    result = weir.run("produce", name, "-p", "3", stdin="x\n")
    assert result.code == 2 and "0 to 2" in result.err


def test_a_line_above_the_request_size_is_refused(weir, topic):
    result = weir.run("produce", topic, "--max-request-size", "10KB", stdin="ok\n" + "x" * 20_000 + "\n")
    assert result.code == 1 and "line 2" in result.err and "max-request-size" not in result.out
    result = weir.run("produce", topic, stdin="x" * 5_000_000)
    assert result.code == 1 and "--max-request-size" in result.err


def test_a_batch_above_the_topics_limit_says_what_to_do(weir, name):
    weir("topic", "create", name, "--config", "max.message.bytes=2000")
    result = weir.run("produce", name, stdin="x" * 5_000 + "\n")
    assert result.code == 1 and "max.message.bytes" in result.err and "0 records were acknowledged" in result.err


def test_batches_above_the_topics_limit_are_split(weir, name):
    weir("topic", "create", name, "--config", "max.message.bytes=2000")
    lines = [f"record {n}" for n in range(5_000)]
    weir("produce", name, stdin="\n".join(lines))
    assert weir("consume", name, "-B", "-d").lines == lines


def test_interrupted_produce_tells_what_was_acknowledged(weir, topic):
    process = weir.start("produce", topic)
    process.stdin.write(b"a\nb\nc\n")
    process.stdin.flush()
    wait_for(lambda: end_offset(weir, topic) == 3)
    process.send_signal(signal.SIGINT)
    # The input stays open: the signal must do it.
    assert process.wait(10) == 1
    assert b"3 records were acknowledged, 0 were not" in process.stderr.read()
    process.stdin.close()


def test_interrupted_while_it_writes_the_count_is_exact(weir, topic):
    endless = subprocess.Popen(["yes", "x" * 50], stdout=subprocess.PIPE)
    process = weir.start("produce", topic, stdin=endless.stdout)
    endless.stdout.close()
    wait_for(lambda: end_offset(weir, topic) > 0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    endless.wait(10)
    assert process.returncode == 1 and out == b""
    acknowledged = int(re.search(rb"(\d+) records were acknowledged", err)[1])
    assert acknowledged == end_offset(weir, topic)


def test_produce_from_a_terminal_prompts_and_confirms(weir, topic):
    controller, terminal = pty.openpty()
    process = weir.start("produce", topic, stdin=terminal)
    os.close(terminal)
    os.write(controller, b"hello\n")
    wait_for(lambda: end_offset(weir, topic) == 1)
    os.write(controller, b"again\n\x04")
    assert process.wait(10) == 0
    err = process.stderr.read().decode()
    assert err.startswith("> ") and err.count("Ok!") == 2
    assert process.stdout.read() == b""
    os.close(controller)
    assert weir("consume", topic, "-B", "-d").lines == ["hello", "again"]


def test_progress_shows_on_a_terminal_alone(weir, topic, tmp_path):
    (tmp_path / "lines").write_text("x" * 100 + "\n")
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [WEIR, "produce", topic, "-f", tmp_path / "lines"], env=weir.environment, stderr=terminal, stdout=subprocess.PIPE)
    os.close(terminal)
    assert process.wait(15) == 0 and process.stdout.read() == b""
    shown = b""
    while select.select([controller], [], [], 0.2)[0]:
        try:
            shown += os.read(controller, 1000)
        except OSError:
            break
    os.close(controller)
    assert b"records/s" in shown
    assert weir("produce", topic, "-f", tmp_path / "lines").err == ""


# ---- Consume


@pytest.fixture
def ten(weir, topic) -> str:
    """A topic with the records 0 to 9."""
    weir("produce", topic, stdin="".join(f"{n}\n" for n in range(10)))
    return topic


@pytest.mark.parametrize(
    "flags, expected",
    [
        (("-B",), range(10)), (("--beginning",), range(10)), (("-H", "3"), range(3, 10)), (("--head", "99"), []),
        (("-T", "2"), range(8, 10)), (("--tail", "99"), range(10)), (("--start", "4"), range(4, 10)),
        (("--start", "4", "--end", "6"), range(4, 7)), (("-B", "--end", "0"), range(1)), (("-B", "--end", "99"), range(10)),
        ((), []), (("-B", "-p", "0"), range(10)), (("-B", "-A"), range(10)), (("-B", "--all-partitions"), range(10)),
        (("-B", "--maxbytes", "1"), range(10)), (("-B", "-b", "10KB"), range(10)),
        (("-B", "--isolation", "read_committed"), range(10)), (("-B", "--isolation", "ReadUncommitted"), range(10)),
        (("-B", "--disable-progressbar"), range(10)), (("-B", "--truncate"), range(10)),
    ],
)
def test_where_consuming_begins_and_ends(weir, ten, flags, expected):
    result = weir("consume", ten, "--disable-continuous", *flags)
    assert result.lines == [str(n) for n in expected] and result.err == ""


def test_end_ends_a_stream(weir, ten):
    assert weir("consume", ten, "-B", "--end", "5").lines == [str(n) for n in range(6)]


def test_an_offset_past_the_end_waits_for_nothing(weir, ten):
    assert weir("consume", ten, "--start", "50", "-d").lines == []


def test_consuming_follows_the_stream_until_interrupted(weir, ten):
    process = weir.start("consume", ten)
    time.sleep(1)
    weir("produce", ten, stdin="new\n")
    assert process.stdout.readline() == b"new\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert process.stdout.read() == b"" and process.stderr.read() == b""


def test_all_partitions_are_read_unless_named(weir, name):
    weir("topic", "create", name, "-p", "3")
    for partition in range(3):
        weir("produce", name, "-p", partition, stdin=f"in {partition}\n")
    assert sorted(weir("consume", name, "-B", "-d").lines) == ["in 0", "in 1", "in 2"]
    assert sorted(weir("consume", name, "-B", "-d", "-p", "1", "--partition", "2").lines) == ["in 1", "in 2"]
    result = weir.run("consume", name, "-B", "-d", "-p", "7")
    assert result.code == 2 and "0 to 2" in result.err


def test_format(weir, topic):
    weir("produce", topic, "--key-separator", ":", stdin="A:Apple\n")
    weir("produce", topic, stdin='"&"\n')
    lines = weir("consume", topic, "-B", "-d", "-F", "{{offset}}|{{ key }}|{{value}}|{{partition}}|{{time}}|{{else}}").lines
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-")
    assert lines[0].startswith(f"0|A|Apple|0|{today}") and lines[0].endswith("Z|{{else}}")
    assert lines[1].startswith('1|null|"&"|0|')
    assert weir("consume", topic, "-B", "-d", "--format", "x").lines == ["x", "x"]


def test_key_value(weir, topic):
    weir("produce", topic, "--key-separator", ":", stdin="A:Apple\n")
    weir("produce", topic, stdin="Pear\n")
    assert weir("consume", topic, "-B", "-d", "--key-value").lines == ["[A] Apple", "[null] Pear"]


def test_output_types_of_text_and_binary(weir, topic):
    weir("produce", topic, "--raw", stdin=b"text")
    weir("produce", topic, "--raw", stdin=b"\x00\x01binary")
    hexdump = "00000000  00 01 62 69 6e 61 72 79                          |..binary|"
    read = lambda *flags: weir("consume", topic, "-B", "-d", *flags).lines
    assert read() == ["text", hexdump]
    assert read("-O", "dynamic") == ["text", hexdump]
    assert read("-O", "text") == ["text", "binary: (8 bytes)"]
    assert read("-O", "text", "--suppress-unknown") == ["text"]
    assert read("--output", "binary")[1] == hexdump
    assert weir("consume", topic, "-B", "-d", "-O", "raw").raw == b"text\n\x00\x01binary\n"


def test_output_json(weir, topic):
    weir("produce", topic, stdin='{"a":[1,{"b":null}],"c":"\\u00fc"}\nnot json\n')
    out = weir("consume", topic, "-B", "-d", "-O", "json").out
    first, second = out.split("\n}\n")[:2]
    assert json.loads(first + "\n}") == {"a": [1, {"b": None}], "c": "ü"} and "\n  " in first
    assert '"error"' in second
    kept = weir("consume", topic, "-B", "-d", "-O", "JSON", "--suppress-unknown").out
    assert json.loads(kept) == {"a": [1, {"b": None}], "c": "ü"}


def test_output_table(weir, topic):
    weir("produce", topic, stdin='{"name":"a","n":1}\n{"name":"bb","n":{"x":2}}\nnot json\n[1]\n')
    result = weir("consume", topic, "-B", "-d", "-O", "table")
    assert [line.split() for line in result.lines] == [["name", "n"], ["a", "1"], ["bb", '{"x":2}']]
    assert result.err.count("not shown") == 2
    result = weir("consume", topic, "-B", "-d", "-O", "table", "--suppress-unknown")
    assert len(result.lines) == 3 and result.err == ""


def test_output_full_table_lines_all_columns_up(weir, topic):
    weir("produce", topic, stdin='{"a":"x"}\n{"a":"longer","b":2}\n')
    lines = weir("consume", topic, "-B", "-d", "-O", "full_table").lines
    assert lines == ["a       b", "x       ", "longer  2"]


def test_truncate_cuts_to_one_line(weir, topic):
    weir("produce", topic, "--raw", stdin="first\nsecond\n")
    assert weir("consume", topic, "-B", "-d", "--truncate").lines == ["first"]


def test_a_named_consumer_goes_on_where_it_stopped(weir, ten, name):
    consumer = f"{name}-c"
    assert len(weir("consume", ten, "-c", consumer, "-B", "-d", "--end", "3").lines) == 4
    assert weir("consume", ten, "--consumer", consumer, "-B", "-d").lines == [str(n) for n in range(4, 10)]
    assert weir("consume", ten, "-c", consumer, "-B", "-d").lines == []
    weir("produce", ten, stdin="new\n")
    assert weir("consume", ten, "-c", consumer, "-d").lines == ["new"]


def test_an_interrupted_named_consumer_notes_where_it_is(weir, ten, name):
    process = weir.start("consume", ten, "-B", "-c", f"{name}-c")
    for n in range(10):
        assert process.stdout.readline() == f"{n}\n".encode()
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert weir("consume", ten, "-B", "-d", "-c", f"{name}-c").lines == []


def test_a_closed_pipe_ends_quietly(weir, topic):
    weir("produce", topic, stdin="x" * 99 + "\n" + ("x" * 99 + "\n") * 20_000)
    process = weir.start("consume", topic, "-B", "-d")
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(15) == 0
    assert process.stderr.read() == b""


# ---- Partitions and consumers


def test_partition_list(weir, ten):
    row = re.search(rf"^{ten}\s+0\s+(\d+)\s+\[\d+\]\s+online\s+0\s+10\s+10\b", weir("partition", "list").out, re.M)
    assert row
    assert any(r["topic"] == ten and r["startOffset"] == 0 for r in json.loads(weir("partition", "list", "--output", "json").out))
    assert "topic:" in weir("partition", "list", "-O", "yaml").out


def test_system_flags(weir, ten):
    for command in ("topic", "partition"):
        assert ten in weir(command, "list", "--system").out
        assert ten in weir(command, "list", "-s").out


def test_consumer_list_describe_delete(weir, ten, name):
    consumer = f"{name}-group"
    weir("consume", ten, "-c", consumer, "-B", "-d", "--end", "6")
    rows = [r for r in json.loads(weir("consumer", "list", "-O", "json").out) if r["consumer"] == consumer]
    assert [(r["topic"], r["partition"], r["offset"], r["lag"]) for r in rows] == [(ten, 0, 7, 3)]
    assert re.search(rf"^{consumer}\s+{ten}\s+0\s+7\s+3\s+Empty$", weir("consumer", "list").out, re.M)
    assert consumer in weir("consumer", "list", "-O", "yaml").out
    described = json.loads(weir("consumer", "describe", consumer, "-O", "json").out)
    assert described["state"] == "Empty" and described["offsets"][0]["offset"] == 7
    assert "Empty" in weir("consumer", "describe", consumer).out
    assert "deleted" in weir("consumer", "delete", consumer).out
    assert consumer not in weir("consumer", "list").out
    for command in ("describe", "delete"):
        result = weir.run("consumer", command, consumer)
        assert result.code == 1 and "Consumer not found" in result.err


# ---- Benchmarks


def test_benchmark_producer(weir, name):
    common = ("--num-records", 2_000, "--record-size", "100", "-t", name)
    text = weir("benchmark", "producer", *common).out
    assert "P99.9 MS" in text and "2000" in text
    result = json.loads(
        weir(
            "benchmark", "producer", *common, "--batch-size", "16KB", "--linger", "1ms", "--compression", "lz4", "--acks", "1",
            "--num-producers", "2", "--max-request-size", "1MB", "-q", "4MB", "--server-timeout", "10s",
            "--record-key-allocation-strategy", "random-key", "-O", "json",
        ).out
    )
    assert result["records"] == 2_000 and result["bytes"] == 200_000 and result["recordsPerSecond"] > 0
    assert set(result["latencyMillis"]) == {"p50", "p95", "p99", "p99.9", "max"}
    assert end_offset(weir, name) == 4_000


def test_benchmark_makes_and_deletes_its_own_topic(weir):
    weir("bench", "producer", "--num-records", "100", "-p", "2", "-r", "1", "--acks", "all")
    assert not re.search(r"^benchmark-", weir("topic", "list").out, re.M)
    weir("benchmark", "producer", "--num-records", "100", "--keep-topic")
    kept = re.search(r"^(benchmark-\S+)", weir("topic", "list").out, re.M)[1]
    weir("topic", "delete", kept)


def test_benchmark_consumer(weir):
    result = json.loads(weir("benchmark", "consumer", "--num-records", "3000", "--record-size", "50", "-O", "json").out)
    assert result["records"] == 3_000 and result["bytes"] == 150_000


def test_benchmark_matrix(weir):
    rows = json.loads(
        weir(
            "benchmark", "matrix", "--num-records", "300", "--record-size", "10", "100", "--batch-size", "16KB",
            "--compression", "none", "zstd", "-O", "json",
        ).out
    )
    assert [(r["recordBytes"], r["compression"]) for r in rows] == [(10, "none"), (10, "zstd"), (100, "none"), (100, "zstd")]


# ---- Serve


def test_serve_listens_to_strangers_only_when_told(tmp_path):
    command = [WEIR, "serve", "--data-dir", tmp_path / "d", "--kafka", "0.0.0.0:0", "--admin", "127.0.0.1:0"]
    result = subprocess.run(command, capture_output=True, timeout=20)
    assert result.returncode == 1 and b"--allow-remote" in result.stderr


def test_serve_takes_settings_and_an_advertised_address(tmp_path):
    command = [
        WEIR, "serve", "--data-dir", tmp_path / "d", "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--log-level",
        "warning", "--config", "num.partitions=3", "--advertise", "localhost:19092",
    ]
    node = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert node.stdout.readline().startswith(b"weir ready kafka=127.0.0.1:")
        node.send_signal(signal.SIGTERM)
        assert node.wait(20) == 0
        assert node.stderr.read() == b""
    finally:
        if node.poll() is None:
            node.kill()
            node.wait(10)


def test_serve_on_a_busy_port_says_so(node, tmp_path):
    command = [WEIR, "serve", "--data-dir", tmp_path / "d", "--kafka", node.kafka, "--admin", "127.0.0.1:0"]
    result = subprocess.run(command, capture_output=True, timeout=20)
    assert result.returncode == 1 and node.kafka.encode() in result.stderr and b"in use" in result.stderr


def test_serve_refuses_settings_it_does_not_know(tmp_path):
    command = [WEIR, "serve", "--data-dir", tmp_path / "d", "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
    result = subprocess.run([*command, "--config", "no.such=1"], capture_output=True, timeout=20)
    assert result.returncode != 0 and b"no.such" in result.stderr
