"""Facts about the machine and the binary that belong beside a figure. No names of hosts or users."""

import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path


def memory_mb() -> float:
    return int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) * 1024 / 1e6


def filesystem(path: Path) -> str:
    """The type of the file system that holds `path`: the longest mount point above it, the last mounted of equals."""
    best, kind = "", "unknown"
    for entry in Path("/proc/mounts").read_text().splitlines():
        _, point, found, *_ = entry.split()
        point = point.replace("\\040", " ")
        if (path == Path(point) or Path(point) in path.parents) and len(point) >= len(best):
            best, kind = point, found
    return kind


def line(data: Path) -> str:
    kernel = re.match(r"[\d.]+", platform.release()).group(0).rstrip(".")
    virtual = ", a virtual machine" if "hypervisor" in Path("/proc/cpuinfo").read_text() else ""
    return (f"{os.cpu_count()} cores ({platform.machine()}){virtual}, {memory_mb() / 1e3:.0f} GB of memory, "
            f"Linux {kernel}, {filesystem(data)}")


def busy_percent(seconds: float) -> float:
    """Share of all cores that is in use, or stolen by other guests, while this process sleeps."""

    def read() -> tuple[int, int]:
        ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return sum(ticks), ticks[3] + ticks[4]

    total, idle = read()
    time.sleep(seconds)
    total_after, idle_after = read()
    return 100 * (1 - (idle_after - idle) / max(1, total_after - total))


def commit(root: Path) -> str:
    def git(*arguments: str) -> str:
        found = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
        return found.stdout.strip()

    changed = " with changes not committed" if git("status", "--porcelain", "--", "Sources", "Package.swift") else ""
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def stripped_mb(binary: Path, scratch: Path) -> float:
    """Size of the binary without symbols, in MB (1e6 bytes)."""
    copy = scratch / "stripped"
    if shutil.which("strip"):
        subprocess.run(["strip", "-o", str(copy), str(binary)], check=False, stderr=subprocess.DEVNULL)
    return (copy if copy.exists() else binary).stat().st_size / 1e6
