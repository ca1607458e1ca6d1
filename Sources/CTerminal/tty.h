/// A terminal as a descriptor: what can be asked of it without curses.
#pragma once

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// Waits as `ct_wait` does; without an output (-1), for input and wake-ups alone.
int32_t tty_wait(int input, int output, int timeout);

/// Whether output is taken without being waited for; no wake-up is used up.
bool tty_has_room(int output);

/// Whether the other side is gone.
bool tty_is_gone(int input);

/// Whether the terminal is another process group's for now.
bool tty_is_in_background(int input);

/// Writes everything, or as much as the terminal lives to take.
void tty_write(int output, const uint8_t *bytes, size_t count);

/// A stream on a duplicate of a descriptor; NULL where there can be none.
FILE *tty_open_stream(int descriptor, const char *mode);

/// A locale that differs from C by its character set alone; an unknown name means C.UTF-8. Goes to one thread at a time
/// with `uselocale`, because `setlocale` would change it under all others while they read and write.
locale_t tty_locale(const char *name);

/// Discards what waits to be sent if the terminal takes nothing for some milliseconds, so that it cannot hold up the
/// end. For signal handlers too.
void tty_make_room(int output, int patience);
