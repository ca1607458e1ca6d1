#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

// Both are needed: a kernel that pipes core files to a collector does not ask for the limit, and one that writes them for the
// superuser may not ask whether the process is dumpable.
int cp_forbid_dumps(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// A flag that is set later comes too late for a program that another thread starts meanwhile.
int cp_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cp_inherit_nothing(posix_spawn_file_actions_t *actions) {
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

#ifndef CP_BUILD
#define CP_BUILD ""
#endif

const char *cp_build(void) { return CP_BUILD; }

#ifdef __GLIBC__
int cp_first_weekday(void) {
    const locale_t locale = newlocale(LC_TIME_MASK, "", (locale_t)0);
    if (locale == (locale_t)0) return 0;
    const char *name = nl_langinfo_l(_NL_LOCALE_NAME(LC_TIME), locale);
    int weekday = 0;
    // The locale of programs has weeks too, but nobody's.
    if (strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0 && strncmp(name, "C.", 2) != 0) {
        // The days are counted from a given one, which is a Sunday or a Monday; the library has its date in place of a pointer.
        const unsigned start = (unsigned)(uintptr_t)nl_langinfo_l(_NL_TIME_WEEK_1STDAY, locale);
        const int first = *nl_langinfo_l(_NL_TIME_FIRST_WEEKDAY, locale);
        if (first >= 1 && first <= 7) weekday = (first - 1 + (start == 19971201)) % 7 + 1;
    }
    freelocale(locale);
    return weekday;
}
#else
int cp_first_weekday(void) { return 0; }
#endif
