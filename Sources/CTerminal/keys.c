#include "keys.h"

#include <curses.h>
#include <stddef.h>
#include <stdio.h>

#include "CTerminal.h"

enum { PASTE_BEGIN = 0x1000, PASTE_END, REPORT, WORD_LEFT, WORD_RIGHT };

static void define_modified(const char *format, char final, int key, int first_modifier) {
    char sequence[16];
    for (int modifier = first_modifier; modifier <= 8; modifier++) {
        snprintf(sequence, sizeof sequence, format, modifier, final);
        define_key(sequence, key);
    }
}

/// The function keys in the spellings of xterm, PuTTY, rxvt and the Linux console, whatever TERM says: PuTTY for one
/// calls itself xterm, and sends others.
static void define_function_keys(void) {
    static const char numbers[] = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};
    char sequence[16];
    for (int i = 0; i < 12; i++) {
        snprintf(sequence, sizeof sequence, "\033[%d~", numbers[i]);
        define_key(sequence, KEY_F(i + 1));
        snprintf(sequence, sizeof sequence, "\033[%d;%%d%%c", numbers[i]);
        define_modified(sequence, '~', KEY_F(i + 1), 2);
    }
    for (int i = 0; i < 5; i++) {
        snprintf(sequence, sizeof sequence, "\033[[%c", 'A' + i);
        define_key(sequence, KEY_F(i + 1));
    }
    for (int i = 0; i < 4; i++) {
        snprintf(sequence, sizeof sequence, "\033O%c", 'P' + i);
        define_key(sequence, KEY_F(i + 1));
        // But not F3's, which could be a report of the cursor's place.
        if (i != 2) define_modified("\033[1;%d%c", (char)('P' + i), KEY_F(i + 1), 2);
    }
}

void keys_define(void) {
    static const struct {
        const char *sequence;
        int key;
    } aliases[] = {
        {"\033[A", KEY_UP},          {"\033[B", KEY_DOWN},       {"\033[C", KEY_RIGHT},  {"\033[D", KEY_LEFT},
        {"\033[H", KEY_HOME},        {"\033[F", KEY_END},        {"\033OA", KEY_UP},     {"\033OB", KEY_DOWN},
        {"\033OC", KEY_RIGHT},       {"\033OD", KEY_LEFT},       {"\033OH", KEY_HOME},   {"\033OF", KEY_END},
        {"\033[1~", KEY_HOME},       {"\033[4~", KEY_END},       {"\033[7~", KEY_HOME},  {"\033[8~", KEY_END},
        {"\033[2~", KEY_IC},         {"\033[3~", KEY_DC},        {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE},
        {"\033[Z", KEY_BTAB},        {"\033OM", KEY_ENTER},      {"\033[I", REPORT},     {"\033[O", REPORT},
        {"\033[200~", PASTE_BEGIN},  {"\033[201~", PASTE_END},  {"\033Od", WORD_LEFT}, {"\033Oc", WORD_RIGHT},
        {"\033[5D", WORD_LEFT},      {"\033[5C", WORD_RIGHT},
    };
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) define_key(aliases[i].sequence, aliases[i].key);

    static const struct {
        const char *format;
        char final;
        int key;
    } modified[] = {
        {"\033[1;%d%c", 'A', KEY_UP},    {"\033[1;%d%c", 'B', KEY_DOWN}, {"\033[1;%d%c", 'C', KEY_RIGHT},
        {"\033[1;%d%c", 'D', KEY_LEFT},  {"\033[1;%d%c", 'H', KEY_HOME}, {"\033[1;%d%c", 'F', KEY_END},
        {"\033[2;%d%c", '~', KEY_IC},    {"\033[3;%d%c", '~', KEY_DC},   {"\033[5;%d%c", '~', KEY_PPAGE},
        {"\033[6;%d%c", '~', KEY_NPAGE},
    };
    for (size_t i = 0; i < sizeof modified / sizeof *modified; i++)
        define_modified(modified[i].format, modified[i].final, modified[i].key, 2);
    // From Alt on; Shift alone changes nothing.
    define_modified("\033[1;%d%c", 'D', WORD_LEFT, 3);
    define_modified("\033[1;%d%c", 'C', WORD_RIGHT, 3);
    define_function_keys();

    // The numeric keypad in application mode means what is printed on it.
    for (char final = 'j'; final <= 'y'; final++) {
        char sequence[4] = {'\033', 'O', final, 0};
        define_key(sequence, final - 'j' + '*');
    }

    // Mouse reports are decoded with the other sequences, not by curses.
    define_key(NULL, KEY_MOUSE);
}

int32_t keys_translate(int key) {
    switch (key) {
        case KEY_UP: case KEY_SR: return CT_KEY_UP;
        case KEY_DOWN: case KEY_SF: return CT_KEY_DOWN;
        case KEY_LEFT: case KEY_SLEFT: return CT_KEY_LEFT;
        case KEY_RIGHT: case KEY_SRIGHT: return CT_KEY_RIGHT;
        case KEY_HOME: case KEY_SHOME: case KEY_FIND: return CT_KEY_HOME;
        case KEY_END: case KEY_SEND: case KEY_SELECT: case KEY_LL: return CT_KEY_END;
        case KEY_PPAGE: case KEY_SPREVIOUS: return CT_KEY_PAGE_UP;
        case KEY_NPAGE: case KEY_SNEXT: return CT_KEY_PAGE_DOWN;
        case KEY_IC: case KEY_SIC: return CT_KEY_INSERT;
        case KEY_DC: case KEY_SDC: return CT_KEY_DELETE;
        case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
        case KEY_ENTER: return CT_KEY_ENTER;
        case KEY_BTAB: return CT_KEY_BACK_TAB;
        case WORD_LEFT: return CT_KEY_CONTROL_LEFT;
        case WORD_RIGHT: return CT_KEY_CONTROL_RIGHT;
        case PASTE_BEGIN: return CT_KEY_PASTE_BEGIN;
        case PASTE_END: return CT_KEY_PASTE_END;
        default: break;
    }
    if (key > KEY_F0 && key <= KEY_F(63)) return CT_KEY_FUNCTION + (key - KEY_F0);
    return CT_KEY_OTHER;
}
