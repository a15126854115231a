"""Writes every table of the vega_datasets package as JSON lines, one record a line, to standard output.

The package's Python code is not imported (it wants pandas); only its data files are read.
"""

import csv
import importlib.util
import json
import pathlib
import sys


def rows(path: pathlib.Path):
    """The rows of a CSV file, or of a JSON file that holds a list of objects."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".csv":
            yield from csv.DictReader(file)
            return
        content = json.load(file)
    if isinstance(content, list):
        yield from (row for row in content if isinstance(row, dict))


def main() -> int:
    spec = importlib.util.find_spec("vega_datasets")
    if spec is None or not spec.submodule_search_locations:
        print("vega_datasets is not installed: run scripts/setup-venv run", file=sys.stderr)
        return 1
    data = pathlib.Path(spec.submodule_search_locations[0]) / "_data"
    for path in sorted(data.iterdir()):
        if path.suffix not in (".csv", ".json"):
            continue
        for row in rows(path):
            print(json.dumps({"dataset": path.stem, **row}, separators=(",", ":")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
