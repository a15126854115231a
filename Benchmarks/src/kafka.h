/* The part of the Kafka protocol that a load client needs, written by hand so that a node and not a client library is
   measured. Layouts: the Kafka protocol guide; Produce v9 and Fetch v12 (flexible, KIP-482), Metadata v4, ListOffsets
   v1; record batches of magic 2 (KIP-98). One connection, one partition (0) of one topic. */
#pragma once
#include "base.h"
#include "crc32c.h"

/* Bytes that grow at the end. */
typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} Bytes;

/* Reads a reply; running past its end is a failure, never a wild read. */
typedef struct {
  const uint8_t *at, *end;
} Cursor;

typedef struct {
  int fd;
  int32_t correlation;  /* of the last request sent */
  int32_t answered;     /* of the last reply taken: replies come in the order of the requests */
  Bytes inbox;
  size_t taken;         /* bytes of the inbox already handed out */
} Connection;

typedef struct {
  int64_t base_offset, max_timestamp;
  int32_t count, last_delta;
  const uint8_t *bytes;
  size_t size;
} Batch;

enum { PRODUCE = 0, FETCH = 1, LIST_OFFSETS = 2, METADATA = 3 };
enum { BATCH_HEADER = 61, CRC_FROM = 21 };

Connection kafka_connect(int port);
/* True once a whole reply is there; blocks for it unless told otherwise. The reply stays valid until the next call. */
bool kafka_receive(Connection *c, Cursor *reply, bool blocks);

/* Makes sure that the topic exists and its partition 0 has a leader. */
void kafka_ensure_topic(Connection *c, const char *topic);
/* ListOffsets: -1 the end, -2 the start. */
int64_t kafka_offset(Connection *c, const char *topic, int64_t timestamp);

/* A record batch of `records` values of `size` bytes each, without keys. */
void kafka_batch(Bytes *out, int records, int size);
/* A whole Produce request, ready to be sent again and again. */
void kafka_produce_request(Bytes *out, const char *topic, int acks, const Bytes *batch);
/* Sends a request made before under the next correlation id. */
void kafka_send(Connection *c, Bytes *request);
/* The base offset that an acknowledgement names; fails on an error code. */
int64_t kafka_produced(Cursor reply);

void kafka_send_fetch(Connection *c, const char *topic, int64_t offset, int max_wait_ms, int max_bytes);
/* The records part of a Fetch reply; fails on an error code. */
Cursor kafka_fetched(Cursor reply);
/* The next whole batch, false at the end (the last batch may be cut off). */
bool kafka_next_batch(Cursor *records, Batch *batch);
/* Checks the CRC of a batch and walks all its records; returns the bytes of their values. */
size_t kafka_inspect(const Batch *batch);
