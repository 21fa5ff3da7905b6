"""Plain content streams are read as pikepdf reads them, and no others are taken for plain."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from realfiles import real

from flyers.proof.content_stream.instructions import PATH, instructions, plain_instructions
from flyers.proof.content_stream.interpreter import Interpreter
from flyers.proof.content_stream.records import Paint
from flyers.proof.size_guard import UnpackedStreams


def read_by_pikepdf(data: bytes) -> list[tuple[str, list[Any]]]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(data)
    read = pikepdf.parse_content_stream(page)
    return [(str(one.operator), [plain_value(operand) for operand in one.operands]) for one in read]


def plain_value(operand: Any) -> Any:
    if isinstance(operand, pikepdf.Array):
        return [plain_value(item) for item in operand]
    if isinstance(operand, pikepdf.Name):
        return operand
    return bytes(operand) if isinstance(operand, pikepdf.String) else float(operand)


NUMBERS = {"m": 2, "l": 2, "c": 6, "h": 0}


def as_lists(read: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[str, list[Any]]]:
    found: list[tuple[str, list[Any]]] = []
    for operator, operands in read:
        if operator == PATH:
            kinds, numbers = operands
            for kind in kinds.decode():
                found.append((kind, numbers[: NUMBERS[kind]]))
                numbers = numbers[NUMBERS[kind] :]
            assert numbers == []
        else:
            found.append((operator, list(operands)))
    return found


PLAIN = (
    b"q 1 0 0 1 36 36 cm\n/GSknock gs 0 0 0 .5 k BT /F1 14.75 Tf 763.4 -571. Td <0001>Tj[<00020003>-20.5<0004>]TJ ET Q",
    b"0 0 m 10 -0 l\r\n1 2 3 4 5 6 c h f* n\tW n/CS cs/Name scn",
    b"",
    b"[ 3 2 ]0 d [] 0 d",
    b"q 0 0 m 1 2 l\n1 2 3 4 5 -.6 c h 7 8 m h f",
    b"q 0 0 m 1 2 3 l 1 2 3 4 5 6 7 c",
    b"q 0 0 m 1 l 5 6 l 1 2 3 4 5 c h",
    b"q 0 0  m 1 2 l h",
)


@pytest.mark.parametrize("data", PLAIN)
def test_plain_instructions_are_read_as_pikepdf_reads_them(data: bytes) -> None:
    read = plain_instructions(data)
    assert read is not None
    assert as_lists(read) == read_by_pikepdf(data)


@pytest.mark.parametrize(
    "data",
    [
        b"BT (text) Tj ET",
        b"BT <00 01> Tj ET",
        b"BT <000> Tj ET",
        b"BT <00zz> Tj ET",
        b"BT <00 Tj ET",
        b"/P <</MCID 3>> BDC EMC",
        b"% 1 0 0 1 0 0 cm\nq Q",
        b"/N#41me gs",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
        b"1e5 w",
        b"--5 w",
        b"+5 w",
        b"1.2.3 w",
        b"1-2 w",
        b"- w",
        b". w",
        b"inf w",
        b"1_0 w",
        b"[[1] 2] 0 d",
        b"[1 2 0 d",
        b"1] 0 d",
        b"1 2 3",
        b"q Q foo",
        b"true gs",
        b"12345678901234567890 w",
        b"q\0Q",
        b"q\x0bQ",
        "q\u00a0Q".encode(),
        b"1 0 0 1 0 0 cm100 0 m",
        b'BT 1 2 <0001> " ET',
        b"q } Q",
        b"q 0 0 m 1.2.3 0 l f",
        b"q 0 0 m 1 - l f",
        b"[ 1 0 0 m 1 2 l h",
        b"q 0 0 m 1 2 l 3 4 l 5",
    ],
)
def test_everything_else_is_left_to_pikepdf(data: bytes) -> None:
    assert plain_instructions(data) is None


USUAL = "q Q cm re f f* m l c h n W BT ET Tf Td Tj TJ gs k 0 1 -1 12.5 -.5 /F1 <0001>"
UNUSUAL = r"""
scn cs d BDC EMC Do foo BI ID EI true null 5. . - -- 1e5 +3 1.2.3 007 -0 1234567890123456 99999999999
/GS /N#20 / // /-a <> <0> <00 01> < > << >> [ ] [<01>] (a) ( ) { } % \ ' " ,
"""
WORDS = USUAL.split(), [*USUAL.split(), *UNUSUAL.split(), "\0", "\x0b", "\x85"]


def test_random_words_are_read_as_pikepdf_reads_them_or_left_to_it() -> None:
    rng = random.Random(11)
    plain = 0
    for _ in range(4000):
        words = rng.choices(WORDS[rng.random() < 0.3], k=rng.randrange(1, 12))
        data = "".join(word + rng.choice((" ", "\n", "", "\r\n", "  ")) for word in words).encode("latin-1") + b" n"
        read = plain_instructions(data)
        if read is not None:
            plain += 1
            assert as_lists(read) == read_by_pikepdf(data), data
    assert plain > 500


def test_segments_of_paths_come_together() -> None:
    read = plain_instructions(b"q 0 0 m 1 2 l 1 2 3 4 5 6 c h 7 8 m f Q")
    assert read == [
        ("q", []),
        (PATH, (b"mlchm", [0.0, 0.0, 1.0, 2.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])),
        ("f", []),
        ("Q", []),
    ]


def test_segments_together_draw_what_they_draw_one_by_one() -> None:
    rng = random.Random(12)
    drawn = 0
    for _ in range(500):
        kinds = ["m", *rng.choices("mllllcch", k=rng.randrange(1, 12))]
        steps = [
            [*(f"{rng.choice((0, 0, 5, rng.random() * 9)):.3f}" for _ in range(NUMBERS[kind])), kind] for kind in kinds
        ]
        path = " ".join(word for step in steps for word in step)
        together = painted(f"q 2 1 -1 3 4 5 cm {path} f Q")
        assert together == painted(f"q 2 1 -1 3 4 5 cm  {path.replace(' ', '  ')} f Q")
        drawn += bool(together)
    assert drawn > 300


def painted(operators: str) -> list[Paint]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pdf.make_stream(operators.encode())
    interpreter = Interpreter({}, (0, 0))
    interpreter.run(page.obj, None)
    assert not interpreter.contents.problems
    return interpreter.contents.paints


def test_a_page_in_parts_and_a_form_are_read() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pikepdf.Array([pdf.make_stream(b"q 1 0 0"), pdf.make_stream(b"1 5 5 cm Q")])
    assert [operator for operator, _ in instructions(page.obj, UnpackedStreams())] == ["q", "cm", "Q"]
    form = pdf.make_stream(b"0 0 5 5 re f", {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form})
    assert [operator for operator, _ in instructions(form, UnpackedStreams())] == ["re", "f"]


def test_our_press_files_are_plain() -> None:
    """Otherwise nothing would be gained."""
    with pikepdf.open(io.BytesIO(real("ar", "wallet-card").pdf)) as pdf:
        for page in pdf.pages:
            assert plain_instructions(page.Contents.read_bytes()) is not None
