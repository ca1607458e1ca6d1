#ifndef CPROCESS_H
#define CPROCESS_H

/// Says that nobody may look into this process's memory: no core file is written of it, however it ends, and its files under
/// /proc are the superuser's alone. Returns 0, or -1 with errno set.
int cp_forbid_dumps(void);

/// What the program was built from, in the words of whoever built it; empty where nobody has said.
const char *cp_build(void);

/// The day with which weeks begin, as the variables of the locale (LC_ALL, LC_TIME, LANG) say: 1 for Sunday to 7 for Saturday,
/// or 0 where they name no country's. It changes no locale, and may be called by any thread.
int cp_first_weekday(void);

#endif
