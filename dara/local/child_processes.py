"""Child processes that do not outlive their parent, where the system can do that (Linux).

Standard library only.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: not safe between fork and exec


def die_with_parent(expected: int | None = None) -> None:
    """Has the kernel send us SIGTERM when our parent process ends, however it ends.

    `expected` is the parent's process id, where it is known: when the parent is gone already, we end here.
    """
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if expected is not None and os.getppid() != expected:
            os._exit(1)
