"""What was measured, as two tables in Markdown: one of what has percentiles, and one of all else."""


def print_tables(results):
    spreads = [(name, value) for name, value in figures(results) if isinstance(value, dict)]
    others = [(name, value) for name, value in figures(results) if not isinstance(value, dict)]
    print(results["machine"] + ".")
    print("\n| what | p50 | p99 | most |\n| --- | ---: | ---: | ---: |")
    for name, value in spreads:
        print(f"| {name} | {' | '.join(shown(value.get(share)) for share in ('p50', 'p99', 'most'))} |")
    print("\n| what | |\n| --- | ---: |")
    for name, value in others:
        print(f"| {name} | {shown(value)} |")


def figures(results, path=()):
    """Each figure, named by the way to it; details are for the file alone."""
    for name, value in results.items():
        if name in ("details", "machine"):
            continue
        if isinstance(value, dict) and "count" not in value:
            yield from figures(value, (*path, name))
        else:
            yield ": ".join((*path, name)), value


def shown(value):
    """A figure as it is read."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == float("inf"):
        return "never"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
