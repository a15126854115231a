#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) of `count` bytes, by libmd.
void cdigest_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]);

#endif
