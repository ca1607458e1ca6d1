"""Hosts that borrow and return as fast as they can, with no desk open and with all of them."""

from .figures import percentiles, summary
from .ledger import check, latest_line
from .loop import now
from .machine import server_memory


def alone(fleet):
    one = fleet.hosts[:1]
    # The first commands find nothing in the caches, and do not count.
    fleet.load(one, 1)
    fleet.results["one host, no desk open"] = summary(fleet.load(one, 6))
    fleet.results[f"{len(fleet.hosts)} hosts at once, no desk open"] = summary(fleet.load(fleet.hosts, fleet.options.seconds))
    fleet.return_all()


def steps(fleet):
    fleet.desks.need()
    line, counts = latest_line(fleet), fleet.desks.counts()
    processor, began = sum(fleet.desks.processor()), now()
    load = fleet.load(fleet.hosts, fleet.options.seconds)
    seconds = now() - began
    fleet.results[f"{len(fleet.hosts)} hosts at once, {len(fleet.desks)} desks open"] = summary(load) | {
        "desks' processors": (sum(fleet.desks.processor()) - processor) / seconds,
        "changes that a desk shows a second": percentiles([len(changes) / seconds for changes in fleet.desks.since(counts)]),
        "the server, MiB": server_memory(fleet.primary),
    } | check(fleet, line, load["commands"])
    fleet.return_all()
