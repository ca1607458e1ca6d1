"""How long it is from the commit of a line until each desk shows it."""

import statistics
import time

from .figures import percentiles
from .ledger import latest_line
from .loop import now

# Each borrow is one more from its first line on.
COMMITTED = """
    SELECT extract(epoch FROM written_at)::float8 AS at FROM berth.trail WHERE line > {line} AND phase = 'intended' ORDER BY line
"""


def spread(fleet):
    fleet.desks.need()
    for rate in fleet.options.rates:
        fleet.loop.run(3)
        words = f"{rate:g} borrows a second" if rate else f"{len(fleet.hosts)} borrows at once"
        fleet.results[f"{words}, {len(fleet.desks)} desks open"] = spread_at(fleet, rate)
        fleet.return_all()


def spread_at(fleet, rate):
    held = statistics.mode(desk.held or 0 for desk in fleet.desks)
    line, counts = latest_line(fleet), fleet.desks.counts()
    began, drift = now(), time.time() - now()
    for number, host in enumerate(fleet.hosts):
        if rate:
            fleet.loop.run(began + number / rate - now())
        host.begin(host.words())
    fleet.rest()
    fleet.loop.run(5, lambda: fleet.desks.all_show(held + len(fleet.hosts)))
    committed = [row["at"] - drift for row in fleet.primary.json(COMMITTED.format(line=line))]
    delays = [delay for changes in fleet.desks.since(counts) for delay in delays_of(changes, held, committed)]
    in_time, seconds = sum(delay <= 1 for delay in delays), committed[-1] - committed[0] + 1
    return {
        "from commit to a desk, ms": percentiles([delay * 1e3 for delay in delays]),
        "shown within a second, %": in_time / len(delays) * 100,
        "shown within a second, a second": in_time / seconds,
        # Each borrow has three lines.
        "notifications sent a second": 3 * len(delays) / seconds,
        "details": {"borrows": len(committed)},
    }


def delays_of(changes, held, committed):
    """How long it took a desk to show each of them: whoever shows so many has heard of as many."""
    for number, at in enumerate(committed, start=1):
        yield next((one.at - at for one in changes if (one.held or 0) >= held + number), float("inf"))
