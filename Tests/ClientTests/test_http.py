"""The admin port: metrics that Prometheus accepts, health, readiness, and whom it refuses."""

import pathlib
import re
import socket
import subprocess
import time

import pytest

from kit.clients import produce_values

PROMTOOL = pathlib.Path(__file__).resolve().parents[2] / ".build" / "tools" / "promtool"


def request(node, head: str) -> str:
    """The raw answer to a raw request."""
    with socket.create_connection(("127.0.0.1", node.admin_port), timeout=10) as stream:
        stream.sendall(head.encode())
        answer = b""
        while part := stream.recv(65536):
            answer += part
    return answer.decode()


def test_metrics_are_accepted_by_promtool(node, topic):
    produce_values(node.bootstrap, topic, [b"x"])
    status, text = node.get("/metrics")
    assert status == 200
    done = subprocess.run([PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", done.stderr


def samples(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


def test_metrics_tell_what_happened(node, topic):
    def of_topic():
        return {name: value for name, value in samples(node.get("/metrics")[1]).items() if f'"{topic}"' in name}

    produce_values(node.bootstrap, topic, [b"x"] * 7)
    ends = [value for name, value in of_topic().items() if "logendoffset" in name]
    assert ends == [7]
    before = samples(node.get("/metrics")[1])
    produce_values(node.bootstrap, topic, [b"x"] * 5)
    after = samples(node.get("/metrics")[1])
    grown = {name for name in after if after[name] - before.get(name, 0) == 5 and "records" in name}
    assert grown, "no counter of records rose by five"


def test_topic_names_do_not_break_the_format(make_node):
    own = make_node().start()
    produce_values(own.bootstrap, "a.b_c-D", [b"x"])
    text = own.get("/metrics")[1]
    assert 'topic="a.b_c-D"' in text
    assert all(re.match(r'^(#.*|[a-zA-Z_:][\w:]*(\{.*\})? \S+|)$', line) for line in text.splitlines())


def test_health_and_readiness(node):
    assert node.get("/healthz")[0] == 200
    assert node.get("/readyz")[0] == 200


def test_unknown_page(node):
    assert node.get("/nothing")[0] == 404


@pytest.mark.parametrize("header", ["Host: evil.example", "Host: localhost\r\nOrigin: http://evil.example"])
def test_pages_of_others_are_refused(node, header):
    answer = request(node, f"GET /metrics HTTP/1.1\r\n{header}\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 403")


def test_other_methods_are_refused(node):
    head = "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
    assert request(node, head).startswith("HTTP/1.1 405")


@pytest.mark.parametrize(
    "junk", [b"\0" * 1000, b"\xff" * 70_000, b"GET " + b"/a" * 100_000, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 50_000]
)
def test_junk_harms_nobody(node, junk):
    try:
        with socket.create_connection(("127.0.0.1", node.admin_port), timeout=10) as stream:
            stream.sendall(junk)
            stream.shutdown(socket.SHUT_WR)
            while stream.recv(65536):
                pass
    except OSError:
        pass
    assert node.get("/healthz")[0] == 200


def test_a_silent_connection_is_not_kept_for_ever(node):
    """It may stay a while, but many of them do not stop the page."""
    silent = [socket.create_connection(("127.0.0.1", node.admin_port), timeout=5) for _ in range(50)]
    start = time.monotonic()
    assert node.get("/healthz")[0] == 200
    assert time.monotonic() - start < 2
    for one in silent:
        one.close()
