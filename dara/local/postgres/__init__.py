"""The embedded PostgreSQL cluster: find its binaries, initialise, start, share and stop it.

    with running(Path("var")) as cluster:
        connect(cluster.url())

The server listens on a Unix socket only, in a folder that nobody else can enter, and trusts whoever
can enter it. Every user of the cluster holds a shared file lock on it and the last one out stops the
server. The kernel drops the lock of a process that is killed, so a crash never leaves the cluster locked;
a server that outlives a killed user is found again by the next one.

PostgreSQL refuses to run as root. As root it runs in a user namespace, where root appears as an ordinary
user: no account is needed and private folders stay readable. Where namespaces are forbidden it runs as an
unprivileged account, in a folder under /var/tmp.

Standard library only: this runs before Django, and the tools that use it need not load Django.
"""

from dara.local.postgres.binaries import Binaries, PostgresError, find_binaries
from dara.local.postgres.cluster import OWNER, PUBLIC, PUBLIC_CONNECTIONS, Cluster, Runner, locate
from dara.local.postgres.server import SUPERUSER, is_running, running, start_again

__all__ = [
    "OWNER",
    "PUBLIC",
    "PUBLIC_CONNECTIONS",
    "SUPERUSER",
    "Binaries",
    "Cluster",
    "PostgresError",
    "Runner",
    "find_binaries",
    "is_running",
    "locate",
    "running",
    "start_again",
]
