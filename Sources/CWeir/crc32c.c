#include "cweir.h"
#include <string.h>
#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

// The reflected Castagnoli polynomial.
#define POLYNOMIAL 0x82f63b78u

static uint32_t table[8][256];

__attribute__((constructor(199))) static void make_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int bit = 0; bit < 8; bit++) c = (c & 1) ? (c >> 1) ^ POLYNOMIAL : c >> 1;
    table[0][i] = c;
  }
  for (int k = 1; k < 8; k++)
    for (uint32_t i = 0; i < 256; i++) table[k][i] = (table[k - 1][i] >> 8) ^ table[0][table[k - 1][i] & 0xff];
}

uint32_t cweir_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
  const uint8_t *p = bytes;
  uint32_t c = ~crc;
  while (count >= 8) {
    uint32_t lo = c ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
    c = table[7][lo & 0xff] ^ table[6][(lo >> 8) & 0xff] ^ table[5][(lo >> 16) & 0xff] ^ table[4][lo >> 24] ^
        table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
    p += 8;
    count -= 8;
  }
  while (count--) c = (c >> 8) ^ table[0][(c ^ *p++) & 0xff];
  return ~c;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Three streams hide the instruction's latency of three cycles; they are joined by multiplying the first two by
// x^(8 * LANE) and x^(16 * LANE), which a table of shifts by LANE zero bytes does.
#define LANE 1024
static uint32_t shift[4][256];

static uint32_t shift_zeros(uint32_t crc, size_t zeros) {
  while (zeros--) crc = (crc >> 8) ^ table[0][crc & 0xff];
  return crc;
}

__attribute__((constructor(200))) static void make_shift(void) {

  // The shift is linear, so one bit at a time is enough.
  uint32_t bit[32];
  for (int i = 0; i < 32; i++) bit[i] = shift_zeros(1u << i, LANE);
  for (int byte = 0; byte < 4; byte++)
    for (int v = 0; v < 256; v++) {
      uint32_t c = 0;
      for (int i = 0; i < 8; i++)
        if (v >> i & 1) c ^= bit[byte * 8 + i];
      shift[byte][v] = c;
    }
}

static inline uint32_t shift_lane(uint32_t c) {
  return shift[0][c & 0xff] ^ shift[1][(c >> 8) & 0xff] ^ shift[2][(c >> 16) & 0xff] ^ shift[3][c >> 24];
}

static inline uint64_t load(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t crc, const uint8_t *p, size_t n) {
  uint64_t a = (uint32_t)~crc;
  while (n >= 3 * LANE) {
    uint64_t b = 0, c = 0;
    for (size_t i = 0; i < LANE; i += 8) {
      a = _mm_crc32_u64(a, load(p + i));
      b = _mm_crc32_u64(b, load(p + LANE + i));
      c = _mm_crc32_u64(c, load(p + 2 * LANE + i));
    }
    a = shift_lane(shift_lane((uint32_t)a) ^ (uint32_t)b) ^ (uint32_t)c;
    p += 3 * LANE;
    n -= 3 * LANE;
  }
  for (; n >= 8; n -= 8, p += 8) a = _mm_crc32_u64(a, load(p));
  for (; n; n--) a = _mm_crc32_u8((uint32_t)a, *p++);
  return ~(uint32_t)a;
}

uint32_t cweir_crc32c(uint32_t crc, const void *bytes, size_t count) {
  if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42(crc, bytes, count);
  return cweir_crc32c_portable(crc, bytes, count);
}
#elif defined(__aarch64__)
#define HWCAP_CRC32_BIT (1 << 7)

__attribute__((target("+crc"))) static uint32_t crc32c_arm(uint32_t crc, const uint8_t *p, size_t n) {
  uint32_t c = ~crc;
  for (; n >= 8; n -= 8, p += 8) {
    uint64_t v;
    memcpy(&v, p, 8);
    c = __builtin_arm_crc32cd(c, v);
  }
  for (; n; n--) c = __builtin_arm_crc32cb(c, *p++);
  return ~c;
}

uint32_t cweir_crc32c(uint32_t crc, const void *bytes, size_t count) {
  if (getauxval(AT_HWCAP) & HWCAP_CRC32_BIT) return crc32c_arm(crc, bytes, count);
  return cweir_crc32c_portable(crc, bytes, count);
}
#else
uint32_t cweir_crc32c(uint32_t crc, const void *bytes, size_t count) {
  return cweir_crc32c_portable(crc, bytes, count);
}
#endif
