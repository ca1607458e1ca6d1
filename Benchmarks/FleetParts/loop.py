"""One thread for all that goes on at once, and its clock."""

import selectors
import sys
import time


def now():
    return time.monotonic()


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


class Loop:
    """Whoever has a file that becomes readable is called, with the moment at which that was seen."""

    def __init__(self):
        self.selector, self.due = selectors.DefaultSelector(), []

    def later(self, seconds, call):
        self.due.append((now() + seconds, call))

    def watch(self, file, call):
        self.selector.register(file, selectors.EVENT_READ, call)

    def forget(self, file):
        self.selector.unregister(file)

    def run(self, seconds, until=lambda: False):
        """Runs for so long, or until something holds, and says whether it does."""
        end = now() + seconds
        while not until():
            left = end - now()
            ready = self.selector.select(max(0, min(left, 0.05)))
            at = now()
            for one in [one for one in self.due if one[0] <= at]:
                self.due.remove(one)
                one[1]()
            for key, _ in ready:
                # Whoever was called before may have closed it.
                if key.fileobj in self.selector.get_map():
                    key.data(at)
            if left <= 0:
                return until()
        return True
