/// A terminal as an opaque screen: the only door through which the rest of the program reaches curses, signals and
/// terminal modes.
///
/// curses.h is not included here, so none of its names and macros leaks. A process has at most one open screen. All
/// functions that take a screen belong to one thread at a time; the others may be called from any.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An open terminal.
typedef struct ct_screen ct_screen;

/// How a screen is opened.
typedef struct {
    /// Descriptors of the terminal; both are duplicated, and stay the caller's.
    int32_t input;
    int32_t output;
    /// The terminal's name, as in TERM.
    const char *term;
    /// The locale whose character set the terminal uses; the empty string means the environment's.
    const char *locale;
    /// How long a lone Escape is held back, in milliseconds, in case that a longer sequence follows.
    int32_t escape_delay;
    /// Whether mouse buttons and the wheel are reported (SGR encoding).
    bool uses_mouse;
    /// Whether the window has a title that can be set: it is kept, and given back with the terminal.
    bool has_title;
    /// Whether what is written to standard error is held back until the screen is closed, if it is a terminal.
    bool captures_errors;
} ct_options;

/// Why a screen could not be opened.
typedef enum { CT_OPENED, CT_UNKNOWN_TERMINAL, CT_NOT_A_TERMINAL, CT_ALREADY_OPEN } ct_status;

/// Opens a screen: takes over signals, sets raw mode, enters the alternate screen. NULL on failure, with the reason.
ct_screen *ct_open(const ct_options *options, ct_status *status);

/// Leaves the screen, puts terminal modes and signals back, and replays what standard error received meanwhile.
void ct_close(ct_screen *screen);

/// Whether the terminal's character set is UTF-8.
bool ct_is_utf8(const ct_screen *screen);

// Size

/// The size in cells.
int32_t ct_columns(const ct_screen *screen);
int32_t ct_rows(const ct_screen *screen);

/// Asks the terminal for its size, and adopts it. Returns whether it has changed.
bool ct_resize(ct_screen *screen);

// Input

/// What `ct_read_key` returns beside bytes (0 to 255).
enum {
    CT_KEY_NONE = -1,
    CT_KEY_UP = 0x100,
    CT_KEY_DOWN,
    CT_KEY_LEFT,
    CT_KEY_RIGHT,
    CT_KEY_CONTROL_LEFT,
    CT_KEY_CONTROL_RIGHT,
    CT_KEY_HOME,
    CT_KEY_END,
    CT_KEY_PAGE_UP,
    CT_KEY_PAGE_DOWN,
    CT_KEY_INSERT,
    CT_KEY_DELETE,
    CT_KEY_BACKSPACE,
    CT_KEY_ENTER,
    CT_KEY_BACK_TAB,
    CT_KEY_PASTE_BEGIN,
    CT_KEY_PASTE_END,
    /// A key or a report that means nothing here.
    CT_KEY_OTHER,
    /// F1 is one more than this.
    CT_KEY_FUNCTION = 0x200,
};

/// The next byte or key that waits, or `CT_KEY_NONE`. Waits at most for the escape delay, after an Escape.
int32_t ct_read_key(ct_screen *screen);

/// Whether the other side is gone: reading would give no byte now or ever.
bool ct_is_gone(const ct_screen *screen);

// Output

/// Attributes of a style.
enum { CT_BOLD = 1, CT_DIM = 2, CT_REVERSE = 4, CT_UNDERLINED = 8 };

/// The number of styles, counted from 0.
enum { CT_STYLES = 64 };

/// Forgets what all styles look like, so that others can be said.
void ct_forget_styles(ct_screen *screen);

/// Says what a style looks like; colours are 0 to 7, or -1 for the terminal's own.
void ct_define_style(ct_screen *screen, int32_t style, int32_t foreground, int32_t background, int32_t attributes);

/// Blanks a row.
void ct_clear_row(ct_screen *screen, int32_t row);

/// Puts printable ASCII, one cell a byte.
void ct_put_ascii(
    ct_screen *screen, int32_t row, int32_t column, const uint8_t *text, int32_t length, int32_t style);

/// Puts one glyph in UTF-8 (a character and its combining marks) on one or two columns. A stand-in takes its place if
/// the terminal library would give it another width.
void ct_put_glyph(
    ct_screen *screen, int32_t row, int32_t column, const uint8_t *text, int32_t length, int32_t columns,
    int32_t style);

/// Shows the cursor at a place.
void ct_show_cursor(ct_screen *screen, int32_t row, int32_t column);

/// Hides the cursor.
void ct_hide_cursor(ct_screen *screen);

/// Sends what has changed since the last time.
void ct_flush(ct_screen *screen);

/// Makes the next flush send everything.
void ct_invalidate(ct_screen *screen);

/// Writes bytes to the terminal as they are, past curses: sequences that move no cursor.
void ct_write(ct_screen *screen, const uint8_t *bytes, size_t count);

// Suspension

/// Gives the terminal back as it was found. Until it is entered again nothing is painted.
void ct_leave(ct_screen *screen);

/// Takes the terminal again and repaints it.
void ct_enter(ct_screen *screen);

/// Whether somebody could continue the process if it stopped: not in a session leader's group, and not if SIGTSTP was
/// ignored from the start.
bool ct_can_stop(void);

/// Stops the process group, as ^Z does, and returns when it is continued in the foreground; or, with false, when it was
/// told to end meanwhile and is still in the background.
bool ct_stop(ct_screen *screen);

/// Forgets signals of a set that `ct_take_signals` would return.
void ct_forget_signals(int32_t signals);

// Waiting

/// What `ct_wait` found, as a set.
enum { CT_READABLE = 1, CT_WRITABLE = 2, CT_WOKEN = 4, CT_HUNG_UP = 8 };

/// Waits for input, a wake-up or a signal; on request also until the terminal takes output. 0 means time-out.
///
/// - timeout: in milliseconds; negative waits without end.
int32_t ct_wait(ct_screen *screen, bool for_output, int32_t timeout);

/// Whether the terminal takes output without being waited for. Unlike `ct_wait` it uses up no wake-up.
bool ct_has_room(ct_screen *screen);

/// Ends a `ct_wait`, or the next one. For any thread, at any time.
void ct_wake(void);

/// Signals that came in, as a set.
enum {
    CT_SIGNAL_INTERRUPT = 1,
    CT_SIGNAL_TERMINATE = 2,
    CT_SIGNAL_HANG_UP = 4,
    CT_SIGNAL_STOP = 8,
    CT_SIGNAL_CONTINUE = 16,
    CT_SIGNAL_RESIZE = 32,
};

/// The signals since the last call.
int32_t ct_take_signals(void);

/// Tells that the calling thread has taken over the open screen: from here on it alone paints.
void ct_take_over(ct_screen *screen);

// Without a screen

/// The number of colours of a kind of terminal; 0 for one without, -1 for one that is not described or cannot place its cursor.
/// Not while a screen is open.
int32_t ct_colours(const char *term);

/// Whether the character set of the environment's locale is UTF-8.
bool ct_locale_is_utf8(void);

// Width

/// The columns that the C library counts for a scalar in UTF-8: 0 to 2, or -1 if it knows none.
int32_t ct_width(uint32_t scalar);
