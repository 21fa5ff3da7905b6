"""Vendored files match their manifests, and fonts and pictograms have what the campaign needs."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import uharfbuzz as hb
import yaml
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "fonts"
ICONS = ROOT / "content" / "icons"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


fetch_vendored = script("fetch_vendored")
cut_cjk_font = script("cut_cjk_font")

FAMILIES: dict[str, Any] = yaml.safe_load((FONTS / "fonts.yaml").read_text(encoding="utf-8"))["families"]
PICTOGRAMS: dict[str, Any] = yaml.safe_load((ICONS / "icons.yaml").read_text(encoding="utf-8"))
OWN_PICTOGRAMS = {ICONS / icon["file"] for icon in PICTOGRAMS["icons"].values() if "shows" in icon}
FACES = [(family, face) for family in FAMILIES for face in FAMILIES[family]["faces"]]
ENTRIES = fetch_vendored.vendored_files()
MANIFESTS = [
    FONTS / "fonts.yaml",
    ICONS / "icons.yaml",
    *(folder / "vendored.yaml" for folder in fetch_vendored.FOLDERS),
]

ASCII = "".join(map(chr, range(0x20, 0x7F)))
PUNCTUATION = "\u00a0–—‘’“”…•·‹›«»×"

EXEMPLARS = {
    "Latn": "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ ąćęłńśźż čďěňřšťůž ğış ăâđêôơư ếềểễệ ốồổỗộ ứừửữự ẹẽẻ ¿¡ ʼẍ āļņōū \u0327\u0304",
    "Cyrl": "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя",
    "Grek": "αβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώϊΐ",
    "Arab": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي پچژگکی ٹڈڑںھہۂےۓ ټځڅډړږښګڼۍې ًٌٍَُِّْٰ ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ،؛؟٪",
    "Deva": "अआइईउऊऋएऐओऔऑ कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह क़ख़ग़ज़ड़ढ़फ़ ािीुूृेैोौॉ्ंःँ़ ।॥ ०१२३४५६७८९",
    "Gujr": "અઆઇઈઉઊઋએઐઓઔઍઑ કખગઘઙચછજઝઞટઠડઢણતથદધનપફબભમયરલવશષસહળ ાિીુૂૃેૈોૌૅૉ્ંઃઁ઼ ।॥ ૦૧૨૩૪૫૬૭૮૯",
    "Beng": "অআইঈউঊঋএঐওঔ কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎ ড়ঢ়য় ািীুূৃেৈোৌ্ংঃঁ় ।॥ ০১২৩৪৫৬৭৮৯",
    "Guru": "ਅਆਇਈਉਊਏਐਓਔ ਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸਹੜ ਸ਼ਖ਼ਗ਼ਜ਼ਫ਼ਲ਼ ਾਿੀੁੂੇੈੋੌ੍ੰਂਃੱ਼ ੴ ।॥ ੦੧੨੩੪੫੬੭੮੯",
    "Thai": "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)])),
    "Laoo": "ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອຮໜໝ ະັາຳິີຶືຸູົຼຽ ເແໂໃໄໆ ່້໊໋໌ໍ ໐໑໒໓໔໕໖໗໘໙",
    "Mymr": "".join(map(chr, [*range(0x1000, 0x1022), *range(0x1023, 0x1028), 0x1029, 0x102A, *range(0x102B, 0x1050)])),
    "Khmr": "".join(
        map(chr, [*range(0x1780, 0x17A3), *range(0x17A5, 0x17B4), *range(0x17B6, 0x17D6), *range(0x17E0, 0x17EA)])
    ),
    "Ethi": "ሀለሐመሠረሰሸቀቐበቨተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ ሏሟቧቷኗኳዷጓ ፡።፣፤፥፦ ፩፪፫፬፭፮፯፰፱፲",
    "Hani": "打求助全天口人力工作自由危急安心，。？！：；“”「」『』（）《》、—…",
    "Hang": "가각간갇갈감갑값강개객거걱건걸검겁것게격견결겠경계고곡곤곧골곳공과관광괜교구국군굳굴궁권귀규그극근글금급기긴길김까깨꺼께꼬꽃꾸꿈끄끝끼 ㄱㄴㄷㅏㅑㅓ",
}
"""Letters, marks, digits and punctuation that the languages of each script need (after CLDR's exemplar sets)."""

OWN = {
    "noto-sans-sc": "打电话求助全天免费翻译服务贩运热线康涅狄格州雇主护照债务警察医生说",
    "noto-sans-tc": "打電話求助全天免費翻譯服務販運熱線康乃狄克州僱主護照債務警察醫生說裡著",
}
"""Characters that a family must have in addition to those of its script."""

CLUSTERS = {
    "Latn": "ffi",
    "Cyrl": "ї",
    "Grek": "ΐ",
    "Arab": "السلام لا پاکستان",
    "Deva": "क्षत्रिय हिन्दी र्के",
    "Gujr": "ક્ષત્રિય શ્રમ ર્કે",
    "Beng": "ক্ষতি শ্রমিক র্কে কর্মী",
    "Guru": "ਪ੍ਰੇਮ ਸ੍ਰੀ ਤੁਹਾਨੂੰ",
    "Thai": "น้ำ ที่นี่ ปู่ ฐานู",
    "Laoo": "ນ້ຳ ທີ່ນີ້ ຫຼື",
    "Mymr": "ကုမ္ပဏီ နိုင်ငံ ကြွေး ဥက္ကဋ္ဌ",
    "Khmr": "ស្ត្រី ក្រុម ខ្ញុំ",
    "Ethi": "ትግርኛ",
    "Hani": "中文",
    "Hang": "한글 값",
}
"""Words that need shaping, not only letters."""


@cache
def font(family: str, face: str) -> hb.Font:
    return hb.Font(hb.Face((FONTS / FAMILIES[family]["faces"][face]["file"]).read_bytes()))


def missing(of: hb.Font, text: str) -> str:
    return "".join(sorted({c for c in text if not of.get_nominal_glyph(ord(c))}))


def shaped_glyphs(of: hb.Font, text: str) -> list[int]:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(of, buffer)
    return [info.codepoint for info in buffer.glyph_infos]


# The tree and its manifests


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_each_file_matches_its_manifest(entry: Any) -> None:
    fetch_vendored.check(entry)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_file_of_a_vendored_folder_is_listed_once(manifest: Path) -> None:
    listed = [entry.path for entry in ENTRIES if entry.path.parent == manifest.parent]
    found = {path for path in manifest.parent.iterdir() if path.is_file()} - {manifest, manifest.parent / "README.md"}
    assert set(listed) == found - OWN_PICTOGRAMS
    assert len(listed) == len(set(listed)) == len(re.findall(r"\bsha256:", manifest.read_text(encoding="utf-8")))


def test_each_file_has_a_licence_beside_it() -> None:
    licence = (FONTS / "licences" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert {family["licence"] for family in FAMILIES.values()} == {"OFL-1.1"}
    assert "Permission is hereby granted" in (ICONS / PICTOGRAMS["licence_file"]).read_text(encoding="utf-8")
    for folder in fetch_vendored.FOLDERS:
        manifest = fetch_vendored.load(folder / "vendored.yaml")
        assert manifest["licence"]
        assert manifest["licence_file"] in manifest["files"]


def test_the_licences_of_colour_profiles_permit_redistribution() -> None:
    press = (ROOT / "content" / "press" / "profiles" / "LICENSE-PROFILES.txt").read_text(encoding="utf-8")
    assert "CC0 Public Domain Dedication" in press
    assert "must\n be identified as the source of the characterization data" in press
    assert "GPL" not in press
    assert "GFDL" not in press
    screen = (ROOT / "src" / "flyers" / "pdf" / "data" / "LICENSE-SRGB2014.txt").read_text(encoding="utf-8")
    assert "may be copied, distributed, embedded, made, used, and sold without restriction" in screen


def test_only_the_selected_paragraphs_of_a_text_are_kept(tmp_path: Path) -> None:
    (tmp_path / "copyright").write_text(
        "Files: *\nno\n\nFiles: icc/*\nyes\n\nLicense: GPL\n no\n\nLicense: CC0\n yes\n"
    )
    wanted = "Files: icc/*\nyes\n\nLicense: CC0\n yes\n"
    entry = fetch_vendored.Vendored(
        ROOT / "copied.txt",
        fetch_vendored.digest_of(wanted.encode()),
        fetch_vendored.Package("debian", "colours", "1"),
        "copyright",
        stanzas=("Files: icc", "License: CC0"),
    )
    assert fetch_vendored.rebuild(entry, tmp_path).decode() == wanted


def test_fonts_stay_small_enough_to_keep_in_the_tree() -> None:
    assert sum(path.stat().st_size for path in FONTS.rglob("*") if path.is_file()) < 20_000_000


def test_the_check_reports_missing_and_changed_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_vendored, "ROOT", tmp_path)
    original = next(entry for entry in ENTRIES if entry.path.suffix == ".svg")
    copy = fetch_vendored.Vendored(tmp_path / "copy.svg", original.sha256, original.package, original.inside)
    with pytest.raises(fetch_vendored.VendoringError, match="missing"):
        fetch_vendored.check(copy)
    shutil.copyfile(original.path, copy.path)
    fetch_vendored.check(copy)
    copy.path.write_bytes(copy.path.read_bytes() + b" ")
    with pytest.raises(fetch_vendored.VendoringError, match="changed"):
        fetch_vendored.check(copy)


def test_a_damaged_file_is_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_vendored, "ROOT", tmp_path)
    original = next(entry for entry in ENTRIES if entry.path.suffix == ".svg")
    unpacked = tmp_path / "package"
    (unpacked / original.inside).parent.mkdir(parents=True)
    shutil.copyfile(original.path, unpacked / original.inside)
    damaged = fetch_vendored.Vendored(tmp_path / "icon.svg", original.sha256, original.package, original.inside)
    damaged.path.write_bytes(b"<svg/>")
    fetch_vendored.restore(damaged, unpacked)
    assert damaged.path.read_bytes() == original.path.read_bytes()

    (unpacked / original.inside).write_bytes(b"<svg>another</svg>")
    with pytest.raises(fetch_vendored.VendoringError, match="but the manifest has"):
        fetch_vendored.restore(damaged, unpacked)
    assert damaged.path.read_bytes() == original.path.read_bytes()


# Fonts


@pytest.mark.parametrize(("family", "face"), FACES)
def test_each_font_covers_its_scripts_and_every_phone_number(family: str, face: str) -> None:
    needed = "".join(EXEMPLARS[script] for script in FAMILIES[family]["scripts"]) + OWN.get(family, "")
    assert missing(font(family, face), ASCII + PUNCTUATION + needed) == ""


@pytest.mark.parametrize(("family", "face"), FACES)
def test_each_font_shapes_its_scripts_without_a_missing_glyph(family: str, face: str) -> None:
    for code in FAMILIES[family]["scripts"]:
        for text in (CLUSTERS[code], EXEMPLARS[code]):
            assert 0 not in shaped_glyphs(font(family, face), text)


@pytest.mark.parametrize(
    ("family", "unjoined", "joined"),
    [
        ("noto-sans-arabic", "ل", "لا"),
        ("noto-naskh-arabic", "ل", "لا"),
        ("noto-nastaliq-urdu", "س", "سسس"),
        ("noto-sans-devanagari", "ष", "क्ष"),
        ("noto-sans-gujarati", "ષ", "ક્ષ"),
        ("noto-sans-bengali", "ষ", "ক্ষ"),
        ("noto-sans-gurmukhi", "ਰ", "ਪ੍ਰ"),
        ("noto-sans-myanmar", "ရ", "ကြ"),
        ("noto-sans-khmer", "រ", "ក្រ"),
    ],
)
def test_every_font_has_the_tables_that_shaping_needs(family: str, unjoined: str, joined: str) -> None:
    """In a joined word the letter has a different glyph than on its own."""
    for face in FAMILIES[family]["faces"]:
        alone = set(shaped_glyphs(font(family, face), unjoined))
        assert alone.isdisjoint(shaped_glyphs(font(family, face), joined))


@pytest.mark.parametrize("family", ["noto-sans-arabic", "noto-naskh-arabic"])
def test_the_arabic_families_cover_sorani_kurdish_too(family: str) -> None:
    for face in FAMILIES[family]["faces"]:
        assert missing(font(family, face), "ئاڕڵۆێەڤگچپژ") == ""


@pytest.mark.parametrize(("family", "face"), FACES)
def test_each_font_is_static_and_may_be_embedded(family: str, face: str) -> None:
    tables = font(family, face).face.table_tags
    assert "fvar" not in tables
    assert {"GSUB", "GPOS", "OS/2"} <= set(tables)
    os2 = font(family, face).face.reference_table("OS/2").data
    weight, rights = int.from_bytes(os2[4:6], "big"), int.from_bytes(os2[8:10], "big")
    assert weight == {"regular": 400, "bold": 700}[face]
    assert rights == 0, "installable embedding: no restrictions for PDFs"


@pytest.mark.parametrize(
    ("family", "low", "high"),
    [
        ("noto-sans-thai-looped", "น่", "ปี่"),
        ("noto-sans-lao", "ນ່", "ປີ່"),
    ],
)
def test_a_tone_mark_is_above_a_vowel_sign_or_close_to_a_letter(family: str, low: str, high: str) -> None:
    def top(of: hb.Font, text: str) -> int:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(of, buffer)
        found = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return max(of.get_glyph_extents(info.codepoint).y_bearing + place.y_offset for info, place in found)

    for face in FAMILIES[family]["faces"]:
        assert top(font(family, face), high) > top(font(family, face), low)


def outline(family: str, char: str) -> list[Any]:
    """Return what the regular face draws for a character of its language, independent of glyph numbers."""
    language = {"noto-sans-sc": "zh-hans", "noto-sans-tc": "zh-hant", "noto-sans-kr": "ko"}[family]
    drawn: list[Any] = cut_cjk_font.drawing(font(family, "regular"), char, language)
    return drawn


@pytest.mark.parametrize("char", "骨角今令")
def test_both_kinds_of_chinese_have_their_own_form_of_a_shared_character(char: str) -> None:
    assert outline("noto-sans-sc", char) != outline("noto-sans-tc", char)


@pytest.mark.parametrize("mark", "，。：；！？")
def test_traditional_marks_are_in_the_middle_and_simplified_ones_at_the_left(mark: str) -> None:
    middles = {}
    for family in ("noto-sans-sc", "noto-sans-tc"):
        of = font(family, "regular")
        ink = of.get_glyph_extents(of.get_nominal_glyph(ord(mark)))
        middles[family] = ink.x_bearing + ink.width / 2
    assert middles["noto-sans-tc"] == pytest.approx(500, abs=15)
    assert middles["noto-sans-sc"] < 260


def test_korean_punctuation_is_as_wide_as_latin() -> None:
    of = font("noto-sans-kr", "regular")
    assert all(of.get_glyph_h_advance(of.get_nominal_glyph(ord(mark))) < 600 for mark in ".,?!:“”‘’()")


@pytest.mark.parametrize("face", ["regular", "bold"])
def test_the_traditional_cut_has_both_levels_of_big5(face: str) -> None:
    everything = set(cut_cjk_font.big5_characters())
    hanzi = [code for code in everything if 0x4E00 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF]
    assert len(hanzi) == 5401 + 7652 + 10, "level one, level two, and the units of measure among the symbols"
    # No face of the family has these four.
    assert missing(font("noto-sans-tc", face), "".join(map(chr, everything))) == "ˍ‾∼≒"
    assert missing(font("noto-sans-tc", face), cut_cjk_font.HONG_KONG) == ""


@pytest.mark.parametrize("face", ["regular", "bold"])
def test_the_korean_cut_has_every_modern_syllable(face: str) -> None:
    assert missing(font("noto-sans-kr", face), "".join(map(chr, range(0xAC00, 0xD7A4)))) == ""


@pytest.mark.parametrize("face", ["regular", "bold"])
def test_the_simplified_cut_has_all_of_gb2312(face: str) -> None:
    level_one_and_two = [code for code in cut_cjk_font.gb2312_characters() if 0x4E00 <= code <= 0x9FFF]
    assert len(level_one_and_two) == 6763
    everything = "".join(map(chr, cut_cjk_font.gb2312_characters()))
    assert len(everything) == 7445
    assert missing(font("noto-sans-sc", face), everything) == ""


# Pictograms


@pytest.mark.parametrize("name", PICTOGRAMS["icons"])
def test_each_pictogram_is_one_filled_path_in_its_view_box_or_two_with_their_tones(name: str) -> None:
    drawing = ET.parse(ICONS / PICTOGRAMS["icons"][name]["file"]).getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert {element.tag for element in drawing} == {f"{svg}path"}
    assert [element.tag for element in drawing.iter()] == [f"{svg}svg", *(f"{svg}path" for _ in drawing)]
    assert drawing.attrib == {"viewBox": " ".join(map(str, PICTOGRAMS["view_box"])), "fill": "currentColor"}
    keys = [set(path.attrib) for path in drawing]
    assert keys in ([{"d"}], [{"d", "opacity"}, {"d"}]), "no stroke, no transform, no fill rule of its own"
    assert len(keys) == 1 or "shows" in PICTOGRAMS["icons"][name], "those of Phosphor are unchanged"
    for path in drawing:
        outline = RecordingPen()
        parse_path(path.attrib["d"], outline)
        steps = [step for step, _ in outline.value]
        assert steps.count("moveTo") == steps.count("closePath") > 0
        bounds = BoundsPen(None)
        outline.replay(bounds)
        x0, y0, x1, y1 = PICTOGRAMS["view_box"]
        assert x0 <= bounds.bounds[0] < bounds.bounds[2] <= x1
        assert y0 <= bounds.bounds[1] < bounds.bounds[3] <= y1


def test_each_pictogram_has_a_unique_meaning() -> None:
    meanings = [icon["meaning"] for icon in PICTOGRAMS["icons"].values()]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)
    assert {icon["file"] for icon in PICTOGRAMS["icons"].values()} == {f"{name}.svg" for name in PICTOGRAMS["icons"]}


def test_each_of_the_thirteen_signs_has_its_own_pictogram() -> None:
    signs = yaml.safe_load((ROOT / "content" / "messages" / "signs.yaml").read_text(encoding="utf-8"))
    icons = [message["icon"] for message in signs["messages"].values() if "icon" in message]
    drawn_for_signs = [name for name, icon in PICTOGRAMS["icons"].items() if icon["meaning"].startswith("sign ")]
    assert icons == drawn_for_signs
    assert len(icons) == 13
    drawn = [icon.get("shows") or icon["source_name"] for icon in PICTOGRAMS["icons"].values()]
    assert len(drawn) == len(set(drawn))


def test_each_pictogram_is_a_vendored_copy_or_one_of_our_own() -> None:
    copies = {entry.path for entry in ENTRIES if entry.path.parent == ICONS} - {ICONS / PICTOGRAMS["licence_file"]}
    assert copies | OWN_PICTOGRAMS == {ICONS / icon["file"] for icon in PICTOGRAMS["icons"].values()}
    assert not copies & OWN_PICTOGRAMS
    assert (ICONS / PICTOGRAMS["own"]["licence_file"]).resolve() == ROOT / "LICENSE"


def test_only_pictograms_with_a_direction_are_mirrored() -> None:
    assert {name for name, icon in PICTOGRAMS["icons"].items() if icon["mirror"]} == {
        "afraid",
        "arrow",
        "changed",
        "coached",
        "confused",
        "controlled",
        "help",
        "language",
        "question",
        "turn-over",
        "unfit-home",
        "walk",
    }
