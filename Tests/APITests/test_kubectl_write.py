"""kubectl writes: create, replace, patch, label, annotate, edit, delete, and what it prints when they fail."""

import pytest

from conftest import manifest


def test_create(kubectl, name):
    made = kubectl("create", "-f", "-", stdin=manifest(name, partitions=2))
    assert made.lines == [f"topic.weir.streaming/{name} created"]
    again = kubectl.run("create", "-f", "-", stdin=manifest(name))
    assert again.code == 1 and "AlreadyExists" in again.err and name in again.err


def test_create_several(kubectl, name):
    made = kubectl("create", "-f", "-", stdin=[manifest(f"{name}-a"), manifest(f"{name}-b")])
    assert len(made.lines) == 2
    listed = {"apiVersion": "v1", "kind": "List", "items": [manifest(f"{name}-c"), manifest(f"{name}-d")]}
    assert len(kubectl("create", "-f", "-", stdin=listed).lines) == 2


def test_a_dry_run_leaves_nothing(kubectl, name):
    made = kubectl("create", "--dry-run=server", "-f", "-", stdin=manifest(name), )
    assert "server dry run" in made.out
    shown = kubectl("create", "--dry-run=server", "-o", "jsonpath={.spec.partitions}", "-f", "-", stdin=manifest(name))
    assert shown.out == "1"
    assert kubectl.run("get", "topic", name).code == 1
    wrong = kubectl.run("create", "--dry-run=server", "--validate=false", "-f", "-", stdin=manifest(name, partitions=0))
    assert wrong.code == 1 and "partitions" in wrong.err


def test_replace(kubectl, topic):
    found = kubectl.read("topic", topic)
    found["spec"]["partitions"] = 3
    assert "replaced" in kubectl("replace", "-f", "-", stdin=found).out
    assert kubectl.read("topic", topic)["spec"]["partitions"] == 3
    # Somebody else was quicker.
    found["spec"]["partitions"] = 4
    stale = kubectl.run("replace", "-f", "-", stdin=found)
    assert stale.code == 1 and "Conflict" in stale.err
    missing = kubectl.run("replace", "-f", "-", stdin=manifest("no-such-topic"))
    assert missing.code == 1 and "NotFound" in missing.err


def test_delete(kubectl, api, name):
    for number in range(3):
        api.create(manifest(f"{name}-{number}", labels={"set": name[-50:]}))
    assert "deleted" in kubectl("delete", "topic", f"{name}-0").out
    assert kubectl.run("get", "topic", f"{name}-0").code == 1
    kubectl("delete", "topics", "-l", f"set={name[-50:]}")
    assert kubectl("get", "topics", "-l", f"set={name[-50:]}", "-o", "name").lines == []
    missing = kubectl.run("delete", "topic", f"{name}-0")
    assert missing.code == 1 and "NotFound" in missing.err
    assert kubectl("delete", "topic", f"{name}-0", "--ignore-not-found").out == ""


def test_delete_in_dry_run(kubectl, topic):
    kubectl("delete", "topic", topic, "--dry-run=server")
    assert kubectl("get", "topic", topic, "-o", "name").lines


def test_delete_by_file(kubectl, name):
    files = [manifest(f"{name}-a"), manifest(f"{name}-b")]
    kubectl("apply", "-f", "-", stdin=files)
    assert len(kubectl("delete", "-f", "-", stdin=files).lines) == 2


def test_label_and_annotate(kubectl, topic):
    kubectl("label", "topic", topic, "team=shop", "tier=1")
    assert kubectl.read("topic", topic)["metadata"]["labels"] == {"team": "shop", "tier": "1"}
    twice = kubectl.run("label", "topic", topic, "team=bar")
    assert twice.code == 1 and "overwrite" in twice.err
    kubectl("label", "topic", topic, "team=bar", "--overwrite")
    kubectl("label", "topic", topic, "tier-")
    assert kubectl.read("topic", topic)["metadata"]["labels"] == {"team": "bar"}
    kubectl("annotate", "topic", topic, "note=a b c")
    assert kubectl.read("topic", topic)["metadata"]["annotations"]["note"] == "a b c"
    kubectl("annotate", "topic", topic, "note-")
    assert "note" not in kubectl.read("topic", topic)["metadata"].get("annotations", {})
    wrong = kubectl.run("label", "topic", topic, "team=not a label", "--overwrite")
    assert wrong.code == 1


def test_labels_do_not_change_the_generation(kubectl, topic):
    before = kubectl.read("topic", topic)["metadata"]
    kubectl("label", "topic", topic, "a=b")
    after = kubectl.read("topic", topic)["metadata"]
    assert after["generation"] == before["generation"] and after["resourceVersion"] != before["resourceVersion"]


def test_patch(kubectl, topic):
    kubectl("patch", "topic", topic, "--type=merge", "-p", '{"spec":{"config":{"retention.ms":"60000"}}}')
    kubectl("patch", "topic", topic, "--type=json", "-p", '[{"op":"replace","path":"/spec/partitions","value":2}]')
    found = kubectl.read("topic", topic)
    assert found["spec"]["partitions"] == 2 and found["spec"]["config"] == {"retention.ms": "60000"}
    assert found["metadata"]["generation"] == 3
    kubectl("patch", "topic", topic, "--type=merge", "-p", '{"spec":{"config":{"retention.ms":null}}}')
    assert not kubectl.read("topic", topic)["spec"].get("config")
    same = kubectl("patch", "topic", topic, "--type=merge", "-p", '{"spec":{"partitions":2}}')
    assert "no change" in same.out


def test_a_patch_that_does_not_fit(kubectl, topic):
    untrue = '[{"op":"test","path":"/spec/partitions","value":9}]'
    assert kubectl.run("patch", "topic", topic, "--type=json", "-p", untrue).code == 1
    nowhere = '[{"op":"remove","path":"/spec/nowhere"}]'
    assert kubectl.run("patch", "topic", topic, "--type=json", "-p", nowhere).code == 1
    fewer = kubectl.run("patch", "topic", topic, "--type=merge", "-p", '{"spec":{"partitions":0}}')
    assert fewer.code == 1 and "spec.partitions" in fewer.err


def test_a_strategic_patch_is_refused_clearly(kubectl, topic):
    refused = kubectl.run("patch", "topic", topic, "-p", '{"spec":{"partitions":2}}')
    assert refused.code == 1
    assert "application/merge-patch+json" in refused.err and "strategic" in refused.err


def test_edit(kubectl, topic, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^  partitions: 1$/  partitions: 5/' \"$1\"\n")
    editor.chmod(0o755)
    done = kubectl("edit", "topic", topic, KUBE_EDITOR=str(editor))
    assert "edited" in done.out
    assert kubectl.read("topic", topic)["spec"]["partitions"] == 5


def test_scale_is_refused(kubectl, topic):
    refused = kubectl.run("scale", f"topic/{topic}", "--replicas=3")
    assert refused.code == 1 and kubectl.read("topic", topic)["spec"]["partitions"] == 1


def test_everything_wrong_is_said_at_once(kubectl, name):
    wrong = manifest(name, partitions=0, durability="tape", config={"retention.ms": "soon"}, onError="deadLetter")
    refused = kubectl.run("create", "--validate=false", "-f", "-", stdin=wrong)
    assert refused.code == 1
    for field in ("spec.partitions", "spec.durability"):
        assert field in refused.err, refused.err


def test_an_unknown_field_is_named(kubectl, name):
    refused = kubectl.run("create", "-f", "-", stdin=manifest(name, partitons=3))
    assert refused.code == 1 and "partitons" in refused.err


@pytest.mark.parametrize("kind", ["Partition", "Spu"])
def test_what_the_node_makes_cannot_be_made(kubectl, name, kind):
    refused = kubectl.run("create", "--validate=false", "-f", "-", stdin=manifest(name, kind))
    assert refused.code == 1 and "not" in refused.err.lower()
