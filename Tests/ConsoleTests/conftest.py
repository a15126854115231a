"""A node, a headless Chromium that looks at its console, and something to produce with."""

from __future__ import annotations

import itertools
import json
import pathlib
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

import pytest
from confluent_kafka import Producer
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "ClientTests"))

from kit.node import Node  # noqa: E402

SHOTS = ROOT / ".build" / "test-results" / "console"
GROUP = "weir.streaming/v1"
_numbers = itertools.count()


def eventually(check, seconds: float = 20):
    """What `check` returns, as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, f"not so within {seconds} s; last: {found!r}"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="session")
def node():
    home = pathlib.Path(tempfile.mkdtemp(prefix="weir-console-"))
    shared = Node(home / "data").start()
    yield shared
    log = shared.log
    code = shared.stop()
    shutil.rmtree(home)
    assert code == 0, f"the shared node ended with {code}; its log ends:\n{log[-2000:]}"


@pytest.fixture
def name(request) -> str:
    """A name that no other test uses."""
    base = "".join(c if c.isalnum() else "-" for c in request.node.name.lower())[:50].strip("-")
    return f"{base}-{next(_numbers)}"


# MARK: The node


class API:
    """Objects of the node, and whatever else it answers, by plain HTTP."""

    def __init__(self, node: Node):
        self.base = f"http://{node.admin}"

    def ask(self, method: str, path: str, body=None, headers=()):
        """Status, headers and bytes of the answer."""
        request = urllib.request.Request(self.base + path, method=method, headers=dict(headers))
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def create(self, plural: str, kind: str, name: str, **spec) -> dict:
        body = {"apiVersion": GROUP, "kind": kind, "metadata": {"name": name}, "spec": spec}
        status, _, text = self.ask("POST", f"/apis/{GROUP}/namespaces/default/{plural}", body)
        assert status == 201, text
        return json.loads(text)

    def get(self, plural: str, name: str) -> dict | None:
        status, _, text = self.ask("GET", f"/apis/{GROUP}/namespaces/default/{plural}/{name}")
        return json.loads(text) if status == 200 else None

    def data(self, path: str) -> dict:
        status, _, text = self.ask("GET", f"/console/api/{path}")
        assert status == 200, text
        return json.loads(text)

    def topic(self, name: str, **spec) -> str:
        self.create("topics", "Topic", name, **({"partitions": 1} | spec))
        eventually(lambda: is_ready(self.get("topics", name)))
        return name


def is_ready(found: dict | None) -> bool:
    conditions = (found or {}).get("status", {}).get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


@pytest.fixture
def api(node) -> API:
    return API(node)


@pytest.fixture
def produce(node):
    """Writes records, and waits until they are acknowledged."""
    producer = Producer({"bootstrap.servers": node.bootstrap, "linger.ms": 5})

    def write(topic: str, values, key=None, headers=None):
        failed = []
        for value in values:
            data = value if isinstance(value, (bytes, str, type(None))) else json.dumps(value)
            producer.produce(topic, data, key=key, headers=headers, on_delivery=lambda error, _: error and failed.append(error))
        assert producer.flush(20) == 0 and not failed, failed

    return write


@pytest.fixture
def stream(produce):
    """Keeps producing to a topic until the test ends."""
    ended = threading.Event()
    threads = []

    def begin(topic: str):
        def run():
            for number in itertools.count():
                if ended.wait(0.02):
                    return
                produce(topic, [{"number": number}])

        threads.append(threading.Thread(target=run))
        threads[-1].start()

    yield begin
    ended.set()
    for thread in threads:
        thread.join()


# MARK: The browser


class Page:
    """The console in a browser."""

    def __init__(self, driver: webdriver.Chrome, base: str):
        self.driver, self.base = driver, base

    def open(self, place: str = "/"):
        self.driver.get("about:blank")
        self.driver.get(f"{self.base}/console/#{place}")
        return self

    @property
    def place(self) -> str:
        return self.driver.execute_script("return location.hash")

    def find(self, css: str):
        return eventually(lambda: self.driver.find_elements(By.CSS_SELECTOR, css))[0]

    def texts(self, css: str) -> list[str]:
        """The texts of all elements at one moment: rows come and go."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)", css)

    def text(self, css: str) -> str:
        return " ".join(self.texts(css))

    def says(self, css: str, text: str, seconds: float = 20) -> str:
        """The elements' text once it contains this."""
        return eventually(lambda: text in (found := self.text(css)) and found, seconds)

    def press(self, *keys):
        for key in keys:
            webdriver.ActionChains(self.driver).send_keys(key).perform()

    def tab_to(self, css: str, most: int = 60):
        """Moves with the keyboard alone to an element."""
        for _ in range(most):
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", css):
                return
            self.press(Keys.TAB)
        raise AssertionError(f"{css} is not reached by {most} tabs")

    def shot(self, name: str):
        SHOTS.mkdir(parents=True, exist_ok=True)
        assert self.driver.save_screenshot(str(SHOTS / f"{name}.png"))

    def scheme(self, name: str):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})

    def width(self, pixels: int):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": pixels, "height": 844, "deviceScaleFactor": 1, "mobile": pixels < 600})

    @property
    def complaints(self) -> list[str]:
        """What the browser says went wrong: scripts that failed, what the policy refused."""
        return [
            entry["message"] for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]
        ]


@pytest.fixture(scope="session")
def driver():
    options = Options()
    options.binary_location = shutil.which("chromium")
    # The sandbox needs rights that a container has not.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--window-size=1280,900")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    made.set_page_load_timeout(30)
    yield made
    made.quit()


@pytest.fixture
def page(driver, node):
    shown = Page(driver, f"http://{node.admin}")
    shown.scheme("light")
    shown.width(1280)
    yield shown
    complaints = shown.complaints
    driver.get("about:blank")
    assert not complaints
