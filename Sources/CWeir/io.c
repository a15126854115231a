#define _GNU_SOURCE
#include "cweir.h"
#include <pthread.h>

ssize_t cweir_pread_nowait(int fd, void *bytes, size_t count, off_t offset) {
  struct iovec part = {bytes, count};
  return preadv2(fd, &part, 1, offset, RWF_NOWAIT);
}

ssize_t cweir_pwrite2(int fd, const void *a, size_t na, const void *b, size_t nb, off_t offset) {
  struct iovec parts[2] = {{(void *)a, na}, {(void *)b, nb}};
  return pwritev(fd, parts, nb == 0 ? 1 : 2, offset);
}

void cweir_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
