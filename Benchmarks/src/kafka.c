#include "kafka.h"

static const char CLIENT[] = "weir-bench";

/* Writing */

static uint8_t *grow(Bytes *b, size_t count) {
  if (b->count + count > b->capacity) b->bytes = reserve(b->bytes, b->capacity = (b->count + count) * 2);
  b->count += count;
  return b->bytes + b->count - count;
}

static void poke(uint8_t *at, uint64_t value, int size) {
  for (int i = size - 1; i >= 0; i--, value >>= 8) at[i] = (uint8_t)value;
}

static void put(Bytes *b, int64_t value, int size) { poke(grow(b, (size_t)size), (uint64_t)value, size); }

static void put_bytes(Bytes *b, const void *bytes, size_t count) { memcpy(grow(b, count), bytes, count); }

static void put_string(Bytes *b, const char *text) {
  put(b, (int64_t)strlen(text), 2);
  put_bytes(b, text, strlen(text));
}

static void put_unsigned(Bytes *b, uint64_t value) {
  for (; value >= 128; value >>= 7) put(b, (int64_t)(value & 127) | 128, 1);
  put(b, (int64_t)value, 1);
}

static void put_signed(Bytes *b, int64_t value) { put_unsigned(b, (uint64_t)value << 1 ^ (uint64_t)(value >> 63)); }

/* Compact lengths are one more than what they count: 0 says null. */
static void put_compact(Bytes *b, const char *text) {
  put_unsigned(b, strlen(text) + 1);
  put_bytes(b, text, strlen(text));
}

static void no_tags(Bytes *b) { put(b, 0, 1); }

static void begin(Bytes *b, int api, int version, bool flexible) {
  b->count = 0;
  put(b, 0, 4);
  put(b, api, 2);
  put(b, version, 2);
  put(b, 0, 4);
  put_string(b, CLIENT);
  if (flexible) no_tags(b);
}

static void finish(Bytes *b) { poke(b->bytes, b->count - 4, 4); }

/* Reading */

static const uint8_t *take(Cursor *c, size_t count) {
  if ((size_t)(c->end - c->at) < count) fail("a reply ends too early");
  c->at += count;
  return c->at - count;
}

static int64_t get(Cursor *c, int size) {
  const uint8_t *p = take(c, (size_t)size);
  uint64_t value = p[0] & 128 ? ~0ull : 0;
  for (int i = 0; i < size; i++) value = value << 8 | p[i];
  return (int64_t)value;
}

static uint64_t get_unsigned(Cursor *c) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    uint8_t byte = *take(c, 1);
    value |= (uint64_t)(byte & 127) << shift;
    if (!(byte & 128)) return value;
  }
  fail("a varint in a reply is too long");
}

static int64_t get_signed(Cursor *c) {
  uint64_t value = get_unsigned(c);
  return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static void skip_tags(Cursor *c) {
  for (uint64_t n = get_unsigned(c); n; n--) {
    get_unsigned(c);
    take(c, get_unsigned(c));
  }
}

static void skip_string(Cursor *c) {
  int64_t length = get(c, 2);
  if (length > 0) take(c, (size_t)length);
}

static void skip_compact(Cursor *c) {
  uint64_t length = get_unsigned(c);
  if (length) take(c, length - 1);
}

static void expect(int64_t found, int64_t wanted, const char *what) {
  if (found != wanted) fail("%s: %lld where %lld was expected", what, (long long)found, (long long)wanted);
}

/* Connections */

Connection kafka_connect(int port) { return (Connection){.fd = dial(port)}; }

void kafka_send(Connection *c, Bytes *request) {
  poke(request->bytes + 8, (uint32_t)++c->correlation, 4);
  write_all(c->fd, request->bytes, request->count);
}

bool kafka_receive(Connection *c, Cursor *reply, bool blocks) {
  for (;;) {
    uint8_t *head = c->inbox.bytes + c->taken;
    size_t have = c->inbox.count - c->taken, want = 4;
    if (have >= 4) {
      want = 4 + ((size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3]);
      if (want < 8 || want > 256 << 20) fail("a reply of %zu bytes", want);
      if (have >= want) {
        *reply = (Cursor){head + 4, head + want};
        c->taken += want;
        expect(get(reply, 4), ++c->answered, "correlation id of a reply");
        return true;
      }
    }
    if (c->taken && have) memmove(c->inbox.bytes, head, have);
    c->inbox.count = have;
    c->taken = 0;
    size_t room = want > 1 << 20 ? want : 1 << 20;
    if (c->inbox.capacity < room) c->inbox.bytes = reserve(c->inbox.bytes, c->inbox.capacity = room);
    ssize_t n = recv(c->fd, c->inbox.bytes + have, c->inbox.capacity - have, blocks ? 0 : MSG_DONTWAIT);
    if (n > 0) c->inbox.count += (size_t)n;
    else if (n == 0) fail("the node closed the connection");
    else if (errno == EAGAIN && !blocks) return false;
    else if (errno == EAGAIN) fail("no reply within 30 s");
    else if (errno != EINTR) fail("recv: %s", strerror(errno));
  }
}

/* Topics and offsets */

static int leader_error(Connection *c, const char *topic) {
  Bytes b = {0};
  Cursor r;
  begin(&b, METADATA, 4, false);
  put(&b, 1, 4);
  put_string(&b, topic);
  put(&b, 1, 1);  /* may be created */
  finish(&b);
  kafka_send(c, &b);
  free(b.bytes);
  kafka_receive(c, &r, true);
  get(&r, 4);
  for (int64_t brokers = get(&r, 4); brokers > 0; brokers--) {
    get(&r, 4);
    skip_string(&r);
    get(&r, 4);
    skip_string(&r);
  }
  skip_string(&r);
  get(&r, 4);
  expect(get(&r, 4), 1, "topics in a Metadata reply");
  int error = (int)get(&r, 2);
  skip_string(&r);
  get(&r, 1);
  if (error || get(&r, 4) < 1) return error ? error : 5;
  return (int)get(&r, 2);
}

void kafka_ensure_topic(Connection *c, const char *topic) {
  uint64_t limit = now_ns() + 20 * SECOND;
  int error;
  while ((error = leader_error(c, topic))) {
    if (now_ns() > limit) fail("topic %s has no leader after 20 s (error code %d)", topic, error);
    usleep(500);
  }
}

int64_t kafka_offset(Connection *c, const char *topic, int64_t timestamp) {
  Bytes b = {0};
  Cursor r;
  begin(&b, LIST_OFFSETS, 1, false);
  put(&b, -1, 4);
  put(&b, 1, 4);
  put_string(&b, topic);
  put(&b, 1, 4);
  put(&b, 0, 4);
  put(&b, timestamp, 8);
  finish(&b);
  kafka_send(c, &b);
  free(b.bytes);
  kafka_receive(c, &r, true);
  expect(get(&r, 4), 1, "topics in a ListOffsets reply");
  skip_string(&r);
  expect(get(&r, 4), 1, "partitions in a ListOffsets reply");
  get(&r, 4);
  expect(get(&r, 2), 0, "ListOffsets error code");
  get(&r, 8);
  return get(&r, 8);
}

/* Producing */

/* Text as a program would log it, different in every record. */
static void fill(uint8_t *at, int size) {
  static const char *const words[] = {
    "alpha", "stream", "\"level\":", "event", "broker", "0x3f9a", "payload", "{\"id\":"};
  static uint32_t state = 2463534242u;
  for (int i = 0; i < size;) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    for (const char *w = words[state & 7]; *w && i < size; w++) at[i++] = (uint8_t)*w;
    if (i < size) at[i++] = (uint8_t)('0' + (state >> 8) % 10);
  }
}

void kafka_batch(Bytes *out, int records, int size) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  int64_t ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
  out->count = 0;
  put(out, 0, 8);            /* base offset */
  put(out, 0, 4);            /* length, set below */
  put(out, -1, 4);           /* partition leader epoch */
  put(out, 2, 1);            /* magic */
  put(out, 0, 4);            /* CRC, set below */
  put(out, 0, 2);            /* attributes: not compressed, create time */
  put(out, records - 1, 4);  /* last offset delta */
  put(out, ms, 8);
  put(out, ms, 8);
  put(out, -1, 8);  /* no producer id, epoch, sequence */
  put(out, -1, 2);
  put(out, -1, 4);
  put(out, records, 4);
  Bytes record = {0};
  for (int i = 0; i < records; i++) {
    record.count = 0;
    put(&record, 0, 1);      /* attributes */
    put_signed(&record, 0);  /* timestamp delta */
    put_signed(&record, i);  /* offset delta */
    put_signed(&record, -1); /* no key */
    put_signed(&record, size);
    fill(grow(&record, (size_t)size), size);
    put_signed(&record, 0);  /* no headers */
    put_signed(out, (int64_t)record.count);
    put_bytes(out, record.bytes, record.count);
  }
  free(record.bytes);
  poke(out->bytes + 8, out->count - 12, 4);
  poke(out->bytes + 17, crc32c(out->bytes + CRC_FROM, out->count - CRC_FROM), 4);
}

void kafka_produce_request(Bytes *out, const char *topic, int acks, const Bytes *batch) {
  begin(out, PRODUCE, 9, true);
  put_unsigned(out, 0);  /* no transactional id */
  put(out, acks, 2);
  put(out, 30000, 4);
  put_unsigned(out, 1 + 1);
  put_compact(out, topic);
  put_unsigned(out, 1 + 1);
  put(out, 0, 4);
  put_unsigned(out, batch->count + 1);
  put_bytes(out, batch->bytes, batch->count);
  no_tags(out);
  no_tags(out);
  no_tags(out);
  finish(out);
}

int64_t kafka_produced(Cursor r) {
  skip_tags(&r);
  expect((int64_t)get_unsigned(&r), 1 + 1, "topics in a Produce reply");
  skip_compact(&r);
  expect((int64_t)get_unsigned(&r), 1 + 1, "partitions in a Produce reply");
  get(&r, 4);
  expect(get(&r, 2), 0, "Produce error code");
  return get(&r, 8);
}

/* Consuming */

void kafka_send_fetch(Connection *c, const char *topic, int64_t offset, int max_wait_ms, int max_bytes) {
  static Bytes b;
  begin(&b, FETCH, 12, true);
  put(&b, -1, 4);  /* a consumer, no replica */
  put(&b, max_wait_ms, 4);
  put(&b, 1, 4);
  put(&b, 50 << 20, 4);
  put(&b, 0, 1);   /* read uncommitted */
  put(&b, 0, 4);   /* no fetch session */
  put(&b, -1, 4);
  put_unsigned(&b, 1 + 1);
  put_compact(&b, topic);
  put_unsigned(&b, 1 + 1);
  put(&b, 0, 4);
  put(&b, -1, 4);  /* leader epoch not checked */
  put(&b, offset, 8);
  put(&b, -1, 4);
  put(&b, -1, 8);
  put(&b, max_bytes, 4);
  no_tags(&b);
  no_tags(&b);
  put_unsigned(&b, 1);  /* no forgotten topics */
  put_unsigned(&b, 1);  /* no rack */
  no_tags(&b);
  finish(&b);
  kafka_send(c, &b);
}

Cursor kafka_fetched(Cursor r) {
  skip_tags(&r);
  get(&r, 4);
  expect(get(&r, 2), 0, "Fetch error code");
  get(&r, 4);
  expect((int64_t)get_unsigned(&r), 1 + 1, "topics in a Fetch reply");
  skip_compact(&r);
  expect((int64_t)get_unsigned(&r), 1 + 1, "partitions in a Fetch reply");
  get(&r, 4);
  expect(get(&r, 2), 0, "Fetch error code of the partition");
  take(&r, 24);
  for (uint64_t aborted = get_unsigned(&r); aborted > 1; aborted--) {
    take(&r, 16);
    skip_tags(&r);
  }
  get(&r, 4);
  uint64_t size = get_unsigned(&r);
  size -= size > 0;
  const uint8_t *records = take(&r, size);
  return (Cursor){records, records + size};
}

bool kafka_next_batch(Cursor *records, Batch *batch) {
  Cursor c = *records;
  size_t left = (size_t)(c.end - c.at);
  if (left < BATCH_HEADER) return false;
  batch->bytes = c.at;
  batch->base_offset = get(&c, 8);
  int64_t length = get(&c, 4);
  if (length < BATCH_HEADER - 12) fail("a batch of %lld bytes in a Fetch reply", (long long)length);
  if (left - 12 < (size_t)length) return false;
  batch->size = (size_t)length + 12;
  take(&c, 4);
  expect(get(&c, 1), 2, "magic of a fetched batch");
  take(&c, 6);
  batch->last_delta = (int32_t)get(&c, 4);
  take(&c, 8);
  batch->max_timestamp = get(&c, 8);
  take(&c, 14);
  batch->count = (int32_t)get(&c, 4);
  expect(batch->last_delta, (int64_t)batch->count - 1, "last offset delta of a fetched batch");
  records->at += batch->size;
  return true;
}

size_t kafka_inspect(const Batch *batch) {
  Cursor c = {batch->bytes + 17, batch->bytes + batch->size};
  uint32_t told = (uint32_t)get(&c, 4), found = crc32c(batch->bytes + CRC_FROM, batch->size - CRC_FROM);
  expect(told, found, "CRC of a fetched batch");
  size_t bytes = 0;
  c.at = batch->bytes + BATCH_HEADER;
  for (int32_t i = 0; i < batch->count; i++) {
    int64_t length = get_signed(&c);
    if (length < 0) fail("a record of negative length");
    const uint8_t *start = take(&c, (size_t)length);
    Cursor record = {start, start + length};
    get(&record, 1);
    get_signed(&record);
    expect(get_signed(&record), i, "offset delta of a fetched record");
    int64_t key = get_signed(&record);
    if (key > 0) take(&record, (size_t)key);
    int64_t value = get_signed(&record);
    if (value > 0) bytes += (size_t)value, take(&record, (size_t)value);
  }
  expect(c.end - c.at, 0, "bytes after the last record of a batch");
  return bytes;
}
