"""The one date that files carry: that of ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), else today's."""

from __future__ import annotations

import os
import time

from flyers.errors import UsageError

VARIABLE = "SOURCE_DATE_EPOCH"

_LAST = 253_402_300_799
"""The last second of the year 9999, the last year that dates in files can state."""


def stated_time() -> int | None:
    """Return ``SOURCE_DATE_EPOCH``, in seconds since 1970 in UTC; None if it is not set, or empty.

    Raises:
        UsageError: it is not such a number.
    """
    stated = os.environ.get(VARIABLE, "").strip()
    if not stated:
        return None
    if not (stated.isascii() and stated.isdigit() and len(stated) <= len(str(_LAST)) and int(stated) <= _LAST):
        raise UsageError(
            f"{VARIABLE} is “{stated[:40]}”, which is not a number of seconds since 1970.",
            hint=f"Set it to the date of the files, as in {VARIABLE}=1790000000, or unset it.",
        )
    return int(stated)


def build_time() -> int:
    """Return the stated time, else the current one, in seconds since 1970 in UTC.

    Raises:
        UsageError: the stated time is not a number.
    """
    stated = stated_time()
    return int(time.time()) if stated is None else stated
