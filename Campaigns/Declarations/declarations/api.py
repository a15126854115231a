"""The resource API of a node over plain HTTP."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote, urlencode

PREFIX = "/apis/weir.streaming/v1/namespaces/default"
VERSION = "weir.streaming/v1"


class Refused(Exception):
    """The API answered with an error."""

    def __init__(self, code: int, text: str):
        super().__init__(f"HTTP {code}: {text[:500]}")
        self.code = code


class API:
    """One kept connection; a broken one is an OSError or an HTTPException, and the next call opens another."""

    def __init__(self, address: str, seconds: float = 10):
        self.address, self.seconds = address, seconds
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body=None, kind="application/json", **query) -> dict:
        if query:
            path += "?" + urlencode(query)
        data = json.dumps(body).encode() if body is not None else None
        headers = {"content-type": kind} if data is not None else {}
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.address, timeout=self.seconds)
        try:
            self._connection.request(method, path, data, headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except BaseException:
            self.close()
            raise
        if answer.will_close:
            self.close()
        if answer.status >= 300:
            raise Refused(answer.status, text.decode(errors="replace"))
        return json.loads(text) if text else {}

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def place(plural: str, name: str | None = None) -> str:
        return f"{PREFIX}/{plural}" + (f"/{quote(name)}" if name is not None else "")

    def all(self, plural: str, **query) -> list[dict]:
        """Every object of a kind, page by page."""
        items, following = [], None
        while True:
            page = self.ask(
                "GET", self.place(plural), limit=500, **({"continue": following} if following else {}), **query
            )
            items += page["items"]
            following = page["metadata"].get("continue")
            if not following:
                return items


def topic(name: str, partitions: int = 1, config: dict | None = None, labels: dict | None = None) -> dict:
    metadata = {"name": name} | ({"labels": labels} if labels else {})
    spec = {"partitions": partitions} | ({"config": config} if config else {})
    return {"apiVersion": VERSION, "kind": "Topic", "metadata": metadata, "spec": spec}
