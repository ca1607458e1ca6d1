// With keys.c, the only file that names curses.

#include <curses.h>
#include <langinfo.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// A capability that term.h makes a macro of.
#undef columns

#include "CTerminal.h"
#include "guard.h"
#include "keys.h"
#include "tty.h"

/// What a terminal of any size is cut down to; a size is data from outside, and memory follows it.
enum { MOST_COLUMNS = 1000, MOST_ROWS = 500 };

struct ct_screen {
    SCREEN *curses;
    /// Keys are read from a pad, because reading from a window would flush a half-painted frame.
    WINDOW *keys;
    FILE *input_stream;
    FILE *output_stream;
    /// The terminal's character set, used by the thread that has the screen.
    locale_t locale;
    int input;
    int output;
    bool is_utf8;
    bool uses_mouse;
    bool has_title;
    bool has_colours;
    bool shows_cursor;
    /// Whether the terminal is the shell's for now.
    bool is_left;
    int pairs;
    attr_t attributes[CT_STYLES];
    short colours[CT_STYLES];
    cchar_t line[MOST_COLUMNS];
};

static atomic_bool is_open;

// What needs no curses

bool ct_is_utf8(const ct_screen *screen) { return screen->is_utf8; }

bool ct_is_gone(const ct_screen *screen) { return tty_is_gone(screen->input); }

void ct_write(ct_screen *screen, const uint8_t *bytes, size_t count) {
    if (!ct_is_abandoned()) tty_write(screen->output, bytes, count);
}

int32_t ct_wait(ct_screen *screen, bool for_output, int32_t timeout) {
    return tty_wait(screen->input, for_output ? screen->output : -1, timeout);
}

bool ct_has_room(ct_screen *screen) { return tty_has_room(screen->output); }

// Keys

int32_t ct_read_key(ct_screen *screen) {
    // wgetch and not wget_wch: the latter loses a character whose bytes do not all arrive at once.
    int key = wgetch(screen->keys);
    if (key == ERR) return CT_KEY_NONE;
    return key < 0x100 ? key : keys_translate(key);
}

// Modes beyond what curses knows

static const char modes_on[] = "\033[?2004h", modes_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h", mouse_off[] = "\033[?1006l\033[?1000l";

static const char title_on[] = "\033[22;0t", title_off[] = "\033[23;0t";

static void write_text(ct_screen *screen, const char *text) {
    ct_write(screen, (const uint8_t *)text, strlen(text));
}

static void set_modes(ct_screen *screen, bool on) {
    if (screen->has_title) write_text(screen, on ? title_on : title_off);
    if (screen->uses_mouse) write_text(screen, on ? mouse_on : mouse_off);
    write_text(screen, on ? modes_on : modes_off);
}

// The bytes that put the terminal back after a crash

static ct_guard *collector;

static int collect(int byte) {
    if (collector->reset_length < sizeof collector->reset) collector->reset[collector->reset_length++] = (char)byte;
    return byte;
}

static void collect_text(const char *text) {
    while (*text) collect(*text++);
}

/// What the terminal is told for something; NULL where it does not know that.
static const char *find_capability(const char *name) {
    const char *capability = tigetstr(name);
    return capability == (const char *)-1 ? NULL : capability;
}

static bool collect_capability(const char *name) {
    const char *capability = find_capability(name);
    if (!capability) return false;
    tputs(capability, 1, collect);
    return true;
}

static void compute_reset(ct_screen *screen, ct_guard *guard) {
    collector = guard;
    if (screen->has_title) collect_text(title_off);
    if (screen->uses_mouse) collect_text(mouse_off);
    collect_text(modes_off);
    static const char *const capabilities[] = {"sgr0", "op", "rmkx", "cnorm"};
    for (int i = 0; i < 4; i++) collect_capability(capabilities[i]);
    if (!collect_capability("rmcup")) collect('\n');
}

// Opening and closing

/// Whether the terminal is described, and can place its cursor.
static bool is_usable(const char *term, int output) {
    int status = 0;
    if (setupterm(term, output, &status) != OK || status != 1) return false;
    bool places_cursor = cursor_address != NULL;
    del_curterm(cur_term);
    return places_cursor;
}

int32_t ct_colours(const char *term) {
    int status = 0;
    if (setupterm(term, STDOUT_FILENO, &status) != OK || status != 1) return -1;
    int colours = cursor_address ? tigetnum("colors") : -2;
    del_curterm(cur_term);
    return colours == -2 ? -1 : colours < 0 ? 0 : colours;
}

bool ct_locale_is_utf8(void) {
    locale_t locale = tty_locale("");
    if (!locale) return false;
    bool is_utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return is_utf8;
}

static void release(ct_screen *screen) {
    if (screen && screen->input_stream) fclose(screen->input_stream);
    if (screen && screen->output_stream) fclose(screen->output_stream);
    if (screen && screen->locale) freelocale(screen->locale);
    free(screen);
    atomic_store(&is_open, false);
}

static void start_modes(ct_screen *screen, int escape_delay) {
    raw();
    noecho();
    nonl();
    intrflush(NULL, FALSE);
    set_escdelay(escape_delay);
    idlok(stdscr, TRUE);
    screen->has_colours = has_colors() && start_color() == OK;
    if (screen->has_colours) use_default_colors();
    screen->keys = newpad(1, 1);
    nodelay(screen->keys, TRUE);
    keypad(screen->keys, TRUE);
    keys_define();
    set_modes(screen, true);
}

ct_screen *ct_open(const ct_options *options, ct_status *status) {
    *status = CT_NOT_A_TERMINAL;
    if (!isatty(options->input) || !isatty(options->output) || ct_wakeup_descriptor() < 0) return NULL;
    *status = CT_ALREADY_OPEN;
    if (atomic_exchange(&is_open, true)) return NULL;
    *status = CT_UNKNOWN_TERMINAL;
    ct_screen *screen = calloc(1, sizeof *screen);
    ct_guard guard = {0};
    if (!screen || !is_usable(options->term, options->output) || tcgetattr(options->output, &guard.modes) < 0) {
        release(screen);
        return NULL;
    }

    screen->locale = tty_locale(options->locale);
    locale_t before = uselocale(screen->locale);
    screen->uses_mouse = options->uses_mouse;
    screen->has_title = options->has_title;
    screen->is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    screen->input_stream = tty_open_stream(options->input, "r");
    screen->output_stream = tty_open_stream(options->output, "w");
    ct_guard_signals();
    if (screen->input_stream && screen->output_stream)
        screen->curses = newterm(options->term, screen->output_stream, screen->input_stream);
    if (!screen->curses) {
        ct_unguard_signals();
        uselocale(before);
        release(screen);
        return NULL;
    }
    screen->input = fileno(screen->input_stream);
    guard.output = screen->output = fileno(screen->output_stream);
    compute_reset(screen, &guard);
    ct_guard_terminal(&guard, options->captures_errors);
    start_modes(screen, options->escape_delay);
    // Curses has believed LINES and COLUMNS, where they are exported; from here on the terminal alone is asked.
    ct_resize(screen);
    uselocale(before);
    *status = CT_OPENED;
    return screen;
}

void ct_take_over(ct_screen *screen) {
    uselocale(screen->locale);
    ct_guard_painter();
}

void ct_close(ct_screen *screen) {
    tty_make_room(screen->output, 500);
    if (!screen->is_left && !ct_is_abandoned()) {
        ct_leave(screen);
        // What was typed for this program is not for the shell.
        tcflush(screen->input, TCIFLUSH);
    }
    delwin(screen->keys);
    delscreen(screen->curses);
    ct_unguard_terminal();
    ct_unguard_signals();
    uselocale(LC_GLOBAL_LOCALE);
    release(screen);
}

// Size

int32_t ct_columns(const ct_screen *screen) { return getmaxx(stdscr); }
int32_t ct_rows(const ct_screen *screen) { return getmaxy(stdscr); }

bool ct_resize(ct_screen *screen) {
    struct winsize size;
    if (ioctl(screen->output, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    int columns = size.ws_col < MOST_COLUMNS ? size.ws_col : MOST_COLUMNS;
    int rows = size.ws_row < MOST_ROWS ? size.ws_row : MOST_ROWS;
    if (columns == ct_columns(screen) && rows == ct_rows(screen)) return false;
    resizeterm(rows, columns);
    return true;
}

// Painting

void ct_forget_styles(ct_screen *screen) { screen->pairs = 0; }

void ct_define_style(ct_screen *screen, int32_t style, int32_t foreground, int32_t background, int32_t attributes) {
    if (style < 0 || style >= CT_STYLES) return;
    screen->attributes[style] = ((attributes & CT_BOLD) ? A_BOLD : 0) | ((attributes & CT_DIM) ? A_DIM : 0)
                              | ((attributes & CT_REVERSE) ? A_REVERSE : 0)
                              | ((attributes & CT_UNDERLINED) ? A_UNDERLINE : 0);
    screen->colours[style] = 0;
    if (!screen->has_colours || (foreground < 0 && background < 0) || screen->pairs + 1 >= COLOR_PAIRS) return;
    if (init_pair((short)(screen->pairs + 1), (short)foreground, (short)background) != OK) return;
    screen->colours[style] = (short)++screen->pairs;
}

void ct_clear_row(ct_screen *screen, int32_t row) {
    wmove(stdscr, row, 0);
    wclrtoeol(stdscr);
}

static void set_cell(ct_screen *screen, cchar_t *cell, const wchar_t *glyph, int style) {
    setcchar(cell, glyph, screen->attributes[style], screen->colours[style], NULL);
}

void ct_put_ascii(
    ct_screen *screen, int32_t row, int32_t column, const uint8_t *text, int32_t length, int32_t style) {
    int32_t count = length < MOST_COLUMNS ? length : MOST_COLUMNS;
    for (int32_t i = 0; i < count; i++) {
        wchar_t glyph[2] = {text[i] >= 0x20 && text[i] < 0x7f ? text[i] : L'?', 0};
        set_cell(screen, &screen->line[i], glyph, style);
    }
    mvwadd_wchnstr(stdscr, row, column, screen->line, count);
}

void ct_put_glyph(
    ct_screen *screen, int32_t row, int32_t column, const uint8_t *text, int32_t length, int32_t columns,
    int32_t style) {
    wchar_t glyph[CCHARW_MAX + 1] = {0};
    mbstate_t state = {0};
    for (int count = 0; length > 0 && count < CCHARW_MAX; count++) {
        size_t used = mbrtowc(&glyph[count], (const char *)text, (size_t)length, &state);
        if (used == 0 || used > (size_t)length || (count > 0 && wcwidth(glyph[count]) != 0)) {
            glyph[count] = 0;
            break;
        }
        text += used;
        length -= (int32_t)used;
    }
    if (glyph[0] == 0 || wcwidth(glyph[0]) != columns) {
        wchar_t stand_in[3] = {screen->is_utf8 ? 0xFFFD : L'?', 0};
        set_cell(screen, &screen->line[0], stand_in, style);
        set_cell(screen, &screen->line[1], L" ", style);
        mvwadd_wchnstr(stdscr, row, column, screen->line, columns);
        return;
    }
    set_cell(screen, &screen->line[0], glyph, style);
    mvwadd_wchnstr(stdscr, row, column, screen->line, 1);
}

void ct_show_cursor(ct_screen *screen, int32_t row, int32_t column) {
    screen->shows_cursor = true;
    leaveok(stdscr, FALSE);
    wmove(stdscr, row, column);
}

void ct_hide_cursor(ct_screen *screen) {
    screen->shows_cursor = false;
    leaveok(stdscr, TRUE);
}

void ct_invalidate(ct_screen *screen) { clearok(curscr, TRUE); }

void ct_flush(ct_screen *screen) {
    if (screen->is_left || ct_is_abandoned()) return;
    // Hidden before it would be seen wandering, shown once it is where it belongs.
    if (!screen->shows_cursor) curs_set(0);
    wnoutrefresh(stdscr);
    doupdate();
    if (screen->shows_cursor) curs_set(1);
}

// Suspension

void ct_leave(ct_screen *screen) {
    if (screen->is_left) return;
    screen->is_left = true;
    set_modes(screen, false);
    endwin();
    // Where there is no other screen to go back to, what is written next stands below the last row.
    if (!find_capability("rmcup")) tty_write(screen->output, (const uint8_t *)"\n", 1);
}

void ct_enter(ct_screen *screen) {
    screen->is_left = false;
    ct_resize(screen);
    ct_invalidate(screen);
    ct_flush(screen);
    keypad(screen->keys, TRUE);
    set_modes(screen, true);
}

bool ct_stop(ct_screen *screen) {
    do {
        ct_stop_group();
        if (!tty_is_in_background(screen->input)) return true;
        // Continued in the background: the terminal is still the shell's. So stop again, unless this was done to end
        // the program: a shell's kill sends a continuation too, and the two are handled in no set order.
    } while (!ct_has_been_told_to_end(100));
    return false;
}
