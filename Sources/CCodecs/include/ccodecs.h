#ifndef CCODECS_H
#define CCODECS_H

#include <lz4frame.h>
#include <snappy-c.h>
#include <zlib.h>
#include <zstd.h>

#endif
