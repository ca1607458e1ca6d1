/// The spellings of keys that a terminal's description leaves out or has wrong.
#pragma once

#include <stdint.h>

/// Teaches them to curses, for the terminal that is open.
void keys_define(void);

/// The `CT_KEY_…` code of one of curses' own.
int32_t keys_translate(int key);
