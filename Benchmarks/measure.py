"""Runs the benchmarks in rounds. Bounds and node are measured in each round, so that every ratio is of one time."""

import argparse
import datetime
import fcntl
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import report
from node import Failure, Node, last_lines, serve_command

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / ".build" / "bench"
RESULTS = ROOT / "Benchmarks" / "results"
SIZES = (100, 1000)
# Records a batch -> requests in flight: 20,000 records of large batches, 2,000 of small ones.
BATCHES = {500: 40, 10: 200}
ACKS = {"all": -1, "1": 1}
RATE = 5000


class Round:
    """One pass over everything; `values` is flat, by the names that report.py knows."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.values: dict[str, float] = {}
        self.seconds = 0.6 if options.quick else 3.0
        self.warm_up = 0.2 if options.quick else 0.5

    def run(self) -> dict[str, float]:
        self.values["other_cpu_percent"] = machine.busy_percent(1)
        self.bounds()
        self.start()
        with Node(self.options.weir, self.options.data / "node") as node:
            try:
                self.under_load(node)
            except Failure as failure:
                raise Failure(f"{failure}\n{node.said()}") from None
        return self.values

    def bounds(self) -> None:
        span, data = self.seconds / 2, self.options.data
        self.keep("", call("bounds", "disk", data, span))
        settle()
        self.keep("", call("bounds", "net", data, span))
        self.keep("paced_", call("bounds", "paced", RATE, self.seconds))
        self.keep("", call("bounds", "spawn", 50, "/bin/true"))
        settle()

    def start(self) -> None:
        times = []
        for _ in range(3 if self.options.quick else 10):
            directory = Path(tempfile.mkdtemp(dir=self.options.data, prefix="start-"))
            log = directory / "stderr.log"
            try:
                times.append(call("load", "start", log, *serve_command(self.options.weir, directory / "data")))
            except Failure as failure:
                raise Failure(f"{failure}\nThe node's last words on stderr:\n{last_lines(log)}") from None
            finally:
                shutil.rmtree(directory, ignore_errors=True)
        for name in times[0]:
            self.values[f"start_{name}"] = statistics.median(each[name] for each in times)

    def under_load(self, node: Node) -> None:
        time.sleep(1.5)
        self.keep("idle_", node.memory())
        before, span = node.cpu_seconds(), 0.5 if self.options.quick else 2
        time.sleep(span)
        self.values["idle_cpu_percent"] = (node.cpu_seconds() - before) / span * 100
        for acks in ACKS:
            self.latency(node, acks)
        for size in SIZES:
            for per_batch in BATCHES:
                for acks in ACKS:
                    self.produce(node, acks, size, per_batch)
                    if (acks, per_batch) == ("1", 500):
                        self.consume(node, size)
        self.keep("loaded_", node.memory())

    def produce(self, node: Node, acks: str, size: int, per_batch: int) -> None:
        settle()
        name = f"produce_{acks}_{size}_{per_batch}"
        self.keep(f"{name}_", call("load", "produce", node.port, node.pid, name, ACKS[acks], size, per_batch,
                                   BATCHES[per_batch], self.warm_up, self.seconds, self.options.most_mb))

    def consume(self, node: Node, size: int) -> None:
        settle()
        topic = f"produce_1_{size}_500"
        self.keep(f"consume_{size}_", call("load", "consume", node.port, node.pid, topic, self.warm_up, self.seconds))

    def latency(self, node: Node, acks: str) -> None:
        count = 1000 if self.options.quick else 5000
        self.keep(f"latency_{acks}_", call("load", "latency", node.port, f"latency_{acks}", ACKS[acks], 100, count))
        settle()
        self.keep(f"paced_{acks}_", call("load", "paced", node.port, node.pid, f"paced_{acks}", ACKS[acks], 100, RATE,
                                         self.seconds + 1))
        settle()

    def keep(self, prefix: str, values: dict[str, float]) -> None:
        self.values.update({prefix + name: value for name, value in values.items()})


def call(program: str, *arguments: object) -> dict[str, float]:
    """Runs one of the C programs, which print a JSON object; none outlives this process."""
    command = [str(BUILT / program), *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        output, errors = process.communicate(timeout=320)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        shown = " ".join([program, *map(str, arguments[:8])])
        raise Failure(f"'{shown}' failed: {errors.strip() or f'status {process.returncode}'}")
    return json.loads(output)


def settle() -> None:
    """Writes out what the last measure left in the page cache, so that the next does not pay for it."""
    os.sync()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/run.sh", description=__doc__)
    parser.add_argument("--rounds", type=int, default=0, help="how many rounds (default 5; 1 with --quick)")
    parser.add_argument("--quick", action="store_true", help="short measures: does it work, roughly how fast")
    parser.add_argument("--write-docs", action="store_true", help="write docs/BENCHMARKS.md from this run")
    parser.add_argument("--weir", type=Path, default=ROOT / "bin" / "weir", help="the binary (default bin/weir)")
    parser.add_argument("--data", type=Path, default=BUILT / "data", help="scratch directory on a disk")
    parser.add_argument("--report", type=Path, metavar="RESULTS", help="print the table of an earlier run")
    options = parser.parse_args()
    if options.rounds < 0:
        parser.error("--rounds must be 1 or more")
    if options.quick and options.write_docs:
        parser.error("--write-docs needs a full run: figures of --quick are too rough to keep")
    options.rounds = options.rounds or (1 if options.quick else 5)
    return options


def prepare(options: argparse.Namespace) -> None:
    if not os.access(options.weir, os.X_OK):
        raise Failure(f"There is no program at {options.weir}: run 'make build' first, or name one with --weir.")
    options.weir = options.weir.resolve()
    options.data = (options.data / str(os.getpid())).resolve()
    options.data.mkdir(parents=True)
    if (kind := machine.filesystem(options.data)) in ("tmpfs", "ramfs"):
        raise Failure(f"{options.data} is on {kind}, which is memory: name a directory on a disk with --data.")
    free = shutil.disk_usage(options.data).free / 1e6
    # A round writes at most eight topics; each must fit in the page cache, to be read back from it.
    options.most_mb = int(min(2000, free / 20, machine.memory_mb() / 10))
    if options.most_mb < 200:
        raise Failure(f"Too little room: {free:.0f} MB of disk free and {machine.memory_mb():.0f} MB of memory.")


def measure(options: argparse.Namespace) -> dict:
    begun = datetime.datetime.now()
    rounds: list[dict[str, float]] = []
    for number in range(1, options.rounds + 1):
        since = time.monotonic()
        print(f"Round {number} of {options.rounds} ...", end=" ", file=sys.stderr, flush=True)
        rounds.append(Round(options).run())
        busy = rounds[-1]["other_cpu_percent"]
        warning = f"; the machine was {busy:.0f}% busy before it: expect noise" if busy > 10 else ""
        print(f"{time.monotonic() - since:.0f} s{warning}", file=sys.stderr, flush=True)
    flags = [f"--rounds {options.rounds}"] + ["--quick"] * options.quick + ["--write-docs"] * options.write_docs
    return {"date": begun.isoformat(timespec="seconds"), "command": " ".join(["Benchmarks/run.sh", *flags]),
            "commit": machine.commit(ROOT), "machine": machine.line(options.data),
            "binary_mb": machine.stripped_mb(options.weir, options.data), "rounds": rounds}


def save(results: dict) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{results['date'].replace(':', '')}.json"
    path.write_text(json.dumps(results, indent=1) + "\n")
    return path


def run(options: argparse.Namespace) -> None:
    if options.report:
        results = json.loads(options.report.read_text())
    else:
        lock = (BUILT / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failure("Another benchmark is running here; two at once would measure each other.") from None
        try:
            prepare(options)
            results = measure(options)
        finally:
            shutil.rmtree(options.data, ignore_errors=True)
        print(f"Kept in {save(results).relative_to(ROOT)}", file=sys.stderr)
    print(report.tables(results))
    if options.write_docs:
        (ROOT / "docs" / "BENCHMARKS.md").write_text(report.document(results))
        print("Wrote docs/BENCHMARKS.md", file=sys.stderr)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run(arguments())
    except Failure as failure:
        print(f"\nbenchmark: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbenchmark: interrupted; the node was ended and its data removed", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
