#ifndef CSQLITE_H
#define CSQLITE_H

// SQLite of the system, as Swift sees it.
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that Swift does not import.
static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }

#endif
