#include "tty.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "CTerminal.h"
#include "guard.h"

int32_t tty_wait(int input, int output, int timeout) {
    struct pollfd descriptors[] = {
        {input, POLLIN, 0},
        {ct_wakeup_descriptor(), POLLIN, 0},
        {output, POLLOUT, 0},
    };
    if (poll(descriptors, 3, timeout) < 0) return CT_WOKEN;
    int32_t found = 0;
    if (descriptors[0].revents & POLLIN) found |= CT_READABLE;
    if (descriptors[0].revents & (POLLHUP | POLLERR | POLLNVAL)) found |= CT_HUNG_UP;
    if (descriptors[2].revents) found |= CT_WRITABLE;
    if (descriptors[1].revents) {
        uint64_t count;
        found |= CT_WOKEN;
        if (read(descriptors[1].fd, &count, sizeof count) < 0) return found;
    }
    return found;
}

bool tty_is_gone(int input) {
    struct pollfd descriptor = {input, POLLIN, 0};
    int waiting = 0;
    if (poll(&descriptor, 1, 0) <= 0) return false;
    if (descriptor.revents & (POLLHUP | POLLERR | POLLNVAL)) return true;
    // Readable, and yet nothing to read: the end of input.
    return ioctl(input, FIONREAD, &waiting) < 0 || waiting == 0;
}

bool tty_is_in_background(int input) {
    pid_t foreground = tcgetpgrp(input);
    return foreground >= 0 && foreground != getpgrp();
}

void tty_write(int output, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(output, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

void tty_make_room(int output, int patience) {
    struct pollfd descriptor = {output, POLLOUT, 0};
    if (poll(&descriptor, 1, patience) == 0) tcflush(output, TCOFLUSH);
}

void ct_set_locale(const char *locale) {
    // The character set alone: a decimal comma would change what the rest of the process reads and writes.
    if (!setlocale(LC_CTYPE, locale)) setlocale(LC_CTYPE, "C.UTF-8");
}

int32_t ct_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
