"""The resource API over plain HTTP: what clients rely on beyond what kubectl shows."""

import json
import re

import pytest

from conftest import GROUP, eventually, manifest

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


def causes(answer) -> dict[str, str]:
    return {cause["field"]: cause["message"] for cause in answer.json()["details"]["causes"]}


# MARK: Faults


def test_every_cause_at_once(api, name):
    wrong = manifest(name, partitions=0, durability="tape", partitons=3, transforms=[{"with": {}}])
    answer = api.create(wrong)
    assert answer.status_code == 422
    body = answer.json()
    assert body["kind"] == "Status" and body["apiVersion"] == "v1" and body["status"] == "Failure"
    assert body["reason"] == "Invalid" and body["code"] == 422 and body["details"]["name"] == name
    found = causes(answer)
    assert {"spec.partitions", "spec.durability", "spec.partitons", "spec.transforms[0].uses"} <= set(found)
    assert "partitions" in found["spec.partitons"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"null", b'{"a":1}', b"\xff\xfe", b'{"kind":"Topic"}'])
def test_what_is_no_object(api, body):
    answer = api.ask("POST", api.path(), data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["kind"] == "Status"


def test_not_found(api):
    for path in ("/apis/weir.streaming/v2", "/apis/nobody/v1", api.path("nonsenses"), "/api/v1/pods", "/nowhere"):
        assert api.ask("GET", path).status_code == 404, path
    answer = api.get("no-such-topic")
    assert answer.status_code == 404 and answer.json()["reason"] == "NotFound"
    assert answer.json()["details"] == {"name": "no-such-topic", "group": "weir.streaming", "kind": "topics"}


def test_conflicts(api, topic):
    assert api.create(manifest(topic)).json()["reason"] == "AlreadyExists"
    stale = {"metadata": {"resourceVersion": "1"}, "spec": {"partitions": 2}}
    answer = api.patch(topic, stale)
    assert answer.status_code == 409 and answer.json()["reason"] == "Conflict"
    found = api.get(topic).json()
    found["metadata"]["uid"] = "00000000-0000-4000-8000-000000000000"
    assert api.ask("PUT", api.path(name=topic), json=found).status_code in (409, 422)
    answer = api.delete(topic, json={"preconditions": {"uid": "00000000-0000-4000-8000-000000000000"}})
    assert answer.status_code == 409 and api.get(topic).status_code == 200


def test_names_must_agree(api, topic, name):
    body = api.get(topic).json()
    body["metadata"]["name"] = name
    assert api.ask("PUT", api.path(name=topic), json=body).status_code in (400, 422)
    elsewhere = manifest(name)
    elsewhere["metadata"]["namespace"] = "elsewhere"
    assert api.create(elsewhere).status_code == 400


def test_what_media_types_are_taken(api, topic):
    for kind in ("strategic-merge-patch+json", "json", "nonsense"):
        answer = api.patch(topic, {"spec": {}}, kind)
        assert answer.status_code == 415 and answer.json()["reason"] == "UnsupportedMediaType", answer.text
    answer = api.ask("POST", api.path(), data=b"x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    refused = api.get(topic, headers={"Accept": "application/vnd.kubernetes.protobuf"})
    assert refused.status_code == 406


def test_yaml_is_taken(api, name):
    text = f"apiVersion: {GROUP}\nkind: Topic\nmetadata:\n  name: {name}\nspec:\n  partitions: 2\n"
    answer = api.ask("POST", api.path(), data=text, headers={"Content-Type": "application/yaml"})
    assert answer.status_code == 201 and answer.json()["spec"]["partitions"] == 2


def test_methods(api, topic):
    for method, path in (("POST", api.path(name=topic)), ("PUT", api.path()), ("PATCH", api.path())):
        answer = api.ask(method, path, json=manifest(topic))
        assert answer.status_code == 405 and answer.json()["reason"] == "MethodNotAllowed"


# MARK: Patches


def test_json_patch(api, topic):
    operations = [
        {"op": "test", "path": "/spec/partitions", "value": 1},
        {"op": "replace", "path": "/spec/partitions", "value": 2},
        {"op": "add", "path": "/metadata/labels", "value": {"a~b/c": "x"}},
    ]
    answer = api.patch(topic, operations, "json-patch+json")
    # The key is no label: all or nothing.
    assert answer.status_code == 422 and api.get(topic).json()["spec"]["partitions"] == 1
    operations[2] = {"op": "add", "path": "/metadata/annotations", "value": {"a/c": "x"}}
    operations.append({"op": "replace", "path": "/metadata/annotations/a~1c", "value": "y"})
    answer = api.patch(topic, operations, "json-patch+json")
    assert answer.status_code == 200, answer.text
    assert answer.json()["metadata"]["annotations"] == {"a/c": "y"} and answer.json()["spec"]["partitions"] == 2


@pytest.mark.parametrize("body,status", [
    ('[{"op":"remove","path":"/spec/nowhere"}]', 422), ('[{"op":"test","path":"/kind","value":"View"}]', 422),
    ("{}", 400), ("[5]", 400), ('[{"op":"spam","path":"/a"}]', 400), ("[", 400),
    ('[{"op":"replace","path":"","value":null}]', 400), ('[{"op":"replace","path":"/metadata/name","value":"x"}]', 422),
])
def test_bad_json_patches(api, topic, body, status):
    answer = api.patch(topic, body, "json-patch+json")
    assert answer.status_code in ({400, 422} if status != 422 else {422, 400, 409}), answer.text
    assert api.get(topic).json()["kind"] == "Topic"


def test_a_patch_that_grows_without_end(api, topic):
    doubling = [{"op": "add", "path": "/spec/config", "value": {"a": "0123456789"}}]
    doubling += [{"op": "copy", "from": "/spec", "path": f"/spec/x{number}"} for number in range(64)]
    assert api.patch(topic, doubling, "json-patch+json").status_code in (413, 422)
    many = [{"op": "test", "path": "/kind", "value": "Topic"}] * 10_001
    assert api.patch(topic, many, "json-patch+json").status_code == 413


def test_a_patch_of_nothing_writes_nothing(api, topic):
    before = api.get(topic).json()
    same = {"spec": {"partitions": 1}}
    for body, kind in (({}, "merge-patch+json"), ([], "json-patch+json"), (same, "merge-patch+json")):
        answer = api.patch(topic, body, kind)
        assert answer.status_code == 200
        assert answer.json()["metadata"]["resourceVersion"] == before["metadata"]["resourceVersion"]


def test_the_servers_fields_are_the_servers(api, topic):
    before = api.get(topic).json()
    body = {"metadata": {"generation": 99, "creationTimestamp": "2000-01-01T00:00:00Z"}, "status": {"partitions": 99}}
    after = api.patch(topic, body).json()
    for field in ("generation", "creationTimestamp", "uid"):
        assert after["metadata"][field] == before["metadata"][field]
    assert after["status"] == before["status"]


# MARK: Server-side apply


def owners(found: dict) -> dict:
    return {(one["manager"], one["operation"]): one for one in found["metadata"].get("managedFields", [])}


def test_apply_creates_owns_and_forgets(api, name):
    answer = api.apply(manifest(name, partitions=2, config={"retention.ms": "60000"}), "ann")
    assert answer.status_code == 201
    fields = owners(answer.json())[("ann", "Apply")]["fieldsV1"]
    assert fields == {"f:spec": {"f:config": {"f:retention.ms": {}}, "f:partitions": {}}}
    answer = api.apply(manifest(name, partitions=2), "ann")
    assert answer.status_code == 200 and not answer.json()["spec"].get("config")
    assert owners(answer.json())[("ann", "Apply")]["fieldsV1"] == {"f:spec": {"f:partitions": {}}}


def test_apply_of_the_same_writes_nothing(api, topic):
    body = manifest(topic, labels={"a": "b"}, partitions=1)
    assert api.apply(body, "ann").status_code == 200
    before = api.get(topic).json()
    assert api.apply(body, "ann").json() == before
    assert api.get(topic).json() == before


def test_apply_conflicts_name_fields(api, name):
    api.apply(manifest(name, partitions=1, durability="disk"), "ann")
    answer = api.apply(manifest(name, partitions=2, durability="memory"), "bob")
    assert answer.status_code == 409
    found = answer.json()
    assert found["reason"] == "Conflict"
    assert {cause["field"] for cause in found["details"]["causes"]} == {".spec.partitions", ".spec.durability"}
    assert {cause["reason"] for cause in found["details"]["causes"]} == {"FieldManagerConflict"}
    assert 'conflict with "ann"' in found["details"]["causes"][0]["message"]


def test_apply_needs_a_manager(api, topic):
    body = manifest(topic, partitions=1)
    assert api.patch(topic, body, "apply-patch+yaml").status_code in (400, 422)
    long = {"fieldManager": "x" * 129}
    assert api.patch(topic, body, "apply-patch+yaml", params=long).status_code in (400, 422)


def test_apply_takes_yaml(api, name):
    text = f"apiVersion: {GROUP}\nkind: Topic\nmetadata: {{name: {name}}}\nspec: {{partitions: 2}}\n"
    answer = api.patch(name, text, "apply-patch+yaml", params={"fieldManager": "ann"})
    assert answer.status_code == 201 and answer.json()["spec"]["partitions"] == 2


def test_updates_are_owned_by_their_client(api, topic):
    found = api.patch(topic, {"spec": {"partitions": 2}}, params={"fieldManager": "ed"}).json()
    assert owners(found)[("ed", "Update")]["fieldsV1"] == {"f:spec": {"f:partitions": {}}}
    found = api.patch(topic, {"spec": {"partitions": 3}}, headers={"User-Agent": "fay/1.2 (linux)"}).json()
    assert ("fay", "Update") in owners(found)


def test_owners_can_be_wiped(api, topic):
    api.patch(topic, {"spec": {"partitions": 2}}, params={"fieldManager": "ed"})
    wiped = api.patch(topic, {"metadata": {"managedFields": [{}]}}, params={"fieldManager": "ed"}).json()
    assert owners(wiped) == {}


def test_items_of_lists_are_merged_by_key(api, name):
    def module(*parameters):
        body = manifest(name, "SmartModule", digest="sha256:" + "0" * 64)
        body["spec"]["parameters"] = [{"name": one} for one in parameters]
        return body

    assert api.apply(module("a", "b"), "ann", plural="smartmodules").status_code == 201
    both = api.apply(module("c", "a"), "bob", plural="smartmodules").json()
    assert sorted(one["name"] for one in both["spec"]["parameters"]) == ["a", "b", "c"]
    less = api.apply(module("b"), "ann", plural="smartmodules").json()
    assert sorted(one["name"] for one in less["spec"]["parameters"]) == ["a", "b", "c"]
    less = api.apply(module("c"), "bob", plural="smartmodules").json()
    assert sorted(one["name"] for one in less["spec"]["parameters"]) == ["b", "c"]


# MARK: Lists, tables and watches


def test_tables(api, topic):
    table = api.get(topic, headers={"Accept": TABLE}).json()
    assert table["kind"] == "Table" and table["apiVersion"] == "meta.k8s.io/v1"
    names = [column["name"] for column in table["columnDefinitions"]]
    row = table["rows"][0]
    assert len(row["cells"]) == len(names) and row["cells"][0] == topic
    assert row["object"]["kind"] == "PartialObjectMetadata" and row["object"]["metadata"]["name"] == topic
    whole = api.get(topic, headers={"Accept": TABLE}, params={"includeObject": "Object"}).json()
    assert whole["rows"][0]["object"]["kind"] == "Topic"
    none = api.get(topic, headers={"Accept": TABLE}, params={"includeObject": "None"}).json()
    assert none["rows"][0].get("object") is None


@pytest.mark.parametrize("query", [
    {"labelSelector": "a in (b"}, {"labelSelector": "=x"}, {"fieldSelector": "spec.nonsense=1"}, {"limit": "x"},
    {"continue": "nonsense"}, {"resourceVersion": "x"}, {"watch": "1", "timeoutSeconds": "x"},
])
def test_bad_queries(api, query):
    answer = api.ask("GET", api.path(), params=query)
    assert answer.status_code in (400, 410), answer.text
    assert answer.json()["kind"] == "Status"


def test_a_revision_to_come_is_no_fault_of_the_node(api):
    query = {"resourceVersion": "704060115729595495", "resourceVersionMatch": "Exact"}
    assert api.ask("GET", api.path(), params=query).status_code == 410
    forged = "9000000000/default/x".encode().hex()
    assert api.ask("GET", api.path(), params={"continue": forged}).status_code == 410


def test_methods_come_before_parameters(api):
    answer = api.ask("TRACE", api.path(), params={"limit": "x", "sendInitialEvents": "true"})
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]


def test_namespaces_that_cannot_be(api):
    for namespace in ("Upper", "a_b", "%C3%97", "x" * 64):
        for plural in ("topics", "deletedtopics"):
            assert api.ask("GET", api.path(plural, namespace=namespace)).status_code == 400
    assert api.ask("GET", api.path(namespace="elsewhere")).json()["items"] == []


def test_a_page_shows_one_moment(api, name):
    label = {"set": name[-50:]}
    for number in range(4):
        api.create(manifest(f"{name}-{number}", labels=label))
    query = {"labelSelector": f"set={label['set']}", "limit": "2"}
    first = api.ask("GET", api.path(), params=query).json()
    api.delete(f"{name}-3")
    second = api.ask("GET", api.path(), params=query | {"continue": first["metadata"]["continue"]}).json()
    assert [one["metadata"]["name"] for one in second["items"]] == [f"{name}-2", f"{name}-3"]
    assert second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]


def events(answer, count: int) -> list[dict]:
    found = []
    for line in answer.iter_lines():
        found.append(json.loads(line))
        if len(found) == count:
            break
    answer.close()
    return found


def test_a_watch_without_a_revision_begins_with_what_is(api, topic):
    query = {"watch": "true", "fieldSelector": f"metadata.name={topic}", "timeoutSeconds": "10"}
    first = events(api.ask("GET", api.path(), params=query, stream=True), 1)[0]
    assert first["type"] == "ADDED" and first["object"]["metadata"]["name"] == topic


def test_a_selected_watch_tells_of_what_comes_and_goes(api, topic):
    revision = api.get(topic).json()["metadata"]["resourceVersion"]
    label = f"w{topic[-40:]}"
    for value in (label, "other"):
        assert api.patch(topic, {"metadata": {"labels": {"in": value}}}).status_code == 200
    query = {"watch": "true", "labelSelector": f"in={label}", "resourceVersion": revision, "timeoutSeconds": "10"}
    found = events(api.ask("GET", api.path(), params=query, stream=True), 2)
    assert [one["type"] for one in found] == ["ADDED", "DELETED"]


def test_a_watch_of_a_forgotten_revision_is_gone(api):
    query = {"watch": "true", "resourceVersion": "999999999", "timeoutSeconds": "3"}
    answer = api.ask("GET", api.path(), params=query, stream=True)
    if answer.status_code == 200:
        first = events(answer, 1)
        assert first and first[0]["type"] == "ERROR" and first[0]["object"]["code"] in (410, 504)
    else:
        assert answer.status_code in (400, 410, 504)


def test_bookmarks(api, topic):
    query = {"watch": "true", "allowWatchBookmarks": "true", "resourceVersion": "0", "timeoutSeconds": "3"}
    answer = api.ask("GET", api.path("views"), params=query, stream=True)
    last = [json.loads(line) for line in answer.iter_lines()][-1]
    assert last["type"] == "BOOKMARK" and int(last["object"]["metadata"]["resourceVersion"]) > 0


# MARK: Dry runs and descriptions


def test_dry_runs_change_nothing(api, topic, name):
    dry = {"dryRun": "All"}
    assert api.create(manifest(name), params=dry).status_code == 201
    assert api.get(name).status_code == 404
    before = api.get(topic).json()
    changed = api.patch(topic, {"spec": {"partitions": 5}}, params=dry)
    assert changed.status_code == 200 and changed.json()["spec"]["partitions"] == 5
    body = manifest(topic, partitions=1, config={"retention.ms": "1"})
    assert api.apply(body, "ann", dryRun="All").status_code == 200
    assert api.delete(topic, params=dry).status_code == 200
    assert api.get(topic).json() == before
    assert api.patch(topic, {}, params={"dryRun": "Some"}).status_code in (400, 422)


def test_field_validation(api, name):
    body = manifest(name, nonsense=1)
    assert api.create(body, params={"fieldValidation": "Strict"}).status_code in (400, 422)
    warned = api.create(body, params={"fieldValidation": "Warn", "dryRun": "All"})
    assert warned.status_code == 201 and "nonsense" in warned.headers.get("Warning", "")
    ignored = api.create(body, params={"fieldValidation": "Ignore"})
    assert ignored.status_code == 201 and "nonsense" not in ignored.json()["spec"]


def test_descriptions(api):
    index = api.ask("GET", "/openapi/v3").json()
    relative = index["paths"][f"apis/{GROUP}"]["serverRelativeURL"]
    document = api.ask("GET", relative).json()
    assert document["openapi"].startswith("3.")
    patch = document["paths"][f"/apis/{GROUP}/namespaces/{{namespace}}/topics/{{name}}"]["patch"]
    names = {parameter.get("name") for parameter in patch["parameters"]}
    assert {"dryRun", "fieldManager", "fieldValidation", "force"} <= names
    protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
    answer = api.ask("GET", "/openapi/v2", headers={"Accept": protobuf})
    assert answer.status_code == 200 and "@" not in answer.headers["Content-Type"]
    assert answer.content[:5] == b"\n\x032.0"
    assert api.ask("GET", "/openapi/v2", headers={"Accept": "application/json"}).json()["swagger"] == "2.0"


def test_versions_rise(api, topic):
    found = api.get(topic).json()
    assert re.fullmatch(r"[0-9]+", found["metadata"]["resourceVersion"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["metadata"]["creationTimestamp"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found["metadata"]["uid"])
    changed = api.patch(topic, {"spec": {"partitions": 2}}).json()
    assert int(changed["metadata"]["resourceVersion"]) > int(found["metadata"]["resourceVersion"])
    observed = eventually(lambda: api.get(topic).json()["status"]["observedGeneration"] == 2)
    assert observed
