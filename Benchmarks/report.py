"""Tables from rounds: medians, and ratios taken inside each round before their median is."""

import statistics

PARTS = ("p50", "p99", "p999")
INTRODUCTION = """# Benchmarks

`make bench` measures the node that `make build` made; `Benchmarks/run.sh --write-docs` writes this file anew, so every
figure here was measured by the command below. Figures of other days and machines do not compare: the ratios do better.
"""
METHOD = """
## How it is measured
- A round measures first what the machine can do by the plainest C (`Benchmarks/src/bounds.c`), then a fresh node on an
  empty data directory on the same disk. A ratio is taken inside a round; the tables show medians over the rounds and,
  in brackets, the least and the largest ratio. Client, node and bounds share the machine's cores, over loopback.
- The load client (`Benchmarks/src/load.c`) speaks the Kafka protocol by hand: Produce v9, Fetch v12. It sends one
  uncompressed batch again and again without making it anew, checks the base offset of every acknowledgement and, at the
  end, that the log ends where the acknowledgements said.
- Produce: one connection, one partition; 40 requests in flight with batches of 500 records, 200 with batches of 10.
  Warm-up first; then the acknowledgements of a steady stream are counted. MB/s counts bytes of the log (batches as
  stored), MB is 10^6 bytes. acks=all is on the disk when it is acknowledged; acks=1 is in the log, synced soon after.
  One sync serves all that wait, often more than 1 MB: a share above 1 of the synced appends is possible.
- Consume: the topic just produced (batches of 500), from its start and around, one Fetch of 1 MiB at a time as clients
  do. The warm-up checks every CRC and record.
- Latency: batches of one record of 100 B. "Acknowledged" ends with the producer's answer, "seen" with the record at a
  consumer that waits in a Fetch on another connection. One in flight: the next is sent when both have come. At 5,000/s:
  counted from the moment a record was due, so a stall counts for every record behind it.
- Start: from exec to the acknowledgement (acks=all) of a first record in a topic that did not exist, on an empty data
  directory; the median of ten starts a round.
- CPU is user and system time of the node's process over the measured span. RSS is VmRSS, anonymous is RssAnon.
- Between measures the page cache is written out (sync).
"""


class Table:
    """The rounds of one run, asked by name."""

    def __init__(self, rounds: list[dict[str, float]]):
        self.rounds = rounds

    def median(self, name: str) -> float:
        return statistics.median(each[name] for each in self.rounds)

    def ratio(self, name: str, bound: str, scale: float = 1) -> str:
        ratios = [each[name] * scale / each[bound] for each in self.rounds]
        middle = short(statistics.median(ratios))
        return middle if len(ratios) == 1 else f"{middle} ({short(min(ratios))}..{short(max(ratios))})"


def short(value: float) -> str:
    """Three figures, no exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def grid(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def named(size: str) -> str:
    return {"100": "100 B", "1000": "1 kB"}[size]


def throughput(t: Table) -> str:
    rows = []

    def add(label: str, name: str, bounds: list[tuple[str, str]]) -> None:
        rate = f"{name}_log_mb_per_s"
        ratios = "; ".join(f"{t.ratio(rate, bound)} of {text}" for bound, text in bounds)
        rows.append([label, f"{t.median(f'{name}_records_per_s'):,.0f}", short(t.median(rate)),
                     short(t.median(f"{name}_cpu_us_per_record")), ratios])

    synced = [("append_sync_1m_mb_per_s", "synced 1 MB appends")]
    plain = [("append_mb_per_s", "appends"), ("receive_append_mb_per_s", "receive and append")]
    for size in ("100", "1000"):
        for batch in ("500", "10"):
            for acks, bounds in (("all", synced), ("1", plain)):
                add(f"produce {named(size)}, acks={acks}, batches of {batch}", f"produce_{acks}_{size}_{batch}", bounds)
    for size in ("100", "1000"):
        add(f"consume {named(size)}", f"consume_{size}", [("read_send_mb_per_s", "read and send")])
    return grid(["Throughput", "records/s", "MB/s", "node CPU us/record", "share of the bound"], rows)


def latency(t: Table) -> str:
    rows = []
    kinds = (("latency", "one in flight", "ping"), ("paced", "5,000/s", "paced_ping"))
    for kind, label, ping in kinds:
        for acks in ("all", "1"):
            for what, words in (("acked", "acknowledged"), ("seen", "seen")):
                synced = (acks, what) == ("all", "acked")
                bound, text = ("sync_4k", "synced 4 KB append") if synced else (ping, "ping-pong")
                name = f"{kind}_{acks}_{what}"
                values = [short(t.median(f"{name}_{part}_us")) for part in PARTS]
                ratios = [t.ratio(f"{name}_{part}_us", f"{bound}_{part}_us") for part in PARTS[:2]]
                rows.append([f"{label}, acks={acks}, {words}", *values, f"{text}: {ratios[0]}; {ratios[1]}"])
    return grid(["Latency, 100 B, us", "p50", "p99", "p99.9", "times the bound: p50; p99"], rows)


def footprint(t: Table, binary_mb: float) -> str:
    rows = [
        ["exec to first acknowledged record", f"{t.median('start_acked_ms'):.1f} ms",
         f"{t.ratio('start_acked_ms', 'spawn_p50_us', 1000)} times a bare process"],
        ["exec to ready", f"{t.median('start_ready_ms'):.1f} ms",
         f"{t.ratio('start_ready_ms', 'spawn_p50_us', 1000)} times a bare process"],
        ["SIGTERM to end", f"{t.median('start_stop_ms'):.1f} ms", ""],
    ]
    for state, label in (("idle", "idle"), ("loaded", "after the load")):
        anonymous, peak = t.median(f"{state}_RssAnon"), t.median(f"{state}_VmHWM")
        rows.append([f"RSS, {label}", f"{t.median(f'{state}_VmRSS'):.1f} MB",
                     f"anonymous {anonymous:.1f} MB, peak until then {peak:.1f} MB"])
    rows.append(["CPU, idle", f"{t.median('idle_cpu_percent'):.1f}% of a core", ""])
    rows.append(["binary, stripped", f"{binary_mb:.1f} MB", ""])
    return grid(["Footprint", "", ""], rows)


def bounds(t: Table) -> str:
    rates = (("append_mb_per_s", "append: write() of 64 KiB"),
             ("append_sync_1m_mb_per_s", "synced 1 MB appends: write() of 1 MiB + fdatasync()"),
             ("receive_append_mb_per_s", "receive and append: loopback, read() + write() to a file"),
             ("read_send_mb_per_s", "read and send: page cache to loopback, best of sendfile() and pread() + write()"))
    rows = [[label, f"{short(t.median(name))} MB/s"] for name, label in rates]
    times = (("sync_4k", "synced 4 KB append: write() + fdatasync(), growing file"),
             ("ping", "ping-pong: 100 B over loopback, one in flight"),
             ("paced_ping", "ping-pong at 5,000/s, from the due time"))
    for name, label in times:
        rows.append([label, " / ".join(short(t.median(f"{name}_{part}_us")) for part in PARTS) + " us (p50/p99/p99.9)"])
    rows.append(["bare process: spawned and ended (/bin/true)", f"{t.median('spawn_p50_us') / 1e3:.2f} ms"])
    return grid(["Bounds of this machine, same rounds", ""], rows)


def tables(results: dict) -> str:
    t = Table(results["rounds"])
    return "\n".join([throughput(t), latency(t), footprint(t, results["binary_mb"]), bounds(t)])


def document(results: dict) -> str:
    busy = Table(results["rounds"]).median("other_cpu_percent")
    about = [f"- Command: `{results['command']}`", f"- Date: {results['date'][:10]}, commit {results['commit']}",
             f"- Machine: {results['machine']}; {busy:.0f}% busy with other things just before a round (median)",
             f"- Rounds: {len(results['rounds'])}"]
    return "\n".join([INTRODUCTION, *about, "", tables(results)]) + METHOD
