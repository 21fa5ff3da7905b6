"""Makes seeded alterations of finished files, keeps those that a person notices, and asks the proof about each.

``python bench/alterations.py`` makes many of them and counts.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import kinds_content
import kinds_fonts
import kinds_pages
import kinds_tags
import kinds_text
import pikepdf
from finished_files import EDITIONS, LANGUAGES, PRODUCTS, FinishedFile, finished
from kinds import KINDS, Kind, Unfit
from seeing import Impression, noticed

from flyers.proof.objects import same_file

MODULES = (kinds_content, kinds_text, kinds_fonts, kinds_pages, kinds_tags)
"""Importing one registers its kinds."""

OFTEN = {"content": 3, "text": 3, "drawing": 2, "font": 3, "page": 1, "resource": 1, "annotation": 1, "tag": 2}
"""How often a group is taken."""

IN_A_ROW = 10
"""Attempts with one file, so that little has to be kept in memory."""


@dataclass(frozen=True)
class Alteration:
    """An alteration that a person notices (``sense`` says how), and whether the proof takes it for the file (P004)."""

    number: int
    kind: Kind
    file: FinishedFile
    pdf: bytes
    sense: str
    missed: bool

    def __str__(self) -> str:
        return (
            f"{self.number}: {self.kind.name} of {self.file.name}, by {self.sense}{': MISSED' if self.missed else ''}"
        )


def alterations(seed: int, *, small: bool = False) -> Iterator[Alteration]:
    """Yield alterations without end, the same for the same seed; *small* ones are nearly all of wallet cards."""
    number = 0
    while True:
        number += 1
        made = attempt(seed, number, small=small)
        if made is not None:
            yield made


def attempt(seed: int, number: int, *, small: bool = False) -> Alteration | None:
    """Return the alteration of a number, or None if nobody would notice it or it does not fit the file."""
    file = _file(_random(seed, "file", number // IN_A_ROW), small=small)
    random = _random(seed, "alteration", number)
    kind = _kind(random)
    try:
        with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
            kind.alter(pdf, random)
            held = io.BytesIO()
            pdf.save(held, deterministic_id=True, fix_metadata_version=False)
    except Unfit:
        return None
    altered = held.getvalue()
    sense = noticed(_impression(file.pdf), Impression(altered))
    return Alteration(number, kind, file, altered, sense, same_file(altered, file.pdf)) if sense else None


def _random(seed: int, what: str, number: int) -> Random:
    return Random(zlib.crc32(f"{seed} {what} {number}".encode()))


def _file(random: Random, *, small: bool) -> FinishedFile:
    language = random.choice(LANGUAGES)
    product = random.choices(PRODUCTS, (1, 0, 0) if small else (16, 3, 1))[0]
    edition = random.choices(EDITIONS, (9, 9, 1) if small else (5, 5, 2))[0]
    return finished(language, product, edition)


def _kind(random: Random) -> Kind:
    group = random.choices(list(OFTEN), list(OFTEN.values()))[0]
    return random.choice([kind for kind in KINDS if kind.group == group])


@lru_cache(maxsize=1)
def _impression(pdf: bytes) -> Impression:
    return Impression(pdf)
