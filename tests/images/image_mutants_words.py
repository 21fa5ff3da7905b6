"""Mutants of images: the words beside them."""

from __future__ import annotations

from dataclasses import replace

from image_mutants import mutant
from imagefiles import NUMBER, RealImage, real

LRI, PDI = "\u2066", "\u2069"


@mutant("I009")
def no_description() -> RealImage:
    file = replace(real(), alt=None)  # there is no such file
    return file


@mutant("I009")
def another_word_in_the_text() -> RealImage:
    return replace(real(), text=real().text.replace("Gratis", "Barato"))


@mutant("I009")
def a_line_less_in_the_text() -> RealImage:
    return replace(real(), text=real().text.partition("\n")[2])


@mutant("I009")
def a_line_more_in_the_description() -> RealImage:
    return replace(real(), alt=f"{real().alt}http://example.org\n")


@mutant("I009", "I010")
def a_digit_less_in_the_text() -> RealImage:
    return replace(real(), text=real().text.replace(NUMBER, NUMBER[:-1]))


@mutant("I010")
def a_digit_more_that_was_meant_so() -> RealImage:
    text = real().text.replace(NUMBER, f"{NUMBER}8")
    return replace(real().expecting(text=text), text=text)


@mutant("I010")
def a_number_turned_round_that_was_meant_so() -> RealImage:
    text = real().text.replace(NUMBER, NUMBER[::-1])
    return replace(real().expecting(text=text), text=text)


@mutant("I009", "I010")
def nothing_around_the_number_in_arabic() -> RealImage:
    image = real("image-square", "ar")
    assert f"{LRI}{NUMBER}{PDI}" in image.text
    return replace(image, text=image.text.replace(LRI, "").replace(PDI, ""))
