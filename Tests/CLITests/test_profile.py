"""Profiles: every command, the file, and what happens when it is wrong or changed by many at once."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from conftest import WEIR, Result


class Home:
    """Runs `weir` with a file of profiles of its own and no other hint at a cluster."""

    def __init__(self, folder):
        self.config = folder / "config"
        self.environment = dict(os.environ, WEIR_CONFIG=str(self.config), HOME=str(folder))
        for name in ("WEIR_CLUSTER", "WEIR_ADMIN"):
            self.environment.pop(name, None)

    def run(self, *arguments) -> Result:
        done = subprocess.run(
            [WEIR, *map(str, arguments)], capture_output=True, env=self.environment, timeout=30,
            stdin=subprocess.DEVNULL,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def __call__(self, *arguments) -> Result:
        result = self.run(*arguments)
        assert result.code == 0, result.err
        return result

    def names(self) -> list[str]:
        return [one["name"] for one in json.loads(self("profile", "list", "-O", "json").out)]


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def test_without_a_file_there_are_none(home):
    result = home("profile", "list")
    assert result.out == "" and "weir profile add" in result.err
    assert json.loads(home("profile", "list", "-O", "json").out) == []
    result = home.run("profile", "current")
    assert result.code == 1 and "weir profile switch" in result.err
    assert not home.config.exists()


def test_add_list_switch_rename_delete(home):
    assert "current" in home("profile", "add", "one", "127.0.0.1:9092").out
    home("profile", "add", "two", "a:1,b:2", "--admin", "a:3")
    assert json.loads(home("profile", "list", "-O", "json").out) == [
        {"name": "one", "current": True, "cluster": "127.0.0.1:9092", "admin": "127.0.0.1:9080"},
        {"name": "two", "current": False, "cluster": "a:1,b:2", "admin": "a:3"},
    ]
    table = home("profile", "list").lines
    assert table[0].split() == ["PROFILE", "CLUSTER", "ADMIN"] and table[1].split()[0] == "*"
    home("profile", "switch", "two")
    assert home("profile", "current").out == "two\n"
    home("profile", "rename", "two", "three")
    assert home("profile", "current").out == "three\n"
    result = home("profile", "delete", "three")
    assert "switch" in result.err
    assert home.names() == ["one"] and home.run("profile", "current").code == 1
    home("profile", "delete", "one")
    assert home.names() == []


def test_an_address_without_a_port_and_ipv6(home):
    home("profile", "add", "six", "[::1]:19092")
    assert json.loads(home("profile", "list", "-O", "json").out)[0]["admin"] == "[::1]:9080"


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "x y", "h:1"), ("add", "", "h:1"), ("add", "a/b", "h:1"), ("add", "a" * 64, "h:1"),
        ("add", "a", "h:port"), ("add", "a", ""), ("add", "a", "h:0"), ("add", "a", "h:1,"),
        ("add", "a", "h:1", "--admin", "h:99999"), ("rename", "one", "a b"), ("add", "a"), ("export", "-O", "xml"),
    ],
)
def test_asked_wrongly_is_code_2(home, arguments):
    home("profile", "add", "one", "h:1")
    result = home.run("profile", *arguments)
    assert result.code == 2 and result.err.strip() and result.out == "", result.err
    assert home.names() == ["one"]


def test_unknown_and_taken_names(home):
    home("profile", "add", "office", "h:1")
    home("profile", "add", "home", "h:2")
    for arguments in (("switch", "ofice"), ("delete", "ofice"), ("rename", "ofice", "x"), ("export", "ofice")):
        result = home.run("profile", *arguments)
        assert result.code == 1 and "'office'" in result.err, result.err
    for arguments in (("add", "home", "h:9"), ("rename", "office", "home")):
        result = home.run("profile", *arguments)
        assert result.code == 1 and "already" in result.err
    assert home.names() == ["office", "home"]


def test_export_is_a_file_for_elsewhere(home, tmp_path):
    home("profile", "add", "one", "h:1")
    home("profile", "add", "two", "h:2", "--admin", "h:3")
    for form in ("yaml", "json"):
        text = home("profile", "export", "two", "-O", form).out
        other = Home(tmp_path / "other")
        other.config.parent.mkdir(exist_ok=True)
        other.config.write_text(text)
        assert other.names() == ["two"] and other("profile", "current").out == "two\n"
    assert home("profile", "export").out == home("profile", "export", "one").out


@pytest.mark.parametrize(
    "text, words",
    [
        ("current: one\nprofiles: [\n", "line 3"),
        ("profiles:\n- name: a\n  cluster: h:1\n  admin: h:2\n  nmae: b\n", "'nmae'"),
        ("profiles:\n- name: a\n  cluster: nowhere\n  admin: h:x\n", "profiles[0].admin"),
        ("profiles:\n- {name: a, cluster: h:1, admin: h:2}\n- {name: a, cluster: h:1, admin: h:2}\n", "twice"),
        ("profiles:\n- {cluster: h:1, admin: h:2}\n", "profiles[0].name"),
        ("current: b\nprofiles: []\n", "no profile 'b'"),
        ("just words\n", "line 1"),
        ("a: 1\n", "'a'"),
        ("current: 7\n", "current"),
        ("---\ncurrent: null\n---\ncurrent: null\n", "second document"),
        ("profiles: x\n", "a list"),
    ],
)
def test_an_unreadable_file_says_where_and_what_to_do(home, text, words):
    home.config.write_text(text)
    for arguments in (("list",), ("add", "new", "h:1")):
        result = home.run("profile", *arguments)
        assert result.code == 1 and result.out == ""
        assert words in result.err and str(home.config) in result.err and "move it away" in result.err
    assert home.config.read_text() == text, "a file that is not understood was changed"


def test_an_empty_file_and_comments_are_no_profiles(home):
    for text in ("", "# nothing\n", "profiles:\n", "current: null\nprofiles: null\n"):
        home.config.write_text(text)
        assert home.names() == []


def test_bytes_that_are_no_text(home):
    home.config.write_bytes(bytes(range(256)) * 10)
    assert home.run("profile", "list").code == 1


def test_a_file_that_cannot_be_written(home, tmp_path):
    home.environment["WEIR_CONFIG"] = str(tmp_path / "dir")
    (tmp_path / "dir").mkdir()
    result = home.run("profile", "add", "a", "h:1")
    assert result.code == 1 and str(tmp_path / "dir") in result.err


def test_a_link_is_followed(home, tmp_path):
    real = tmp_path / "dotfiles" / "weir"
    real.parent.mkdir()
    real.write_text("profiles: []\n")
    home.config.symlink_to(real)
    home("profile", "add", "a", "h:1")
    assert home.config.is_symlink() and "name: a" in real.read_text()


def test_many_changes_at_once_are_all_kept(home):
    running = [
        subprocess.Popen([WEIR, "profile", "add", f"p{n}", "h:1"], env=home.environment, stdout=subprocess.DEVNULL)
        for n in range(24)
    ]
    assert [one.wait(30) for one in running] == [0] * 24
    assert sorted(home.names()) == sorted(f"p{n}" for n in range(24))


def test_commands_take_the_current_profile(home, node, weir, topic):
    home("profile", "add", "nowhere", "127.0.0.1:1")
    home("profile", "add", "here", node.kafka, "--admin", node.admin)
    assert home.run("topic", "list").code == 1
    home("profile", "switch", "here")
    assert topic in home("topic", "list").out
    # What is said with the command, and in the environment, goes before it.
    assert home.run("topic", "list", "--cluster", "127.0.0.1:1").code == 1
    home.environment["WEIR_CLUSTER"] = "127.0.0.1:1"
    assert home.run("topic", "list").code == 1


def test_a_profile_may_be_named_with_the_command(home, node, topic):
    home("profile", "add", "nowhere", "127.0.0.1:1")
    home("profile", "add", "here", node.kafka, "--admin", node.admin)
    home.environment["WEIR_CLUSTER"] = "127.0.0.1:1"
    assert topic in home("topic", "list", "--profile", "here").out
    assert topic in home("--profile", "here", "topic", "list").out
    assert topic in home("--profile=here", "topic", "list").out
    assert home.run("topic", "list", "--profile", "here", "--cluster", "127.0.0.1:1").code == 1
    result = home.run("topic", "list", "--profile", "heer")
    assert result.code == 1 and "'here'" in result.err


def test_a_broken_file_does_not_disturb_commands_that_name_their_cluster(home, node):
    home.config.write_text("profiles: [\n")
    assert home.run("topic", "list").code == 1
    home("topic", "list", "--cluster", node.kafka, "--admin", node.admin)
