"""A translator's word that a translation is right although a check doubts it.

It stands over the entry in the catalog, as a remark of the translator's that programs for translators keep:

    # ok: L303 French says “poster” too
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flyers.findings import Fault, Severity
from flyers.translation.checks.findings import EXPLANATIONS, explain

_EXCUSE = re.compile(r"ok:\s*(?P<code>[A-Z]\d+)?[\s:]*(?P<reason>.*)", re.IGNORECASE)

ABOUT = explain(
    code="L305",
    title="excuses name a check and give a reason",
    found="A remark “# ok:” names no check that may be excused, gives no reason, or excuses what nothing doubts.",
    why="An excuse without a reason can't be judged by the next reader, and a stale one hides the next fault.",
    advice="Write “# ok: L303 the reason” over the entry, or delete the remark.",
    severity=Severity.WARNING,
)


def excuses(remarks: Iterable[str]) -> dict[str, str]:
    """The reasons that *remarks* give, by code."""
    found = (_EXCUSE.match(remark.strip()) for remark in remarks)
    return {match["code"].upper(): match["reason"].strip() for match in found if match and _sound(match)}


def _sound(match: re.Match[str]) -> bool:
    return bool(match["code"] and match["reason"].strip())


def excuse_faults(remarks: Iterable[str], needed: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with the excuses among *remarks*; *needed* are the codes that would be found without them."""
    doubted = set(needed)
    for match in filter(None, (_EXCUSE.match(remark.strip()) for remark in remarks)):
        code = (match["code"] or "").upper()
        if not _sound(match):
            yield Fault(f"“{match[0]}” excuses nothing.", "It must read “ok:”, a code, and the reason.")
        elif code not in EXPLANATIONS or not EXPLANATIONS[code].excusable:
            yield Fault(f"{code} is no check that may be excused.", "Mend what it finds, and delete the remark.")
        elif code not in doubted:
            yield Fault(f"{code} finds nothing here any more.", "Delete the remark.")
