#ifndef CCONSOLE_H
#define CCONSOLE_H

#include <stddef.h>

/// A static file of the console, as it lies in the binary.
typedef struct {
  /// Below /console/, as in "console.css".
  const char *path;
  /// For the Content-Type header.
  const char *type;
  const unsigned char *bytes;
  size_t count;
} cconsole_file;

/// How many files there are.
size_t cconsole_count(void);

/// One of them, or NULL beyond the last.
const cconsole_file *cconsole_at(size_t index);

#endif
