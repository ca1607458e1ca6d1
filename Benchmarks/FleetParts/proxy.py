"""A process between clients and the server, which sees how long steps take, and can be as bad as a network is.

It carries out orders, lines of JSON on its standard input, and answers each with one: how long the steps took that it saw since the last
order. "mode" is one of

pass     all is passed on
delay    so many "seconds" later, in each direction
hold     nothing is passed on; what is held back goes on later, as after a cable was pulled and plugged in again
refuse   all connections are reset, and new ones, too
forget   nothing is passed on of the connections that there are now, ever; new ones are served
"""

import json
import os
import selectors
import socket
import struct
import subprocess
import sys
import time

# This module is a program, too, and imports none of the others.
HERE = "127.0.0.1"


class Proxy:
    """The process, as whoever gives the orders sees it."""

    def __init__(self, upstream):
        # It ends with its input, and not by what is typed into this terminal.
        self.process = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), str(upstream)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True)
        self.port = self.order("pass")["port"]

    def order(self, mode, seconds=0, upstream=None):
        words = json.dumps({"mode": mode, "seconds": seconds, "upstream": upstream})
        self.process.stdin.write(words.encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def steps(self):
        """How long those took that it saw since the last order."""
        return self.order("pass")["steps"]

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def reset(stream):
    """Closes a connection as a host does on which nobody listens."""
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.close()


class End:
    """One end of a connection, the client's or the server's."""

    def __init__(self, stream, is_client):
        self.stream, self.is_client, self.other = stream, is_client, None
        self.is_forgotten = False
        #: When the step began that a client is in, and whether it has asked for its end.
        self.began, self.commits = None, False
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def step(self, data):
        """How long the step took that ends with this. Each statement waits for the one before it: a look at each part is enough."""
        if self.is_client:
            if b"BEGIN ISOLATION LEVEL READ COMMITTED" in data:
                self.began, self.commits = time.monotonic(), False
            elif self.began and b"\0COMMIT\0" in data:
                self.commits = True
        elif self.other.commits and b"COMMIT\0" in data:
            began, self.other.began, self.other.commits = self.other.began, None, False
            return time.monotonic() - began
        return None


class Relay:
    """What the process does."""

    def __init__(self, upstream):
        self.upstream, self.mode, self.pause = upstream, "pass", 0
        self.listener = socket.create_server((HERE, 0), backlog=1024)
        self.orders = open(0, "rb", buffering=0)
        self.selector = selectors.DefaultSelector()
        #: The ends of all connections; what is to be passed on later; how long steps took.
        self.ends, self.waiting, self.steps = set(), [], []
        self.is_open = True
        self.listen(self.listener, self.accept)
        self.listen(self.orders, self.obey)

    def listen(self, file, call):
        if file not in self.selector.get_map():
            self.selector.register(file, selectors.EVENT_READ, call)

    def ignore(self, file):
        if file in self.selector.get_map():
            self.selector.unregister(file)

    def run(self):
        while self.is_open:
            ready = self.selector.select(max(0, self.waiting[0][0] - time.monotonic()) if self.waiting else None)
            for key, _ in ready:
                # Whoever was called before may have closed it.
                if key.fileobj.fileno() >= 0:
                    key.data()
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, end, data = self.waiting.pop(0)
                self.send(end, data)

    def obey(self):
        order = self.orders.readline()
        if not order:
            self.is_open = False
            return
        order = json.loads(order)
        before, self.mode, self.pause = self.mode, order["mode"], order["seconds"]
        self.upstream = order["upstream"] or self.upstream
        if before == "hold":
            self.listen(self.listener, self.accept)
        for end in list(self.ends):
            if before == "hold":
                self.listen_to(end)
            if self.mode == "refuse":
                self.close(end, reset)
            elif self.mode == "forget":
                end.is_forgotten = True
            elif self.mode == "hold":
                self.ignore(end.stream)
        print(json.dumps({"port": self.listener.getsockname()[1], "steps": self.steps}), flush=True)
        self.steps = []

    def accept(self):
        if self.mode == "hold":
            # Whoever comes waits to be let in.
            self.ignore(self.listener)
            return
        client, _ = self.listener.accept()
        try:
            if self.mode == "refuse":
                raise ConnectionRefusedError
            server = socket.create_connection((HERE, self.upstream), timeout=5)
        except OSError:
            # As the server's host does it.
            reset(client)
            return
        ends = End(client, True), End(server, False)
        for end, other in zip(ends, reversed(ends)):
            end.other = other
            self.ends.add(end)
            self.listen_to(end)

    def listen_to(self, end):
        self.listen(end.stream, lambda: self.read(end))

    def read(self, end):
        try:
            data = end.stream.recv(65536)
        except OSError:
            data = b""
        if end.is_forgotten:
            # Nobody hears of its end, either.
            if not data:
                self.ignore(end.stream)
        elif not data:
            self.close(end)
        else:
            took = end.step(data)
            if took is not None:
                self.steps.append(took)
            if self.pause:
                self.waiting.append((time.monotonic() + self.pause, end.other, data))
            else:
                self.send(end.other, data)

    def send(self, end, data):
        """Passes on what came in at the other end."""
        try:
            # Parts are small, and whoever does not take them for a second is of no interest here.
            end.stream.settimeout(1)
            end.stream.sendall(data)
            end.stream.settimeout(None)
        except OSError:
            # It may have been closed, too, since that came.
            self.close(end)

    def close(self, end, how=socket.socket.close):
        for one in (end, end.other):
            if one.stream.fileno() >= 0:
                self.ignore(one.stream)
                self.ends.remove(one)
                how(one.stream)


if __name__ == "__main__":
    Relay(int(sys.argv[1])).run()
