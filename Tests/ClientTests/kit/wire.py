"""The Kafka protocol by hand: enough to send what no client library would send.

Layouts are those of the message definitions of Apache Kafka 4.1; only non-flexible versions are written, except
where a test is about a flexible one.
"""

from __future__ import annotations

import socket
import struct
import time

PRODUCE, FETCH, LIST_OFFSETS, METADATA = 0, 1, 2, 3
API_VERSIONS, INIT_PRODUCER_ID, OFFSET_FOR_LEADER_EPOCH = 18, 22, 23

NONE, OFFSET_OUT_OF_RANGE, CORRUPT_MESSAGE, UNKNOWN_TOPIC_OR_PARTITION = 0, 1, 2, 3
MESSAGE_TOO_LARGE, INVALID_REQUIRED_ACKS, UNSUPPORTED_VERSION = 10, 21, 35
OUT_OF_ORDER_SEQUENCE, INVALID_PRODUCER_EPOCH, KAFKA_STORAGE_ERROR = 45, 47, 56
FETCH_SESSION_ID_NOT_FOUND, INVALID_FETCH_SESSION_EPOCH = 70, 71
FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, INVALID_RECORD = 74, 75, 87


def _crc_table() -> list[int]:
    table = []
    for index in range(256):
        for _ in range(8):
            index = (index >> 1) ^ (0x82F63B78 if index & 1 else 0)
        table.append(index)
    return table


_CRC = _crc_table()


def crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def i8(value: int) -> bytes:
    return struct.pack(">b", value)


def i16(value: int) -> bytes:
    return struct.pack(">h", value)


def i32(value: int) -> bytes:
    return struct.pack(">i", value)


def i64(value: int) -> bytes:
    return struct.pack(">q", value)


def string(value: str | None) -> bytes:
    if value is None:
        return i16(-1)
    data = value.encode()
    return i16(len(data)) + data


def array(items) -> bytes:
    items = list(items)
    return i32(len(items)) + b"".join(items)


def uvarint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def varint(value: int) -> bytes:
    return uvarint((value << 1) ^ (value >> 63))


def compact_string(value: str | None) -> bytes:
    if value is None:
        return uvarint(0)
    data = value.encode()
    return uvarint(len(data) + 1) + data


def compact_array(items) -> bytes:
    items = list(items)
    return uvarint(len(items) + 1) + b"".join(items)


class Reader:
    """Takes values off the front of an answer."""

    def __init__(self, data: bytes):
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        assert 0 <= count <= len(self.data) - self.position, f"{count} bytes wanted at {self.position}"
        self.position += count
        return self.data[self.position - count : self.position]

    def number(self, form: str) -> int:
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def i8(self) -> int:
        return self.number(">b")

    def i16(self) -> int:
        return self.number(">h")

    def i32(self) -> int:
        return self.number(">i")

    def i64(self) -> int:
        return self.number(">q")

    def string(self) -> str | None:
        length = self.i16()
        return None if length < 0 else self.take(length).decode()

    def bytes(self) -> bytes | None:
        length = self.i32()
        return None if length < 0 else self.take(length)

    def array(self, item):
        length = self.i32()
        return None if length < 0 else [item(self) for _ in range(length)]

    def uvarint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def varint(self) -> int:
        value = self.uvarint()
        return (value >> 1) ^ -(value & 1)

    def compact_string(self) -> str | None:
        length = self.uvarint()
        return None if length == 0 else self.take(length - 1).decode()

    def compact_array(self, item):
        length = self.uvarint()
        return None if length == 0 else [item(self) for _ in range(length - 1)]

    def tags(self) -> None:
        for _ in range(self.uvarint()):
            self.uvarint()
            self.take(self.uvarint())

    def expect_end(self) -> None:
        assert self.position == len(self.data), f"{len(self.data) - self.position} bytes left over"


def record(delta: int, key: bytes | None, value: bytes | None, headers=(), timestamp_delta: int = 0) -> bytes:
    def field(data: bytes | None) -> bytes:
        return varint(-1) if data is None else varint(len(data)) + data

    body = i8(0) + varint(timestamp_delta) + varint(delta) + field(key) + field(value) + varint(len(headers))
    for name, content in headers:
        body += field(name.encode()) + field(content)
    return varint(len(body)) + body


def batch(
    values, *, producer_id=-1, producer_epoch=-1, base_sequence=-1, attributes=0, timestamp=None, magic=2,
    count=None, last_offset_delta=None, payload=None, flip_crc=False, partition_leader_epoch=-1,
) -> bytes:
    """A record batch (magic 2) of values; `payload` replaces the records, `count` what the header says of them."""
    values = list(values)
    if timestamp is None:
        timestamp = int(time.time() * 1000)
    records = b"".join(record(index, None, value) for index, value in enumerate(values)) if payload is None else payload
    checked = (
        i16(attributes)
        + i32(len(values) - 1 if last_offset_delta is None else last_offset_delta)
        + i64(timestamp) + i64(timestamp) + i64(producer_id) + i16(producer_epoch) + i32(base_sequence)
        + i32(len(values) if count is None else count) + records
    )
    crc = crc32c(checked) ^ (1 if flip_crc else 0)
    tail = i32(partition_leader_epoch) + i8(magic) + struct.pack(">I", crc) + checked
    return i64(0) + i32(len(tail)) + tail


class Batch:
    """A record batch as it came back: its header, and its records if they are not compressed."""

    def __init__(self, data: bytes):
        self.data = data
        reader = Reader(data)
        self.base_offset, self.length = reader.i64(), reader.i32()
        self.leader_epoch, self.magic, self.crc = reader.i32(), reader.i8(), reader.number(">I")
        self.attributes, self.last_offset_delta = reader.i16(), reader.i32()
        self.base_timestamp, self.max_timestamp = reader.i64(), reader.i64()
        self.producer_id, self.producer_epoch, self.base_sequence = reader.i64(), reader.i16(), reader.i32()
        self.count = reader.i32()
        self.payload = data[61:]

    @property
    def codec(self) -> int:
        return self.attributes & 7

    @property
    def is_intact(self) -> bool:
        return crc32c(self.data[21:]) == self.crc

    def values(self) -> list[bytes | None]:
        assert self.codec == 0, "compressed"
        reader = Reader(self.payload)
        found = []
        for _ in range(self.count):
            inner = Reader(reader.take(reader.varint()))
            inner.i8(), inner.varint(), inner.varint()
            inner.take(max(0, inner.varint()))
            length = inner.varint()
            found.append(None if length < 0 else inner.take(length))
        return found


def batches(data: bytes | None) -> list[Batch]:
    """The whole batches of a fetched or stored run of bytes."""
    found = []
    data = data or b""
    while len(data) >= 61:
        total = 12 + struct.unpack_from(">i", data, 8)[0]
        if total > len(data):
            break
        found.append(Batch(data[:total]))
        data = data[total:]
    return found


class Connection:
    """One connection; requests go out as frames, answers come back as frames."""

    def __init__(self, bootstrap: str, timeout: float = 10):
        host, port = bootstrap.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.correlation = 0

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def send_raw(self, data: bytes) -> None:
        self.socket.sendall(data)

    def request(self, api: int, version: int, body: bytes, flexible: bool = False, client: str = "raw") -> bytes:
        """The frame of a request; the correlation id is `self.correlation`."""
        self.correlation += 1
        header = i16(api) + i16(version) + i32(self.correlation) + string(client) + (b"\0" if flexible else b"")
        return i32(len(header) + len(body)) + header + body

    def send(self, api: int, version: int, body: bytes, flexible: bool = False) -> int:
        self.send_raw(self.request(api, version, body, flexible))
        return self.correlation

    def receive(self) -> tuple[int, Reader]:
        """Correlation id and the rest of the next answer."""
        length = struct.unpack(">i", self._exactly(4))[0]
        assert 4 <= length < 1 << 30
        data = self._exactly(length)
        return struct.unpack(">i", data[:4])[0], Reader(data[4:])

    def call(self, api: int, version: int, body: bytes, flexible: bool = False, header_tags: bool = False) -> Reader:
        sent = self.send(api, version, body, flexible)
        correlation, reader = self.receive()
        assert correlation == sent
        if header_tags:
            reader.tags()
        return reader

    def is_closed_by_peer(self, seconds: float = 5) -> bool:
        """Waits for the end of the stream; an answer instead is False."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(1) == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self.socket.recv(count - len(parts))
            if not part:
                raise ConnectionError(f"closed after {len(parts)} of {count} bytes")
            parts += part
        return bytes(parts)

    # Requests that several tests need.

    def produce(self, topic: str, records: bytes, partition: int = 0, acks: int = -1, version: int = 8) -> dict:
        reader = self.call(PRODUCE, version, produce_body(topic, records, partition, acks))
        return produce_answer(reader, version)

    def fetch(self, topic: str, offset: int, partition: int = 0, **options) -> "FetchAnswer":
        body = fetch_body([(topic, [fetch_partition(partition, offset)])], **options)
        return FetchAnswer(self.call(FETCH, 11, body))

    def init_producer_id(self) -> tuple[int, int]:
        reader = self.call(INIT_PRODUCER_ID, 1, string(None) + i32(60_000))
        assert (reader.i32(), reader.i16()) == (0, NONE)
        return reader.i64(), reader.i16()

    def api_versions(self) -> dict[int, tuple[int, int]]:
        reader = self.call(API_VERSIONS, 0, b"")
        assert reader.i16() == NONE
        found = reader.array(lambda r: (r.i16(), (r.i16(), r.i16())))
        reader.expect_end()
        return dict(found)


def produce_body(topic: str, records: bytes, partition: int = 0, acks: int = -1) -> bytes:
    """Produce 3-8."""
    data = i32(partition) + i32(len(records)) + records
    return string(None) + i16(acks) + i32(30_000) + array([string(topic) + array([data])])


def produce_answer(reader: Reader, version: int = 8) -> dict:
    """The single partition of a produce answer (5-8)."""

    def partition(r: Reader) -> dict:
        answer = {"index": r.i32(), "error": r.i16(), "offset": r.i64(), "time": r.i64(), "log_start": r.i64()}
        if version >= 8:
            answer["record_errors"] = r.array(lambda e: (e.i32(), e.string()))
            answer["message"] = r.string()
        return answer

    topics = reader.array(lambda r: (r.string(), r.array(partition)))
    assert reader.i32() == 0
    reader.expect_end()
    return topics[0][1][0]


def fetch_partition(index: int, offset: int, leader_epoch: int = -1, max_bytes: int = 1 << 20) -> bytes:
    return i32(index) + i32(leader_epoch) + i64(offset) + i64(-1) + i32(max_bytes)


def fetch_body(
    topics, *, wait_ms=500, min_bytes=1, max_bytes=50 << 20, isolation=0, session=0, epoch=-1, forgotten=(),
) -> bytes:
    """Fetch 11; `topics` is [(name, [fetch_partition(...)])], `forgotten` is [(name, [index])]."""
    return (
        i32(-1) + i32(wait_ms) + i32(min_bytes) + i32(max_bytes) + i8(isolation) + i32(session) + i32(epoch)
        + array(string(name) + array(partitions) for name, partitions in topics)
        + array(string(name) + array(map(i32, indexes)) for name, indexes in forgotten)
        + string("")
    )


class FetchAnswer:
    """The answer to Fetch 11: `partitions[(topic, index)]` has error, high_watermark, batches ..."""

    def __init__(self, reader: Reader):
        assert reader.i32() == 0
        self.error, self.session = reader.i16(), reader.i32()
        self.partitions: dict[tuple[str, int], dict] = {}

        def partition(r: Reader) -> dict:
            return {
                "index": r.i32(), "error": r.i16(), "high_watermark": r.i64(), "last_stable": r.i64(),
                "log_start": r.i64(), "aborted": r.array(lambda a: (a.i64(), a.i64())), "replica": r.i32(),
                "records": r.bytes(),
            }

        for name, found in reader.array(lambda r: (r.string(), r.array(partition))):
            for one in found:
                one["batches"] = batches(one["records"])
                self.partitions[(name, one["index"])] = one
        reader.expect_end()

    @property
    def only(self) -> dict:
        assert len(self.partitions) == 1
        return next(iter(self.partitions.values()))
