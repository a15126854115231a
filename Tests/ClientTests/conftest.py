"""Fixtures: a node shared by the tests that leave it alone, and nodes of a test's own."""

from __future__ import annotations

import itertools
import pathlib
import shutil
import sys
import tempfile

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from kit.clients import create_topic  # noqa: E402
from kit.node import Node  # noqa: E402

_numbers = itertools.count()


@pytest.fixture(scope="session")
def node():
    """One node for all tests that neither end it nor change its settings."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="weir-shared-"))
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
        one = Node(tmp_path / name, **options)
        made.append(one)
        return one

    yield make
    for one in made:
        one.kill()


@pytest.fixture
def own_node(make_node):
    return make_node().start()


@pytest.fixture
def name(request) -> str:
    """A name no other test uses."""
    base = "".join(c if c.isalnum() else "-" for c in request.node.name)[:80].strip("-")
    return f"{base}-{next(_numbers)}"


@pytest.fixture
def topic(node, name) -> str:
    """A topic of one partition on the shared node."""
    return create_topic(node, name)
