#include "ccodecs.h"

enum { WINDOW_BITS = 15, GZIP_WRAPPER = 16, MEMORY_LEVEL = 8 };

int ccodecs_deflate_init_gzip(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, WINDOW_BITS + GZIP_WRAPPER, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
}

int ccodecs_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, WINDOW_BITS + GZIP_WRAPPER); }

int ccodecs_zstd_window_too_large(size_t result) {
  return ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge;
}
