/* Load on a Kafka-protocol node. Each verb prints one JSON object and fails with one line on standard error.
     load produce PORT PID TOPIC ACKS SIZE PER_BATCH IN_FLIGHT WARMUP_S SECONDS MAX_MB
     load consume PORT PID TOPIC WARMUP_S SECONDS
     load latency PORT TOPIC ACKS SIZE COUNT
     load paced   PORT PID TOPIC ACKS SIZE RATE SECONDS
     load start   LOG COMMAND...          (starts the node itself, until its first acknowledged record)
   PID is the node's, for its CPU time; 0 leaves that out. */
#include "kafka.h"
#include <spawn.h>

extern char **environ;

enum { WAIT_MS = 5000 };  /* how long a Fetch waits for records; an empty reply is asked again */

static double number(const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end) fail("'%s' is not a number", text);
  return value;
}

static uint64_t span(const char *seconds) { return (uint64_t)(number(seconds) * 1e9); }

/* produce: one connection, IN_FLIGHT requests on their way, measured between two points of a steady stream. */
static void produce(char **a) {
  int port = (int)number(a[0]), acks = (int)number(a[3]), size = (int)number(a[4]), per = (int)number(a[5]);
  pid_t pid = (pid_t)number(a[1]);
  int64_t window = (int64_t)number(a[6]), sent = 0, acked = 0, first_acked = 0, last_acked = 0;
  Bytes batch = {0}, request = {0};
  Connection c = kafka_connect(port);
  kafka_ensure_topic(&c, a[2]);
  int64_t offset = kafka_offset(&c, a[2], -1);
  kafka_batch(&batch, per, size);
  kafka_produce_request(&request, a[2], acks, &batch);
  int64_t most = (int64_t)(number(a[9]) * 1e6 / (double)batch.count);
  uint64_t start = now_ns(), warm = start + span(a[7]), end = warm + span(a[8]), from = 0, to = 0;
  double cpu = 0;
  Cursor reply;
  for (uint64_t now = start; sent > acked || !to; now = now_ns()) {
    if (!from && now >= warm) from = now, first_acked = acked, cpu = process_cpu(pid);
    if (!to && (now >= end || sent >= most)) to = now, cpu = process_cpu(pid) - cpu, last_acked = acked;
    while (!to && sent - acked < window) kafka_send(&c, &request), sent++;
    for (bool blocks = true; acked < sent && kafka_receive(&c, &reply, blocks); blocks = false) {
      int64_t base = kafka_produced(reply);
      if (base != offset) fail("acknowledged offset %lld, expected %lld", (long long)base, (long long)offset);
      offset += per;
      acked++;
    }
  }
  if (!from) fail("the limit of %s MB was met before the warm-up ended", a[9]);
  int64_t log_end = kafka_offset(&c, a[2], -1);
  if (log_end != offset) fail("the log ends at %lld, acknowledged was %lld", (long long)log_end, (long long)offset);
  double batches = (double)(last_acked - first_acked), seconds = (double)(to - from) / 1e9;
  if (batches < 1) fail("nothing was acknowledged in %.1f s", seconds);
  printf("{\"records_per_s\": %.0f, \"log_mb_per_s\": %.2f, \"cpu_us_per_record\": %.4f, \"records\": %lld}\n",
         batches * per / seconds, batches * (double)batch.count / seconds / 1e6, cpu * 1e6 / (batches * per),
         (long long)(acked * per));
}

/* consume: from the start of the topic, again and again, one Fetch at a time as clients do. The warm-up checks every
   CRC and every record; the measured part reads batch headers. */
static void consume(char **a) {
  Connection c = kafka_connect((int)number(a[0]));
  pid_t pid = (pid_t)number(a[1]);
  int64_t log_end = kafka_offset(&c, a[2], -1), offset = 0, records = 0, bytes = 0;
  if (log_end < 1) fail("topic %s is empty", a[2]);
  uint64_t start = now_ns(), warm = start + span(a[3]), end = warm + span(a[4]), from = 0, now;
  double cpu = 0;
  Cursor reply;
  Batch batch;
  while ((now = now_ns()) < end) {
    if (!from && now >= warm) from = now, cpu = process_cpu(pid), records = bytes = 0;
    kafka_send_fetch(&c, a[2], offset, 1000, 1 << 20);
    kafka_receive(&c, &reply, true);
    Cursor fetched = kafka_fetched(reply);
    int64_t before = offset;
    while (kafka_next_batch(&fetched, &batch)) {
      if (batch.base_offset != offset)
        fail("fetched offset %lld, expected %lld", (long long)batch.base_offset, (long long)offset);
      if (!from) kafka_inspect(&batch);
      offset += batch.count;
      records += batch.count;
      bytes += (int64_t)batch.size;
    }
    if (offset == before) fail("an empty fetch at offset %lld of %lld", (long long)offset, (long long)log_end);
    if (offset >= log_end) offset = 0;
  }
  double seconds = (double)(now - from) / 1e9;
  cpu = process_cpu(pid) - cpu;
  printf("{\"records_per_s\": %.0f, \"log_mb_per_s\": %.2f, \"cpu_us_per_record\": %.4f}\n", (double)records / seconds,
         (double)bytes / seconds / 1e6, cpu * 1e6 / (double)records);
}

/* The last offset a Fetch reply brought, plus one. */
static int64_t fetched_until(Cursor reply, int64_t offset) {
  Batch batch;
  Cursor records = kafka_fetched(reply);
  while (kafka_next_batch(&records, &batch)) offset = batch.base_offset + batch.count;
  return offset;
}

/* latency: one record in flight. `seen` ends when a waiting consumer has it, `acked` when its producer knows. */
static void latency(char **a) {
  int port = (int)number(a[0]), acks = (int)number(a[2]), size = (int)number(a[3]);
  int64_t count = (int64_t)number(a[4]), warm = count / 20 + 20;
  Connection producer = kafka_connect(port), consumer = kafka_connect(port);
  Bytes batch = {0}, request = {0};
  Samples acked = {0}, seen = {0};
  Cursor reply;
  kafka_ensure_topic(&producer, a[1]);
  kafka_batch(&batch, 1, size);
  kafka_produce_request(&request, a[1], acks, &batch);
  int64_t offset = kafka_offset(&producer, a[1], -1);
  for (int64_t i = -warm; i < count; i++, offset++) {
    kafka_send_fetch(&consumer, a[1], offset, WAIT_MS, 1 << 20);
    uint64_t start = now_ns(), ack = 0, sight = 0;
    kafka_send(&producer, &request);
    while (!ack || !sight) {
      struct pollfd fds[2] = {{.fd = ack ? -1 : producer.fd, .events = POLLIN},
                              {.fd = sight ? -1 : consumer.fd, .events = POLLIN}};
      if (!poll_until(fds, 2, now_ns() + 30 * SECOND)) fail("no reply within 30 s");
      if (fds[0].revents && kafka_receive(&producer, &reply, false)) {
        ack = now_ns();
        if (kafka_produced(reply) != offset) fail("offset %lld was acknowledged as another", (long long)offset);
      }
      if (fds[1].revents && kafka_receive(&consumer, &reply, false)) {
        sight = now_ns();
        int64_t until = fetched_until(reply, offset);
        if (until == offset) sight = 0, kafka_send_fetch(&consumer, a[1], offset, WAIT_MS, 1 << 20);
        else if (until != offset + 1) fail("a fetch at %lld brought something else", (long long)offset);
      }
    }
    if (i < 0) continue;
    sample(&acked, ack - start);
    sample(&seen, sight - start);
  }
  printf("{");
  print_percentiles("acked", &acked);
  print_percentiles("seen", &seen);
  printf("\"samples\": %zu}\n", seen.count);
}

/* When the i-th thing of a paced stream is due. */
static uint64_t due(uint64_t start, double gap, int64_t i) { return start + (uint64_t)((double)i * gap); }

/* paced: records sent at a fixed rate, whatever the node does; measured from the moment each was due, so that a stall
   counts for every record that had to wait. */
static void paced(char **a) {
  int port = (int)number(a[0]), acks = (int)number(a[3]), size = (int)number(a[4]);
  pid_t pid = (pid_t)number(a[1]);
  double rate = number(a[5]);
  int64_t total = (int64_t)(rate * number(a[6])), warm = (int64_t)(rate / 2), sent = 0, acked = 0;
  Connection producer = kafka_connect(port), consumer = kafka_connect(port);
  Bytes batch = {0}, request = {0};
  Samples ack = {0}, seen = {0};
  Cursor reply;
  kafka_ensure_topic(&producer, a[2]);
  kafka_batch(&batch, 1, size);
  kafka_produce_request(&request, a[2], acks, &batch);
  int64_t first = kafka_offset(&producer, a[2], -1), offset = first;
  total += warm;
  kafka_send_fetch(&consumer, a[2], offset, WAIT_MS, 1 << 20);
  wake_on_time();
  uint64_t start = now_ns() + SECOND / 100;
  double gap = 1e9 / rate, cpu = process_cpu(pid);
  while (acked < total || offset - first < total) {
    uint64_t now;
    for (; sent < total && now_ns() >= due(start, gap, sent); sent++) kafka_send(&producer, &request);
    struct pollfd fds[2] = {{.fd = producer.fd, .events = POLLIN}, {.fd = consumer.fd, .events = POLLIN}};
    uint64_t wake = sent < total ? due(start, gap, sent) : now_ns() + 30 * SECOND;
    if (!poll_until(fds, 2, wake) && sent == total) fail("no reply within 30 s");
    while (fds[0].revents && acked < sent && kafka_receive(&producer, &reply, false)) {
      now = now_ns();
      if (kafka_produced(reply) != first + acked) fail("record %lld got another offset", (long long)acked);
      if (acked >= warm) sample(&ack, now - due(start, gap, acked));
      acked++;
    }
    if (fds[1].revents && kafka_receive(&consumer, &reply, false)) {
      now = now_ns();
      int64_t until = fetched_until(reply, offset);
      for (; offset < until; offset++)
        if (offset - first >= warm) sample(&seen, now - due(start, gap, offset - first));
      if (offset - first < total) kafka_send_fetch(&consumer, a[2], offset, WAIT_MS, 1 << 20);
    }
  }
  cpu = process_cpu(pid) - cpu;
  printf("{");
  print_percentiles("acked", &ack);
  print_percentiles("seen", &seen);
  printf("\"cpu_us_per_record\": %.2f, \"samples\": %zu}\n", cpu * 1e6 / (double)total, seen.count);
}

/* The node that `start` started: it ends with this program, whatever ends that. */
static pid_t node;

static void end_node(void) {
  if (node > 0) kill(node, SIGKILL);
}

static void end_by_signal(int signal) {
  end_node();
  _exit(128 + signal);
}

/* Reads the node's output until it says where it listens. */
static int ready_port(int fd) {
  char text[4096];
  size_t have = 0;
  uint64_t limit = now_ns() + 20 * SECOND;
  while (have < sizeof text - 1) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (!poll_until(&wait, 1, limit) && now_ns() >= limit) break;
    ssize_t n = read(fd, text + have, sizeof text - 1 - have);
    if (n <= 0) break;
    have += (size_t)n;
    text[have] = 0;
    char *line = strstr(text, "weir ready "), *field = line ? strstr(line, "kafka=") : NULL;
    if (!field || !strchr(field, '\n')) continue;
    field[strcspn(field, " \n")] = 0;
    char *colon = strrchr(field, ':');
    if (colon) return atoi(colon + 1);
  }
  fail("the node %s", have ? "did not say 'weir ready kafka=...' within 20 s" : "ended without a word");
}

static pid_t spawn(char **command, const char *log_path, int *output) {
  int pipes[2], log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t usual;
  if (log < 0 || pipe2(pipes, O_CLOEXEC)) fail("%s: %s", log_path, strerror(errno));
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[1], 1);
  posix_spawn_file_actions_adddup2(&actions, log, 2);
  int error = posix_spawn(&node, command[0], &actions, &attributes, command, environ);
  if (error) node = 0, fail("%s: %s", command[0], strerror(error));
  close(pipes[1]);
  *output = pipes[0];
  return node;
}

/* Ends the node in good order; returns when that was. */
static uint64_t stop(pid_t pid) {
  int status;
  uint64_t limit = now_ns() + 15 * SECOND;
  kill(pid, SIGTERM);
  while (!waitpid(pid, &status, WNOHANG)) {
    if (now_ns() > limit) fail("the node did not end within 15 s of SIGTERM");
    usleep(200);
  }
  node = 0;
  if (!WIFEXITED(status) || WEXITSTATUS(status)) fail("the node ended with wait status %#x", (unsigned)status);
  return now_ns();
}

/* start: from exec to the first acknowledged record (acks=all, so it is on the disk), as a client sees it. */
static void start(char **a) {
  int output;
  Bytes batch = {0}, request = {0};
  Cursor reply;
  atexit(end_node);
  signal(SIGTERM, end_by_signal);
  signal(SIGINT, end_by_signal);
  signal(SIGALRM, end_by_signal);
  uint64_t begun = now_ns();
  pid_t pid = spawn(a + 1, a[0], &output);
  int port = ready_port(output);
  uint64_t ready = now_ns();
  Connection c = kafka_connect(port);
  kafka_ensure_topic(&c, "start");
  kafka_batch(&batch, 1, 100);
  kafka_produce_request(&request, "start", -1, &batch);
  kafka_send(&c, &request);
  kafka_receive(&c, &reply, true);
  kafka_produced(reply);
  uint64_t acked = now_ns(), ended = stop(pid);
  printf("{\"ready_ms\": %.3f, \"acked_ms\": %.3f, \"stop_ms\": %.3f}\n", (double)(ready - begun) / 1e6,
         (double)(acked - begun) / 1e6, (double)(ended - acked) / 1e6);
}

int main(int count, char **a) {
  static const struct { const char *verb; int arguments; void (*run)(char **); } verbs[] = {
    {"produce", 10, produce}, {"consume", 5, consume}, {"latency", 5, latency}, {"paced", 7, paced},
    {"start", -2, start}};
  bound_lifetime(300);
  for (size_t i = 0; count > 1 && i < sizeof verbs / sizeof *verbs; i++) {
    int n = verbs[i].arguments;
    if (strcmp(a[1], verbs[i].verb) || (n >= 0 ? count - 2 != n : count - 2 < -n)) continue;
    verbs[i].run(a + 2);
    return 0;
  }
  fail("usage: load produce|consume|latency|paced|start ... (see the head of load.c)");
}
