"""Whether the ledger, the sandbox's seats and what commands were told are the same."""

from .figures import tally

# Of this run's devices. A borrow of which nobody knows whether it was granted is held for ever.
HELD = """
    SELECT split_part(binding, ':{tag}-', 2) AS name, held_until LIKE '9999%' AS is_in_doubt FROM berth.borrow
    WHERE binding LIKE '%:{tag}-%' AND held_until > now()::text
"""
OPERATIONS = """
    SELECT operation_id, count(*) AS lines, string_agg(phase, ' ' ORDER BY line) AS phases FROM berth.trail
    WHERE line > {line} GROUP BY operation_id
"""
# Each line's hash is that of the one before it and of its own text.
BREAKS = """
    SELECT count(*) FROM (
        SELECT line, hash, lag(line) OVER in_order AS before,
            encode(sha256(decode(lag(hash) OVER in_order, 'hex') || convert_to(text, 'UTF8')), 'hex') AS made
        FROM berth.trail WHERE line >= {line} WINDOW in_order AS (ORDER BY line)
    ) AS chained
    WHERE line > {line} AND (made IS DISTINCT FROM hash OR before IS DISTINCT FROM line - 1)
"""


def latest_line(fleet):
    return int(fleet.primary.sql("SELECT max(line) FROM berth.trail"))


def check(fleet, line, commands):
    """Holds them against each other from a line on; what does not fit is told."""
    borrows = fleet.primary.json(HELD.format(tag=fleet.tag))
    in_doubt = {fleet.device(borrow["name"]) for borrow in borrows if borrow["is_in_doubt"]}
    held = sorted({fleet.device(borrow["name"]) for borrow in borrows} - in_doubt)
    seats = [seat for seat in fleet.sandbox.seats() if seat not in in_doubt]
    written = {row["operation_id"]: row for row in fleet.primary.json(OPERATIONS.format(line=line))}
    acknowledged = [command.operation for command in commands if command.is_done and command.operation]
    phases = {name: row["phases"] for name, row in written.items()}
    return {
        "steps lost": sum(phases.get(name) != "intended sent confirmed" for name in acknowledged),
        "steps doubled": len(acknowledged) - len(set(acknowledged)) + sum(row["lines"] > 3 for row in written.values()),
        "lines that do not fit": int(fleet.primary.sql(BREAKS.format(line=line))),
        "seats at the server and in the ledger are the same": seats == held,
        "in doubt": len(in_doubt),
        "details": {
            "commands": len(commands), "acknowledged": len(acknowledged), "seats": len(seats), "held": len(held),
            "lines": sum(row["lines"] for row in written.values()), "phases": sorted(set(phases.values())),
            "other statuses": tally(f"{command.status} {command.code}" for command in commands if not command.is_done),
        },
    }
