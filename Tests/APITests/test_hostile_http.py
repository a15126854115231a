"""Clients that are wrong, slow, greedy or hostile: the node answers, bounds what they cost, and lives on."""

import json
import pathlib
import resource
import select
import socket
import threading
import time

import pytest

from conftest import API, eventually, manifest


def connect(node, receive_bytes: int | None = None) -> socket.socket:
    stream = socket.socket()
    if receive_bytes:
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    stream.settimeout(20)
    stream.connect((node.host, node.admin_port))
    return stream


def head(node, line: str, *headers: str) -> bytes:
    return "\r\n".join([line, f"Host: {node.admin}", *headers, "", ""]).encode()


def status(stream: socket.socket) -> int | None:
    """The status of the answer; None where the connection ends without one."""
    answer = b""
    try:
        while b"\r\n" not in answer and (part := stream.recv(65536)):
            answer += part
    except ConnectionError:
        pass
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None


def resident_mb(node) -> int:
    text = pathlib.Path(f"/proc/{node.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) // 1024


@pytest.fixture
def own(make_node):
    return make_node().start()


# MARK: Bodies


def test_a_body_too_large_is_refused_before_it_is_read(node, api):
    with connect(node) as stream:
        stream.sendall(head(node, f"POST {path(api)} HTTP/1.1", "Content-Length: 1000000000",
                            "Content-Type: application/json"))
        assert status(stream) == 413


def test_a_chunked_body_too_large_is_refused(node, api):
    with connect(node) as stream:
        stream.sendall(head(node, f"POST {path(api)} HTTP/1.1", "Transfer-Encoding: chunked",
                            "Content-Type: application/json"))
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        sent = 0
        try:
            while sent < 64 << 20 and not select.select([stream], [], [], 0)[0]:
                stream.sendall(chunk)
                sent += len(chunk)
        except (ConnectionError, TimeoutError):
            pass
        assert status(stream) in (413, None) and sent < 64 << 20


def path(api: API, name: str = "") -> str:
    return api.path(name=name or None).removeprefix(api.base)


def test_a_body_that_never_ends_is_not_waited_for(node, api):
    with connect(node) as stream:
        stream.sendall(head(node, f"POST {path(api)} HTTP/1.1", "Content-Length: 1000",
                            "Content-Type: application/json") + b"{")
        start = time.monotonic()
        stream.settimeout(50)
        assert status(stream) in (408, 400, None)
        assert time.monotonic() - start < 45


@pytest.mark.parametrize("text", [
    "[" * 100_000, '{"a":' * 100_000, '{"a":"' + "x" * 2_000_000 + '"}', "1" * 1_000_000, '"\\ud800"',
], ids=["arrays", "objects", "text", "digits", "surrogate"])
def test_bodies_out_of_proportion(api, text):
    answer = api.ask("POST", api.path(), data=text, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413, 422) and answer.json()["kind"] == "Status"


def test_yaml_that_multiplies_itself(api):
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    answer = api.ask("POST", api.path(), data="\n".join(lines), headers={"Content-Type": "application/yaml"})
    assert answer.status_code in (400, 413, 422)


def test_an_object_too_large(api, name):
    body = manifest(name)
    body["metadata"]["annotations"] = {f"a{number}": "x" * 10_000 for number in range(100)}
    assert api.create(body).status_code in (413, 422)
    body = manifest(name, labels={f"l{number}": "x" for number in range(50_000)})
    assert api.create(body).status_code in (413, 422)
    assert api.get(name).status_code == 404


def test_faults_are_told_within_bounds(api, name):
    wrong = manifest(name, **{f"field{number}": 1 for number in range(20_000)})
    answer = api.create(wrong)
    assert answer.status_code in (413, 422) and len(answer.content) < 8 << 20


# MARK: Requests


@pytest.mark.parametrize("target", ["%zz", "%", "%4", "%ff%fe", "a%00b", "..%2f..%2fetc", "%c0%ae%c0%ae", "a%2fb"])
def test_bad_percent_encoding(node, api, target):
    with connect(node) as stream:
        stream.sendall(head(node, f"GET {path(api)}/{target} HTTP/1.1", "Connection: close"))
        assert status(stream) in (400, 404)


@pytest.mark.parametrize("query", ["labelSelector=%zz", "watch=%ff", "&&&=&=", "limit=%", "a=" + "b" * 5_000])
def test_bad_queries_in_bytes(node, api, query):
    with connect(node) as stream:
        stream.sendall(head(node, f"GET {path(api)}?{query} HTTP/1.1", "Connection: close"))
        assert status(stream) in (200, 400, 414)


@pytest.mark.parametrize("data", [
    b"\x00" * 1000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
], ids=["zeros", "word", "version", "http2", "tls", "negative", "smuggle", "chunk"])
def test_what_is_no_request(node, data):
    with connect(node) as stream:
        stream.sendall(data)
        stream.shutdown(socket.SHUT_WR)
        found = status(stream)
        assert found is None or 400 <= found < 600


def test_headers_without_end(node):
    with connect(node) as stream:
        try:
            stream.sendall(head(node, "GET /healthz HTTP/1.1", *[f"X-{n}: {'y' * 100}" for n in range(20_000)]))
        except ConnectionError:
            pass
        assert status(stream) in (400, 413, 431, None)


def test_a_target_without_end(node):
    with connect(node) as stream:
        try:
            stream.sendall(head(node, f"GET /{'a' * 1_000_000} HTTP/1.1"))
        except ConnectionError:
            pass
        assert status(stream) in (400, 404, 413, 414, 431, None)


def test_requests_in_a_row_are_answered_in_a_row(node, api, topic):
    request = head(node, f"GET {path(api, topic)} HTTP/1.1")
    with connect(node) as stream:
        stream.sendall(request * 50 + head(node, f"GET {path(api, topic)} HTTP/1.1", "Connection: close"))
        answer = b""
        while part := stream.recv(65536):
            answer += part
    assert answer.count(b"HTTP/1.1 200") == 51


def test_strangers_pages_are_refused(node, api):
    for header in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        assert api.ask("GET", api.path(), headers=header).status_code == 403
        assert api.ask("POST", api.path(), json=manifest("x"), headers=header).status_code == 403


# MARK: Many and slow


def test_a_thousand_connections(own):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
    before, streams = resident_mb(own), []
    try:
        for _ in range(1_000):
            streams.append(connect(own))
        for stream in streams:
            try:
                stream.sendall(f"GET /healthz HTTP/1.1\r\nHost: {own.admin}\r\n".encode())
            except ConnectionError:
                pass
        assert own.is_running() and resident_mb(own) - before < 100
    finally:
        for stream in streams:
            stream.close()
    eventually(lambda: own.get("/healthz")[0] == 200)


def test_a_watcher_that_does_not_read_costs_little(own):
    api = API(own)
    names = [f"slow-{number}" for number in range(8)]
    for one in names:
        assert api.create(manifest(one)).status_code == 201
    watchers = [connect(own, receive_bytes=4096) for _ in range(10)]
    for stream in watchers:
        stream.sendall(head(own, f"GET {path(api)}?watch=true&allowWatchBookmarks=true HTTP/1.1"))
    time.sleep(0.5)
    before = resident_mb(own)
    # About 100 MB for each watcher, all told.
    for round_number in range(64):
        for one in names:
            note = {"metadata": {"annotations": {"big": f"{round_number}" + "x" * 200_000}}}
            assert api.patch(one, note).status_code == 200
    assert resident_mb(own) - before < 250
    assert own.is_running() and own.get("/healthz")[0] == 200
    for stream in watchers:
        stream.close()


def test_writers_at_the_same_time_all_succeed(node, api, topic):
    """Each changes its own label of one object; nobody's change is lost."""
    faults = []

    def write(number):
        mine = API(node)
        for step in range(5):
            answer = mine.patch(topic, {"metadata": {"labels": {f"w{number}": str(step)}}})
            if answer.status_code != 200:
                faults.append(answer.text)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    assert faults == []
    labels = api.get(topic).json()["metadata"]["labels"]
    assert {f"w{number}": "4" for number in range(6)}.items() <= labels.items()


def test_watches_that_are_left_are_cleaned_up(own):
    api = API(own)
    api.create(manifest("one"))
    for _ in range(50):
        answer = api.ask("GET", api.path(), params={"watch": "true"}, stream=True)
        assert json.loads(next(answer.iter_lines()))["type"] == "ADDED"
        answer.close()
    descriptors = pathlib.Path(f"/proc/{own.process.pid}/fd")
    eventually(lambda: len(list(descriptors.iterdir())) < 100)
