"""All parts of the measurement, in their order."""

from .failover import failover
from .load import alone, steps
from .network import cut
from .outage import kill
from .spread import spread
from .start import start
from .verify import verify

PARTS = {
    # The ledger is filled before any of them.
    "fill": lambda fleet: None,
    "verify": verify,
    "alone": alone,
    "start": start,
    "steps": steps,
    "spread": spread,
    "kill": kill,
    "cut": cut,
    "failover": failover,
}
