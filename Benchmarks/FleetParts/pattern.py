"""What the program wrote of one borrow, with gaps, to be written again of others."""

import base64
import calendar
import hashlib
import json
import re
import sys
import time
from functools import lru_cache
from typing import NamedTuple

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z"


def milliseconds(moment):
    return calendar.timegm(time.strptime(moment[:19], "%Y-%m-%dT%H:%M:%S")) * 1000 + int(moment[20:23] or 0)


@lru_cache(maxsize=1000)
def second(value):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(value))


class Values(dict):
    """What goes into the gaps, by name.

    A moment of an operation is made as it is asked for; its name is its distance from the operation's start, in milliseconds.
    """

    def __init__(self):
        super().__init__()
        self.start, self.made = 0, []

    def begin(self, start):
        """Goes on to another operation."""
        for name in self.made:
            del self[name]
        self.made, self.start = [], start

    def __missing__(self, name):
        value = self.start * 1000 + int(name)
        self[name] = f"{second(value // 1000)}.{value % 1000:03d}Z"
        self.made.append(name)
        return self[name]


class Part(NamedTuple):
    """One line, each of its texts with gaps; the last two where a receipt came: what its digest is made of, and its columns."""

    text: str
    at: str
    phase: str
    kind: str
    named: str = None
    columns: str = None


class Pattern:
    """The parts of a borrow, of a new end, and of a return, in three lists.

    The gaps are named "id" and "operation", "device", "print" (the key's fingerprint), "host", "product", "line", "receipt", "begun" and
    other moments by their distance from the operation's start, "before" and "end", the ends that were granted before and are asked for.
    """

    def __init__(self, lines, receipts, product, device, host):
        first = json.loads(lines[0]["text"])["borrow"]
        # A host's name may be as short as to be in a signature, too, and a line's number is anywhere.
        always = {
            first["id"]: "%(id)s", first["subject"]["license"]["fingerprint"]: "%(print)s", first["begunAt"]: "%(begun)s",
            product: "%(product)s", device: "%(device)s", f'"host":"{host}"': '"host":"%(host)s"',
        }
        came = {receipt["line"]: receipt for receipt in receipts}
        self.kinds = [[], [], []]
        operations, end, before = [], None, None
        for line in lines:
            operation = json.loads(line["text"])["borrow"]["operation"]
            if operation["id"] not in operations:
                operations.append(operation["id"])
                before, end = end, operation.get("requestedEnd", end)
            known = {operation["id"]: "%(operation)s"} | always | {f'"line":{line["line"]},': '"line":%(line)s,'}
            if line["receipt"]:
                known[line["receipt"]] = "%(receipt)s"
            for moment, name in ((before, "before"), (end, "end")):
                if moment:
                    known |= {moment: f"%({name})s", moment.replace(".000Z", "Z"): f"%({name}_short)s"}
            start = milliseconds(operation["startedAt"])
            texts = [line["text"], line["at"], *receipt_texts(came.get(line["line"]), line["receipt"])]
            text, at, *receipt = [with_gaps(text, known, start) for text in texts]
            self.kinds[len(operations) - 1].append(Part(text, at, line["phase"], operation["kind"], *receipt))


def receipt_texts(receipt, digest):
    """What the digest of a receipt is made of, and its columns in the table; nothing where none came."""
    if not receipt:
        return []
    body = bytes.fromhex(receipt["body"].removeprefix("\\x"))
    named = {
        "request": receipt["request"], "body": base64.b64encode(body).decode(), "redacted": False, "digest": receipt["digest"],
        "signature": receipt["signature"], "keyFingerprint": receipt["key_fingerprint"], "receivedAt": receipt["received_at"],
    }
    named = json.dumps(named, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    if hashlib.sha256(named.encode()).hexdigest() != digest:
        sys.exit("a receipt's digest is not made as docs/trail.md says")
    columns = [receipt["request"], "\\\\x" + body.hex(), "f", receipt["digest"], receipt["signature"], receipt["key_fingerprint"],
               receipt["received_at"]]
    return [named, "\t".join(columns)]


def with_gaps(text, known, start):
    """A text for the % operator: with what stands for each word that is known, and a gap for each other moment."""
    words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))

    def gap(match):
        word = match[0]
        return known.get(word) or f"%({milliseconds(word) - start})s"

    return re.sub(f"{words}|{MOMENT}", gap, text.replace("%", "%%"))
