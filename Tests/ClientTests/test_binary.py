"""The shipped binary: what it does not carry with it."""

import pathlib
import subprocess

import pytest

from kit.node import ROOT, WEIR

#: As built, before its symbols are stripped.
BUILT = ROOT / ".build" / "release-static" / "release" / "weir"


@pytest.fixture(scope="module")
def symbols() -> str:
    if WEIR != ROOT / "bin" / "weir":
        pytest.skip("WEIR_BINARY names another binary than the one that was built here")
    return subprocess.run(["nm", BUILT], capture_output=True, text=True, check=True, timeout=60).stdout


def test_full_foundation_is_not_linked(symbols):
    """It would be 44 MB; FoundationEssentials is allowed. Swift symbols begin with $s and their module's name."""
    assert "$s7NIOCore" in symbols and "$s10WeirBroker" in symbols, "the control: what is linked is seen"
    assert "$s10Foundation" not in symbols
    assert "$s19FoundationInternationalization" not in symbols and "$s13FoundationXML" not in symbols


def test_shared_libraries_are_those_of_every_debian():
    out = subprocess.run(["ldd", WEIR], capture_output=True, text=True, check=True, timeout=60).stdout
    names = {pathlib.Path(line.split()[0]).name for line in out.splitlines()}
    base = {"linux-vdso.so.1", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"}
    assert {name for name in names if not name.startswith("ld-linux")} <= base
