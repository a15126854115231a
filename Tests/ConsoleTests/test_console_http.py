"""What the console's files and its data answer, without a browser."""

from __future__ import annotations

import json
import re

from conftest import API, eventually


def test_root_leads_to_the_console(api: API):
    status, headers, body = api.ask("GET", "/")
    assert status == 200 and b"<title>Weir</title>" in body


def test_files_are_small_typed_and_cached(api: API):
    _, headers, page = api.ask("GET", "/console/")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    names = re.findall(rb'(?:href|src)="([a-z]+\.[a-z]+)"', page)
    assert {b"app.js", b"console.css", b"icon.svg"} <= set(names)
    known, wanted, total = set(), {name.decode() for name in names}, len(page)
    while wanted - known:
        name = (wanted - known).pop()
        known.add(name)
        status, headers, body = api.ask("GET", f"/console/{name}")
        assert status == 200, name
        assert headers["content-type"].split(";")[0] == {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}[name.split(".")[1]]
        assert b"http://" not in body.replace(b"http://www.w3.org/", b"") and b"https://" not in body, "no outside resource"
        assert b"innerHTML" not in body and b"insertAdjacentHTML" not in body and b"eval(" not in body
        again, _, nothing = api.ask("GET", f"/console/{name}", headers={"If-None-Match": headers["etag"]})
        assert (again, nothing) == (304, b"")
        total += len(body)
        wanted |= {found.decode() for found in re.findall(rb'from "\./([a-z]+\.js)"', body)}
    assert total < 120_000
    assert api.ask("GET", "/console/absent.js")[0] == 404
    assert api.ask("POST", "/console/", {})[0] == 405


def test_records_are_bounded(api: API, name, produce):
    api.topic(name)
    produce(name, ["x" * 20_000 for _ in range(300)])
    records = api.data(f"topics/{name}/records?count=100000")["records"]
    assert 20 < len(records) <= 200 and records[-1]["offset"] == 299
    assert all(len(one["value"]["text"]) == 4096 and one["value"]["bytes"] == 20_000 and one["value"]["cut"] for one in records)
    assert [one["offset"] for one in api.data(f"topics/{name}/records?count=3&partition=0")["records"]] == [297, 298, 299]


def test_newest_large_records_are_shown(api: API, name, produce):
    api.topic(name)
    for number in range(12):
        produce(name, [bytes([65 + number]) * 900_000])
    records = api.data(f"topics/{name}/records?count=200")["records"]
    assert records and records[-1]["offset"] == 11 and records[-1]["value"]["text"].startswith("L")


def test_compacted_and_compressed_topics_are_read(api: API, name, node):
    from confluent_kafka import Producer

    api.topic(name)
    for codec in ("gzip", "snappy", "lz4", "zstd"):
        producer = Producer({"bootstrap.servers": node.bootstrap, "compression.type": codec, "linger.ms": 20})
        for number in range(10):
            producer.produce(name, f"{codec}-{number}")
        assert producer.flush(20) == 0
    texts = [one["value"]["text"] for one in api.data(f"topics/{name}/records?count=15")["records"]]
    assert texts == [f"lz4-{n}" for n in range(5, 10)] + [f"zstd-{n}" for n in range(10)]


def test_bad_asks_get_a_reason(api: API, name):
    api.topic(name)
    for path, word in {
        "topics/absent": "absent", "topics/absent/records": "absent", f"topics/{name}/records?partition=7": f"{name}-7",
        "groups/absent": "absent", f"topics/{name}/records?partition=x": name, "nothing": "could not find",
    }.items():
        status, _, text = api.ask("GET", f"/console/api/{path}")
        assert status == 404 and word in json.loads(text)["message"], path
    preview = "/console/api/preview"
    assert api.ask("GET", preview)[0] == 405
    for body in ([], {}, {"topic": name}, {"topic": name, "transforms": [{}]}, {"topic": 1, "transforms": []},
                 {"topic": name, "transforms": [{"uses": "builtin/sample"}] * 100}):
        assert api.ask("POST", preview, body)[0] == 400, body
    assert api.ask("POST", preview, {"topic": name, "transforms": []}, {"Content-Type": "text/plain"})[0] in (200, 415)
    status, _, text = api.ask("POST", preview, {"topic": name, "transforms": [{"uses": "builtin/jsonfilter"}]})
    causes = json.loads(text)["details"]["causes"]
    assert status == 422 and causes[0]["field"] == "spec.transforms[0].uses" and "json-filter" in causes[0]["message"]
    assert api.ask("POST", preview, {"topic": name, "transforms": [], "count": -5, "partition": 2**70})[0] in (200, 404)


def test_groups_and_topics_are_listed_in_part(api: API, name, produce):
    for ending in "abc":
        api.topic(f"{name}-{ending}")
    page = api.data(f"topics?q={name.upper()}&limit=2")
    assert page["matched"] == 3 and [one["name"] for one in page["topics"]] == [f"{name}-a", f"{name}-b"]
    produce(f"{name}-a", ["x"])
    eventually(lambda: api.data(f"topics/{name}-a")["figures"]["recordsIn"] == 1)
    assert api.data("node")["topics"] >= 3
    assert api.data("groups?limit=1&q=none-such")["groups"] == []
