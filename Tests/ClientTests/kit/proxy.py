"""A TCP proxy that knows Kafka's frames, to lose an answer that the broker has already given."""

from __future__ import annotations

import socket
import struct
import threading

PRODUCE = 0


class LossyProxy:
    """Forwards between clients and a broker; a chosen produce answer is never delivered: both connections end."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.upstream: tuple[str, int] | None = None
        self._lock = threading.Lock()
        self._produced = 0
        self._lose: set[int] = set()
        self.lost = 0
        self._sockets: list[socket.socket] = []
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def connect_to(self, bootstrap: str) -> None:
        host, port = bootstrap.rsplit(":", 1)
        self.upstream = (host, int(port))

    def lose(self, answers) -> None:
        """Loses these produce answers, counted from 0 over all connections from now on."""
        with self._lock:
            self._lose = {self._produced + index for index in answers}

    def close(self) -> None:
        self._closed = True
        self.listener.close()
        with self._lock:
            for one in self._sockets:
                _shut(one)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.upstream, timeout=5)
            except OSError:
                if self._closed:
                    return
                continue
            server.settimeout(None)
            with self._lock:
                self._sockets += [client, server]
            produces: set[int] = set()
            threading.Thread(target=self._requests, args=(client, server, produces), daemon=True).start()
            threading.Thread(target=self._answers, args=(client, server, produces), daemon=True).start()

    def _requests(self, client, server, produces: set[int]) -> None:
        try:
            while frame := _frame(client):
                api, _, correlation = struct.unpack_from(">hhi", frame, 4)
                if api == PRODUCE:
                    with self._lock:
                        produces.add(correlation)
                server.sendall(frame)
        except OSError:
            pass
        _shut(client)
        _shut(server)

    def _answers(self, client, server, produces: set[int]) -> None:
        try:
            while frame := _frame(server):
                correlation = struct.unpack_from(">i", frame, 4)[0]
                with self._lock:
                    is_produce = correlation in produces
                    number = self._produced
                    self._produced += is_produce
                    is_lost = is_produce and number in self._lose
                    self.lost += is_lost
                if is_lost:
                    break
                client.sendall(frame)
        except OSError:
            pass
        _shut(client)
        _shut(server)


def _shut(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()


def _frame(stream: socket.socket) -> bytes | None:
    head = _exactly(stream, 4)
    if head is None:
        return None
    body = _exactly(stream, struct.unpack(">i", head)[0])
    return None if body is None else head + body


def _exactly(stream: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = stream.recv(count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)
