"""Desks, each on a pseudo-terminal of its own."""

import contextlib
import ctypes
import fcntl
import os
import pty
import re
import signal
import socket
import struct
import termios
import time
from typing import NamedTuple

from .loop import now, say
from .machine import memory
from .screen import HEIGHT, WIDTH, Screen

TITLE = re.compile(r"Borrowed(?: (\d+))? [─┐]")
# Of linux/sched.h.
CLONE_NEWUTS = 0x04000000


class Change(NamedTuple):
    """What the title of a desk's list shows from a moment on: how much is held, and whether that is of some time ago."""

    at: float
    held: int
    is_stale: bool

    @property
    def is_live(self):
        return self.held is not None and not self.is_stale


class Desk:
    def __init__(self, loop, argv, environment, host):
        self.loop, self.screen = loop, Screen()
        #: All that it has shown, each with its moment.
        self.shown = []
        #: When the first and the latest output came, and when it first showed how much is held.
        self.first = self.latest = self.painted = None
        self.started = now()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
                # A host's name of its own, where that may be given.
                if ctypes.CDLL(None).unshare(CLONE_NEWUTS) == 0:
                    socket.sethostname(host)
                os.chdir(environment["HOME"])
                os.execve(argv[0], argv, environment)
            finally:
                os._exit(127)
        # A terminal that another desk had, too, would not hang up.
        os.set_inheritable(self.terminal, False)
        loop.watch(self.terminal, self.read)

    def read(self, at):
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            data = b""
        if not data:
            self.hang_up()
            return
        self.first = self.first or at
        self.latest = at
        self.screen.feed(data)
        title = self.screen.line(1)
        found = TITLE.search(title)
        is_reading = "Reading the ledger" in self.screen.line(2)
        held = int(found[1] or 0) if found and not is_reading else None
        if held is not None:
            self.painted = self.painted or at
        change = Change(at, held, "as of" in title)
        if change[1:] != self.latest_change[1:]:
            self.shown.append(change)

    @property
    def latest_change(self):
        return self.shown[-1] if self.shown else Change(self.started, None, False)

    @property
    def held(self):
        return self.latest_change.held

    @property
    def is_stale(self):
        return self.latest_change.is_stale

    @property
    def is_live(self):
        return self.latest_change.is_live

    def processor(self):
        """Seconds of the processor so far."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def hang_up(self):
        """Closes the terminal, which ends it."""
        if self.terminal is not None:
            self.loop.forget(self.terminal)
            os.close(self.terminal)
            self.terminal = None

    def has_ended(self):
        return os.waitpid(self.pid, os.WNOHANG)[0] != 0


class Desks:
    """All that are open."""

    def __init__(self, fleet):
        self.fleet, self.desks = fleet, []

    def __iter__(self):
        return iter(self.desks)

    def __len__(self):
        return len(self.desks)

    def open(self, number, address):
        name = f"host-{number:03d}"
        desk = Desk(self.fleet.loop, [self.fleet.berth, "--ledger", address], self.fleet.environment(name), name)
        self.desks.append(desk)
        return desk

    def open_all(self, address):
        """Opens all at once; returns how long until each has shown what is held."""
        began = now()
        for number in range(self.fleet.options.desks):
            self.open(number, address)
            self.fleet.loop.run(0)
        self.fleet.loop.run(300, lambda: all(desk.painted for desk in self))
        return [desk.painted - began for desk in self if desk.painted]

    def need(self):
        """Opens all where none is, without a proxy."""
        if not self.desks:
            self.open_all(self.fleet.address_of(self.fleet.primary.port))

    def close(self):
        for desk in self:
            desk.hang_up()
        # One that is in the middle of something takes up to five seconds for that.
        for _ in range(200):
            self.desks = [desk for desk in self if not desk.has_ended()]
            if not self.desks:
                return
            time.sleep(0.05)
        say(f"{len(self)} desks did not end with their terminal")
        for desk in self:
            os.kill(desk.pid, signal.SIGKILL)
            os.waitpid(desk.pid, 0)
        self.desks = []

    @property
    def live(self):
        return sum(desk.is_live for desk in self)

    def all_show(self, held):
        return all(desk.held == held for desk in self)

    def memory(self):
        """What is resident of each, and its share of that where others have it, too; in MiB."""
        sizes = []
        for desk in self:
            # The program hides it from all but root.
            with contextlib.suppress(PermissionError):
                sizes.append(memory(desk.pid))
        return sizes

    def processor(self):
        return [desk.processor() for desk in self]

    def counts(self):
        """How much each has shown, to look at what comes after it."""
        return [len(desk.shown) for desk in self]

    def since(self, counts):
        return [desk.shown[count:] for desk, count in zip(self, counts)]
