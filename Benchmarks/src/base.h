/* What every benchmark program needs: time, sockets, a process's CPU, percentiles, an orderly way to fail. */
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ull

__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

static inline void *reserve(void *old, size_t size) {
  void *memory = realloc(old, size);
  if (!memory) fail("out of memory (%zu bytes)", size);
  return memory;
}

/* CPU seconds (user and system) that a process has used. Its clock counts nanoseconds; /proc/PID/stat, which holds the
   same sum, only ticks of 10 ms. */
static inline double process_cpu(pid_t pid) {
  clockid_t clock;
  struct timespec t;
  if (pid <= 0) return 0;
  if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) fail("cannot read the CPU time of process %d", pid);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* No program here may outlive its use: a time limit, and an end with whoever started it. */
static inline void bound_lifetime(unsigned seconds) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGPIPE, SIG_IGN);
  alarm(seconds);
}

static inline int dial(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct timeval limit = {.tv_sec = 30};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) fail("connect to port %d: %s", port, strerror(errno));
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return fd;
}

static inline void write_all(int fd, const void *bytes, size_t count) {
  const char *at = bytes;
  while (count) {
    ssize_t n = write(fd, at, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("write: %s", n ? strerror(errno) : "nothing written");
    at += n;
    count -= (size_t)n;
  }
}

static inline void read_all(int fd, void *bytes, size_t count) {
  char *at = bytes;
  while (count) {
    ssize_t n = read(fd, at, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("read: %s", n ? strerror(errno) : "the peer closed the connection");
    at += n;
    count -= (size_t)n;
  }
}

/* Latencies in nanoseconds, as many as come. */
typedef struct {
  uint64_t *values;
  size_t count, capacity;
} Samples;

static inline void sample(Samples *s, uint64_t value) {
  if (s->count == s->capacity) {
    s->capacity = s->capacity * 2 + 4096;
    s->values = reserve(s->values, s->capacity * sizeof *s->values);
  }
  s->values[s->count++] = value;
}

static inline int ascending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Prints the members `<name>_p50_us` ... of a JSON object, each followed by a comma. */
static inline void print_percentiles(const char *name, Samples *s) {
  static const struct { const char *tag; double part; } wanted[] = {
    {"p50", .5}, {"p99", .99}, {"p999", .999}, {"max", 1}};
  if (!s->count) fail("%s: no samples", name);
  qsort(s->values, s->count, sizeof *s->values, ascending);
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    size_t at = (size_t)((double)s->count * wanted[i].part);
    if (at >= s->count) at = s->count - 1;
    printf("\"%s_%s_us\": %.1f, ", name, wanted[i].tag, (double)s->values[at] / 1e3);
  }
}

/* The kernel's habit of waking 50 us late would count against what is measured. */
static inline void wake_on_time(void) { prctl(PR_SET_TIMERSLACK, 1); }

/* Waits until `fds` are readable or `due` (monotonic ns) has come; 30 s at most. */
static inline int poll_until(struct pollfd *fds, nfds_t count, uint64_t due) {
  uint64_t now = now_ns(), wait = due > now ? due - now : 0;
  if (wait > 30 * SECOND) wait = 30 * SECOND;
  struct timespec t = {.tv_sec = (time_t)(wait / SECOND), .tv_nsec = (long)(wait % SECOND)};
  int n = ppoll(fds, count, &t, NULL);
  if (n < 0 && errno != EINTR) fail("poll: %s", strerror(errno));
  return n;
}
