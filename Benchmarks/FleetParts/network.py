"""Desks behind a network that is delayed, held up, cut, and that forgets."""

import statistics

from .figures import percentiles
from .loop import now
from .proxy import Proxy


def cut(fleet):
    fleet.desks.close()
    results = fleet.results["network"] = {}
    proxy = Proxy(fleet.primary.port)
    results[f"{fleet.options.desks} desks opened at once, s"] = percentiles(
        fleet.desks.open_all(fleet.address_of(proxy.port)))
    fleet.loop.run(3)
    probe = Probe(fleet)
    results["passed on"] = probe.borrow(20)
    fleet.loop.run(2)
    proxy.order("delay", seconds=0.1)
    results["delayed by 100 ms each way"] = probe.borrow(20)
    proxy.order("pass")
    fleet.loop.run(2)
    proxy.order("hold")
    results["held back for 10 s"] = probe.borrow(10)
    proxy.order("pass")
    results["after that"] = probe.borrow(30)
    fleet.loop.run(3)
    results["reset, and refused for 5 s"] = refused(fleet, proxy)
    results["after the reset"] = probe.borrow(20)
    # Who reads as it happens waits for an answer, and hears in the end that none comes; all others are idle.
    fleet.loop.run(5)
    proxy.order("forget")
    results["forgotten without a word"] = probe.borrow(fleet.options.patience) | {
        "connections that the server keeps": int(
            fleet.primary.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'berth'"))}
    fleet.desks.close()
    proxy.end()
    fleet.return_all()


class Probe:
    """Borrows, past the proxy, of one host more each time: so each of them shows by a number that was not there before."""

    def __init__(self, fleet):
        self.fleet = fleet
        self.held = statistics.mode(desk.held or 0 for desk in fleet.desks)

    def borrow(self, limit):
        """How long it is from the borrow until each desk shows it."""
        fleet, began = self.fleet, now()
        host = next(host for host in fleet.hosts if not host.borrow)
        with fleet.through(fleet.address_of(fleet.primary.port)):
            host.run(host.words())
        done = now()
        self.held += 1

        def showing():
            return [desk for desk in fleet.desks if desk.held == self.held and desk.is_live]

        fleet.loop.run(limit, lambda: len(showing()) == len(fleet.desks))
        return {
            "shown after, s": percentiles([max(0.0, desk.latest_change.at - done) for desk in showing()]),
            "desks that show it": len(showing()), "say that they are of before": sum(desk.is_stale for desk in fleet.desks),
            "command, s": done - began,
        }


def refused(fleet, proxy):
    """How long it is from then on until each desk is live again."""
    proxy.order("refuse")
    fleet.loop.run(5)
    stale = sum(desk.is_stale for desk in fleet.desks)
    proxy.order("pass")
    began, back = now(), {}

    def all_are_back():
        for desk in fleet.desks:
            if desk.is_live:
                back.setdefault(desk, desk.latest_change.at - began)
        return len(back) == len(fleet.desks)

    fleet.loop.run(60, all_are_back)
    return {
        "say that they are of before": stale, "until a desk is live again, s": percentiles(back.values()),
        "desks that are live again": len(back),
    }
