#ifndef CCODECS_H
#define CCODECS_H

#include <lz4frame.h>
#include <snappy-c.h>
#include <stddef.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/// zlib's initialisers are macros, which Swift does not see. Both take the gzip wrapper (RFC 1952) and the largest
/// window.
int ccodecs_deflate_init_gzip(z_stream *stream, int level);
int ccodecs_inflate_init_gzip(z_stream *stream);

/// Whether `result` says that a frame asks for a larger window than was allowed.
int ccodecs_zstd_window_too_large(size_t result);

#endif
