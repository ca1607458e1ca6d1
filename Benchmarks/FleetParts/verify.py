"""The whole trail is verified, once."""

import os
import subprocess

from .loop import now


def verify(fleet):
    began = now()
    process = subprocess.Popen(
        [fleet.berth, "history", "--verify", "--ledger", fleet.address], env=fleet.environment("verify"), stdout=subprocess.PIPE,
        text=True)
    words = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    fleet.results["berth history --verify"] = {
        "s": now() - began, "memory, MiB": usage.ru_maxrss / 1024, "status": process.returncode, "words": " ".join(words.split()),
    }
