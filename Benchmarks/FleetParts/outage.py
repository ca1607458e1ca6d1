"""A server that goes away under load and comes again."""

from .figures import percentiles
from .ledger import check, latest_line
from .loop import now, say


def kill(fleet):
    fleet.desks.need()

    def strike():
        fleet.primary.kill()
        fleet.loop.run(2)
        began = now()
        fleet.primary.start()
        return began

    fleet.results["killed and started again"] = under_load(fleet, strike)
    fleet.return_all()


def under_load(fleet, strike):
    """Takes the server away under load, and looks how long it takes until all goes on.

    `strike` comes back when there is a server again, with the moment at which its start began.
    """
    line, counts, first = latest_line(fleet), fleet.desks.counts(), len(fleet.commands)
    fleet.begin_load(fleet.hosts)
    fleet.loop.run(4)
    struck = now()
    began = strike()
    up = now()
    if not fleet.loop.run(60, lambda: fleet.desks.live == len(fleet.desks)):
        say(f"{len(fleet.desks) - fleet.desks.live} desks are not live again after a minute")
    fleet.loop.run(5)
    fleet.rest()
    fleet.loop.run(3)
    shown, commands = fleet.desks.since(counts), fleet.commands[first:]
    done = [command for command in commands if command.is_done]
    back = [live_again(changes, up) for changes in shown]
    return {
        "until a desk is live again, s": percentiles([at - up for at in back if at]),
        "desks that are live again": fleet.desks.live,
        "until the first command is done, s": min((one.ended - up for one in done if one.ended > up), default=None),
        "commands that it fell into and that went on": sum(one.began < struck < one.ended for one in done),
        "the server's own start, s": up - began,
        "refused meanwhile": sum(command.is_refused for command in commands),
        "desks that said they are of before": sum(any(change.is_stale for change in changes) for changes in shown),
        "longest command, s": max(command.seconds for command in commands),
    } | check(fleet, line, commands)


def live_again(changes, up):
    """When a desk became live for good; none where it is not, or was all the time."""
    if not changes or not changes[-1].is_live:
        return None
    stale = max((change.at for change in changes if change.is_stale), default=up)
    return next((change.at for change in changes if change.is_live and change.at > max(stale, up)), None)
