"""Mutants of the sample file: QR codes."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
from proofsample import MODULE, NUMBER, ORIGIN, TARGET, Sample, code_item, code_path
from sample_mutants import mutant

from expecting import contact, with_item, with_items, with_pages, words
from flyers.page.document import Item, QrCode
from flyers.proof.expectations import Expectation


@mutant("Q401")
def a_code_with_another_target(sample: Sample) -> bytes:
    return sample.with_pieces(code=code_path("tel:+18883737880", 190, 40, MODULE)[0])


@mutant("Q401")
def a_damaged_code(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace("\nQ", f"\n{ORIGIN + 195} {ORIGIN + 42} 12 26 re f\nQ"))


@mutant("Q404")
def something_in_the_quiet_zone(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 k {ORIGIN + 186} {ORIGIN + 50} 1 20 re f Q")


@mutant("Q406")
def an_unexpected_code(sample: Sample) -> bytes:
    return sample.with_pieces(end=code_path("https://example.org", 140, 34, 1.4)[0])


@mutant("Q407")
def a_code_in_colour(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace("0 0 0 1 k", "1 0.7 0 0.3 k"))


@mutant("V904")
def a_code_in_pieces(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace(" re\n", " re f\n", 1))


@mutant("Q410")
def a_code_with_no_number_on_its_page(sample: Sample) -> tuple[bytes, Expectation]:
    """Everything is as expected, but the expectation has a code without its number."""
    alone = with_items(sample.expectation, lambda items: (item for item in items if item.block != "front/number"))
    return sample.with_pieces(number=""), alone


@mutant("Q411")
def a_code_far_from_its_number(sample: Sample) -> tuple[bytes, Expectation]:
    """On a page that is two inches wider."""
    far = 2 * 72.0
    left, bottom, _, _ = sample.expectation.codes[0].box

    def edit(pdf: pikepdf.Pdf) -> None:
        boxes = pdf.pages[0]
        for name in ("MediaBox", "TrimBox", "BleedBox"):
            boxes.obj[f"/{name}"][2] = float(boxes.obj[f"/{name}"][2]) + far
        pieces = dict(sample.pieces)
        pieces["code"] = code_path(TARGET, left + far, bottom, MODULE)[0]
        pieces["frame"] = pieces["frame"].replace("270", f"{270 + far:g}")
        pieces["band"] = pieces["band"].replace("270 49 re", f"{270 + far:g} 49 re")
        pieces["marks"] = re.sub(r"\b(288|306|321)\b", lambda number: f"{int(number[1]) + far:g}", pieces["marks"])
        boxes.Contents = pdf.make_stream("\n".join(pieces.values()).encode())

    def move(item: Item) -> Item:
        return replace(item, x=item.x + far) if isinstance(item, QrCode) else item

    wider = with_pages(sample.expectation, lambda page: replace(page, width=page.width + far))
    return sample.edited(edit), with_item(wider, move)


def _other_code(sample: Sample, target: str, module: float, smallest: float) -> tuple[bytes, Expectation]:
    """Return the file with a code of another size or target, and an expectation that has it."""
    path, _ = code_path(target, 190, 40, module)
    code = code_item(target, 190, 40, module)
    expected = with_item(sample.expectation, lambda item: code if isinstance(item, QrCode) else item)
    texts = {str(line.message): line.text for _, line in expected.lines}
    expected = replace(expected, words=words(texts, [contact("hotline", NUMBER, target)]), smallest_module=smallest)
    return sample.with_pieces(code=path), expected


@mutant("Q402")
def a_code_that_needs_a_good_camera(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, TARGET, 0.7, 0.7)


@mutant("Q403", "Q407")
def a_code_in_light_gray(sample: Sample) -> bytes:
    """A grey code breaks two rules."""
    return sample.with_pieces(code=lambda path: path.replace("0 0 0 1 k", "0 0 0 0.2 k"))


@mutant("Q405")
def modules_too_small(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, TARGET, 1.2, 1.417)


@mutant("Q405")
def a_code_smaller_than_the_layout_says(sample: Sample) -> tuple[bytes, Expectation]:
    """The expectation is wrong about the module; the painted path is right."""
    pdf, expected = _other_code(sample, TARGET, 1.3, 1.417)
    return pdf, with_item(expected, lambda item: replace(item, module=1.5) if isinstance(item, QrCode) else item)


@mutant("Q408", "Q410")
def a_code_that_runs_a_script(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, "javascript:alert(1)", 1.3, 1.2)
