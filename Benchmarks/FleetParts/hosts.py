"""Hosts that borrow and return: one command after another, and what came of each."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from .loop import now
from .sandbox import PRODUCT

# The status of a command that was refused because the ledger is away.
LEDGER_IS_AWAY = 30


@dataclass
class Command:
    words: list
    began: float
    ended: float
    status: int
    #: What it said that it did, and why it did not.
    operation: str
    code: str
    errors: str

    @property
    def seconds(self):
        return self.ended - self.began

    @property
    def is_done(self):
        return self.status == 0

    @property
    def is_refused(self):
        return self.status == LEDGER_IS_AWAY


class Host:
    def __init__(self, fleet, name):
        self.fleet, self.device, self.environment = fleet, fleet.device(name), fleet.environment(name)
        #: The borrow that it holds, and the command that is under way.
        self.borrow = self.process = None

    def words(self):
        """The next command: a return of what is held, else a borrow."""
        if self.borrow:
            return ["release", self.borrow]
        return ["borrow", "--product", PRODUCT, "--until", "+2d"]

    def begin(self, words, then=lambda command: None):
        arguments = [
            self.fleet.berth, *words, "--json", "--license-key-file", self.fleet.key_file, "--ledger", self.fleet.address]
        began = now()
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        end = os.pidfd_open(self.process.pid)

        def ended(at):
            self.fleet.loop.forget(end)
            os.close(end)
            command = self.outcome(words, began, at)
            self.fleet.commands.append(command)
            then(command)

        self.fleet.loop.watch(end, ended)

    def outcome(self, words, began, ended):
        output, errors = self.process.communicate()
        status, self.process = self.process.returncode, None
        try:
            told = json.loads(output)
        except ValueError:
            told = {}
        if status == 0:
            self.borrow = told["borrow"]["id"] if words[0] == "borrow" else None
        return Command(
            words, began, ended, status, told.get("operation"), told.get("problem", {}).get("code"),
            errors.decode()[-300:] if status else "")

    def run(self, words):
        """Runs one command, which has to succeed."""
        self.begin(words)
        self.fleet.loop.run(120, lambda: self.process is None)
        if self.process or not self.fleet.commands[-1].is_done:
            sys.exit(f"{words}: {'does not end' if self.process else self.fleet.commands[-1]}")

    def keep_on(self):
        """Borrows and returns until the fleet rests."""

        def go_on(command):
            if command.is_refused:
                # As a script would, it waits before it comes again.
                self.fleet.loop.later(1, self.keep_on)
            else:
                self.keep_on()

        if not self.fleet.rests:
            self.begin(self.words(), go_on)
