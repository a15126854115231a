"""A node for the tests of its API, kubectls to speak to it, and plain HTTP."""

from __future__ import annotations

import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pytest
import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "ClientTests"))

from kit.node import Node  # noqa: E402

GROUP = "weir.streaming/v1"
_numbers = itertools.count()


def manifest(name: str, kind: str = "Topic", labels: dict | None = None, **spec) -> dict:
    """An object as people would write it."""
    metadata: dict = {"name": name}
    if labels:
        metadata["labels"] = labels
    return {"apiVersion": GROUP, "kind": kind, "metadata": metadata, "spec": spec}


def eventually(check, seconds: float = 15):
    """What `check` returns, as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, f"not so within {seconds} s; last: {found!r}"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="session")
def node():
    """One node for all tests that do not end it."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="weir-api-"))
    shared = Node(home / "data").start()
    yield shared
    log = shared.log
    code = shared.stop()
    shutil.rmtree(home)
    assert code == 0, f"the shared node ended with {code}; its log ends:\n{log[-2000:]}"


@pytest.fixture(autouse=True)
def _node_lives(request):
    """A test that kills the shared node fails itself, not the ones after it."""
    yield
    if "node" in request.fixturenames:
        shared: Node = request.getfixturevalue("node")
        assert shared.is_running(), f"this test ended the shared node; its log ends:\n{shared.log[-2000:]}"


@pytest.fixture
def make_node(tmp_path):
    """Makes nodes of the test's own; whatever still runs is killed at its end."""
    made: list[Node] = []

    def make(name: str = "data", **options) -> Node:
        made.append(Node(tmp_path / name, **options))
        return made[-1]

    yield make
    for one in made:
        one.kill()


@pytest.fixture
def name(request) -> str:
    """A name that no other test uses, legal for Kubernetes and for Kafka."""
    base = "".join(c if c.isalnum() else "-" for c in request.node.name.lower())[:60].strip("-")
    return f"{base}-{next(_numbers)}"


# MARK: kubectl


def kubectls() -> list[str]:
    """Debian's, and whatever newer one stands on the PATH."""
    found = [str(ROOT / ".build" / "tools" / "kubectl")]
    other = shutil.which("kubectl")
    return found + [other] if other else found


class Result:
    """What a command printed, and its exit code."""

    def __init__(self, done: subprocess.CompletedProcess):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def said(self) -> str:
        return self.out + self.err


class Kubectl:
    """Runs one kubectl against the node, with an empty home."""

    def __init__(self, binary: str, node: Node, home: pathlib.Path):
        self.command = [binary, f"--server=http://{node.admin}"]
        self.environment = {
            "HOME": str(home), "PATH": os.environ["PATH"], "KUBECONFIG": str(home / "none"), "LANG": "C.UTF-8",
            # No other kubectl than the one under test.
            "KUBECTL_DISPATCHER": "disabled",
        }

    def start(self, *arguments, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [*self.command, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL, env=self.environment, text=True, **options,
        )

    def run(self, *arguments, stdin=None, seconds: float = 30, **environment) -> Result:
        text = stdin if isinstance(stdin, str) or stdin is None else documents(stdin)
        return Result(subprocess.run(
            [*self.command, *map(str, arguments)], input=text, capture_output=True, text=True, timeout=seconds,
            env=self.environment | environment,
        ))

    def __call__(self, *arguments, stdin=None, **options) -> Result:
        """As `run`, for commands that must succeed."""
        result = self.run(*arguments, stdin=stdin, **options)
        assert result.code == 0, f"kubectl {arguments} ended with {result.code}: {result.said}"
        return result

    def read(self, *arguments) -> dict:
        return json.loads(self("get", *arguments, "-o", "json").out)


def documents(objects) -> str:
    """One object or several as a YAML stream (JSON is YAML)."""
    several = objects if isinstance(objects, list) else [objects]
    return "".join(f"---\n{json.dumps(one)}\n" for one in several)


@pytest.fixture(params=kubectls(), ids=lambda path: "debian" if path.startswith(str(ROOT)) else "newer")
def kubectl(request, node, tmp_path_factory) -> Kubectl:
    # Discovery is kept in the home: one for each kubectl and node.
    home = tmp_path_factory.getbasetemp() / f"home-{pathlib.Path(request.param).parent.name}-{node.admin_port}"
    home.mkdir(exist_ok=True)
    return Kubectl(request.param, node, home)


# MARK: Plain HTTP


class API:
    """Plain requests to one kind's collection in the default namespace."""

    def __init__(self, node: Node):
        self.base = f"http://{node.admin}"
        self.http = requests.Session()

    def path(self, plural: str = "topics", name: str | None = None, namespace: str | None = "default") -> str:
        place = f"/namespaces/{namespace}" if namespace else ""
        return f"{self.base}/apis/{GROUP}{place}/{plural}" + (f"/{name}" if name else "")

    def ask(self, method: str, path: str, **options) -> requests.Response:
        options.setdefault("timeout", 20)
        return self.http.request(method, path if "://" in path else self.base + path, **options)

    def create(self, body: dict, plural: str = "topics", **options) -> requests.Response:
        return self.ask("POST", self.path(plural), json=body, **options)

    def get(self, name: str, plural: str = "topics", **options) -> requests.Response:
        return self.ask("GET", self.path(plural, name), **options)

    def patch(self, name: str, body, kind: str = "merge-patch+json", plural: str = "topics", **options):
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {"Content-Type": f"application/{kind}"} | options.pop("headers", {})
        return self.ask("PATCH", self.path(plural, name), data=data, headers=headers, **options)

    def apply(self, body: dict, manager: str, force: bool = False, plural: str = "topics", **params):
        params |= {"fieldManager": manager} | ({"force": "true"} if force else {})
        return self.patch(body["metadata"]["name"], body, "apply-patch+yaml", plural, params=params)

    def delete(self, name: str, plural: str = "topics", **options) -> requests.Response:
        return self.ask("DELETE", self.path(plural, name), **options)


@pytest.fixture
def api(node) -> API:
    return API(node)


@pytest.fixture
def topic(api, name) -> str:
    """A topic of one partition that is ready."""
    name = f"{name}-topic"
    made = api.create(manifest(name, partitions=1))
    assert made.status_code == 201, made.text
    eventually(lambda: is_ready(api.get(name).json()))
    return name


def is_ready(found: dict) -> bool:
    conditions = found.get("status", {}).get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
