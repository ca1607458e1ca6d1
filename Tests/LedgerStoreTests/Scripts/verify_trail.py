#!/usr/bin/env python3
"""Verifies an exported trail by the rules of docs/trail.md, with nothing but Python 3.

usage: verify_trail.py [--anchor LINE:HASH] [FILE]

Reads JSON Lines, from standard input where no file is given: each line an object with the members `text` and `hash` and,
where the step brought one, `receipt`. Ends with status 0 and a sentence about what was verified, or with status 1 and the
first thing that does not fit.
"""

import argparse
import base64
import hashlib
import json
import sys

VERSION = 1


class Fault(Exception):
    """The first thing that does not fit, in a sentence."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def strict(text):
    """Reads JSON in which no member stands twice."""

    def members(pairs):
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a member stands twice")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=members)


def chained(previous, text):
    """The hash of a line; `previous` is None before line 1."""
    return sha256((bytes.fromhex(previous) if previous else bytes(32)) + text.encode())


def digest(receipt):
    """The digest of a receipt: SHA-256 of its one spelling as JSON."""
    return sha256(json.dumps(receipt, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


class Trail:
    def __init__(self, anchor):
        self.anchor = anchor
        self.first = self.number = self.hash = self.key = self.unproved = None
        self.lines = self.receipts = 0

    def take(self, exported):
        text, stored = exported["text"], exported["hash"]
        line = strict(text)
        if line["v"] != VERSION:
            raise Fault(f"A line is of version {line['v']}, and this script knows version {VERSION}.")
        number = line["line"]
        if self.number is None:
            self.first = number
        elif number <= self.number:
            raise Fault(f"Line {number} stands where line {self.number + 1} has to be.")
        elif number != self.number + 1:
            raise Fault(f"Line {self.number + 1} is missing.")
        if self.number is None and number > 1:
            # Proved as soon as the line that cut off what came before is met.
            self.unproved = exported
        elif chained(self.hash, text) != stored:
            raise Fault(f"Line {number} does not fit: it or the line before it was changed.")
        self.meet(number, stored)
        self.number, self.hash = number, stored
        self.lines += 1
        self.note(line)
        self.check_receipt(line, exported.get("receipt"))

    def note(self, line):
        number = line["line"]
        if (line["kind"] == "begun") != (number == 1):
            raise Fault(f"Line {number} begins the ledger anew." if number > 1 else "Line 1 does not begin a ledger.")
        if line["kind"] == "begun":
            self.key = line["fingerprintKey"]
        elif line["kind"] == "cut":
            self.note_cut(line)
        elif line["kind"] != "step":
            raise Fault(f"Line {number} is of the kind {line['kind']!r}, which this script does not know.")

    def note_cut(self, line):
        through = line["through"]
        if through >= self.first:
            raise Fault(f"Line {line['line']} says that line {through} was removed, and it is there.")
        if self.key not in (None, line["fingerprintKey"]):
            raise Fault(f"Line {line['line']} names another key of fingerprints than the lines before it.")
        self.key = line["fingerprintKey"]
        if through == self.first - 1:
            if self.unproved and chained(line["hash"], self.unproved["text"]) != self.unproved["hash"]:
                raise Fault(f"Line {self.first} does not fit: it or the line before it was changed.")
            self.unproved = None
            self.meet(through, line["hash"])

    def check_receipt(self, line, receipt):
        named = line.get("receipt")
        if named is None and receipt is None:
            return
        if named is None or receipt is None or digest(receipt) != named:
            raise Fault(f"The receipt of line {line['line']} is not the one that it names.")
        if not receipt["redacted"] and sha256(base64.b64decode(receipt["body"])) != receipt["digest"]:
            raise Fault(f"The receipt of line {line['line']} is not what its signature covers.")
        self.receipts += 1

    def meet(self, number, stored):
        if self.anchor and self.anchor[0] == number:
            if self.anchor[1] != stored:
                raise Fault(f"Line {number} has another hash than the one that was noted.")
            self.anchor = None

    def finish(self):
        if self.number is None:
            raise Fault("There is no line.")
        if self.unproved:
            raise Fault(f"Line {self.first - 1} and all before it are missing, and no line says that they were cut off.")
        if self.anchor:
            raise Fault(f"Line {self.anchor[0]}, which was noted, is not there.")
        return (
            f"Lines {self.first} to {self.number} fit, with {self.receipts} receipts. "
            f"The head is {self.number}:{self.hash}"
        )


def anchor(text):
    number, stored = text.split(":")
    return int(number), stored


def main():
    parser = argparse.ArgumentParser(description="verifies an exported trail")
    parser.add_argument("--anchor", type=anchor, metavar="LINE:HASH", help="a head that was noted earlier")
    parser.add_argument("file", nargs="?")
    options = parser.parse_args()
    trail = Trail(options.anchor)
    try:
        # Not split at anything but a newline: a text may hold other separators of lines.
        stream = open(options.file, encoding="utf-8", newline="\n") if options.file else sys.stdin
        with stream:
            for row in stream:
                trail.take(strict(row))
        print(trail.finish())
    except Fault as fault:
        sys.exit(str(fault))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"After line {trail.number or 0} stands something that is no line: {error!r}")


main()
