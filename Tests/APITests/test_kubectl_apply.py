"""kubectl apply: on the client's side, on the server's, from the one to the other; diff."""

from conftest import manifest


def apply(kubectl, objects, *arguments, **options):
    return kubectl("apply", *arguments, "-f", "-", stdin=objects, **options)


def test_apply_merges_three_ways(kubectl, name):
    first = manifest(name, partitions=1, config={"retention.ms": "60000", "segment.bytes": "1048576"})
    assert apply(kubectl, first).lines == [f"topic.weir.streaming/{name} created"]
    assert apply(kubectl, first).lines == [f"topic.weir.streaming/{name} unchanged"]
    kubectl("label", "topic", name, "by=hand")
    second = manifest(name, partitions=2, config={"retention.ms": "60000"})
    assert apply(kubectl, second).lines == [f"topic.weir.streaming/{name} configured"]
    found = kubectl.read("topic", name)
    assert found["spec"]["partitions"] == 2 and found["spec"]["config"] == {"retention.ms": "60000"}
    assert found["metadata"]["labels"] == {"by": "hand"}


def test_apply_of_a_folder(kubectl, name, tmp_path):
    (tmp_path / "a.yaml").write_text(
        f"apiVersion: weir.streaming/v1\nkind: Topic\nmetadata: {{name: {name}-a}}\nspec: {{partitions: 2}}\n---\n"
        f"apiVersion: weir.streaming/v1\nkind: Topic\nmetadata: {{name: {name}-b}}\n"
    )
    assert len(kubectl("apply", "-f", tmp_path).lines) == 2
    assert kubectl.read("topic", f"{name}-a")["spec"]["partitions"] == 2
    assert len(kubectl("delete", "-f", tmp_path).lines) == 2


def test_apply_in_dry_run(kubectl, name):
    assert "server dry run" in apply(kubectl, manifest(name), "--dry-run=server").out
    assert kubectl.run("get", "topic", name).code == 1
    apply(kubectl, manifest(name))
    changed = apply(kubectl, manifest(name, partitions=9), "--dry-run=server", "-o", "jsonpath={.spec.partitions}")
    assert changed.out == "9"
    assert kubectl.read("topic", name)["spec"]["partitions"] == 1


def test_diff(kubectl, name):
    new = kubectl.run("diff", "-f", "-", stdin=manifest(name, partitions=2))
    assert new.code == 1 and "+  partitions: 2" in new.out
    apply(kubectl, manifest(name, partitions=2))
    same = kubectl.run("diff", "-f", "-", stdin=manifest(name, partitions=2))
    assert same.code == 0 and same.out == "", same.said
    more = kubectl.run("diff", "-f", "-", stdin=manifest(name, partitions=3))
    assert more.code == 1 and "-  partitions: 2" in more.out and "+  partitions: 3" in more.out
    assert kubectl.read("topic", name)["spec"]["partitions"] == 2


def test_diff_on_the_servers_side(kubectl, name):
    side = "--server-side"
    assert kubectl.run("diff", side, "-f", "-", stdin=manifest(name, partitions=2)).code == 1
    apply(kubectl, manifest(name, partitions=2), side)
    same = kubectl.run("diff", side, "-f", "-", stdin=manifest(name, partitions=2))
    assert same.code == 0 and same.out == "", same.said


def server_side(kubectl, body, manager, *arguments):
    return kubectl.run("apply", "--server-side", "--field-manager", manager, *arguments, "-f", "-", stdin=body)


def test_apply_on_the_servers_side(kubectl, name):
    first = apply(kubectl, manifest(name, partitions=1, config={"retention.ms": "60000"}), "--server-side")
    assert first.lines == [f"topic.weir.streaming/{name} serverside-applied"]
    before = kubectl.read("topic", name)["metadata"]["resourceVersion"]
    apply(kubectl, manifest(name, partitions=1, config={"retention.ms": "60000"}), "--server-side")
    # The reconciler may have written the status meanwhile; the applier changes nothing.
    assert kubectl.read("topic", name)["metadata"]["generation"] == 1
    assert int(before) <= int(kubectl.read("topic", name)["metadata"]["resourceVersion"])
    apply(kubectl, manifest(name, partitions=1), "--server-side")
    assert not kubectl.read("topic", name)["spec"].get("config")


def test_a_conflict_names_who_and_what(kubectl, name):
    assert server_side(kubectl, manifest(name, partitions=1), "ann").code == 0
    refused = server_side(kubectl, manifest(name, partitions=2), "bob")
    assert refused.code == 1
    assert 'Apply failed with 1 conflict: conflict with "ann": .spec.partitions' in refused.err
    assert kubectl.read("topic", name)["spec"]["partitions"] == 1
    forced = server_side(kubectl, manifest(name, partitions=2), "bob", "--force-conflicts")
    assert forced.code == 0, forced.err
    assert kubectl.read("topic", name)["spec"]["partitions"] == 2
    assert 'conflict with "bob"' in server_side(kubectl, manifest(name, partitions=1), "ann").err
    shared = server_side(kubectl, manifest(name, partitions=2), "ann")
    assert shared.code == 0, shared.err


def test_what_is_patched_by_hand_conflicts(kubectl, name):
    assert server_side(kubectl, manifest(name, partitions=1), "ann").code == 0
    kubectl("patch", "topic", name, "--type=merge", "-p", '{"spec":{"partitions":3}}')
    refused = server_side(kubectl, manifest(name, partitions=1), "ann")
    assert refused.code == 1 and "kubectl-patch" in refused.err and ".spec.partitions" in refused.err


def test_from_the_clients_side_to_the_servers(kubectl, name):
    apply(kubectl, manifest(name, partitions=1, config={"retention.ms": "60000"}))
    # The same manager by default: kubectl takes over its own fields, and lets go of what is gone.
    moved = apply(kubectl, manifest(name, partitions=2, config={"retention.ms": "60000"}), "--server-side")
    assert "serverside-applied" in moved.out
    assert kubectl.read("topic", name)["spec"]["partitions"] == 2
    again = apply(kubectl, manifest(name, partitions=3, config={"retention.ms": "60000"}), "--server-side")
    assert "serverside-applied" in again.out
    # And back.
    apply(kubectl, manifest(name, partitions=4))
    found = kubectl.read("topic", name)
    assert found["spec"]["partitions"] == 4 and not found["spec"].get("config")
