/// What a process owes its terminal however it ends: signals become flags and a wake-up, a crash puts the terminal
/// back before it takes its course, and standard error is kept off the screen.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/// What a crash needs at hand, computed beforehand because a signal handler may compute nothing.
typedef struct {
    int output;
    struct termios modes;
    char reset[512];
    size_t reset_length;
} ct_guard;

/// Takes the signals over. Comes before curses is started, which leaves alone what is taken.
void ct_guard_signals(void);

/// Puts the signals back.
void ct_unguard_signals(void);

/// From here on a crash restores the terminal.
void ct_guard_terminal(const ct_guard *guard, bool captures_errors);

/// From here on the calling thread is the one that paints.
void ct_guard_painter(void);

/// The terminal has been given back; nothing is left to restore but standard error.
void ct_unguard_terminal(void);

/// Whether a crash or an exit has given the terminal back, so that nothing may be painted any more.
bool ct_is_abandoned(void);

/// The descriptor that becomes readable on a wake-up; -1 on failure.
int ct_wakeup_descriptor(void);

/// Whether a signal that ends a program waits to be taken, or comes within some milliseconds.
bool ct_has_been_told_to_end(int patience);

/// Stops the process group, and returns when it is continued.
void ct_stop_group(void);
