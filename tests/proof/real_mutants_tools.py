"""Mutants of real files: lines for tools."""

from __future__ import annotations

import pikepdf
from pikepdf import Array
from real_mutants import STICKER, MutantFile, mutant
from realfiles import RealFile


@mutant("P110", of=STICKER)
def a_die_half_a_point_to_the_right(file: RealFile) -> MutantFile:
    die = "/CSdie CS 1 SCN 0.5 w\n"
    return file.with_content(lambda content: content.replace(die, f"1 0 0 1 0.5 0 cm\n{die}"))


@mutant("C509", of=STICKER)
def a_die_in_half_its_colour(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("/CSdie CS 1 SCN", "/CSdie CS 0.5 SCN"))


@mutant("V917", of=STICKER)
def a_die_that_viewers_show_paler(file: RealFile) -> MutantFile:
    """By less than the picture of the page tells."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Resources.ColorSpace["/CSdie"][3].C1 = Array([0, 0.98, 0, 0])

    return file.edited(edit)
