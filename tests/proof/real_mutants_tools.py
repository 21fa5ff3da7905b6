"""Mutants of real files: lines for tools."""

from __future__ import annotations

from real_mutants import STICKER, MutantFile, mutant
from realfiles import RealFile


@mutant("V903", of=STICKER)
def a_die_half_a_point_to_the_right(file: RealFile) -> MutantFile:
    die = "/CSdie CS 1 SCN 0.5 w\n"
    return file.with_content(lambda content: content.replace(die, f"1 0 0 1 0.5 0 cm\n{die}"))


@mutant("C509", of=STICKER)
def a_die_in_half_its_colour(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("/CSdie CS 1 SCN", "/CSdie CS 0.5 SCN"))
