"""rsyslog ships a real log file of this machine through its Kafka module."""

import pathlib
import shutil
import subprocess

import pytest

from kit.clients import create_topic, read_all, values
from kit.members import wait_until

#: Real logs that a Debian machine has, the first that has lines.
LOGS = ["/var/log/dpkg.log", "/var/log/apt/history.log", "/var/log/alternatives.log", "/var/lib/dpkg/status"]

CONFIG = """
global(workDirectory="{work}")
module(load="imfile" PollingInterval="1")
module(load="omkafka")
template(name="line" type="string" string="%msg%")
input(type="imfile" File="{input}" Tag="dpkg" ruleset="ship" freshStartTail="off")
ruleset(name="ship") {{
  action(type="omkafka" broker=["{bootstrap}"] topic="{topic}" template="line" partitions.auto="off"
    partitions.usefixed="0" confParam=["compression.codec={codec}", "linger.ms=20", "acks=all"]
    resubmitOnFailure="on" keepFailedMessages="on" failedMsgFile="{work}/failed" errorFile="{work}/errors")
}}
"""


def real_lines() -> list[bytes]:
    for name in LOGS:
        path = pathlib.Path(name)
        if path.is_file():
            # What imfile passes on: whole lines that are not empty; bounded, so that the test is.
            lines = [line for line in path.read_bytes().splitlines() if line.strip() and line.isascii()][:4000]
            if len(lines) >= 20:
                return lines
    pytest.fail(f"no real log lines on this machine: {LOGS}")


@pytest.mark.parametrize("codec", ["none", "lz4", "zstd"])
def test_real_log_lines_arrive_in_order(node, name, tmp_path, codec):
    lines = real_lines()
    source = tmp_path / "input.log"
    source.write_bytes(b"\n".join(lines) + b"\n")
    create_topic(node, name)
    config = tmp_path / "rsyslog.conf"
    config.write_text(
        CONFIG.format(work=tmp_path, input=source, bootstrap=node.bootstrap, topic=name, codec=codec)
    )
    program = shutil.which("rsyslogd", path="/usr/sbin:/usr/bin:/sbin")
    assert program, "rsyslogd is not installed: scripts/install-packages test"
    with open(tmp_path / "out", "wb") as out:
        daemon = subprocess.Popen(
            [program, "-n", "-f", str(config), "-i", str(tmp_path / "pid")], stdout=out, stderr=out
        )
    try:
        def arrived():
            return len(read_all(node.bootstrap, name)) >= len(lines)

        wait_until(arrived, 30, "the arrival of every line")
        # A line that is written later follows.
        with source.open("ab") as file:
            file.write(b"one more line\n")
        wait_until(lambda: values(read_all(node.bootstrap, name))[-1].strip() == b"one more line", 15, "the late line")
    finally:
        daemon.terminate()
        daemon.wait(20)
    found = [value.strip() for value in values(read_all(node.bootstrap, name))]
    assert found == [line.strip() for line in lines] + [b"one more line"]
