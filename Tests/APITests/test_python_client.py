"""The official Kubernetes client of Python as the admin API of another language."""

import threading
import time

import pytest
from kubernetes import client, dynamic, watch
from kubernetes.client.rest import ApiException

from conftest import GROUP, eventually, is_ready, manifest

PLACE = ("weir.streaming", "v1", "default", "topics")


@pytest.fixture
def connection(node):
    configuration = client.Configuration()
    configuration.host = f"http://{node.admin}"
    configuration.retries = 0
    with client.ApiClient(configuration) as connection:
        yield connection


@pytest.fixture
def objects(connection):
    return client.CustomObjectsApi(connection)


def test_the_server_is_discovered(connection):
    groups = client.ApisApi(connection).get_api_versions().groups
    assert [group.name for group in groups] == ["weir.streaming"]
    assert groups[0].preferred_version.group_version == GROUP
    resources = client.CustomObjectsApi(connection).get_api_resources(*PLACE[:2]).resources
    kinds = {one.kind: one for one in resources if "/" not in one.name}
    assert kinds["Topic"].namespaced and "tp" in kinds["Topic"].short_names
    assert client.VersionApi(connection).get_code().git_version.startswith("v")
    assert [one.metadata.name for one in client.CoreV1Api(connection).list_namespace().items] == ["default"]


def test_an_object_from_birth_to_death(objects, name):
    made = objects.create_namespaced_custom_object(*PLACE, manifest(name, labels={"a": "b"}, partitions=2))
    assert made["metadata"]["generation"] == 1 and made["metadata"]["uid"]
    found = eventually(lambda: ready(objects, name))
    assert found["status"]["partitions"] == 2
    listed = objects.list_namespaced_custom_object(*PLACE, field_selector=f"metadata.name={name}")
    assert [one["metadata"]["name"] for one in listed["items"]] == [name]
    everywhere = objects.list_cluster_custom_object(*PLACE[:2], "topics", label_selector="a=b")
    assert name in [one["metadata"]["name"] for one in everywhere["items"]]
    patched = objects.patch_namespaced_custom_object(*PLACE, name, {"spec": {"partitions": 3}})
    assert patched["spec"]["partitions"] == 3 and patched["metadata"]["generation"] == 2
    operations = [{"op": "add", "path": "/metadata/labels/c", "value": "d"}]
    kind = "application/json-patch+json"
    patched = objects.patch_namespaced_custom_object(*PLACE, name, operations, _content_type=kind)
    assert patched["metadata"]["labels"] == {"a": "b", "c": "d"} and patched["metadata"]["generation"] == 2
    eventually(lambda: replaced(objects, name))
    gone = objects.delete_namespaced_custom_object(*PLACE, name)
    assert gone["status"] == "Success"
    with pytest.raises(ApiException) as error:
        objects.get_namespaced_custom_object(*PLACE, name)
    assert error.value.status == 404


def ready(objects, name):
    found = objects.get_namespaced_custom_object(*PLACE, name)
    return found if is_ready(found) else None


def replaced(objects, name):
    """Reads, changes and writes back, unless the reconciler was quicker."""
    found = objects.get_namespaced_custom_object(*PLACE, name)
    found["spec"]["config"] = {"retention.ms": "60000"}
    try:
        return objects.replace_namespaced_custom_object(*PLACE, name, found)["spec"]["config"]
    except ApiException as error:
        assert error.status == 409
        return None


def test_faults_have_their_status(objects, name):
    def status(call, *arguments, **options):
        with pytest.raises(ApiException) as error:
            call(*arguments, **options)
        return error.value.status

    create = objects.create_namespaced_custom_object
    create(*PLACE, manifest(name))
    assert status(create, *PLACE, manifest(name)) == 409
    assert status(create, *PLACE, manifest(name + "x", partitions=0)) == 422
    stale = objects.get_namespaced_custom_object(*PLACE, name)
    objects.patch_namespaced_custom_object(*PLACE, name, {"metadata": {"labels": {"a": "b"}}})
    assert status(objects.replace_namespaced_custom_object, *PLACE, name, stale) == 409
    assert status(objects.get_namespaced_custom_object, *PLACE[:3], "nonsenses", name) == 404


def test_pages(objects, name):
    label = f"set={name[-50:]}"
    for number in range(7):
        objects.create_namespaced_custom_object(*PLACE, manifest(f"{name}-{number}", labels={"set": name[-50:]}))
    names, token = [], None
    for _ in range(10):
        options = {"_continue": token} if token else {}
        page = objects.list_namespaced_custom_object(*PLACE, label_selector=label, limit=3, **options)
        assert len(page["items"]) <= 3
        names += [one["metadata"]["name"] for one in page["items"]]
        token = page["metadata"].get("continue")
        if not token:
            break
    assert names == [f"{name}-{number}" for number in range(7)]


# MARK: Watching


def test_a_watch_goes_on_where_another_ended(objects, name):
    label = f"set={name[-50:]}"

    def body(number):
        return manifest(f"{name}-{number}", labels={"set": name[-50:]})

    start = objects.list_namespaced_custom_object(*PLACE, label_selector=label)["metadata"]["resourceVersion"]
    for number in range(3):
        objects.create_namespaced_custom_object(*PLACE, body(number))
    first = watched(objects, label, start, 2)
    assert first == [("ADDED", f"{name}-0"), ("ADDED", f"{name}-1")]
    # Where the first watch ended, not where the history does.
    revision = objects.get_namespaced_custom_object(*PLACE, f"{name}-2")["metadata"]["resourceVersion"]
    objects.delete_namespaced_custom_object(*PLACE, f"{name}-0")
    later = watched(objects, label, str(int(revision)), 1, only={"DELETED"})
    assert later == [("DELETED", f"{name}-0")]


def watched(objects, label, revision, count, only=frozenset({"ADDED", "DELETED"})):
    events = []
    stream = watch.Watch().stream(
        objects.list_namespaced_custom_object, *PLACE, label_selector=label, resource_version=revision,
        timeout_seconds=10,
    )
    for event in stream:
        if event["type"] in only:
            events.append((event["type"], event["object"]["metadata"]["name"]))
        if len(events) == count:
            break
    return events


def test_a_watch_sees_what_happens_meanwhile(objects, name):
    seen = []

    def follow():
        for event in watch.Watch().stream(
            objects.list_namespaced_custom_object, *PLACE, field_selector=f"metadata.name={name}", timeout_seconds=15
        ):
            seen.append((event["type"], event["object"]))
            if event["type"] == "DELETED":
                return

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    objects.create_namespaced_custom_object(*PLACE, manifest(name))
    objects.patch_namespaced_custom_object(*PLACE, name, {"spec": {"partitions": 2}})
    objects.delete_namespaced_custom_object(*PLACE, name)
    thread.join(20)
    assert not thread.is_alive()
    kinds = [kind for kind, _ in seen]
    assert kinds[0] == "ADDED" and kinds[-1] == "DELETED" and "MODIFIED" in kinds
    revisions = [int(found["metadata"]["resourceVersion"]) for _, found in seen]
    assert revisions == sorted(revisions)


def test_a_watch_ends_when_it_was_asked_to(objects):
    start = time.monotonic()
    for _ in watch.Watch().stream(
        objects.list_namespaced_custom_object, *PLACE, field_selector="metadata.name=nobody", timeout_seconds=2
    ):
        pass
    assert 1 < time.monotonic() - start < 8


def test_a_revision_to_come_is_refused(objects):
    with pytest.raises(ApiException) as error:
        for _ in watch.Watch().stream(
            objects.list_namespaced_custom_object, *PLACE, resource_version="9000000000", timeout_seconds=2
        ):
            pass
    assert error.value.status in (400, 410, 504)


# MARK: The dynamic client


@pytest.fixture
def topics(connection):
    return dynamic.DynamicClient(connection).resources.get(api_version=GROUP, kind="Topic")


def test_the_dynamic_client(topics, name):
    made = topics.create(body=manifest(name, partitions=1), namespace="default")
    assert made.kind == "Topic" and made.metadata.name == name
    merge = "application/merge-patch+json"
    topics.patch(body={"spec": {"partitions": 2}}, name=name, namespace="default", content_type=merge)
    assert topics.get(name=name, namespace="default").spec.partitions == 2
    assert name in [one.metadata.name for one in topics.get(namespace="default").items]
    for event in topics.watch(namespace="default", name=name, timeout=10):
        assert event["object"].metadata.name == name
        break
    topics.delete(name=name, namespace="default", body={})
    with pytest.raises(dynamic.exceptions.NotFoundError):
        topics.get(name=name, namespace="default")


def test_the_dynamic_client_applies_on_the_servers_side(topics, name):
    def apply(manager, partitions, **options):
        body = manifest(name, partitions=partitions)
        return topics.server_side_apply(body=body, name=name, namespace="default", field_manager=manager, **options)

    assert apply("ann", 1).spec.partitions == 1
    with pytest.raises(dynamic.exceptions.ConflictError) as error:
        apply("bob", 2)
    assert "ann" in str(error.value) and ".spec.partitions" in str(error.value)
    assert apply("bob", 2, force_conflicts=True).spec.partitions == 2
