#include "tty.h"

#include <errno.h>
#include <fcntl.h>
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

bool tty_has_room(int output) {
    struct pollfd descriptor = {output, POLLOUT, 0};
    return poll(&descriptor, 1, 0) > 0 && (descriptor.revents & POLLOUT);
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

FILE *tty_open_stream(int descriptor, const char *mode) {
    int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    FILE *stream = own < 0 ? NULL : fdopen(own, mode);
    if (!stream && own >= 0) close(own);
    return stream;
}

locale_t tty_locale(const char *name) {
    locale_t locale = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
    return locale ? locale : newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

int32_t ct_width(uint32_t scalar) {
    static _Thread_local locale_t utf8;
    if (!utf8) utf8 = tty_locale("C.UTF-8");
    locale_t before = uselocale(utf8);
    int32_t width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}
