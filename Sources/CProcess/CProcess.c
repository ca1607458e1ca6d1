#include "CProcess.h"

#include <sys/prctl.h>
#include <sys/resource.h>

// Both are needed: a kernel that pipes core files to a collector does not ask for the limit, and one that writes them for the
// superuser may not ask whether the process is dumpable.
int cp_forbid_dumps(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

#ifndef CP_BUILD
#define CP_BUILD ""
#endif

const char *cp_build(void) { return CP_BUILD; }
