#ifndef CPROCESS_H
#define CPROCESS_H

#include <spawn.h>

/// Says that nobody may look into this process's memory: no core file is written of it, however it ends, and its files under
/// /proc are the superuser's alone. Returns 0, or -1 with errno set.
int cp_forbid_dumps(void);

/// What the program was built from, in the words of whoever built it; empty where nobody has said.
const char *cp_build(void);

/// The day with which weeks begin, as the variables of the locale (LC_ALL, LC_TIME, LANG) say: 1 for Sunday to 7 for Saturday,
/// or 0 where they name no country's. It changes no locale, and may be called by any thread.
int cp_first_weekday(void);

/// Makes a pipe whose ends, that to read from first, no program that is started inherits. Returns 0, or -1 with errno set.
int cp_pipe(int ends[2]);

/// Has a program that is started inherit none of this process's files but its three standard ones. Returns 0, or the error's number.
int cp_inherit_nothing(posix_spawn_file_actions_t *actions);

/// What was done about a signal before.
enum cp_signal { CP_DEFAULT, CP_HANDLED, CP_IGNORED };

/// Has a signal written to a file, as one byte with its number, in place of what is done about it. A handler that was there before
/// is called as well, and a signal that is ignored stays so.
enum cp_signal cp_listen(int number, int descriptor);

/// Does about a signal again what was done before cp_listen().
void cp_stop_listening(int number);

#endif
