"""schemathesis reads the API's own description and tries to find where the API does not keep to it."""

import pathlib
import subprocess
import sys

import pytest

from conftest import GROUP, manifest

CONFIG = pathlib.Path(__file__).with_name("schemathesis.toml")
RUN_SECONDS = 240


@pytest.mark.timeout(RUN_SECONDS + 60)
def test_the_api_keeps_to_its_description(node, api, tmp_path):
    # The one that its field selectors name.
    assert api.create(manifest("orders")).status_code == 201
    command = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG), "run"]
    command += [f"{api.base}/openapi/v3/apis/{GROUP}", "--url", api.base, "--no-color"]
    # The same cases every time.
    command += ["--seed", "20261123", "--generation-deterministic", "--max-examples", "5"]
    command += ["--phases", "examples,coverage,fuzzing", "--request-timeout", "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
