"""Shards: parts of a plan that are built separately, on any number of machines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from flyers.pipeline.plan import Job


@dataclass(frozen=True, slots=True)
class Shard:
    """One of *count* parts of a plan; *number* is from 1 to *count*.

    A job is in exactly one of them, which its checksum alone decides. So machines need not know of each other, and an
    added job moves no other.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as ``3/40``.

        Raises:
            ValueError: it is not written like that, or there is no such shard.
        """
        number, _, count = text.partition("/")
        if not (number.isascii() and number.isdigit() and count.isascii() and count.isdigit() and len(text) <= 20):
            raise ValueError(f"“{text[:60]}” is not a shard; write it as 3/40, for the third of 40")
        if not 1 <= int(number) <= int(count):
            raise ValueError(f"there is no shard {text}: the first is 1/{count}, the last {count}/{count}")
        return cls(int(number), int(count))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, jobs: Iterable[Job], campaign: str = "") -> list[Job]:
        """Return those of *jobs* that are in this shard; *campaign* names theirs among others."""
        return [job for job in jobs if _place(job, campaign) % self.count == self.number - 1]


def _place(job: Job, campaign: str) -> int:
    words = (campaign, job.language, job.secondary, job.product, job.purpose, job.press.condition, job.press.pdfx)
    return int.from_bytes(hashlib.sha256("\n".join(words).encode()).digest()[:8], "big")
