"""Checks of images: the file, its pixels, its codes after they were sent, and the words beside it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flyers.findings import Fault
from flyers.page.items import extent
from flyers.proof.checks.codes import SCHEMES
from flyers.proof.expectations import Expectation, ExpectedImage
from flyers.proof.findings import IMAGE_CHECKS, IMAGE_REGISTRY, compare_image, image_check, image_explain
from flyers.proof.images import SQUARE, ImageReading, different_squares

CHECKS, EXPLANATIONS = IMAGE_CHECKS, IMAGE_REGISTRY.explanations  # The checks of images, and all their codes.
LRI, PDI = "\u2066", "\u2069"  # Around a number in text that runs from right to left (Unicode Standard Annex #9, 2.4).
# The chunks that say what the numbers of pixels mean (W3C PNG, 11.3.2).
COLOURS = ("sRGB", "iCCP", "gAMA", "cHRM", "cICP", "mDCV", "cLLI")
NAMES = {"alt": "the description", "text": "the words to send along"}


def _expected(expectation: Expectation) -> ExpectedImage:
    if expectation.image is None:
        raise ValueError("nothing says what the image must be")
    return expectation.image


DAMAGED = image_explain(
    code="I001",
    title="the image can be read",
    found="The file is not a PNG, is cut off or damaged, or has more pixels than any image of a campaign.",
    why="People get no picture, or a part of one.",
    advice="Send or build it again.",
    owner="sender",
    asked_by="issue 11: images for phones",
)


@compare_image(
    "I002",
    "the image has its size",
    found="The image does not have the pixels of its layout, or they are not red, green and blue of 8 bits.",
    why="A feed cuts off what does not have its shape, and makes small type of a large image.",
    advice="Send the file as it was made; build it again.",
    owner="sender, developer",
    asked_by="issue 11: images that feeds crop",
)
def has_its_size(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    wanted = expectation.document.pixels or (0, 0)
    if reading.size != wanted:
        yield Fault(f"{reading.size[0]} × {reading.size[1]} pixels instead of {wanted[0]} × {wanted[1]}")
    if (reading.kind, reading.depth) != ("RGB", 8):
        yield Fault(f"its pixels are {reading.kind} of {reading.depth} bits")


@compare_image(
    "I003",
    "the image is in sRGB",
    found="The image does not say that its colours are sRGB, or says something else about them.",
    why="Each program guesses another colour, and what is nearly as light as its background can't be read.",
    advice="Send the file as it was made; build it again.",
    owner="sender, developer",
    asked_by="issue 11: colours of images",
)
def in_srgb(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    said = [chunk.kind for chunk in reading.chunks if chunk.kind in COLOURS]
    if said != ["sRGB"]:
        yield Fault(f"it says of its colours: {', '.join(said) or 'nothing'}")


@compare_image(
    "I004",
    "nothing else is in the image",
    found="The file contains something that does not show, such as a date, a place or a device; or it has other "
    "labels than ours.",
    why="It may tell who handled the picture, and where.",
    advice="Don't save it again in another program; send the file as it was made.",
    owner="sender",
    asked_by="issue 11: traces in images",
)
def nothing_else(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    # What an image of ours has: its size, its pixels, its end, and what it says of itself and of its colours.
    known = ("IHDR", "IDAT", "IEND", "tEXt", "iTXt", *COLOURS)
    for kind in dict.fromkeys(chunk.kind for chunk in reading.chunks if chunk.kind not in known):
        yield Fault(f"the file has a part “{kind}”")
    wanted = dict(_expected(expectation).labels)
    for keyword in dict.fromkeys((*wanted, *reading.labels)):
        if reading.labels.get(keyword) != wanted.get(keyword):
            yield Fault(f"the label “{keyword}” says “{reading.labels.get(keyword, '')}”")


@compare_image(
    "I005",
    "the image is small enough to send",
    found="The file has more bytes than its layout allows.",
    why="Phones with a slow or expensive connection don't load it, and messengers reduce its quality.",
    advice="Use fewer or plainer pictures in the layout.",
    owner="designer",
    asked_by="issue 11: images that don't load",
)
def small_enough(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    most = _expected(expectation).most_bytes
    if most and reading.length > most:
        yield Fault(f"{reading.length / 1000:.0f} kB, more than {most / 1000:.0f} kB")


@compare_image(
    "I006",
    "the image shows its page",
    found="**The image shows something else** than the page that was composed and proved for it.",
    why="A stroke of a few pixels turns one digit into another.",
    advice="Never send it; find out who changed it, or build it again.",
    owner="sender, developer",
    asked_by="issue 11: images; field test, S1",
)
def shows_its_page(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    image = _expected(expectation)
    if image.page is None or len(expectation.pages) != 1:
        raise ValueError("nothing says what the image must show")
    if reading.size != expectation.document.pixels:
        return
    different = different_squares(reading.pixels(), image.page)
    scale = reading.size[0] / expectation.pages[0].width / SQUARE
    for _, line in expectation.lines:
        left, bottom, right, top = (scale * side for side in extent(line))
        rows = slice(max(0, len(different) - 1 - int(top)), len(different) - int(bottom))
        place = different[rows, max(0, int(left)) : int(right) + 1]
        if place.any():
            place[:] = False
            yield Fault(f"“{line.text}” looks different", where=line.where)
    if different.any():
        row, column = (int(places[0]) * SQUARE for places in different.nonzero())
        yield Fault(f"something is different at pixel {column}, {row} from the upper left corner")


@compare_image(
    "I007",
    "codes survive being sent",
    found="A code cannot be read, or opens something else, when the image is half as large or a coarse JPEG.",
    why="Messengers and social networks do that to every picture.",
    advice="Give the code larger modules in the layout.",
    owner="designer",
    asked_by="issue 11: codes in messengers",
)
def codes_survive(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    for code in expectation.codes:
        for how, found in (("", reading.codes), *((f" {damage}", codes) for damage, codes in reading.coarse.items())):
            if all(decoded.text != code.target for decoded in found):
                yield Fault(f"the code for {code.target} can't be read{how}", where=code.item.contact)


@image_check(
    "I008",
    "codes open only what is meant",
    found="**There is an unexpected code,** or one that opens something other than a web page (https), a call, a text "
    "message or a mail.",
    why="It may lead people into a trap.",
    advice="Never send it; find out where the code came from.",
    owner="sender",
    asked_by="issue 9: another code",
)
def only_meant_codes(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    known = {code.target for code in expectation.codes} if expectation.is_known else None
    for decoded in reading.codes:
        if known is not None and decoded.text not in known:
            yield Fault(f"an unexpected {decoded.kind} opens “{decoded.text}”")
        elif not decoded.text.lower().startswith(SCHEMES):
            yield Fault(f"“{decoded.text}” is not an allowed target")


@compare_image(
    "I009",
    "the words beside the image are its own",
    found="The description for people who do not see the image, or the text to send along, is missing or is another.",
    why="People who hear the description, or read the text alone, get other words or another number.",
    advice="Build the image again, and keep its three files together.",
    owner="sender, developer",
    asked_by="issue 11: alternate texts",
)
def words_are_its_own(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    image = _expected(expectation)
    for where, found, wanted in (("alt", reading.alt, image.alt), ("text", reading.text, image.text)):
        if found is None:
            yield Fault(f"{NAMES[where]} is not beside the image", where=where)
        elif found != wanted:
            lines, others = found.split("\n"), wanted.split("\n")
            pairs = zip(lines, others, strict=False)
            how = "lines are missing" if len(lines) < len(others) else "there are more lines"
            how = next((f"“{line[:80]}” instead of “{other[:80]}”" for line, other in pairs if line != other), how)
            yield Fault(f"{NAMES[where]} says something else: {how}", where=where)


@compare_image(
    "I010",
    "numbers are whole in the words beside the image",
    found="**A number or address of the image is not whole in the words beside it,** or would be reversed where the "
    "text runs from right to left.",
    why="People copy the number from there, or tap on it.",
    advice="Build the image again; report the problem if it persists.",
    asked_by="issue 11: numbers in alternate texts",
)
def numbers_whole(reading: ImageReading, expectation: Expectation) -> Iterator[Fault]:
    shown = dict.fromkeys(placed.contact.display for placed in expectation.contacts)
    for where, words in (("alt", reading.alt), ("text", reading.text)):
        for display in shown if words is not None else ():
            if problem := _broken(display, words or ""):
                yield Fault(f"{display} {problem} in {NAMES[where]}", where=where)


def _broken(display: str, words: str) -> str:
    """Return what is wrong with a number in *words*; "" if nothing is."""
    places = [at for at in range(len(words)) if words.startswith(display, at)]
    around = [(words[:at][-1:], words[at + len(display) :][:1]) for at in places]
    # With a digit right before or after it, it is another number.
    alone = [sides for sides in around if not any(side.isdigit() for side in sides)]
    if not alone:
        return "is not whole"
    turned = any(unicodedata.bidirectional(character) in ("R", "AL") for character in words)
    return "is not held together" if turned and any(sides != (LRI, PDI) for sides in alone) else ""
