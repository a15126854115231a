"""Declaring objects with files: apply, diff, delete -f, wait -f."""

from __future__ import annotations

import json
import time

import pytest


def topic_file(name: str, partitions: int = 1, more: str = "", labels: str = "") -> str:
    return (
        f"apiVersion: weir.streaming/v1\nkind: Topic\nmetadata:\n  name: {name}\n  labels: {{{labels}}}\n"
        f"spec:\n  partitions: {partitions}\n{more}"
    )


def wait_ready(weir, *names: str):
    weir("wait", "topic", *names, "--for", "condition=Ready", "--timeout", "20s")


def test_apply_creates_changes_and_leaves_alone(weir, name):
    result = weir("apply", "-f", "-", stdin=topic_file(name))
    assert result.out == f"topic/{name} created\n" and result.err == ""
    assert weir("apply", "-f", "-", stdin=topic_file(name)).out == f"topic/{name} unchanged\n"
    assert weir("apply", "-f", "-", stdin=topic_file(name, 3)).out == f"topic/{name} configured\n"
    wait_ready(weir, name)
    topic = json.loads(weir("get", "topic", name, "-O", "json").out)
    assert topic["spec"]["partitions"] == 3 and topic["kind"] == "Topic"
    weir("produce", name, stdin="a\nb\n")
    assert sorted(weir("consume", name, "-B", "-d").lines) == ["a", "b"]


def test_apply_dry_run_changes_nothing(weir, name):
    assert weir("apply", "--dry-run", "-f", "-", stdin=topic_file(name)).out == f"topic/{name} created (dry run)\n"
    assert weir.run("get", "topic", name).code == 1
    weir("apply", "-f", "-", stdin=topic_file(name))
    assert "unchanged (dry run)" in weir("apply", "--dry-run", "-f", "-", stdin=topic_file(name)).out
    assert "configured (dry run)" in weir("apply", "--dry-run", "-f", "-", stdin=topic_file(name, 2)).out
    assert json.loads(weir("get", "topic", name, "-O", "json").out)["spec"]["partitions"] == 1


def test_what_was_shown_can_be_applied_again(weir, name, tmp_path):
    weir("apply", "-f", "-", stdin=topic_file(name, 2))
    (tmp_path / "shown.yaml").write_text(weir("get", "topic", name, "-O", "yaml").out)
    (tmp_path / "shown.json").write_text(weir("get", "topic", name, "-O", "json").out)
    assert "unchanged" in weir("apply", "-f", tmp_path / "shown.yaml").out
    assert "unchanged" in weir("apply", "-f", tmp_path / "shown.json").out


def test_every_cause_of_every_object_is_told_with_its_place_and_the_good_ones_are_made(weir, name, tmp_path):
    path = tmp_path / "objects.yaml"
    path.write_text(
        topic_file(f"{name}-good") + "---\n" + topic_file(f"{name}-bad", 0, "  replication: 0\n") + "---\n"
        + f"apiVersion: weir.streaming/v1\nkind: Topc\nmetadata: {{name: {name}-kind}}\n---\n" + topic_file(f"{name}-last")
    )
    result = weir.run("apply", "-f", path)
    assert result.code == 1
    assert result.lines == [f"topic/{name}-good created", f"topic/{name}-last created"]
    assert f"{path}:9: topic/{name}-bad" in result.err
    assert "2 faults" in result.err and "\n  spec.partitions: " in result.err and "\n  spec.replication: " in result.err
    assert f"{path}:18: kind 'Topc' is not known. Did you mean 'Topic'?" in result.err
    assert "2 of 4 objects were not applied" in result.err


def test_an_unknown_field_names_the_nearest(weir, name):
    result = weir.run("apply", "-f", "-", stdin=topic_file(name, 1, "  dedup: {}\n  onErorr: drop\n"))
    assert result.code == 1 and result.out == ""
    assert "spec.dedup" in result.err and "deduplication" in result.err
    assert "spec.onErorr" in result.err and "onError" in result.err


@pytest.mark.parametrize(
    "text, words",
    [
        ("a: [1\n", "standard input:2"),
        ("just text\n", "an object was expected"),
        ("kind: Topic\nmetadata: {name: x}\n", "apiVersion is missing"),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n", "'v1' (Pod) is not known"),
        ("apiVersion: weir.streaming/v1\nmetadata: {name: x}\n", "kind is missing"),
        ("apiVersion: weir.streaming/v1\nkind: Topic\nspec: {}\n", "metadata.name is missing"),
        ("a: 1\na: 2\n", "standard input:2"),
    ],
)
def test_documents_that_declare_nothing_say_why(weir, text, words):
    result = weir.run("apply", "-f", "-", stdin=text)
    assert result.code == 1 and result.out == ""
    assert words in result.err


def test_what_is_declared_twice_is_refused_once(weir, name, tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(topic_file(name) + "---\n" + topic_file(name, 2))
    result = weir.run("apply", "-f", path)
    assert result.code == 1 and result.lines == [f"topic/{name} created"]
    assert f"{path}:9: topic/{name} is declared already at {path}:1" in result.err


def test_directories_lists_and_several_files(weir, name, tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.yaml").write_text(topic_file(f"{name}-a"))
    (tmp_path / "b.json").write_text(
        json.dumps(
            {
                "apiVersion": "v1", "kind": "List",
                "items": [{"apiVersion": "weir.streaming/v1", "kind": "Topic", "metadata": {"name": f"{name}-b"}, "spec": {}}],
            }
        )
    )
    (tmp_path / "notes.txt").write_text("no object")
    (tmp_path / "inner" / "c.yml").write_text(topic_file(f"{name}-c"))
    assert weir("apply", "-f", tmp_path).lines == [f"topic/{name}-a created", f"topic/{name}-b created"]
    assert f"topic/{name}-c created" in weir("apply", "-R", "-f", tmp_path).out
    assert len(weir("apply", "-f", tmp_path / "a.yaml", "-f", tmp_path / "inner").lines) == 2
    missing = weir.run("apply", "-f", tmp_path / "not-there", "-f", tmp_path / "a.yaml")
    assert missing.code == 1 and "not-there" in missing.err and "unchanged" in missing.out
    assert weir("delete", "-R", "-f", tmp_path).out.count("deleted") == 3


def test_what_others_refer_to_is_made_first_and_told_in_order(weir, name):
    view = (
        f"apiVersion: weir.streaming/v1\nkind: View\nmetadata: {{name: {name}-view}}\n"
        f"spec: {{topic: {name}, transforms: []}}\n"
    )
    result = weir("apply", "-f", "-", stdin=view + "---\n" + topic_file(name))
    assert result.lines == [f"view/{name}-view created", f"topic/{name} created"]
    assert f"{name}-view" in weir("view", "list").out
    gone = weir("delete", "-f", "-", stdin=view + "---\n" + topic_file(name))
    assert gone.lines == [f"view/{name}-view deleted", f"topic/{name} deleted"]


def test_fields_of_others_are_taken_over_only_when_told(weir, name):
    weir("topic", "create", name, "-p", "1", "--config", "retention.ms=1000")
    change = topic_file(name, 1, '  config: {retention.ms: "2000"}\n')
    result = weir.run("apply", "-f", "-", stdin=change)
    if result.code == 1:
        assert "--force-conflicts" in result.err and "retention.ms" in result.err
    weir("apply", "--force-conflicts", "-f", "-", stdin=change)
    config = json.loads(weir("get", "topic", name, "-O", "json").out)["spec"]["config"]
    assert config["retention.ms"] == "2000"


def test_diff_tells_what_apply_would_change(weir, name):
    new = weir.run("diff", "-f", "-", stdin=topic_file(name))
    assert new.code == 1 and f"--- live/topic/{name}" in new.out and "+  partitions: 1" in new.out
    weir("apply", "-f", "-", stdin=topic_file(name, 2, labels="team: shop"))
    same = weir.run("diff", "-f", "-", stdin=topic_file(name, 2, labels="team: shop"))
    assert (same.code, same.out, same.err) == (0, "", "")
    other = weir.run("diff", "-f", "-", stdin=topic_file(name, 4, labels="team: shop"))
    assert other.code == 1
    assert "-  partitions: 2" in other.lines and "+  partitions: 4" in other.lines
    wrong = weir.run("diff", "-f", "-", stdin=topic_file(name, 0))
    assert wrong.code == 2 and "spec.partitions" in wrong.err
    assert weir.run("diff", "-f", "not-there").code == 2
    assert weir.run("diff").code == 2
    assert weir.run("diff", "-f", "-", "--admin", "127.0.0.1:1", stdin=topic_file(name)).code == 2
    assert json.loads(weir("get", "topic", name, "-O", "json").out)["spec"]["partitions"] == 2


def test_many_topics_from_one_file(weir, name, tmp_path):
    count = 500
    path = tmp_path / "many.yaml"
    path.write_text("---\n".join(topic_file(f"{name}-{n:04}") for n in range(count)))
    began = time.monotonic()
    result = weir("apply", "-f", path, seconds=60)
    assert result.lines == [f"topic/{name}-{n:04} created" for n in range(count)]
    assert time.monotonic() - began < 30
    assert set(line.split()[1] for line in weir("apply", "-f", path, seconds=60).lines) == {"unchanged"}
    assert len(weir("wait", "-f", path, "--for", "condition=Ready", "--timeout", "50s", seconds=60).lines) == count
    assert len(weir("delete", "--now", "-f", path, seconds=60).lines) == count
