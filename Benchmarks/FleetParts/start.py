"""Desks that are opened one after another, and what they take while nothing happens."""

import sys

from .figures import percentiles, tally
from .loop import now
from .machine import server_memory
from .screen import HEIGHT


def start(fleet):
    fleet.desks.close()
    address = fleet.address_of(fleet.primary.port)
    full = []
    for number in range(fleet.options.desks):
        desk = fleet.desks.open(number, address)
        if not fleet.loop.run(60, lambda: desk.painted):
            sys.exit("a desk shows nothing: " + "\n".join(map(desk.screen.line, range(HEIGHT))))
        fleet.loop.run(5, lambda: now() - desk.latest > 0.15)
        full.append((desk.latest - desk.started) * 1e3)
    memory = fleet.desks.memory()
    before, began = fleet.desks.processor(), now()
    fleet.loop.run(5)
    minutes = (now() - began) / 60
    idle = [(after - one) * 1e3 / minutes for one, after in zip(before, fleet.desks.processor())]
    fleet.results["start of a desk"] = {
        "first output, ms": percentiles([(desk.first - desk.started) * 1e3 for desk in fleet.desks]),
        "full paint, ms": percentiles(full),
    }
    fleet.results["an idle desk"] = {
        "resident, MiB": percentiles([resident for resident, _ in memory]),
        "its share of that, MiB": percentiles([share for _, share in memory]),
        "processor, ms a minute": percentiles(idle), "details": {"held": tally(desk.held for desk in fleet.desks)},
    }
    fleet.results["the server, all desks idle, MiB"] = server_memory(fleet.primary)
