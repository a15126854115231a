/* What this machine can do at best, by the plainest C. Each verb prints one JSON object.
     bounds disk  DIRECTORY SECONDS     appends: write(), write() + fdatasync() of 1 MB and of 4 KB
     bounds net   DIRECTORY SECONDS     loopback: ping-pong, recv() + write() to a file, pread() + write() from one
     bounds paced RATE SECONDS          loopback ping-pong at a fixed rate, from the due time
     bounds spawn COUNT COMMAND...      a process started and ended */
#include "base.h"
#include <spawn.h>
#include <sys/sendfile.h>

extern char **environ;

enum { PING = 100, BLOCK = 64 << 10, CHUNK = 1 << 20, FILE_SIZE = 256 << 20 };

static char *buffer;

static int scratch(const char *directory) {
  char path[4096];
  snprintf(path, sizeof path, "%s/bound-XXXXXX", directory);
  int fd = mkstemp(path);
  if (fd < 0) fail("%s: %s", path, strerror(errno));
  unlink(path);
  return fd;
}

static void sync_data(int fd) {
  if (fdatasync(fd)) fail("fdatasync: %s", strerror(errno));
}

/* MB/s of appends of `size`, each followed by an fdatasync; the time of each goes to `samples`. */
static double synced_appends(const char *directory, size_t size, double seconds, Samples *samples) {
  int fd = scratch(directory);
  write_all(fd, buffer, size);
  sync_data(fd);
  uint64_t start = now_ns(), end = start + (uint64_t)(seconds * 1e9), now = start;
  int64_t bytes = 0;
  while (now < end && bytes < 4ll << 30) {
    uint64_t before = now;
    write_all(fd, buffer, size);
    sync_data(fd);
    sample(samples, (now = now_ns()) - before);
    bytes += (int64_t)size;
  }
  close(fd);
  return (double)bytes / (double)(now - start) * 1e3;
}

static void disk(char **a) {
  double seconds = atof(a[1]);
  Samples large = {0}, small = {0};
  int fd = scratch(a[0]);
  uint64_t start = now_ns(), now = start;
  int64_t bytes = 0;
  while (now - start < (uint64_t)(seconds * 1e9) && bytes < 1ll << 30) {
    write_all(fd, buffer, BLOCK);
    bytes += BLOCK;
    now = now_ns();
  }
  close(fd);
  printf("{\"append_mb_per_s\": %.1f, ", (double)bytes / (double)(now - start) * 1e3);
  printf("\"append_sync_1m_mb_per_s\": %.1f, ", synced_appends(a[0], CHUNK, seconds, &large));
  synced_appends(a[0], 4096, seconds, &small);
  print_percentiles("sync_1m", &large);
  print_percentiles("sync_4k", &small);
  printf("\"samples\": %zu}\n", small.count);
}

/* Runs `serve` on one accepted connection in a process of its own; returns the client's end. */
static int serve_in_child(void (*serve)(int fd, int file), int file, pid_t *child) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t length = sizeof at;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener < 0 || bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 1) ||
      getsockname(listener, (struct sockaddr *)&at, &length)) fail("listen: %s", strerror(errno));
  fflush(stdout);  /* the child must not print it again */
  *child = fork();
  if (*child < 0) fail("fork: %s", strerror(errno));
  if (!*child) {
    bound_lifetime(120);
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) fail("accept: %s", strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    serve(fd, file);
    _exit(0);
  }
  int fd = dial(ntohs(at.sin_port));
  close(listener);
  return fd;
}

static void end_child(int fd, pid_t child) {
  close(fd);
  waitpid(child, NULL, 0);
}

static void echo(int fd, int file) {
  (void)file;
  for (ssize_t n; (n = read(fd, buffer, CHUNK)) > 0;) write_all(fd, buffer, (size_t)n);
}

static void sink(int fd, int file) {
  for (ssize_t n; (n = read(fd, buffer, 4 * BLOCK)) > 0;) write_all(file, buffer, (size_t)n);
  write_all(fd, buffer, 1);
}

/* Answers each request (an offset) with CHUNK bytes of the file, by pread() and write() of `block` bytes at a time; a
   block of 0 says sendfile(). */
static size_t block;

static void source(int fd, int file) {
  for (off_t at, end; read(fd, buffer, PING) == PING;) {
    memcpy(&at, buffer, sizeof at);
    for (end = at + CHUNK; at < end;) {
      if (!block && sendfile(fd, file, &at, (size_t)(end - at)) <= 0) fail("sendfile: %s", strerror(errno));
      if (!block) continue;
      if (pread(file, buffer, block, at) != (ssize_t)block) fail("pread: %s", strerror(errno));
      write_all(fd, buffer, block);
      at += (off_t)block;
    }
  }
}

static double read_and_send(int file, double seconds) {
  uint64_t length = (uint64_t)(seconds * 1e9), start, now;
  int64_t bytes = 0;
  pid_t child;
  int fd = serve_in_child(source, file, &child);
  for (start = now = now_ns(); now - start < length; now = now_ns(), bytes += CHUNK) {
    off_t at = bytes % FILE_SIZE;
    memcpy(buffer, &at, sizeof at);
    write_all(fd, buffer, PING);
    read_all(fd, buffer, CHUNK);
  }
  end_child(fd, child);
  return (double)bytes / (double)(now - start) * 1e3;
}

static void ping_pong(double seconds) {
  pid_t child;
  Samples samples = {0};
  char ping[PING] = {0};
  int fd = serve_in_child(echo, -1, &child);
  uint64_t start = now_ns(), now = start;
  for (int64_t i = -200; now - start < (uint64_t)(seconds * 1e9); i++) {
    uint64_t before = now_ns();
    write_all(fd, ping, PING);
    read_all(fd, ping, PING);
    now = now_ns();
    if (i >= 0) sample(&samples, now - before);
  }
  end_child(fd, child);
  print_percentiles("ping", &samples);
}

static void net(char **a) {
  double seconds = atof(a[1]);
  uint64_t length = (uint64_t)(seconds * 1e9), start, now;
  pid_t child;
  int64_t bytes = 0;
  printf("{");
  ping_pong(seconds);

  int file = scratch(a[0]), fd = serve_in_child(sink, file, &child);
  for (start = now = now_ns(); now - start < length && bytes < 2ll << 30; now = now_ns(), bytes += CHUNK)
    write_all(fd, buffer, CHUNK);
  shutdown(fd, SHUT_WR);
  read_all(fd, buffer, 1);  /* all of it is in the file */
  printf("\"receive_append_mb_per_s\": %.1f, ", (double)bytes / (double)(now_ns() - start) * 1e3);
  end_child(fd, child);
  close(file);

  static const size_t blocks[] = {0, 64 << 10, 256 << 10, CHUNK};
  double best = 0;
  file = scratch(a[0]);
  for (bytes = 0; bytes < FILE_SIZE; bytes += CHUNK) write_all(file, buffer, CHUNK);
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
    block = blocks[i];
    double rate = read_and_send(file, seconds / 2);
    if (rate > best) best = rate;
  }
  close(file);
  printf("\"read_send_mb_per_s\": %.1f}\n", best);
}

static uint64_t due(uint64_t start, double gap, int64_t i) { return start + (uint64_t)((double)i * gap); }

static void paced(char **a) {
  double gap = 1e9 / atof(a[0]);
  int64_t total = (int64_t)(atof(a[0]) * atof(a[1])), warm = total / 10, sent = 0;
  size_t have = 0;
  pid_t child;
  Samples samples = {0};
  char ping[PING] = {0};
  int fd = serve_in_child(echo, -1, &child);
  wake_on_time();
  uint64_t start = now_ns() + SECOND / 100;
  for (int64_t got = 0; got < total;) {
    for (; sent < total && now_ns() >= due(start, gap, sent); sent++) write_all(fd, ping, PING);
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    poll_until(&wait, 1, sent < total ? due(start, gap, sent) : now_ns() + SECOND);
    if (!wait.revents) continue;
    ssize_t n = recv(fd, buffer, CHUNK, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) continue;
    if (n <= 0) fail("recv: %s", strerror(errno));
    uint64_t now = now_ns();
    for (have += (size_t)n; have >= PING; have -= PING, got++)
      if (got >= warm) sample(&samples, now - due(start, gap, got));
  }
  end_child(fd, child);
  printf("{");
  print_percentiles("ping", &samples);
  printf("\"samples\": %zu}\n", samples.count);
}

static void spawn(char **a) {
  Samples samples = {0};
  for (int i = atoi(a[0]); i > 0; i--) {
    int status;
    pid_t pid;
    uint64_t start = now_ns();
    int error = posix_spawnp(&pid, a[1], NULL, NULL, a + 1, environ);
    if (error) fail("%s: %s", a[1], strerror(error));
    waitpid(pid, &status, 0);
    sample(&samples, now_ns() - start);
  }
  printf("{");
  print_percentiles("spawn", &samples);
  printf("\"samples\": %zu}\n", samples.count);
}

int main(int count, char **a) {
  static const struct { const char *verb; void (*run)(char **); } verbs[] = {
    {"disk", disk}, {"net", net}, {"paced", paced}, {"spawn", spawn}};
  bound_lifetime(120);
  buffer = reserve(NULL, CHUNK);
  for (int i = 0; i < CHUNK; i++) buffer[i] = (char)(i * 31 + i / 4096);
  setvbuf(stdout, NULL, _IOFBF, 4096);
  for (size_t i = 0; count == 4 && i < sizeof verbs / sizeof *verbs; i++)
    if (!strcmp(a[1], verbs[i].verb)) return verbs[i].run(a + 2), 0;
  fail("usage: bounds disk|net|paced|spawn ... (see the head of bounds.c)");
}
