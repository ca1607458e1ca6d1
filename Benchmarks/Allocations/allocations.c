// Takes the place of the C library's allocator in this program and the libraries it loads, counts, and asks it in turn. The
// memory is that of glibc itself, so what it gives away is freed by its own `free`.

#include "Allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Atomic int64_t total_count;
static _Atomic int64_t total_bytes;

int64_t allocations_count(void) { return atomic_load_explicit(&total_count, memory_order_relaxed); }

int64_t allocations_bytes(void) { return atomic_load_explicit(&total_bytes, memory_order_relaxed); }

static void count(size_t size) {
    atomic_fetch_add_explicit(&total_count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&total_bytes, (int64_t)size, memory_order_relaxed);
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    count(size);
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
