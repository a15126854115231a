"""Metrics of a running node against what the documents, the dashboard and the alert rules say of them."""

import json
import pathlib
import re
import subprocess
import urllib.request

import pytest
from confluent_kafka import Consumer, KafkaException, Producer

from kit.clients import create_topic, produce_values

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMTOOL = ROOT / ".build" / "tools" / "promtool"
PROMETHEUS = ROOT / "deploy" / "prometheus"
LINE = re.compile(r'^(?P<name>[a-z_]+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def scrape(node) -> dict[str, list[tuple[dict[str, str], float]]]:
    """Samples by name."""
    status, text = node.get("/metrics")
    assert status == 200
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        match = LINE.match(line)
        assert match, line
        found.setdefault(match["name"], []).append((dict(LABEL.findall(match["labels"] or "")), float(match["value"])))
    return found


def value(node, name: str, **labels: str) -> float:
    """The sum of the samples that have these labels; 0 for none."""
    return sum(number for own, number in scrape(node).get(name, []) if labels.items() <= own.items())


def documented() -> dict[str, tuple[str, set[str]]]:
    """Type and labels by name, from docs/METRICS.md."""
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| [^|]* \| ([^|]*) \|", (ROOT / "docs" / "METRICS.md").read_text(), re.M)
    return {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}


def family(name: str, known) -> str:
    """The metric that a series belongs to."""
    base = re.sub(r"_(bucket|sum|count)$", "", name)
    return base if known.get(base, ("", set()))[0] == "histogram" else name


def test_every_metric_is_documented_and_none_is_missing(node, topic):
    produce_values(node.bootstrap, topic, [b"x"])
    text = node.get("/metrics")[1]
    live = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.M))
    assert live == {name: kind for name, (kind, _) in documented().items()}


def test_labels_are_those_documented(node, topic):
    produce_values(node.bootstrap, topic, [b"x"])
    known = documented()
    for name, samples in scrape(node).items():
        kind, labels = known[family(name, known)]
        for own, _ in samples:
            assert labels - {"partition"} <= set(own) - {"le"} <= labels, f"{name} {own}"


def test_no_sample_comes_twice(node, topic):
    produce_values(node.bootstrap, topic, [b"x"])
    lines = [line.rsplit(" ", 1)[0] for line in node.get("/metrics")[1].splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines))


def test_histograms_add_up(node, topic):
    produce_values(node.bootstrap, topic, [b"x"] * 3)
    samples = scrape(node)
    buckets: dict[tuple, list[float]] = {}
    for name, (kind, _) in documented().items():
        if kind != "histogram":
            continue
        for own, number in samples.get(name + "_bucket", []):
            series = tuple(sorted((k, v) for k, v in own.items() if k != "le"))
            buckets.setdefault((name, series), []).append(number)
        for own, number in samples.get(name + "_count", []):
            counts = buckets[(name, tuple(sorted(own.items())))]
            assert counts == sorted(counts) and counts[-1] == number, name
    assert len(buckets) > 5


def test_topics_count_what_goes_in_and_out(node, topic):
    produce_values(node.bootstrap, topic, [b"x" * 100] * 7)
    own = {"topic": topic}
    assert value(node, "kafka_server_brokertopicmetrics_messagesin_total", **own) == 7
    assert value(node, "kafka_server_brokertopicmetrics_bytesin_total", **own) > 700
    assert value(node, "kafka_log_log_logendoffset", **own) == 7
    assert value(node, "kafka_log_log_size", **own) == value(node, "kafka_server_brokertopicmetrics_bytesin_total", **own)
    assert value(node, "kafka_server_brokertopicmetrics_bytesout_total", **own) == 0
    assert value(node, "weir_log_durable_offset", **own) == 7
    assert consume(node, topic, "metrics-out-" + topic, 7) == 7
    assert value(node, "kafka_server_brokertopicmetrics_bytesout_total", **own) > 700


def consume(node, topic, group, count, commits=False) -> int:
    consumer = Consumer({
        "bootstrap.servers": node.bootstrap, "group.id": group, "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    consumer.subscribe([topic])
    seen = 0
    try:
        for _ in range(200):
            message = consumer.poll(0.1)
            if message is not None and message.error() is None:
                seen += 1
                last = message
            if seen == count:
                break
        if commits and seen:
            consumer.commit(message=last, asynchronous=False)
    finally:
        consumer.close()
    return seen


def test_lag_is_what_a_group_has_not_committed(node, topic):
    group = "lag-" + topic
    produce_values(node.bootstrap, topic, [b"x"] * 10)
    assert consume(node, topic, group, 4, commits=True) == 4
    assert value(node, "weir_consumer_group_lag", group=group, topic=topic, partition="0") == 6
    assert value(node, "weir_consumer_group_committed_offset", group=group, topic=topic) == 4


def test_refused_writes_are_counted_with_their_error(node, name):
    topic = create_topic(node, name, config={"max.message.bytes": "1000"})
    failures = []
    producer = Producer({"bootstrap.servers": node.bootstrap, "message.max.bytes": 1_000_000})
    producer.produce(topic, b"x" * 5_000, on_delivery=lambda error, _: failures.append(error))
    producer.flush(20)
    assert failures and failures[0] is not None
    assert value(node, "kafka_server_brokertopicmetrics_failedproducerequests_total", topic=topic) >= 1
    errors = {"request": "Produce", "error": "MESSAGE_TOO_LARGE"}
    assert value(node, "kafka_network_requestmetrics_errors_total", **errors) >= 1


def test_requests_and_their_times_are_counted(node, topic):
    before = value(node, "weir_request_seconds_count", request="Produce")
    produce_values(node.bootstrap, topic, [b"x"])
    assert value(node, "weir_request_seconds_count", request="Produce") > before
    assert value(node, "kafka_network_requestmetrics_requests_total", request="Produce") > 0
    assert value(node, "kafka_network_requestmetrics_requests_total", request="ApiVersions") > 0


def test_syncs_are_timed(node, topic):
    before = value(node, "weir_log_sync_seconds_count")
    produce_values(node.bootstrap, topic, [b"x"])
    assert value(node, "weir_log_sync_seconds_count") > before
    assert value(node, "weir_log_sync_failures_total") == 0


def test_the_admin_port_counts_its_requests(node):
    labels = {"verb": "list", "resource": "topics", "code": "200"}
    before = value(node, "weir_http_requests_total", **labels)
    assert node.get("/apis/weir.streaming/v1/namespaces/default/topics")[0] == 200
    assert value(node, "weir_http_requests_total", **labels) == before + 1
    assert node.get("/apis/weir.streaming/v1/namespaces/default/topics/no-such-topic")[0] == 404
    assert value(node, "weir_http_requests_total", verb="get", resource="topics", code="404") >= 1


def test_made_up_paths_make_no_series(node):
    for number in range(50):
        node.get(f"/made-up-{number}")
        node.get(f"/apis/weir.streaming/v1/namespaces/n{number}/made-up-{number}")
    series = scrape(node)["weir_http_requests_total"]
    assert not [own for own, _ in series if "made-up" in str(own)]


def test_open_watches_are_known_while_they_last(own_node):
    url = f"http://{own_node.admin}/apis/weir.streaming/v1/namespaces/default/topics?watch=true"
    with urllib.request.urlopen(url, timeout=10):
        assert value(own_node, "weir_http_watches") == 1
    for _ in range(50):
        if value(own_node, "weir_http_watches") == 0:
            return
    pytest.fail("the watch is counted still, though its client has left")


def test_objects_and_their_reconciles_are_counted(node, topic):
    assert value(node, "weir_objects", kind="Topic") >= 1
    assert value(node, "weir_reconciles_total", kind="topic", result="settled") >= 1
    assert value(node, "weir_store_commits_total") >= 1
    assert value(node, "weir_store_operations_total", result="ok") >= 1


def test_the_process_tells_of_itself(node):
    samples = scrape(node)
    assert 1 < samples["process_open_fds"][0][1] < samples["process_max_fds"][0][1]
    assert 1 << 20 < samples["process_resident_memory_bytes"][0][1] < 1 << 30
    assert samples["process_cpu_seconds_total"][0][1] > 0
    assert 0 < samples["weir_data_directory_free_bytes"][0][1] <= samples["weir_data_directory_bytes"][0][1]
    assert samples["weir_build_info"][0][1] == 1


def test_many_partitions_are_added_up(make_node):
    """Beyond 2,000 partitions a topic has one series; its parts add up."""
    node = make_node().start()
    for number in range(3):
        create_topic(node, f"wide-{number}", partitions=700)
    produce_values(node.bootstrap, "wide-1", [b"x"] * 20)
    samples = scrape(node)
    ends = {own["topic"]: number for own, number in samples["kafka_log_log_logendoffset"]}
    assert all("partition" not in own for own, _ in samples["kafka_log_log_logendoffset"])
    assert ends["wide-1"] == 20
    assert samples["kafka_server_replicamanager_partitioncount"][0][1] >= 2_100


def promtool(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True, timeout=60, **options)


def test_metrics_pass_promtools_lint(node, topic):
    produce_values(node.bootstrap, topic, [b"x"])
    done = promtool("check", "metrics", input=node.get("/metrics")[1])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_alert_rules_hold_and_rise_when_they_should():
    done = promtool("check", "rules", "weir-alerts.yaml", cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr
    done = promtool("test", "rules", "weir-alerts-test.yaml", cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr
    done = promtool("check", "config", "prometheus.yml", cwd=PROMETHEUS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_test():
    alerts = set(re.findall(r"^ +- alert: (\w+)$", (PROMETHEUS / "weir-alerts.yaml").read_text(), re.M))
    tests = (PROMETHEUS / "weir-alerts-test.yaml").read_text()
    raised = set(re.findall(r"alertname: (\w+)\n +eval_time: \w+\n +exp_alerts", tests))
    assert alerts and alerts == raised


NAME = re.compile(r"\b(?:weir|kafka|process)_\w+\b")


@pytest.mark.parametrize("path", ["prometheus/weir-alerts.yaml", "prometheus/weir-alerts-test.yaml", "grafana/weir.json"])
def test_rules_and_dashboard_ask_only_for_metrics_that_exist(path):
    known = documented()
    names = {family(name, known) for name in NAME.findall((ROOT / "deploy" / path).read_text())}
    assert names and names <= set(known), names - set(known)


def test_dashboard_is_whole():
    dashboard = json.loads((ROOT / "deploy" / "grafana" / "weir.json").read_text())
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24 and not cells & taken, panel["title"]
        taken |= cells
        for target in panel.get("targets", []):
            assert target["expr"].count("(") == target["expr"].count(")"), target["expr"]


def test_dashboards_queries_are_promql(tmp_path):
    """promtool reads each of them as a recording rule, with Grafana's variables filled in."""
    dashboard = json.loads((ROOT / "deploy" / "grafana" / "weir.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(queries) > 30
    rules = [
        {"record": f"query:{place}", "expr": query.replace("$__rate_interval", "1m")}
        for place, query in enumerate(queries)
    ]
    file = tmp_path / "queries.yaml"
    file.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}))
    done = promtool("check", "rules", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
