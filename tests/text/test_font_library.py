"""The font library: fonts match fonts.yaml, or an error says what to do."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from flyers.errors import ExitCode, FlyersError, FontError, Source
from flyers.text.fonts import FaceEntry, FamilyEntry, FontFace, FontLibrary, own_families

FILE = "NotoSans-Regular.ttf"


@pytest.fixture
def folder(tmp_path: Path, root: Path, library: FontLibrary) -> Path:
    shutil.copy(root / "fonts" / FILE, tmp_path / FILE)
    sha256 = library.families["noto-sans"].faces["regular"].sha256
    write(tmp_path, f"regular: {{file: {FILE}, sha256: {sha256}}}")
    return tmp_path


def write(folder: Path, faces: str) -> None:
    (folder / "fonts.yaml").write_text(
        f"families:\n  noto-sans:\n    name: Noto Sans\n    scripts: [Latn]\n    faces: {{{faces}}}\n", encoding="utf-8"
    )


def test_a_face_is_opened_once(library: FontLibrary) -> None:
    assert library.face("noto-sans:bold") is library.face("noto-sans:bold")
    assert library.stack(["noto-sans"], "bold") == (library.face("noto-sans:bold"),)


def test_every_face_of_the_campaign_opens(library: FontLibrary) -> None:
    for family in library.families.values():
        for entry in family.faces.values():
            face = library.face(entry.key)
            assert face.upem >= 1000
            assert 0.6 < face.ascender < 2.5
            assert 0.1 < face.descender < 1.2
            assert face.covers("1")
            assert face.data[:4] in (b"\x00\x01\x00\x00", b"OTTO", b"ttcf")


def test_lengths_are_in_em(library: FontLibrary) -> None:
    face = library.face("noto-sans:regular")
    assert face.cap_height == pytest.approx(0.714)
    assert (face.ascender, face.descender) == pytest.approx((1.069, 0.293))
    left, bottom, right, top = face.ink(face.font.get_nominal_glyph(ord("H"))) or (0, 0, 0, 0)
    assert (bottom, top) == pytest.approx((0, 0.714))
    assert 0 < left < right < 1
    assert face.ink(face.font.get_nominal_glyph(ord(" "))) is None


def test_coverage_follows_what_harfbuzz_can_draw(library: FontLibrary) -> None:
    naskh = library.face("noto-naskh-arabic:regular")
    assert naskh.covers("ب")
    assert not naskh.covers("ក")
    assert library.face("noto-sans:regular").covers_all("e\u0301\u00a0\u202f")


def test_a_family_without_bold_contributes_its_regular_face(folder: Path) -> None:
    library = FontLibrary.load(folder)
    assert [face.key for face in library.stack(["noto-sans"], "bold")] == ["noto-sans:regular"]


def test_an_altered_file_is_refused_when_opened(folder: Path) -> None:
    data = bytearray((folder / FILE).read_bytes())
    data[-1] ^= 1
    (folder / FILE).write_bytes(data)
    library = FontLibrary.load(folder)
    with pytest.raises(FontError, match=rf"{FILE} of the family “noto-sans” is not the recorded one") as error:
        library.face("noto-sans:regular")
    assert error.value.exit_code is ExitCode.FONT
    assert error.value.source is not None
    assert error.value.source.line == 5


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / FILE).unlink()
    with pytest.raises(FontError, match=rf"{FILE} of the family “noto-sans” cannot be read"):
        FontLibrary.load(folder).face("noto-sans:regular")


def test_a_file_that_is_not_a_font_is_named(folder: Path) -> None:
    (folder / FILE).write_bytes(b"not a font")
    write(
        folder,
        f"regular: {{file: {FILE}, sha256: 3a04ce4f73e43c36acb9bcd60a66a6bb5ffb4d51c0c1d6e8a1d5b6b0ffe0e0a7}}",
    )
    with pytest.raises(FontError, match="not the recorded one") as error:
        FontLibrary.load(folder).face("noto-sans:regular")
    digest = str(error.value).split("its sha256 is ")[1].split(",")[0]
    write(folder, f"regular: {{file: {FILE}, sha256: {digest}}}")
    with pytest.raises(FontError, match="is not a font"):
        FontLibrary.load(folder).face("noto-sans:regular")


def test_a_file_outside_the_folder_is_refused(folder: Path) -> None:
    write(folder, f"regular: {{file: ../secret.ttf, sha256: {'0' * 64}}}")
    with pytest.raises(FontError, match="outside the font folder"):
        FontLibrary.load(folder)


_GOOD = f"file: {FILE}, sha256: {'0' * 64}"


@pytest.mark.parametrize(
    ("faces", "problem"),
    [
        (f"bold: {{{_GOOD}}}", "no regular face"),
        (f"regular: {{file: {FILE}}}", "“sha256” is missing"),
        ("regular: 3", "but a map is needed"),
        (f"regular: {{{_GOOD}, index: x}}", "whole number is needed"),
        (f"regular: {{{_GOOD}, axes: [wght]}}", "but a map is needed"),
        (f"regular: {{{_GOOD}, axes: {{wght: bold}}}}", "value of an axis is a number"),
        (f"regular: {{{_GOOD}, weight: 4}}", "“weight” is not known"),
        (f"regular: {{file: {'x' * 4000}, sha256: {'0' * 64}}}", "4000 characters"),
        (f"regular: {{{_GOOD}}}, blod: {{file: x.ttf, sha256: {'0' * 64}}}", "face “blod”.*mean “bold”"),
        (f"regular: {{{_GOOD}}}, bold: {{{_GOOD}}}", "“regular” and “bold” of “noto-sans” are one and the same"),
        (f"regular: {{{_GOOD}}}, italic: {{file: x.ttf, sha256: {'0' * 64}}}", "“italic”.*regular and bold; delete"),
        (f'regular: {{file: "a\\0b", sha256: {"0" * 64}}}', "cannot be found"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(folder: Path, faces: str, problem: str) -> None:
    write(folder, faces)
    with pytest.raises(FontError, match=problem) as caught:
        FontLibrary.load(folder)
    assert caught.value.source is not None
    assert caught.value.source.line == 5


def test_faces_of_a_variable_font_differ_by_their_axes(folder: Path) -> None:
    write(folder, f"regular: {{{_GOOD}, axes: {{wght: 400}}}}, bold: {{{_GOOD}, axes: {{wght: 700}}}}")
    assert list(FontLibrary.load(folder).families["noto-sans"].faces) == ["regular", "bold"]


@pytest.mark.parametrize("text", ["families: {x: {scripts: 5, faces: {}}}", "families: 3", "families: {}", "x: 1", ""])
def test_a_file_that_lists_no_families_is_refused(folder: Path, text: str) -> None:
    (folder / "fonts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FlyersError) as caught:
        FontLibrary.load(folder)
    assert caught.value.exit_code is ExitCode.FONT


def test_errors_about_unknown_families_and_faces_list_the_known_ones(library: FontLibrary) -> None:
    with pytest.raises(FontError, match=r"no font family “noto-sams”.*noto-sans-khmer"):
        library.face("noto-sams:regular")
    with pytest.raises(FontError, match=r"no face “black”. Its faces are regular, bold"):
        library.face("noto-sans:black")


def test_families_covering_a_character(library: FontLibrary) -> None:
    assert library.families_covering("ក") == ["noto-sans-khmer"]
    assert set(library.families_covering("ب")) >= {"noto-sans-arabic", "noto-naskh-arabic", "noto-nastaliq-urdu"}
    assert library.families_covering("\U0001f600") == []


def test_a_variable_font_is_pinned_to_its_axes(tmp_path: Path) -> None:
    """The test makes a small variable font: one square whose width depends on the weight axis."""
    path = make_variable_font(tmp_path / "square.ttf")
    light, heavy = (
        FontFace(FaceEntry("square", style, path, "", None, axes=(("wght", weight),)), path.read_bytes())
        for style, weight in (("regular", 400.0), ("bold", 700.0))
    )
    glyph = light.font.get_nominal_glyph(ord("H"))
    assert light.ink(glyph) == pytest.approx((0, 0, 0.5, 0.5))
    assert heavy.ink(glyph) == pytest.approx((0, 0, 0.8, 0.5))


@pytest.mark.parametrize(("letter", "height"), [("H", 0.5), ("x", 0.0)])
def test_a_font_that_does_not_say_how_high_capitals_are_has_the_height_of_its_h(
    tmp_path: Path, letter: str, height: float
) -> None:
    path = make_variable_font(tmp_path / "square.ttf", letter)
    assert FontFace(FaceEntry("square", "regular", path, "", None), path.read_bytes()).cap_height == height


def make_variable_font(path: Path, letter: str = "H") -> Path:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "H"])
    builder.setupCharacterMap({ord(letter): "H"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "H": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "H": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    deltas = GlyphCoordinates([(0, 0), (0, 0), (300, 0), (300, 0), (0, 0), (0, 0), (0, 0), (0, 0)])
    builder.setupGvar({"H": [TupleVariation({"wght": (0, 1, 1)}, deltas)], ".notdef": []})
    builder.save(path)
    return path


def test_the_starters_own_families_come_with_their_files() -> None:
    for key in ("noto-sans", "noto-nastaliq-urdu"):
        assert own_families()[key].faces
        for face in own_families()[key].faces.values():
            assert face.path.is_file()


@pytest.mark.parametrize(("index", "right"), [(0, True), (1000, True), (-1, False), (1001, False)])
def test_a_collection_has_a_thousand_faces_at_most(folder: Path, index: int, right: bool) -> None:
    write(folder, f"regular: {{{_GOOD}, index: {index}}}")
    if right:
        assert FontLibrary.load(folder).families["noto-sans"].faces["regular"].index == index
    else:
        with pytest.raises(FontError, match=f"{index} is out of range. It must be from 0 to 1000"):
            FontLibrary.load(folder)


def test_a_family_of_the_script_comes_before_those_with_parts_of_it(library: FontLibrary) -> None:
    families = ["noto-sans", "noto-sans-khmer", "noto-sans-arabic"]
    for script, first in (
        ("Khmr", "noto-sans-khmer"),
        ("Arab", "noto-sans-arabic"),
        ("Latn", "noto-sans"),
        ("", "noto-sans"),
    ):
        stack = [face.family for face in library.stack(families, "regular", script)]
        assert stack == [first, *(family for family in families if family != first)]
    assert library.stack(families, "regular", "Khmr") is library.stack(families, "regular", "Khmr")


def test_what_a_campaign_does_not_have_comes_from_its_base_or_the_starter(folder: Path, library: FontLibrary) -> None:
    alone = FontLibrary.load(folder)
    assert set(alone.families) == {"noto-sans"}
    based = FontLibrary.load(folder, base=library)
    assert set(based.families) == set(library.families)
    assert based.families["noto-sans"] == alone.families["noto-sans"] != library.families["noto-sans"]
    (folder / "fonts.yaml").unlink()
    assert FontLibrary.load(folder, base=library).families == library.families
    assert FontLibrary.load(folder, base=library).source == library.source
    assert FontLibrary.load(folder).families == own_families()
    (folder / "fonts.yaml").write_text(f"families: {{own: {{faces: {{regular: {{{_GOOD}}}}}}}}}", encoding="utf-8")
    own = FontLibrary.load(folder)
    assert own.families["noto-sans"] == own_families()["noto-sans"]
    assert (own.families["own"].name, own.families["own"].scripts) == ("own", ())
    assert [face.key for face in FontLibrary.load(folder).opened] == []


def test_a_checksum_is_that_of_the_file_as_it_is(folder: Path) -> None:
    library = FontLibrary.load(folder)
    entry = library.families["noto-sans"].faces["regular"]
    assert library.checksum(entry) == entry.sha256
    (folder / FILE).write_bytes(b"another")
    assert library.checksum(entry) == hashlib.sha256(b"another").hexdigest()
    (folder / FILE).unlink()
    assert library.checksum(entry) == ""


def test_a_checksum_that_was_compared_is_not_computed_again(folder: Path) -> None:
    library = FontLibrary.load(folder)
    assert library.opened == ()
    face = library.face("noto-sans:regular")
    assert library.opened == (face,)
    (folder / FILE).unlink()
    assert library.checksum(library.families["noto-sans"].faces["regular"]) == face.sha256


def test_a_family_that_is_not_there_is_named_where_it_is_asked_for(library: FontLibrary) -> None:
    place = Source("translations/languages.yaml", 7)
    library.require(["noto-sans", "noto-sans-khmer"], place)
    with pytest.raises(FontError, match=r"no font family “noto-sams”\. Did you mean “noto-sans”") as caught:
        library.require(["noto-sans", "noto-sams"], place)
    assert caught.value.source == place


@pytest.mark.parametrize(("faces", "problem"), [
    ("regular: {{{good}}}, bold: {{file: b.ttf, sha256: {sum}, spaced_like: regular}}", ""),
    ("regular: {{{good}}}, bold: {{file: b.ttf, sha256: {sum}, spaced_like: thin}}", "bold cannot be spaced like “thin”"),
    ("regular: {{{good}, spaced_like: bold}}, bold: {{file: b.ttf, sha256: {sum}, spaced_like: regular}}",
     "regular cannot be spaced like “bold”"),
    ("regular: {{{good}, spaced_like: regular}}", "regular cannot be spaced like “regular”"),
    ("regular: {{{good}, index: 1}}, bold: {{{good}}}", ""), ("regular: {{file: a.ttf, sha256: {short}}}", "64 digits"),
])  # fmt: skip  # several cases to a line
def test_a_face_is_spaced_like_one_that_is_spaced_by_itself(folder: Path, faces: str, problem: str) -> None:
    write(folder, faces.format(good=_GOOD, sum="0" * 64, short="0" * 63))
    if problem:
        with pytest.raises(FontError, match=problem):
            FontLibrary.load(folder)
    else:
        assert set(FontLibrary.load(folder).families["noto-sans"].faces) == {"regular", "bold"}


def test_the_faces_of_a_campaign_stay_open_up_to_a_number(tmp_path: Path, library: FontLibrary) -> None:
    """Checksums of their files too; of the stacks there are more."""
    data = make_variable_font(tmp_path / "0.ttf").read_bytes()
    digest, source = hashlib.sha256(data).hexdigest(), Source("fonts.yaml", 1)
    entries = [FaceEntry(f"f{at}", "regular", tmp_path / f"{at}.ttf", digest, source) for at in range(257)]
    for entry in entries:
        entry.path.write_bytes(data)
    known = {entry.family: FamilyEntry(entry.family, "", "", "", (), {"regular": entry}, source) for entry in entries}
    opened = FontLibrary(known, source)
    faces = [opened.face(entry.key) for entry in entries[:256]]
    assert opened.opened == tuple(faces)
    for entry in entries[:256]:
        entry.path.unlink()
    assert [opened.checksum(entry) for entry in entries[:256]] == [digest] * 256
    faces.append(opened.face(entries[256].key))
    assert opened.opened == tuple(faces[128:])
    assert [opened.checksum(entry) for entry in entries] == [""] * 128 + [digest] * 129
    library = FontLibrary(library.families, library.source)
    stacks = [library.stack(["noto-sans"], "regular", f"S{at}") for at in range(1024)]
    assert library.stack(["noto-sans"], "regular", "S0") is stacks[0]
    last = library.stack(["noto-sans"], "regular", "S1024")
    assert library.stack(["noto-sans"], "regular", "S1024") is last
    assert library.stack(["noto-sans"], "regular", "S512") is stacks[512]
    assert library.stack(["noto-sans"], "regular", "S511") is not stacks[511]
