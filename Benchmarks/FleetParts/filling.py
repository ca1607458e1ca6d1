"""The ledger is filled with borrows like one that the program has made."""

import hashlib
import platform
import subprocess
import sys
import time

from .cluster import CARELESS
from .loop import now, say
from .pattern import Pattern, Values, second
from .sandbox import PRODUCT

PRODUCTS = [PRODUCT, "MESH", "RENDER", "SIM-X"]
TABLES = {
    "trail": "line, text, hash, at, kind, product, borrow_id, operation_id, phase, receipt, written_by, written_at",
    "borrow": "first_line, id, line, product, binding, held_until, is_forgotten",
    "operation": "id, borrow_id, line, kind, phase",
    "receipt": "line, operation_id, request, body, is_redacted, digest, signature, key_fingerprint, received_at",
}
# What COPY takes for NULL.
NULL = r"\N"
BORROW, NEW_END, RETURN = range(3)
MINUTE, HOUR, DAY = 60, 3600, 86400


def binding(url, product, device):
    return ",".join(f"{len(part)}:{part}" for part in (url, product, device))


class Writer:
    """Writes lines that go on from the last one, and what belongs to them in the other tables."""

    def __init__(self, pattern, url, user, last_line, last_hash):
        self.pattern, self.url, self.user = pattern, url, user
        self.line, self.hash = last_line, last_hash
        self.values = Values()
        self.rows = {table: [] for table in TABLES}

    def copied(self):
        """What was written since the last time, as parts of COPY."""
        for table, columns in TABLES.items():
            yield f"COPY berth.{table} ({columns}) FROM STDIN;\n{''.join(self.rows[table])}\\.\n"
            self.rows[table] = []

    def row(self, table, *columns):
        self.rows[table].append("\t".join(map(str, columns)) + "\n")

    def borrow(self, number, start, kinds, is_held):
        """One borrow, with an operation for each of these kinds, ten seconds apart."""
        name = time.strftime("%Y%m%d%H%M%S", time.gmtime(start)) + f"-{number:07d}-fleet"
        values, first_line = self.values, self.line + 1
        device, product = f"device-{number:07d}", PRODUCTS[number % len(PRODUCTS)]
        values |= {
            "id": f"{name}-0", "device": device, "host": f"host-{number % 200:03d}", "product": product, "print": f"{number:032x}",
        }
        # Between two days and all that a license allows.
        end = start + DAY * (2 + number * 7 % 27)
        for turn, kind in enumerate(kinds):
            values.begin(start + turn * 10)
            values["operation"] = f"{name}-{turn}"
            if kind == BORROW:
                values["begun"] = values["0"]
            if kind != RETURN:
                values["before"] = values.get("end")
                values["end_short"] = second(end + turn * HOUR) + "Z"
                values["end"] = second(end + turn * HOUR) + ".000Z"
            self.operation(self.pattern.kinds[kind])
        self.row("borrow", first_line, values["id"], self.line, product, binding(self.url, product, device),
                 values["end"] if is_held else NULL, "f")

    def operation(self, parts):
        values = self.values
        of_borrow, operation = values["id"], values["operation"]
        for part in parts:
            self.line += 1
            values["line"], values["receipt"] = self.line, NULL
            if part.named:
                values["receipt"] = hashlib.sha256((part.named % values).encode()).hexdigest()
                self.row("receipt", self.line, operation, part.columns % values)
            text, at = part.text % values, part.at % values
            self.hash = hashlib.sha256(self.hash + text.encode()).digest()
            self.row("trail", self.line, text, self.hash.hex(), at, "step", values["product"], of_borrow, operation, part.phase,
                     values["receipt"], self.user, at)
        self.row("operation", operation, of_borrow, self.line, part.kind, part.phase)


def borrows_like(writer, borrows, lines, held):
    """Statements that write so many borrows with so many lines; the last ones are held, all others were returned."""
    began = int(time.time()) - borrows * MINUTE
    last_line = writer.line + lines
    once = sum(map(len, writer.pattern.kinds))
    returns, ends = len(writer.pattern.kinds[RETURN]), len(writer.pattern.kinds[NEW_END])
    for number in range(borrows):
        is_held = number >= borrows - held
        # A second new end for as many as it takes to come to all of the lines.
        least = (borrows - number) * (once - (returns if is_held else 0))
        new_ends = 1 if last_line - writer.line < least + ends else 2
        kinds = [BORROW] + [NEW_END] * new_ends + ([] if is_held else [RETURN])
        writer.borrow(number, began + number * MINUTE, kinds, is_held)
        if number % 2000 == 1999 or number == borrows - 1:
            yield from writer.copied()
    yield f"UPDATE berth.ledger SET last_line = {writer.line};\n"


def fill(cluster, host, url, user, counts):
    """Fills a new ledger with so many borrows, lines and held ones, after the host has written a pattern; returns how long it took."""
    for words in (["borrow", "--product", PRODUCT, "--until", "+2d"], ["borrow", "--product", PRODUCT, "--until", "+3d"],
                  ["release", PRODUCT]):
        host.run(words)
    written = cluster.json("SELECT line, text, at, phase, receipt, hash FROM berth.trail ORDER BY line")
    receipts = cluster.json("SELECT * FROM berth.receipt ORDER BY line")
    pattern = Pattern(written[1:], receipts, PRODUCT, host.device, platform.node())
    if cluster.sql("SELECT binding FROM berth.borrow") != binding(url, PRODUCT, host.device):
        sys.exit("a borrow's binding is not made as it was")
    writer = Writer(pattern, url, user, len(written), bytes.fromhex(written[-1]["hash"]))
    cluster.stop()
    cluster.start(**CARELESS)
    began = now()
    copy(cluster, borrows_like(writer, *counts))
    say("vacuum")
    cluster.sql("VACUUM ANALYZE")
    cluster.stop()
    subprocess.run(["sync"])
    cluster.start()
    return now() - began


def copy(cluster, statements):
    program = cluster.program("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", "berth")
    with subprocess.Popen(**program, stdin=subprocess.PIPE) as process:
        # What a user of the database may not do: foreign keys are held by what is written, and looked at by berth history --verify.
        process.stdin.write(b"SET session_replication_role = replica;\n")
        size = 0
        for text in statements:
            process.stdin.write(text.encode())
            size += len(text)
            if size > 1 << 30:
                say("filled another GiB")
                size -= 1 << 30
    if process.returncode:
        sys.exit("the ledger was not filled")
