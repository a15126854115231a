/* CRC-32C (Castagnoli, RFC 3720 appendix B.4): by the processor where it can, else eight bytes at a time by table. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t crc32c_portable(uint32_t crc, const uint8_t *p, size_t n) {
  static uint32_t table[8][256];
  if (!table[0][1]) {
    for (uint32_t i = 256; i-- > 0;) {
      uint32_t c = i;
      for (int bit = 0; bit < 8; bit++) c = (c >> 1) ^ (c & 1 ? 0x82f63b78u : 0);
      table[0][i] = c;
    }
    for (int k = 1; k < 8; k++)
      for (int i = 0; i < 256; i++) table[k][i] = (table[k - 1][i] >> 8) ^ table[0][table[k - 1][i] & 255];
  }
  for (; n >= 8; p += 8, n -= 8) {
    uint32_t low = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
    crc = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^ table[4][low >> 24] ^
          table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
  }
  while (n--) crc = (crc >> 8) ^ table[0][(crc ^ *p++) & 255];
  return crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>
__attribute__((target("sse4.2"))) static inline uint32_t crc32c_processor(uint32_t crc, const uint8_t *p, size_t n) {
  uint64_t c = crc;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    c = _mm_crc32_u64(c, word);
  }
  while (n--) c = _mm_crc32_u8((uint32_t)c, *p++);
  return (uint32_t)c;
}
static inline bool crc32c_has_processor(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
static inline uint32_t crc32c_processor(uint32_t crc, const uint8_t *p, size_t n) {
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    crc = __crc32cd(crc, word);
  }
  while (n--) crc = __crc32cb(crc, *p++);
  return crc;
}
static inline bool crc32c_has_processor(void) { return true; }
#else
#define crc32c_processor crc32c_portable
static inline bool crc32c_has_processor(void) { return false; }
#endif

static inline uint32_t crc32c(const uint8_t *p, size_t n) {
  return ~(crc32c_has_processor() ? crc32c_processor(~0u, p, n) : crc32c_portable(~0u, p, n));
}
