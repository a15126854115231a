"""The background node: started, looked after, ended and deleted by `weir cluster`."""

from __future__ import annotations

import http.server
import json
import os
import pathlib
import pty
import signal
import socket
import subprocess
import tarfile
import threading
import time

import pytest

from conftest import WEIR
from test_profile import Home


def is_running(pid: int) -> bool:
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return False
    # The first thread may have ended while others still do.
    return fields[0] not in "ZX" or int(fields[17]) > 1


class LocalHome(Home):
    """A home directory in which a background node may be started; it ends with the test."""

    def __init__(self, folder):
        super().__init__(folder)
        self.data = folder / "data"
        self.record = folder / "local-node"

    def start(self, *arguments):
        return self(
            "cluster", "start", "--data-dir", self.data, "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0", *arguments
        )

    def status(self) -> dict:
        return json.loads(self.run("cluster", "status", "-O", "json").out)

    @property
    def pid(self) -> int | None:
        process = json.loads(self.record.read_text())["process"] if self.record.exists() else None
        return process and process["pid"]


@pytest.fixture
def local(tmp_path):
    home = LocalHome(tmp_path)
    yield home
    pid = home.pid
    home.run("cluster", "shutdown")
    if pid and is_running(pid):
        os.kill(pid, signal.SIGKILL)
        raise AssertionError("the node did not end with `weir cluster shutdown`")


def test_start_use_end_and_start_again(local):
    result = local.start()
    assert "ready" in result.out and str(local.data) in result.out
    first = local.pid
    assert is_running(first)
    assert local("profile", "current").out == "local\n"
    local("topic", "create", "kept", "-p", "3")
    status = local.status()
    assert (status["status"], status["topics"], status["partitions"]) == ("running", 1, 3)
    assert status["process"] == first and status["offlinePartitions"] == [] and status["uptimeSeconds"] >= 0
    assert status["version"] and status["clusterID"] and status["dataDirectory"] == str(local.data)
    assert "running" in local("cluster", "status").out
    assert "ended" in local("cluster", "shutdown").out
    assert not is_running(first)
    result = local.run("cluster", "status")
    assert result.code == 1 and "stopped" in result.out and "resume" in result.err
    assert "ready" in local("cluster", "resume").out
    assert local.pid != first and "kept" in local("topic", "list").out
    assert "stopped cleanly" in pathlib.Path(local.status()["log"]).read_text()


def test_starting_twice_says_it_runs(local, tmp_path):
    local.start()
    pid = local.pid
    assert "runs already" in local.start().out
    assert "runs already" in local("cluster", "start").out
    assert "runs already" in local("cluster", "resume").out
    assert local.pid == pid
    result = local.run("cluster", "start", "--data-dir", tmp_path / "other")
    assert result.code == 1 and str(local.data) in result.err and "shutdown" in result.err
    assert not (tmp_path / "other").exists()


def test_starting_at_once_from_two_sides_starts_one(local):
    command = [WEIR, "cluster", "start", "--data-dir", str(local.data), "--kafka", "127.0.0.1:0"]
    command += ["--admin", "127.0.0.1:0"]
    running = [
        subprocess.Popen(command, env=local.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    answers = [(one.communicate(timeout=30), one.returncode) for one in running]
    assert sum(b"is ready" in out for (out, _), _ in answers) == 1, answers
    for (_, err), code in answers:
        assert code == 0 or b"another `weir cluster` command" in err
    assert local.status()["status"] == "running"


def test_the_node_outlives_the_command_and_holds_nothing_of_it(local):
    local.start()
    stat = pathlib.Path(f"/proc/{local.pid}/stat").read_text().rpartition(")")[2].split()
    assert int(stat[3]) == local.pid, "not in a session of its own"
    assert os.readlink(f"/proc/{local.pid}/cwd") == "/"
    assert os.readlink(f"/proc/{local.pid}/fd/0") == "/dev/null"
    log = local.status()["log"]
    assert os.readlink(f"/proc/{local.pid}/fd/1") == os.readlink(f"/proc/{local.pid}/fd/2") == log


def test_a_lock_of_the_caller_is_not_inherited(local, tmp_path):
    reader, writer = os.pipe()
    command = [WEIR, "cluster", "start", "--data-dir", str(local.data), "--kafka", "127.0.0.1:0"]
    subprocess.run(
        command + ["--admin", "127.0.0.1:0"], env=local.environment, pass_fds=[writer], timeout=30, check=True,
        capture_output=True,
    )
    os.close(writer)
    # The end of the pipe is seen only when nobody else holds its other end.
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_a_failed_start_tells_the_nodes_own_words(local):
    result = local.run("cluster", "start", "--data-dir", local.data, "--", "--config", "nonsense=1")
    assert result.code == 1 and "nonsense" in result.err and "did not start" in result.err
    assert local.pid is None
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = local.run("cluster", "start", "--data-dir", local.data, "--kafka", f"127.0.0.1:{port}")
        assert result.code == 1 and f"127.0.0.1:{port}" in result.err and "in use" in result.err
    assert local.run("profile", "current").code == 1, "a profile of a node that never ran"
    assert local.run("cluster", "status").code == 1
    local.start()


def test_a_data_directory_in_use_is_refused_in_the_nodes_words(local, tmp_path):
    command = [WEIR, "serve", "--data-dir", str(local.data), "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        other.stdout.readline()
        result = local.run("cluster", "start", "--data-dir", local.data, "--kafka", "127.0.0.1:0")
        assert result.code == 1 and "another node" in result.err
        result = local.run("cluster", "delete", "--force", "--data-dir", local.data)
        assert result.code == 1 and "uses" in result.err
        assert (local.data / "node" / "identity").exists()
    finally:
        other.terminate()
        other.wait(20)
        other.stdout.close()


def test_a_start_that_takes_too_long_can_be_found_and_ended(local):
    result = local.run(
        "cluster", "start", "--data-dir", local.data, "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0",
        "--wait", "0",
    )
    assert result.code == 1 and "goes on starting" in result.err
    pid = local.pid
    local("cluster", "shutdown")
    assert not is_running(pid)


def test_skip_profile_creation_and_options_for_serve(local):
    local.start("--skip-profile-creation", "--", "--log-level", "debug")
    assert local.run("profile", "current").code == 1
    assert json.loads(local("profile", "list", "-O", "json").out) == []
    arguments = pathlib.Path(f"/proc/{local.pid}/cmdline").read_text().split("\0")
    assert arguments[arguments.index("--log-level") + 1] == "debug"
    assert local.status()["status"] == "running"


def test_shutdown_spares_a_process_that_got_the_number(local):
    local.start()
    record = json.loads(local.record.read_text())
    local("cluster", "shutdown")
    innocent = subprocess.Popen(["sleep", "60"])
    try:
        record["process"]["pid"] = innocent.pid
        local.record.write_text(json.dumps(record))
        assert local.status()["status"] == "stopped"
        assert "no local node runs" in local("cluster", "shutdown").out
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_a_killed_node_is_seen_and_resumed(local):
    local.start()
    local("topic", "create", "kept")
    os.kill(local.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_running(local.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert local.run("cluster", "status").code == 1
    local("cluster", "resume")
    assert "kept" in local("topic", "list").out


def test_a_stopped_node_runs_and_does_not_answer(local):
    local.start()
    os.kill(local.pid, signal.SIGSTOP)
    try:
        result = local.run("cluster", "status")
        assert result.code == 1 and "does not answer" in result.err and "not answering" in result.out
    finally:
        os.kill(local.pid, signal.SIGCONT)


def test_upgrade_restarts_only_what_is_older(local):
    local.start()
    pid = local.pid
    assert "already" in local("cluster", "upgrade").out and local.pid == pid
    local("cluster", "upgrade", "--force")
    assert local.pid != pid and not is_running(pid)
    record = json.loads(local.record.read_text())
    local.record.write_text(json.dumps(record | {"version": "0.0.1"}))
    pid = local.pid
    local("cluster", "upgrade")
    assert local.pid != pid and json.loads(local.record.read_text())["version"] == record["version"]


def test_nothing_to_resume_upgrade_or_delete(local):
    for command in ("resume", "upgrade", "delete"):
        result = local.run("cluster", command)
        assert result.code == 1 and "weir cluster start" in result.err
    assert "no local node runs" in local("cluster", "shutdown").out


def test_delete_asks_and_spares_what_is_not_the_nodes(local, tmp_path):
    local.start()
    pid = local.pid
    (local.data / "my-notes").write_text("mine")
    result = local.run("cluster", "delete")
    assert result.code == 2 and "--force" in result.err and is_running(pid)
    assert "deleted" in local("cluster", "delete", "--force").out
    assert not is_running(pid)
    assert [path.name for path in local.data.iterdir()] == ["my-notes"]
    assert not (tmp_path / "log" / "data.log").exists() and not local.record.exists()
    assert local("profile", "list", "-O", "json").out.strip() == "[]"
    result = local.run("cluster", "delete", "--force", "--data-dir", tmp_path)
    assert result.code == 1 and "no data directory" in result.err and (local.data / "my-notes").exists()


@pytest.mark.parametrize("answer, is_deleted", [(b"delete\n", True), (b"no\n", False), (b"\n", False)])
def test_delete_on_a_terminal(local, answer, is_deleted):
    local.start()
    primary, secondary = pty.openpty()
    process = subprocess.Popen(
        [WEIR, "cluster", "delete"], env=local.environment, stdin=secondary, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.write(primary, answer)
    _, err = process.communicate(timeout=30)
    os.close(primary)
    os.close(secondary)
    assert b"Type 'delete'" in err
    assert (process.returncode == 0) == is_deleted
    assert local.data.exists() != is_deleted


def test_a_damaged_record_says_what_to_do(local):
    for text in ("", "{", "[]", '{"arguments": [1], "dataDirectory": "/x", "log": "/y"}'):
        local.record.write_text(text)
        for command in ("status", "start", "shutdown", "delete"):
            result = local.run("cluster", command)
            assert result.code == 1 and str(local.record) in result.err and "Move it away" in result.err
    local.record.unlink()


def test_a_large_log_is_put_aside(local, tmp_path):
    (tmp_path / "log").mkdir()
    with open(tmp_path / "log" / "data.log", "wb") as file:
        file.truncate(17 << 20)
    local.start()
    assert (tmp_path / "log" / "data.log").stat().st_size < 1 << 20
    assert (tmp_path / "log" / "data.log.old").exists()


def test_status_of_another_cluster(local, node, weir, topic):
    status = json.loads(weir("cluster", "status", "-O", "json", "--cluster", node.kafka, "--admin", node.admin).out)
    assert status["status"] == "running" and status["topics"] >= 1 and status["process"] is None
    result = local.run("cluster", "status", "--cluster", "127.0.0.1:1")
    assert result.code == 1 and "127.0.0.1:1" in result.err


# ---- check


def checks(local, *arguments) -> tuple[int, dict]:
    result = local.run("cluster", "check", "--data-dir", local.data, "-O", "json", *arguments)
    return result.code, {one["check"]: one for one in json.loads(result.out)}


def test_check_finds_nothing_wrong_and_changes_nothing(local, tmp_path):
    code, found = checks(local, "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0")
    assert code == 0, found
    assert {"kernel", "C library", "open files", "memory", "time", "disk space", "durable writes"} <= set(found)
    assert all(one["result"] != "failed" for one in found.values())
    assert found["Wasm engine"]["advice"]
    assert all(one["advice"] for one in found.values() if one["result"] == "warning")
    assert list(tmp_path.iterdir()) == []


def test_check_says_what_is_in_the_way(local, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, found = checks(local, "--kafka", f"127.0.0.1:{port}", "--admin", "127.0.0.1:0")
    assert code == 1
    assert found["Kafka address"]["result"] == "failed" and "--kafka" in found["Kafka address"]["advice"]
    (tmp_path / "file").write_text("")
    result = local.run("cluster", "check", "--data-dir", tmp_path / "file" / "data", "-O", "json")
    assert result.code == 1
    assert any(one["result"] == "failed" for one in json.loads(result.out) if one["check"] == "data directory")


def test_check_knows_the_running_node(local):
    local.start()
    status = local.status()
    code, found = checks(local, "--kafka", status["kafka"], "--admin", status["admin"])
    assert code == 0 and "running local node" in found["Kafka address"]["finding"]


class FakeEtcd(http.server.BaseHTTPRequestHandler):
    """Answers /version and /health as the server says."""

    def do_GET(self):
        body = json.dumps(self.server.answers.get(self.path, {})).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    "version, health, result",
    [("3.4.23", "true", "ok"), ("3.5.9", "true", "ok"), ("3.3.9", "true", "failed"), ("3.5.9", "false", "failed"),
     (None, "true", "failed")],
)
def test_check_asks_etcd(local, version, health, result):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeEtcd)
    server.answers = {"/version": {"etcdserver": version} if version else {}, "/health": {"health": health}}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"127.0.0.1:{server.server_address[1]}"
        code, found = checks(
            local, "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--metadata", f"etcd://{address}"
        )
    finally:
        server.shutdown()
        server.server_close()
    assert found["etcd"]["result"] == result and address in found["etcd"]["finding"] + found["etcd"]["advice"] + address
    assert code == (0 if result == "ok" else 1)


def test_check_without_etcd(local):
    code, found = checks(local, "--kafka", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--metadata", "etcd://127.0.0.1:1")
    assert code == 1 and "apt-get install etcd-server" in found["etcd"]["advice"]
    assert local.run("cluster", "check", "--metadata", "ectd://x").code == 2


# ---- diagnostics


def unpacked(path) -> dict[str, str]:
    with tarfile.open(path) as archive:
        members = archive.getmembers()
        assert len({one.name.split("/")[0] for one in members}) == 1
        return {one.name.split("/", 1)[1]: archive.extractfile(one).read().decode() for one in members}


def test_diagnostics_pack_what_a_maintainer_asks_for(local, tmp_path):
    local.start("--", "--config", "log.retention.ms=600000")
    local("topic", "create", "watched", "-p", "2", "--config", "retention.ms=123456")
    done = subprocess.run(
        [WEIR, "produce", "watched", "--raw"], input=b"a very private record", env=local.environment, timeout=30,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    file = tmp_path / "d.tar.gz"
    result = local("cluster", "diagnostics", "--output", file)
    assert str(file) in result.out and "metrics.txt" in result.out
    assert file.stat().st_mode & 0o777 == 0o600
    parts = unpacked(file)
    assert {"README.txt", "weir.txt", "checks.yaml", "metrics.txt", "log.txt", "files.txt", "topics.yaml"} <= set(parts)
    assert {"process/limits.txt", "os/kernel.txt", "os/release.txt", "local-node.yaml", "cluster.yaml"} <= set(parts)
    assert "watched-0" in parts["files.txt"] and "123456" in parts["topics.yaml"]
    assert "weir_" in parts["metrics.txt"] and "log.retention.ms=600000" in parts["local-node.yaml"]
    assert not any("private record" in text for text in parts.values())
    # A file that is there is not written over.
    result = local.run("cluster", "diagnostics", "--output", file)
    assert result.code == 1 and "--output" in result.err
    # An other tar reads it as well.
    listing = subprocess.run(["tar", "tzf", file], capture_output=True, timeout=30, check=True).stdout.decode()
    assert len(listing.splitlines()) == len(parts)


def test_diagnostics_hide_what_may_be_a_secret(local, tmp_path):
    local.start()
    record = json.loads(local.record.read_text())
    record["arguments"] += ["--config", "sasl.password=hunter2"]
    local.record.write_text(json.dumps(record))
    result = local("cluster", "diagnostics", "-q", "--output", tmp_path / "d.tar.gz")
    assert result.out == f"{tmp_path / 'd.tar.gz'}\n"
    parts = unpacked(tmp_path / "d.tar.gz")
    assert "sasl.password=(removed)" in parts["local-node.yaml"]
    assert not any("hunter2" in text for text in parts.values())


def test_diagnostics_of_a_node_that_does_not_run(local, tmp_path):
    local.start()
    local("cluster", "shutdown")
    result = local("cluster", "diagnostics", "--output", tmp_path / "d.tar.gz")
    assert "Not here" in result.out
    parts = unpacked(tmp_path / "d.tar.gz")
    assert "stopped cleanly" in parts["log.txt"] and "node/identity" in parts["files.txt"]


def test_diagnostics_of_an_unreachable_cluster_are_of_the_machine(local, tmp_path):
    result = local("cluster", "diagnostics", "--cluster", "127.0.0.1:1", "--output", tmp_path / "d.tar.gz")
    assert "127.0.0.1:1" in result.out and "os/kernel.txt" in unpacked(tmp_path / "d.tar.gz")


def test_help_of_every_command(local):
    for command in ("start", "status", "shutdown", "resume", "upgrade", "delete", "check", "diagnostics"):
        assert "USAGE" in local("cluster", command, "--help").out
