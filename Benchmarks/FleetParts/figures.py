"""Figures out of many values."""


def tally(values):
    counts = {}
    for value in values:
        counts[str(value)] = counts.get(str(value), 0) + 1
    return counts


def percentiles(values):
    if not values:
        return {"count": 0}
    values = sorted(values)
    count = len(values)
    return {"count": count, "p50": values[count // 2], "p99": values[count * 99 // 100], "most": values[-1]}


def summary(load):
    """What a load came to."""
    commands, steps, seconds = load["commands"], load["steps"], load["seconds"]

    def taken(verb):
        return percentiles([command.seconds * 1e3 for command in commands if command.words[0] == verb])

    return {
        "a step, ms": percentiles([step * 1e3 for step in steps]), "`berth borrow`, ms": taken("borrow"),
        "`berth release`, ms": taken("release"), "steps a second": len(steps) / seconds,
        "commands a second": len(commands) / seconds,
        "details": {
            "other statuses": tally(f"{one.status} {one.code} {one.errors}" for one in commands if not one.is_done),
        },
    }
