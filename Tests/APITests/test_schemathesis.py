"""schemathesis reads the API's own description and tries to find where the API does not keep to it."""

import pathlib
import subprocess
import sys

from conftest import GROUP

SEED = "20261123"


def run(url: str, base: str, *arguments) -> subprocess.CompletedProcess:
    command = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", url, "--url", base, "--no-color"]
    command += ["--seed", SEED, "--generation-deterministic"]
    command += ["--request-timeout", "20"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=280, cwd="/")


def test_the_api_keeps_to_its_description(node):
    base = f"http://{node.admin}"
    done = run(f"{base}/openapi/v3/apis/{GROUP}", base, "--max-examples", "20", "--phases", "examples,coverage,fuzzing")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
