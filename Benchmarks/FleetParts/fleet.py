"""All of it: the place, the server, the sandbox, the desks and the hosts."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time

from .cluster import HERE, Cluster, free_port
from .desks import Desks
from .filling import fill
from .hosts import Host
from .loop import Loop, now, say
from .place import Place
from .proxy import Proxy
from .sandbox import API_KEY, KEY, SHARED_KEY, Sandbox

#: Who every host is to the database.
USER = "ana"
COUNTS = """
    SELECT (SELECT count(*) FROM berth.borrow) AS borrows,
        (SELECT count(*) FROM berth.borrow WHERE held_until > now()::text) AS held,
        (SELECT max(line) FROM berth.trail) AS lines, (SELECT count(*) FROM berth.receipt) AS receipts,
        pg_database_size('berth') / 1048576 AS "MiB"
"""


class Fleet:
    def __init__(self, options):
        self.options, self.berth = options, os.path.abspath(options.berth)
        self.results = {}
        self.loop, self.desks = Loop(), Desks(self)
        #: All commands that have ended, and whether no others are begun.
        self.commands, self.rests = [], True
        # Devices of this run alone.
        self.tag = f"fleet{int(time.time()) % 1_000_000}"
        self.place = Place(options.keep)
        self.primary = Cluster(self.place.primary, f"{self.place.folder}/one")
        self.key_file = self.place.write("key", KEY)

    # How it comes up

    def open(self):
        note = f"{self.place.kept}/fleet.json"
        counts = [self.options.borrows, self.options.lines, self.options.held]
        filled = self.filled_before(note, counts)
        # What the ledger was filled with has the sandbox's address in it.
        port = filled["port"] if filled else free_port()
        self.sandbox = Sandbox(self.berth, self.place, port, seats=10 * self.options.hosts)
        password = secrets.token_hex(16)
        self.password_file = self.place.write("password", f"*:*:*:{USER}:{password}\n")
        if filled:
            self.primary.start()
        else:
            self.make_ledger()
        self.primary.sql(f"ALTER ROLE {USER} PASSWORD '{password}'")
        self.address = self.address_of(self.primary.port)
        if not filled:
            say(f"filling to {counts[0]:,} borrows, {counts[1]:,} lines")
            seconds = fill(self.primary, Host(self, "pattern"), self.sandbox.url, USER, counts)
            filled = {"filled": counts, "port": port, "seconds": seconds}
            with open(note, "w", encoding="utf-8") as file:
                json.dump(filled, file)
        found = self.primary.json(COUNTS)[0]
        say(f"the ledger: {found}")
        self.results["ledger"] = found | {"filled in, s": filled["seconds"]}
        self.hosts = [Host(self, f"host-{number:03d}") for number in range(self.options.hosts)]
        self.proxy = Proxy(self.primary.port)
        self.address = self.address_of(self.proxy.port)

    def filled_before(self, note, counts):
        """What is noted of a kept cluster, which has to be like the one that is asked for; none where there is no cluster yet."""
        folder = self.place.kept
        if not os.path.exists(note):
            if os.path.exists(self.primary.data):
                sys.exit(f"{folder} holds a cluster that was not filled to its end; remove it")
            return None
        with open(note, encoding="utf-8") as file:
            filled = json.load(file)
        if filled["filled"] != counts:
            sys.exit(f"{folder} holds {filled['filled']} borrows, lines and held ones; give another folder, or the same numbers")
        # A run that was ended between its two failovers has left it a standby.
        with contextlib.suppress(FileNotFoundError):
            os.remove(f"{self.primary.data}/standby.signal")
        return filled

    def make_ledger(self):
        self.primary.make()
        self.primary.start()
        self.primary.run("createdb", "--template=template0", "--encoding=UTF8", "berth")
        self.primary.sql(
            subprocess.run([self.berth, "ledger", "init", "--print"], capture_output=True, text=True, check=True).stdout)
        self.primary.sql(f"CREATE ROLE {USER} LOGIN IN ROLE berth_operator")

    def end(self):
        self.desks.close()
        self.place.end()

    # What hosts are told

    def device(self, name):
        return f"{self.tag}-{name}"

    def environment(self, name):
        return {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color", "HOME": self.place.home(name),
            "BERTH_SERVER": self.sandbox.url, "BERTH_PUBLIC_KEY_FILE": self.sandbox.public_key, "BERTH_API_KEY": API_KEY,
            "BERTH_SHARED_KEY": SHARED_KEY, "BERTH_HARDWARE_ID": self.device(name), "PGPASSFILE": self.password_file,
        }

    def address_of(self, *ports):
        places = ",".join(f"{HERE}:{port}" for port in ports)
        return f"postgresql://{USER}@{places}/berth"

    @contextlib.contextmanager
    def through(self, address):
        """Has commands go there for a while."""
        before, self.address = self.address, address
        try:
            yield
        finally:
            self.address = before

    # Load

    def begin_load(self, hosts):
        self.rests = False
        for host in hosts:
            host.keep_on()

    def load(self, hosts, seconds):
        """Has hosts borrow and return for so long; returns the commands, the steps, and how long it was until all were done."""
        self.proxy.steps()
        first, began = len(self.commands), now()
        self.begin_load(hosts)
        self.loop.run(seconds)
        self.rest()
        return {"commands": self.commands[first:], "steps": self.proxy.steps(), "seconds": now() - began}

    def rest(self):
        """Waits for the commands that are under way, and begins no others."""
        self.rests = True

        def is_done():
            return all(host.process is None for host in self.hosts)

        if not self.loop.run(300, is_done):
            stuck = [host for host in self.hosts if host.process]
            say(f"{len(stuck)} commands do not end")
            for host in stuck:
                host.process.kill()
            self.loop.run(10, is_done)

    def return_all(self):
        """Returns what is held, so that the next part begins as this one did."""
        for _ in range(3):
            for host in self.hosts:
                if host.borrow:
                    host.begin(host.words())
            self.rest()
