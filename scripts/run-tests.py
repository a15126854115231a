"""Runs the parts of the test suite one after the other and sums their counts.

Each part has a time limit, and a part that cannot run or leaves no result counts as one failure. The last line
printed is "N passed, N failed"; the exit code is 0 only if nothing failed.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".build" / "test-results"
PYTHON = ROOT / ".build" / "venv" / "bin" / "python"
KILL_CYCLES = os.environ.get("WEIR_KILL_CYCLES", "50")
DECLARATIONS = os.environ.get("WEIR_DECLARATIONS", "200")


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def run(command: list[str], limit_seconds: int) -> int:
    """The exit code of the command, which may print; 124 when it met its time limit and was ended."""
    print(f"\n$ {' '.join(command)}", flush=True)
    # A group of its own, so that whatever it started ends with it.
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        return process.wait(timeout=limit_seconds)
    except subprocess.TimeoutExpired:
        print(f"Ended after its limit of {limit_seconds} s: {' '.join(command)}", flush=True)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return 124


def count_xml(path: pathlib.Path) -> Count:
    """Counts the cases of a JUnit-style report."""
    count = Count()
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif case.find("skipped") is not None:
            count.skipped += 1
        else:
            count.passed += 1
    return count


def counted(code: int, reports: list[pathlib.Path]) -> Count:
    """The sum of the reports; a bad exit code without a reported failure is a failure of its own."""
    total = Count()
    for report in reports:
        try:
            one = count_xml(report)
        except (OSError, ElementTree.ParseError) as error:
            print(f"No result of this part: {error}", flush=True)
            one = Count(failed=1)
        total.passed += one.passed
        total.failed += one.failed
        total.skipped += one.skipped
    if total.passed + total.failed == 0 or (code != 0 and total.failed == 0):
        total.failed += 1
    return total


def unit() -> Count:
    # Both stores of declarations are held against one suite.
    if run(["scripts/fetch-etcd"], 10 * 60) != 0:
        return Count(failed=1)
    build = ["swift", "build", "--build-tests", "--scratch-path", ".build/debug-tests"]
    if run(build, 25 * 60) != 0:
        return Count(failed=1)
    report = RESULTS / "unit.xml"
    code = run(
        ["swift", "test", "--skip-build", "--disable-xctest", "--scratch-path", ".build/debug-tests"]
        + ["--xunit-output", str(report)],
        12 * 60,
    )
    # Which of the two names is used depends on the toolchain.
    beside = RESULTS / "unit-swift-testing.xml"
    return counted(code, [beside if beside.exists() else report])


def build() -> Count:
    return Count(failed=0 if run(["scripts/build"], 25 * 60) == 0 else 1)


def prepare() -> Count:
    failed = 0
    steps = (["scripts/setup-venv", "test"], ["scripts/setup-venv", "run"])
    for step in (*steps, ["scripts/fetch-promtool"], ["scripts/fetch-kubectl"]):
        failed += 0 if run(step, 10 * 60) == 0 else 1
    return Count(failed=failed)


def clients() -> Count:
    parts = ("Tests/ClientTests", "Tests/CLITests", "Tests/APITests", "Tests/ConsoleTests")
    folders = [name for name in parts if (ROOT / name).is_dir()]
    total = Count()
    for folder in folders:
        report = RESULTS / (pathlib.Path(folder).name + ".xml")
        code = run([str(PYTHON), "-m", "pytest", "-q", folder, f"--junitxml={report}"], 12 * 60)
        one = counted(code, [report])
        total.passed += one.passed
        total.failed += one.failed
        total.skipped += one.skipped
    return total


def kill_loop() -> Count:
    """The loop itself, and its negative control: a checker that misses a lost record proves nothing."""
    loop = [str(PYTHON), "Campaigns/KillLoop/kill_loop.py", "--weir", "bin/weir"]
    report = RESULTS / "kill-loop.json"
    code = run([*loop, "--cycles", KILL_CYCLES, "--result", str(report)], 8 * 60)
    failures = 1
    if report.exists():
        result = json.loads(report.read_text())
        failures = len(result["failures"])
        if result["cycles"] < int(KILL_CYCLES):
            failures = max(failures, 1)
    one = Count(passed=1) if code == 0 and failures == 0 else Count(failed=max(failures, 1))
    if run([*loop, "--self-test"], 3 * 60) == 0:
        one.passed += 1
    else:
        one.failed += 1
    return one


def declarations() -> Count:
    """Kill -9 in the middle of declarations, kept by the node itself and in etcd; the control; etcd away."""
    folder = "Campaigns/Declarations"
    loop = [str(PYTHON), f"{folder}/kill_declarations.py", "--weir", "bin/weir", "--declarations", DECLARATIONS]
    total = Count()
    for name, command in {
        "sqlite": loop, "etcd": [*loop, "--etcd"], "away": [str(PYTHON), f"{folder}/etcd_away.py", "--weir", "bin/weir"],
    }.items():
        report = RESULTS / f"declarations-{name}.json"
        code = run([*command, "--result", str(report)], 6 * 60)
        failures = len(json.loads(report.read_text())["failures"]) if report.exists() else 1
        total.passed += code == 0 and failures == 0
        total.failed += max(failures, code != 0)
    is_sound = run([*loop, "--self-test"], 3 * 60) == 0
    total.passed += is_sound
    total.failed += not is_sound
    return total


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "all"
    parts = {
        "unit": [("Swift unit tests", unit)],
        "clients": [("release build", build), ("test tools", prepare), ("clients and CLI", clients)],
        "all": [
            ("Swift unit tests", unit), ("release build", build), ("test tools", prepare),
            ("clients and CLI", clients), ("kill -9 loop", kill_loop), ("declarations", declarations),
        ],
    }.get(wanted)
    if parts is None:
        print("usage: run-tests.py [unit|clients|all]", file=sys.stderr)
        return 2
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    os.environ.setdefault("SWIFT_BACKTRACE", "color=no,interactive=no")

    lines = []
    total = Count()
    for name, part in parts:
        start = time.monotonic()
        one = part()
        total.passed += one.passed
        total.failed += one.failed
        total.skipped += one.skipped
        took = time.monotonic() - start
        lines.append(f"{name}: {one.passed} passed, {one.failed} failed, {one.skipped} skipped ({took:.0f} s)")
        print(lines[-1], flush=True)
        if name == "release build" and one.failed:
            # What follows tests the binary: an older one would lie.
            lines.append("clients, CLI and campaigns: not run, because the release build failed")
            break
    print("\n" + "\n".join(lines))
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 0 if total.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
