"""A temporary folder that goes with this process, however that ends, and with it what was started there."""

import os
import subprocess
import tempfile

# Its input ends with the process that has started it. The programs that are measured are found by their homes, or by a file there that
# they were told of: the environment of one that hides it may be read by root alone. Ten seconds are enough for whoever is in the middle
# of something; a desk ends with its terminal. The servers come after them, and are known by their files: one that was killed leaves its
# file behind, and its number may be another's by then.
UNDERTAKER = """
cat >/dev/null
signal=TERM turns=0
while pids=$(echo "$0/homes/" | grep -lsFf - /proc/[0-9]*/environ /proc/[0-9]*/cmdline | cut -d / -f 3) && [ -n "$pids" ]; do
    turns=$((turns + 1))
    if [ $turns -gt 100 ]; then signal=KILL; fi
    kill -$signal $pids
    sleep 0.1
done
for data in "$@"; do
    while pid=$(head -n 1 "$data/postmaster.pid") && grep -qsF "$data" "/proc/$pid/cmdline"; do
        kill -INT "$pid"
        sleep 0.1
    done
done
for turn in 1 2 3 4 5; do rm -rf "$0" && break; sleep 1; done
"""


class Place:
    def __init__(self, kept):
        self.folder = tempfile.mkdtemp(prefix="berth-fleet-")
        # The server's user has to get through.
        os.chmod(self.folder, 0o711)
        #: Where the filled cluster is.
        self.kept = os.path.abspath(kept) if kept else self.folder
        self.primary, self.standby = f"{self.kept}/primary", f"{self.folder}/standby"
        # What is typed into this terminal does not end it.
        self.undertaker = subprocess.Popen(
            ["/bin/sh", "-c", UNDERTAKER, self.folder, self.primary, self.standby], stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.makedirs(self.kept, exist_ok=True)
        os.mkdir(f"{self.folder}/homes", mode=0o700)

    def home(self, name):
        path = f"{self.folder}/homes/{name}"
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path

    def write(self, name, text):
        """A file beside the homes that is this user's alone; returns its path."""
        path = f"{self.folder}/homes/{name}"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def end(self):
        self.undertaker.stdin.close()
        self.undertaker.wait()
