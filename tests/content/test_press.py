"""Print conditions: those that come with the campaign, those that a shop brings, and every way to get one wrong.

Each file under tests/bad/content/press breaks one rule, and its first line says where and how that must be reported:
``# error: LINE:COLUMN part of the message``. `PROFILES` makes the profiles that they name.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from flyers.content.campaign import Campaign
from flyers.content.press import LINE_ROOM, Marks, conditions, load_condition, read_profile
from flyers.content.schema import Problem
from flyers.errors import CombinedError, ContentError, FileAccessError, UsageError

ROOT = Path(__file__).parents[2]
PRESS = ROOT / "content" / "press"
BAD = sorted((ROOT / "tests" / "bad" / "content" / "press").glob("*.yaml"))
GRACOL = (PRESS / "profiles" / "GRACoL_TR006_coated.icc").read_bytes()
SRGB = (ROOT / "src" / "flyers" / "pdf" / "data" / "sRGB.icc").read_bytes()


def patched(at: int, new: bytes) -> bytes:
    """GRACoL's profile with *new* at a byte: 8 version, 12 class, 16 space, 36 signature, 132 the first tag."""
    return GRACOL[:at] + new + GRACOL[at + len(new) :]


PROFILES = {
    "right.icc": GRACOL,
    "srgb.icc": SRGB,
    "scanner.icc": patched(12, b"scnr"),
    "grey.icc": patched(16, b"GRAY"),
    "version-4.icc": patched(8, b"\x04\x20"),
    "version-5.icc": patched(8, b"\x05\x00"),
    "no-signature.icc": patched(36, b"abcd"),
    "cut-off.icc": GRACOL[:-1],
    "no-black-to-lab.icc": GRACOL.replace(b"B2A0", b"xxxx", 1),
    "tags-beyond.icc": patched(132 + 8, b"\x7f\xff\xff\xff"),
}


@pytest.fixture
def pressed(small: Path) -> Campaign:
    """The small campaign with the print conditions of this one."""
    shutil.copytree(PRESS, small / "content" / "press", dirs_exist_ok=True)
    return Campaign.load(small)


def session(folder: Path, profile: bytes, **changes: str) -> Path:
    """A shop's own condition in *folder*, with no more than it must say."""
    (folder / "paper.icc").write_bytes(profile)
    entry = {
        "title": "Our press",
        "identifier": "Our press, 100 lb gloss",
        "info": "Sheetfed offset, measured in 2026",
        "profile": "paper.icc",
        "sha256": hashlib.sha256(profile).hexdigest(),
        "bleed": "0.125in",
        "ink_limit": "280%",
    } | changes
    path = folder / "our-press.yaml"
    path.write_text(yaml.safe_dump(entry), encoding="utf-8")
    return path


# What comes with the campaign


def test_the_conditions_are_these(pressed: Campaign) -> None:
    assert conditions(pressed) == ("fogra39", "gracol", "online", "swop3", "uncoated")
    assert pressed.press == Campaign.load(ROOT).press == "gracol"


@pytest.mark.parametrize(
    ("name", "identifier", "described", "ink_limit"),
    [
        ("gracol", "CGATS TR 006", "GRACoL TR006 Coated", 300),
        ("swop3", "CGATS TR 003", "SWOP TR003 Coated", 300),
        ("fogra39", "FOGRA39", "FOGRA39L Coated", 300),
        ("uncoated", "FOGRA47", "FOGRA47L Uncoated", 260),
    ],
)
def test_each_condition_names_its_data_and_has_its_profile(
    pressed: Campaign, name: str, identifier: str, described: str, ink_limit: int
) -> None:
    condition = load_condition(pressed, name)
    assert (condition.name, condition.identifier, condition.ink_limit) == (name, identifier, ink_limit)
    assert condition.profile_description == described
    assert condition.registry == "http://www.color.org"
    assert identifier in condition.info, "the notice of NPES asks that the report be named"
    assert (condition.pdfx, condition.overprint_black) == ("4", True)
    assert load_condition(pressed, name, pdfx="1a").pdfx == "1a"
    data = condition.profile_bytes()
    assert hashlib.sha256(data).hexdigest() == condition.sha256
    assert (read_profile(data).version, read_profile(data).space) == ((2, 2), "CMYK")


@pytest.mark.parametrize("name", ["fogra39", "gracol", "swop3", "uncoated"])
def test_each_condition_suits_the_layouts_of_the_campaign(pressed: Campaign, name: str) -> None:
    """No shop gets less bleed than it asks for, and no mark stands in the bleed or on the slug's line."""
    condition = load_condition(pressed, name)
    art = 9.0
    layouts = [yaml.safe_load(path.read_text()) for path in (ROOT / "content" / "layouts").glob("*.yaml")]
    assert {layout["bleed"] for layout in layouts if "bleed" in layout and not layout.get("on_request")} == {"0.125in"}
    assert 0 < condition.bleed <= art < condition.marks.offset
    assert condition.marks.offset + condition.marks.length <= condition.bleed + condition.slug - LINE_ROOM


def test_the_condition_of_online_printers_ends_the_page_with_the_bleed(pressed: Campaign) -> None:
    condition = load_condition(pressed, "online")
    assert (condition.pdfx, condition.slug, condition.has_slug_line) == ("1a", 0.0, False)
    assert (condition.marks.crop, condition.marks.fold) == (False, False)
    assert condition.bleed == 9.0
    assert load_condition(pressed, "online", bleed=7.2).bleed == 7.2


@pytest.mark.parametrize(
    ("name", "bleed", "said"),
    [
        (
            "gracol",
            12.0,
            "A bleed of 12 pt is not possible: the marks of “gracol” begin 12 pt from the trim. "
            "--bleed takes 0 to 0.164in (4.18mm) here. --press online has no marks.",
        ),
        ("gracol", -1.0, "A bleed of -1 pt is not possible. --bleed takes 0 to 0.164in (4.18mm) here."),
        ("online", 72.1, "A bleed of 72.1 pt is not possible. --bleed takes 0 to 1in (25.4mm) here."),
    ],
)
def test_a_wrong_bleed_is_a_slip_in_the_command_and_not_in_the_file(
    pressed: Campaign, name: str, bleed: float, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        load_condition(pressed, name, bleed=bleed)
    assert str(caught.value) == said


@pytest.mark.parametrize("bleed", [0.0, 4.5, 3 * 72 / 25.4, 9.0, 11.2])
@pytest.mark.parametrize("name", ["fogra39", "gracol", "online", "swop3", "uncoated"])
def test_the_slug_has_room_for_the_marks_and_the_line_beside_any_bleed(
    pressed: Campaign, name: str, bleed: float
) -> None:
    stated, narrowed = load_condition(pressed, name), load_condition(pressed, name, bleed=bleed)
    assert (narrowed.bleed, narrowed.marks) == (bleed, stated.marks)
    end = stated.marks.offset + stated.marks.length + LINE_ROOM
    assert narrowed.slug == (0.0 if name == "online" else pytest.approx(max(stated.slug, end - bleed)))


@pytest.mark.parametrize("marks", ["{crop: false}", "{fold: false}"])
def test_marks_of_one_kind_need_their_room_beside_a_bleed(pressed: Campaign, tmp_path: Path, marks: str) -> None:
    path = session(tmp_path, GRACOL)
    path.write_text(f"{path.read_text()}marks: {marks}\n")
    assert load_condition(pressed, path, bleed=0.0).slug == 36.0
    assert load_condition(pressed, path, bleed=9.0).slug == 27.0
    with pytest.raises(UsageError, match="the marks of “our-press” begin 12 pt from the trim"):
        load_condition(pressed, path, bleed=11.9)


def test_a_bleed_may_reach_the_marks_or_an_inch_where_there_are_none(pressed: Campaign) -> None:
    assert load_condition(pressed, "gracol", bleed=11.875).bleed == 11.875
    assert load_condition(pressed, "online", bleed=72.0).bleed == 72.0


def test_the_head_of_the_default_explains_every_key() -> None:
    text = (PRESS / "gracol.yaml").read_text(encoding="utf-8")
    head = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    entry = yaml.safe_load(text)
    for key in (*entry, *entry["marks"]):
        assert re.search(rf"\b{key}\b", head), key
    for path in PRESS.glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8")).keys() == entry.keys()
        assert "gracol.yaml" in path.read_text(encoding="utf-8") or path.stem == "gracol"


def test_the_screen_s_profile_is_small_and_of_version_2() -> None:
    profile = read_profile(SRGB)
    assert (profile.version, profile.device_class, profile.space) == ((2, 0), "mntr", "RGB")
    assert profile.description == "sRGB2014"
    assert len(SRGB) < 4_000


# What a shop brings


def test_a_shop_s_own_condition_needs_seven_lines(pressed: Campaign, tmp_path: Path) -> None:
    condition = load_condition(pressed, session(tmp_path, GRACOL))
    assert condition.name == "our-press"
    assert condition.profile == tmp_path / "paper.icc"
    assert condition.registry == "", "a name of its own is registered nowhere"
    assert (condition.pdfx, condition.bleed, condition.slug, condition.ink_limit) == ("4", 9.0, 27.0, 280)
    assert condition.overprint_black
    assert condition.marks == Marks(crop=True, fold=True, offset=12.0, length=15.0, weight=0.25)


def test_a_shop_may_keep_some_marks_and_change_others(pressed: Campaign, tmp_path: Path) -> None:
    path = session(tmp_path, GRACOL)
    path.write_text(path.read_text() + "marks: {fold: false, offset: 5mm, length: 4mm}\noverprint_black: false\n")
    condition = load_condition(pressed, str(path))
    assert (condition.marks.crop, condition.marks.fold, condition.marks.weight) == (True, False, 0.25)
    assert condition.marks.offset == pytest.approx(14.173, abs=0.001)
    assert not condition.overprint_black


def test_marks_that_are_switched_off_need_no_room(pressed: Campaign, tmp_path: Path) -> None:
    path = session(tmp_path, GRACOL, bleed="0.25in", slug="9pt")
    with pytest.raises(CombinedError) as caught:
        load_condition(pressed, path)
    assert len(caught.value.errors) == 2
    path.write_text(path.read_text() + "marks: {crop: false, fold: false}\n")
    assert load_condition(pressed, path).bleed == 18.0


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("marks: {weight: 1pt}", ""),
        ("marks: {weight: 1.01pt}", "No mark is thicker than 1 pt."),
        ("marks: {weight: 0.25pt, length: 1pt}", ""),
        ("marks: {weight: 0.24pt}", "0.24pt is too small."),
        ("marks: {length: 0.99pt}", "0.99pt is too small."),
        ("slug: 144pt", ""),
        ("slug: 144.1pt", "No slug is wider than 2 in."),
        ("marks: {crop: false, fold: false}\nslug: 0pt", ""),
        ("marks: {crop: false, fold: false}\nslug: 0.1pt", "A slug of 0.1 pt has no room for the line"),
        ("marks: {crop: false, fold: false}\nslug: 8.9pt", "A slug of 8.9 pt has no room for the line"),
        ("marks: {crop: false, fold: false}\nslug: 9pt", ""),
        ("marks: {crop: false, fold: false}\nbleed: 72pt", ""),
        ("marks: {crop: false, fold: false}\nbleed: 72.1pt", "No bleed is wider than 1 in."),
        ("bleed: 11.875pt", ""),  # half of the weight of a mark before its end
        ("bleed: 11.9pt", "Marks 12 pt from the trim are inside the bleed, which is 11.9 pt wide."),
        ("bleed: 11.9pt\nmarks: {crop: false}", "Marks 12 pt from the trim are inside the bleed"),
        ("slug: 26.9pt", "Marks end 27 pt from the trim; bleed and slug have 35.9 pt for them and a line."),
        ("ink_limit: 100%", ""),
        ("ink_limit: 99%", "99% is out of range."),
        ("ink_limit: 400%", ""),
        ("ink_limit: 401%", "401% is out of range."),
    ],
)
def test_measures_may_be_as_large_as_their_limits(pressed: Campaign, tmp_path: Path, lines: str, problem: str) -> None:
    path = session(tmp_path, GRACOL)
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **yaml.safe_load(lines)}), encoding="utf-8")
    if not problem:
        load_condition(pressed, path)
        return
    with pytest.raises(ContentError) as caught:
        load_condition(pressed, path)
    assert caught.value.problem.startswith(problem)


def test_a_profile_of_version_4_is_for_x4_only(pressed: Campaign, tmp_path: Path) -> None:
    path = session(tmp_path, PROFILES["version-4.icc"])
    assert load_condition(pressed, path).pdfx == "4"
    with pytest.raises(ContentError, match=r"version 4\.2, which PDF/X-1a does not take\. .* or PDF/X-4\.$"):
        load_condition(pressed, path, pdfx="1a")


def test_a_condition_that_is_not_there_is_answered_with_those_that_are(pressed: Campaign, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_condition(pressed, "gracoll")
    assert "Known are fogra39, gracol, online, swop3, uncoated;" in str(caught.value)
    assert "Did you mean “gracol”?" in str(caught.value)
    with pytest.raises(FileAccessError, match=r"none\.yaml: This file cannot be read"):
        load_condition(pressed, tmp_path / "none.yaml")


def test_a_campaign_without_print_conditions_has_those_of_the_program(second_campaign: Path) -> None:
    shutil.rmtree(second_campaign / "content" / "press")
    assert load_condition(Campaign.load(second_campaign), "fogra39").profile_bytes()


def test_a_wrong_name_is_told_where_the_campaign_has_it_and_without_a_place_where_a_command_has(
    second_campaign: Path,
) -> None:
    path = second_campaign / "content" / "campaign.yaml"
    path.write_text(path.read_text("utf-8").replace("press: fogra39", "press: fogr39"), "utf-8")
    campaign = Campaign.load(second_campaign)
    with pytest.raises(UsageError, match=r"^content/campaign\.yaml:\d+:10: There is no print condition “fogr39”"):
        load_condition(campaign, campaign.press)
    with pytest.raises(UsageError, match=r"^There is no print condition “gracl”"):
        load_condition(campaign, "gracl")


@pytest.mark.parametrize("name", ["../campaign", "profiles/vendored", "", "/etc/passwd"])
def test_a_name_is_never_a_way_out_of_the_folder(pressed: Campaign, name: str) -> None:
    with pytest.raises(UsageError, match="There is no print condition"):
        load_condition(pressed, name)


def test_a_profile_that_changes_during_a_build_is_not_embedded(pressed: Campaign, tmp_path: Path) -> None:
    condition = load_condition(pressed, session(tmp_path, GRACOL))
    condition.profile.write_bytes(PROFILES["version-4.icc"])
    with pytest.raises(ContentError, match=r"paper\.icc was changed"):
        condition.profile_bytes()


def test_a_profile_of_a_gigabyte_is_refused_unread(pressed: Campaign, tmp_path: Path) -> None:
    path = session(tmp_path, GRACOL)
    with (tmp_path / "paper.icc").open("r+b") as stream:
        stream.truncate(1_000_000_000)
    with pytest.raises(ContentError, match=r"paper\.icc: This file is 1000\.0 MB; the most .* is 10 MB"):
        load_condition(pressed, path)


def test_a_condition_travels_to_a_worker(pressed: Campaign) -> None:
    condition = load_condition(pressed, "gracol")
    assert pickle.loads(pickle.dumps(condition)) == condition


# What is wrong


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_says_where_a_condition_is_wrong_and_how(pressed: Campaign, path: Path) -> None:
    place, _, message = path.read_text().split("\n", 1)[0].removeprefix("# error: ").partition(" ")
    shutil.copyfile(path, pressed.folder / "content" / "press" / "bad.yaml")
    for name in PROFILES.keys() & set(re.findall(r"^profile: (.+)$", path.read_text(), re.MULTILINE)):
        (pressed.folder / "content" / "press" / name).write_bytes(PROFILES[name])
    with pytest.raises(ContentError) as caught:
        load_condition(pressed, "bad")
    assert f"content/press/bad.yaml:{place}: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_profile_that_is_made_is_used_by_a_condition() -> None:
    named = " ".join(path.read_text() for path in BAD)
    assert [name for name in PROFILES if f"profile: {name}\n" not in named] == []


def test_all_that_is_wrong_is_said_at_once(pressed: Campaign, tmp_path: Path) -> None:
    path = session(tmp_path, SRGB, bleed="3in")
    with pytest.raises(CombinedError) as caught:
        load_condition(pressed, path)
    assert [error.source.line for error in caught.value.errors if error.source] == [5, 1, 1]


# Profiles as bytes


@pytest.mark.parametrize("path", sorted(ROOT.glob("content/press/profiles/*.icc")), ids=lambda path: path.stem)
def test_little_cms_opens_each_profile_and_reads_the_same(path: Path) -> None:
    opened = ImageCms.getOpenProfile(io.BytesIO(path.read_bytes()))
    profile = read_profile(path.read_bytes())
    assert opened.profile.profile_description == profile.description
    assert (opened.profile.device_class, opened.profile.xcolor_space) == (profile.device_class, profile.space)
    assert opened.profile.version == pytest.approx(profile.version[0] + profile.version[1] / 10)


def test_the_english_description_of_a_profile_in_many_languages_is_read() -> None:
    """A multiLocalizedUnicodeType: records of language, country, length and offset, then text in UTF-16."""
    german, english = "Gestrichen".encode("utf-16-be"), "Coated\n paper".encode("utf-16-be")
    tag = b"mluc\0\0\0\0" + (2).to_bytes(4, "big") + (12).to_bytes(4, "big")
    tag += b"deDE" + len(german).to_bytes(4, "big") + (40).to_bytes(4, "big")
    tag += b"enUS" + len(english).to_bytes(4, "big") + (40 + len(german)).to_bytes(4, "big")
    tag += german + english
    assert read_profile(patched(324, tag)).description == "Coated paper"
    assert read_profile(patched(324, tag.replace(b"enUS", b"frFR"))).description == "Gestrichen"


def test_only_the_stated_records_of_a_profile_s_description_count() -> None:
    german, decoy = "Gestrichen".encode("utf-16-be"), b"enUS" + (4).to_bytes(4, "big") + (12).to_bytes(4, "big")
    tag = b"mluc\0\0\0\0" + (1).to_bytes(4, "big") + (12).to_bytes(4, "big")
    tag += b"deDE" + len(german).to_bytes(4, "big") + (40).to_bytes(4, "big") + decoy + german
    assert read_profile(patched(324, tag)).description == "Gestrichen"
    wide = b"mluc\0\0\0\0" + (2).to_bytes(4, "big") + (16).to_bytes(4, "big")  # records may become longer
    wide += b"deDE" + len(german).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"more"
    wide += b"enUS" + len(german).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"more" + german
    assert read_profile(patched(324, wide.replace(b"deDE", b"xxXX"))).description == "Gestrichen"


def test_a_description_of_version_2_ends_where_it_says_or_at_its_first_null() -> None:
    for stated, described in ((6, "Coated"), (7, "Coated"), (8, "Coated")):
        tag = b"desc\0\0\0\0" + stated.to_bytes(4, "big") + b"Coated\0paper"
        assert read_profile(patched(324, tag)).description == described
    tag = b"desc\0\0\0\0" + (6).to_bytes(4, "big") + b"Coated paper"
    assert read_profile(patched(324, tag)).description == "Coated"


def profile(*tags: tuple[int, int], more: int = 0, stated: int = 0) -> bytes:
    """Return a profile with *tags* of these starts and sizes, and *more* bytes behind their table."""
    table = len(tags).to_bytes(4, "big")
    table += b"".join(b"cprt" + start.to_bytes(4, "big") + size.to_bytes(4, "big") for start, size in tags)
    size = 128 + len(table) + more
    return (size + stated).to_bytes(4, "big") + bytes(32) + b"acsp" + bytes(88) + table + bytes(more)


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (profile(), ""),
        (profile()[:-1], "is not an ICC profile."),
        (profile(stated=1), "is cut off or damaged: it has 132 bytes and states that it has 133."),
        (profile(more=1, stated=-1), "is cut off or damaged: it has 133 bytes and states that it has 132."),
        (profile((144, 0)), ""),
        (profile((144, 5), more=5), ""),
        (profile((144, 6), more=5), "is damaged: its table of tags points outside the file."),
        (profile((143, 5), more=5), "is damaged: its table of tags points outside the file."),
        (profile((156, 2), (155, 2), more=2), "is damaged: its table of tags points outside the file."),
        (profile(*[(132 + 500 * 12, 1)] * 500, more=1), ""),
        (profile(*[(132 + 501 * 12, 1)] * 501, more=1), "is damaged: its table of tags points outside the file."),
    ],
    ids=lambda value: f"{len(value)} bytes" if isinstance(value, bytes) else None,
)
def test_a_profile_ends_where_it_says_and_its_tags_are_inside(data: bytes, refused: str) -> None:
    if not refused:
        assert read_profile(data).tags <= {"cprt"}
        return
    with pytest.raises(Problem) as caught:
        read_profile(data)
    assert caught.value.text == refused


@given(st.data())
def test_a_damaged_profile_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    small = bytearray(SRGB[:600])
    small[0:4] = len(small).to_bytes(4, "big")
    small[128:132] = data.draw(st.integers(0, 3) | st.integers(0, 2**32 - 1)).to_bytes(4, "big")
    for _ in range(data.draw(st.integers(0, 8))):
        small[data.draw(st.integers(0, 599))] = data.draw(st.integers(0, 255))
    try:
        description = read_profile(bytes(small)).description
    except Problem:
        return
    assert description == "" or description.isprintable()
