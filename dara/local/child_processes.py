"""Child processes: those that do not outlive their parent, where the system can do that (Linux), and those that nobody waits for.

Standard library only.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

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


def start_in_background(command: Sequence[str]) -> None:
    """Start a process that nobody waits for; what it writes to stderr goes where ours does.

    A thread takes note when it ends, so that the system does not keep it."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    threading.Thread(target=process.wait, daemon=True).start()
