"""A PostgreSQL server of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time

#: Where all of it listens.
HERE = "127.0.0.1"
VERSIONS = "/usr/lib/postgresql"
SETTINGS = {
    "listen_addresses": HERE, "max_connections": 400, "shared_buffers": "1GB", "max_wal_size": "4GB", "wal_log_hints": "on",
    "fsync": "on", "synchronous_commit": "on", "log_min_messages": "warning", "logging_collector": "off", "wal_keep_size": "2GB",
}
#: For the filling alone, which is begun anew where it breaks off.
CARELESS = {
    "fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": 0, "autovacuum": "off",
    "synchronous_commit": "off",
}


def free_port():
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        return taken.getsockname()[1]


def programs():
    """The folder with the newest PostgreSQL."""
    versions = sorted((int(name) for name in os.listdir(VERSIONS) if name.isdigit()), reverse=True)
    return next(f"{VERSIONS}/{version}/bin" for version in versions if os.path.exists(f"{VERSIONS}/{version}/bin/initdb"))


class Cluster:
    def __init__(self, data, sockets):
        self.data, self.sockets = data, sockets
        self.port, self.programs = free_port(), programs()
        os.makedirs(sockets, mode=0o700)
        # A program that is at work when this process dies is interrupted: a server that pg_ctl was starting then ends with it.
        self.prefix = ["setpriv", "--pdeathsig=INT"]
        self.is_root = os.geteuid() == 0
        if self.is_root:
            # PostgreSQL refuses root.
            self.prefix += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            shutil.chown(sockets, "nobody", "nogroup")

    # Its programs

    def program(self, name, *arguments):
        """How one of PostgreSQL's programs is started, as keywords for a subprocess."""
        environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGHOST": self.sockets, "PGPORT": str(self.port), "PGUSER": "postgres",
        }
        return {"args": [*self.prefix, f"{self.programs}/{name}", *arguments], "env": environment, "cwd": "/"}

    def run(self, name, *arguments, text=None):
        done = subprocess.run(**self.program(name, *arguments), input=text, text=True, capture_output=True)
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.strip()}")
        return done.stdout

    def sql(self, text):
        return self.run("psql", "-AtqX", "-v", "ON_ERROR_STOP=1", "-d", "berth", text=text).strip()

    def json(self, query):
        return json.loads(self.sql(f"SELECT coalesce(json_agg(row), '[]') FROM ({query}) row"))

    # How it comes to be

    def make_folder(self):
        os.makedirs(self.data, mode=0o700)
        if self.is_root:
            shutil.chown(self.data, "nobody", "nogroup")

    def make(self):
        self.make_folder()
        # Others of this host could come to the port, and are asked for the password; the socket's folder is the server's alone.
        self.run("initdb", "-D", self.data, "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "--auth-local=trust",
                 "--auth-host=scram-sha-256", "--no-sync")

    def copy(self, primary):
        """Becomes a standby, which is still to be started."""
        self.make_folder()
        primary.run("pg_basebackup", "-D", self.data, "-c", "fast", "-R", "--no-sync")

    def rewind(self, primary):
        """Goes back to where it and its successor parted, to follow that one from its next start on."""
        self.run("pg_rewind", "--target-pgdata", self.data, "--source-server",
                 f"host={primary.sockets} port={primary.port} user=postgres dbname=postgres", "--write-recovery-conf", "--no-sync")

    # Whether it runs

    def configure(self, **settings):
        lines = SETTINGS | {"port": self.port, "unix_socket_directories": self.sockets} | settings
        with open(f"{self.data}/postgresql.conf", "w", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())

    def start(self, **settings):
        self.configure(**settings)
        # The processes of one that was killed go in their own time.
        for _ in range(100):
            try:
                self.run("pg_ctl", "-D", self.data, "-l", f"{self.sockets}/log", "-w", "-t", "300", "start")
                return
            except RuntimeError as failure:
                last = failure
                time.sleep(0.1)
        raise last

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "-t", "300", "stop")

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def processes(self):
        """All of the server's, the first one first."""
        with open(f"{self.data}/postmaster.pid", encoding="utf-8") as file:
            first = int(file.readline())
        with open(f"/proc/{first}/task/{first}/children", encoding="utf-8") as file:
            return [first] + [int(pid) for pid in file.read().split()]

    def kill(self):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
