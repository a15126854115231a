"""The demonstration of `make run`: it works, works twice, and says what is wrong when its port is taken."""

import os
import pathlib
import re
import socket
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def demo(tmp_path, **environment):
    settings = dict(
        os.environ, WEIR_DEMO_EXIT="1", WEIR_DATA_DIR=str(tmp_path / "data"), WEIR_CLUSTER="127.0.0.1:0",
        WEIR_ADMIN="127.0.0.1:0", **environment,
    )
    return subprocess.run(
        ["scripts/run-demo"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=55,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.timeout(120)
def test_demo_runs_twice(tmp_path):
    for _ in range(2):
        done = demo(tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert re.search(r"^weir ready kafka=127\.0\.0\.1:\d+", done.stdout, re.M)
        produced = re.search(r"^produced (\d+) records .*records/s", done.stdout, re.M)
        consumed = re.search(r"^consumed (\d+) records .*records/s", done.stdout, re.M)
        assert produced and consumed and produced[1] == consumed[1] and int(produced[1]) > 1000
        assert "equal and in order" in done.stdout


def test_busy_port_is_a_clear_error(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = dict(os.environ, WEIR_DEMO_EXIT="1", WEIR_DATA_DIR=str(tmp_path / "data"))
        settings.update(WEIR_CLUSTER=f"127.0.0.1:{port}", WEIR_ADMIN="127.0.0.1:0")
        done = subprocess.run(["scripts/run-demo"], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=55)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr and "in use" in done.stderr
    assert "make run" in done.stderr, "what to type instead"
