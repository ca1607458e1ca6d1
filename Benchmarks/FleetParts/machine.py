"""What the system says of itself and of its processes."""

import os
import platform
import re
import subprocess
import time

from .loop import now


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def first(path, pattern):
    return re.search(pattern, read(path), re.M)[1]


def memory(pid):
    """What is resident of a process, and its share of that where others have it, too; in MiB."""
    found = re.search(r"^Rss:\s*(\d+).*^Pss:\s*(\d+)", read(f"/proc/{pid}/smaps_rollup"), re.M | re.S)
    return tuple(int(size) / 1024 for size in found.groups())


def server_memory(cluster):
    """The shares of all of a server's processes, in MiB."""
    total = 0
    for pid in cluster.processes():
        try:
            total += memory(pid)[1]
        except OSError:
            # It has ended since.
            pass
    return total


def busy():
    """Seconds of all processors that were not idle."""
    user, nice, system, idle, waiting, *others = map(int, first("/proc/stat", "^cpu +(.*)").split()[:8])
    return (user + nice + system + sum(others)) / os.sysconf("SC_CLK_TCK")


def busy_share(loop):
    """How busy the machine is while nothing of this goes on: in percent, of all processors."""
    before, began = busy(), now()
    loop.run(3)
    return (busy() - before) / (now() - began) / os.cpu_count() * 100


def sentence(fleet):
    """Where and when it was."""
    version = subprocess.run([fleet.berth, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    server = fleet.primary.sql("SHOW server_version").split()[0]
    system, processor = first("/etc/os-release", r'^PRETTY_NAME="(.*)"'), first("/proc/cpuinfo", r"^model name\s*: (.*)")
    gigabytes = int(first("/proc/meminfo", r"^MemTotal:\s*(\d+)")) >> 20
    return (
        f"{time.strftime('%F')}, Berth {version}, PostgreSQL {server}, {system}, Linux {platform.release()},"
        f" {os.cpu_count()} processors ({processor}), {gigabytes} GiB of memory")
