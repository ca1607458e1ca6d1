"""A server that is lost, and its standby, which takes its place."""

from .cluster import Cluster
from .figures import summary
from .loop import now
from .outage import under_load


def failover(fleet):
    fleet.desks.close()
    primary, standby = fleet.primary, Cluster(fleet.place.standby, f"{fleet.place.folder}/two")
    began = now()
    standby.copy(primary)
    results = fleet.results["failover"] = {"details": {"base backup, s": now() - began}}
    standby.start()
    # Else the first of them that lets somebody in is taken for the one that can be written to.
    address = fleet.address_of(primary.port, standby.port) + "?target_session_attrs=read-write"
    fleet.desks.open_all(address)
    with fleet.through(address):
        results["synchronous_commit = on"] = lose(fleet, primary, standby, "on")
        # The old one follows the new one, and takes over from it.
        primary.rewind(standby)
        primary.start()
        results["synchronous_commit = remote_apply"] = lose(fleet, standby, primary, "remote_apply")
    fleet.desks.close()
    fleet.proxy.order("pass", upstream=fleet.primary.port)


def lose(fleet, primary, standby, commit):
    """The primary is killed under load, and the standby promoted."""
    primary.configure(synchronous_standby_names="*", synchronous_commit=commit)
    primary.sql("SELECT pg_reload_conf()")
    fleet.loop.run(60, lambda: primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync")
    fleet.proxy.order("pass", upstream=primary.port)
    with fleet.through(fleet.address_of(fleet.proxy.port)):
        before = summary(fleet.load(fleet.hosts, fleet.options.seconds))

    def strike():
        primary.kill()
        began = now()
        # It has no standby of its own, and waits for nobody.
        standby.promote()
        fleet.primary = standby
        return began

    done = under_load(fleet, strike)
    fleet.return_all()
    return {"before it": before} | done
