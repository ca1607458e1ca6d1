/// Counts what the whole process asks the C library's allocator for.
#pragma once

#include <stdint.h>

/// How many times memory has been asked for.
int64_t allocations_count(void);

/// How many bytes have been asked for.
int64_t allocations_bytes(void);
