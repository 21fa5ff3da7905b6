"""Which processes of a build run, from /proc."""

from __future__ import annotations

from pathlib import Path

GROUP, SESSION = 2, 3
"""Fields of /proc/PID/stat after the name."""


def members(number: int, of: int) -> list[int]:
    """Return the processes that run of the process group or session with that *number*."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(") ")
        except OSError:
            continue
        fields = rest.split()
        if int(fields[of]) == number and fields[0] not in "ZX":
            found.append(int(name.split()[0]))
    return found
