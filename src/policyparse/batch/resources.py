"""Memory of processes, as far as the system tells it without further packages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MIB = 1024 * 1024
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
#: Address space is asked for more freely than it is used; the resident size is watched besides.
_ADDRESS_SPACE_FACTOR = 2


def resident_mib(pid: int) -> float | None:
    """Resident memory of a process in MiB; None where the system does not say (no /proc) or it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE / _MIB
    except (OSError, IndexError, ValueError):
        return None


def tells_resident() -> bool:
    """Whether `resident_mib` works here."""
    return resident_mib(os.getpid()) is not None


def reset_peak() -> None:
    """Begin a new high-water mark of this process (Linux; elsewhere the mark is that of its whole life)."""
    try:
        Path("/proc/self/clear_refs").write_bytes(b"5")
    except OSError:
        return


def peak_mib() -> float | None:
    """The high-water mark of this process's resident memory in MiB, or None."""
    try:
        for line in Path("/proc/self/status").read_bytes().splitlines():
            if line.startswith(b"VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    except (OSError, ValueError):
        return lifetime_peak_mib()
    return lifetime_peak_mib()


def lifetime_peak_mib() -> float | None:
    """The same over the whole life of the process."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (POSIX only)

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (_MIB if sys.platform == "darwin" else 1024), 1)


def limit_address_space(memory: int) -> None:
    """Refuse this process far more than `memory` MiB beyond what it has, so that one huge request fails at once.

    Where the system has no such limit, nothing happens; the resident size is watched in any case.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (POSIX only)

    try:
        now = int(Path("/proc/self/statm").read_bytes().split()[0]) * _PAGE
        resource.setrlimit(resource.RLIMIT_AS, (now + memory * _MIB * _ADDRESS_SPACE_FACTOR, resource.RLIM_INFINITY))
    except (OSError, ValueError, IndexError):
        return
