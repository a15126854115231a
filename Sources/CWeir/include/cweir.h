#ifndef CWEIR_H
#define CWEIR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), continuing from `crc` (0 to begin). Hardware where the CPU has it.
uint32_t cweir_crc32c(uint32_t crc, const void *bytes, size_t count);
/// The same by table, whatever the CPU has: the reference that tests compare with.
uint32_t cweir_crc32c_portable(uint32_t crc, const void *bytes, size_t count);

/// preadv2 of one buffer with RWF_NOWAIT: -1 and errno EAGAIN where the bytes are not in the page cache.
ssize_t cweir_pread_nowait(int fd, void *bytes, size_t count, off_t offset);
/// pwritev of two buffers (the second may be empty).
ssize_t cweir_pwrite2(int fd, const void *a, size_t na, const void *b, size_t nb, off_t offset);

/// Names the calling thread for the kernel's tools (15 characters at most).
void cweir_name_thread(const char *name);

#endif
