"""What a reading page is made of, without a browser: texts with their places, what is asked of them, fonts, a policy."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from edits import edit
from flyers.pipeline.session import Session, open_session
from flyers.publish import reading
from flyers.publish.reading import ReadingPage, language_of_words, own_family, part, reading_page, reading_words
from flyers.workflow.answers import take
from flyers.workflow.signing import KEY
from readinganswer import DATA, answer

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
LAYOUTS = Path("content/layouts")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


def data_in(page: ReadingPage) -> dict[str, Any]:
    found = DATA.search(page.html)
    assert found
    data: dict[str, Any] = reading.json.loads(found[1])
    return data


def asked(data: dict[str, Any]) -> dict[str, list[str]]:
    return {item["what"]: item["notes"] for item in data["items"]}


def test_a_page_has_the_pages_of_a_product_and_its_texts_where_they_are_printed(second_campaign: Path) -> None:
    page = reading_page(Session(second_campaign), "es")
    assert (page.products, page.texts, page.minutes) == (("sticker",), 5, 5)
    data = data_in(page)
    pages, call, number, name, title = data["items"]
    assert pages == {"what": "pages:sticker", "read": data["products"][0]["checksum"][:8], "faces": [0], "notes": []}
    english = "Work without pay? Call \u20661-555-555-0142\u2069."
    assert call == {
        "what": "lighthouse.call",
        "read": call["read"],
        "text": "¿Trabaja sin paga? Llame al \u20661-555-555-0142\u2069.",
        "english": english,
        "notes": [],
        "digits": False,
        "edit": "¿Trabaja sin paga? Llame al 1-555-555-0142.",
        "about": "On a sticker in the washrooms of a fishing port.",
        "page": 0,
        "box": call["box"],
    }
    left, top, width, height = call["box"]
    assert (left, top) == pytest.approx((16, 16), abs=1), "at the corner of the panel, from the left and the top"
    assert 140 < width < 195
    assert 20 < height < 32, "both lines of it"
    assert number["box"][1] > top + height
    assert (number["what"], number["text"], number["english"], number["digits"], number["edit"], number["about"]) == (
        "contact:harbor",
        "1-555-555-0142",
        "Phone number, The Lighthouse",
        True,
        "",
        "",
    )
    assert [(each["what"], each["text"], each["english"], "page" in each) for each in (name, title)] == [
        ("lighthouse.name", "El Faro", "The Lighthouse", False),
        ("lighthouse.title", "Pegatina", "Sticker", False),
    ]
    (face,) = data["pages"]
    assert (face["width"], face["height"], face["name"]) == (226.8, 170.1, "Sticker, front")
    picture = Image.open(io.BytesIO(base64.b64decode(face["picture"].removeprefix("data:image/webp;base64,"))))
    assert picture.size == (630, 473), "200 dots to the inch"
    assert (data["tag"], data["dir"], data["source"]) == ("es", "ltr", {"tag": "en", "dir": "ltr", "name": ""})


def test_addresses_and_keys_follow_from_the_campaign_s_key(second_campaign: Path) -> None:
    (second_campaign / KEY).write_text("0" * 31 + "7\n", encoding="utf-8")
    page, again, english = (reading_page(Session(second_campaign), tag) for tag in ("es", "es", "en"))
    assert page == again
    assert page.address == "abed36279df9abfbeb42f6cf3609eef1"
    assert data_in(page)["key"] == "c0ded087247c698f86332c106f591d97"
    assert data_in(page)["shelf"] == "flyers 1f35253f es"
    assert english.address != page.address


def test_what_was_read_is_left_out_unless_everything_is_asked_for(second_campaign: Path) -> None:
    session = Session(second_campaign)
    data = data_in(reading_page(session, "es"))
    take(session, {"mail.txt": answer(data, unsure=("lighthouse.title", "lighthouse.call"))})
    rest = data_in(reading_page(session, "es"))
    assert [item["what"] for item in rest["items"]] == ["pages:sticker", "lighthouse.call", "lighthouse.title"]
    assert len(data_in(reading_page(session, "es", everything=True))["items"]) == 5
    take(session, {"mail.txt": answer(data)})
    assert len(data_in(reading_page(session, "es"))["items"]) == 5, "when all has been read, everything"


def test_a_number_inside_a_text_is_shown_there_and_one_in_a_code_alone_nowhere(second_campaign: Path) -> None:
    edit(second_campaign / LAYOUTS / "sticker.yaml", "                - contact: {contact: harbor, role: number}\n", "")
    items = {item["what"]: item for item in data_in(reading_page(Session(second_campaign), "es"))["items"]}
    call, number = items["lighthouse.call"], items["contact:harbor"]
    assert (number["english"], number["text"], number["page"]) == ("The Lighthouse", "1-555-555-0142", 0)
    assert number["box"][1] + number["box"][3] == pytest.approx(call["box"][1] + call["box"][3], abs=0.2)
    for path in (CATALOG, Path("content/messages/lighthouse.yaml")):
        for words in ("Call {harbor}.", "Llame al {harbor}."):
            if words in (second_campaign / path).read_text(encoding="utf-8"):
                edit(second_campaign / path, words, "Ask." if words.startswith("Call") else "Pregunte.")
    items = {item["what"]: item for item in data_in(reading_page(Session(second_campaign), "es"))["items"]}
    assert "page" not in items["contact:harbor"]


def test_what_a_translator_asks_comes_first_where_its_words_are_printed(second_campaign: Path) -> None:
    (second_campaign / LAYOUTS / "label.yaml").write_text("extends: sticker\n", encoding="utf-8")
    remarks = (
        "# - Doubts: (1) “paga”, or “sueldo”?; (2) “almanaque”; (3) is it plain?; (4) lighthouse.title: so?\n# DRAFT:"
    )
    edit(second_campaign / CATALOG, "# DRAFT:", remarks)
    page = reading_page(Session(second_campaign), "es", ["sticker", "label"])
    data = data_in(page)
    assert asked(data) == {
        "pages:sticker": ["is it plain?"],
        "pages:label": [],
        "lighthouse.call": ["“paga”, or “sueldo”?"],
        "lighthouse.title": ["so?"],
        "contact:harbor": [],
        "lighthouse.name": [],
    }
    assert list(asked(data)) == [
        "pages:sticker", "pages:label", "lighthouse.call", "lighthouse.title", "contact:harbor", "lighthouse.name",
    ]  # fmt: skip
    assert [item["faces"] for item in data["items"][:2]] == [[0], [1]]
    assert [face["name"] for face in data["pages"]] == ["Sticker, front", "Label, front"]
    assert page.products == ("sticker", "label")


@pytest.mark.parametrize(("products", "minutes"), [(2, 5), (3, 10), (16, 15), (17, 20)])
def test_reading_is_told_in_steps_of_five_minutes_and_never_too_few(
    second_campaign: Path, monkeypatch: pytest.MonkeyPatch, products: int, minutes: int
) -> None:
    """45 seconds for each of the four texts, and for the pages of each product."""
    monkeypatch.setattr(reading, "_pictures", lambda session, document: [{"height": 100.0}])
    names = [f"label-{number}" for number in range(products)]
    for name in names:
        (second_campaign / LAYOUTS / f"{name}.yaml").write_text("extends: sticker\n", encoding="utf-8")
    page = reading_page(Session(second_campaign), "es", names)
    assert (page.texts, page.minutes, data_in(page)["minutes"]) == (products + 4, minutes, minutes)


def test_the_policy_of_a_page_allows_its_own_code_and_nothing_else(second_campaign: Path) -> None:
    page = reading_page(Session(second_campaign), "es").html
    assert page.startswith('<!doctype html>\n<html lang="es" dir="ltr">\n')
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert style.startswith(":root { --leading: 1.47; }\n")
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    sums = [base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in (script, style)]
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{sums[0]}'; style-src 'sha256-{sums[1]}'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "<title>Por favor, lea estas palabras</title>" in page
    assert "{{" not in page


@pytest.mark.parametrize(("tag", "leading"), [("ar", "1.65"), ("km", "1.70")])
def test_a_script_that_a_computer_may_lack_comes_with_the_letters_that_are_used(
    root: Path, tag: str, leading: str
) -> None:
    session = open_session(root)
    language = session.registry.language(tag)
    spoken = session.localized(tag).plain("card.headline")
    page = reading._file(session, language, reading_words(tag), {"text": "</script>"}, spoken)
    assert page.startswith("<!doctype html>\n<!--\n")
    licence = page.partition("<!--\n")[2].partition("\n-->\n")[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "--" not in licence
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in page
    assert f":root {{ --leading: {leading}; }}\n@font-face {{ font-family: letters; src: url(" in page
    assert '{"text": "\\u003c/script>"}' in page
    (data,) = re.findall(r'url\("data:font/woff;base64,([^"]+)"\) format\("woff"\)', page)
    font = TTFont(io.BytesIO(base64.b64decode(data)))
    assert font.flavor == "woff"
    assert set(font.getBestCmap()) == {0x20, *(ord(char) for char in spoken if not char.isascii())} & {
        0x20,
        *TTFont(session.library.face(f"{language.fonts[0]}:regular").path).getBestCmap(),
    }


def test_scripts_of_every_computer_and_fonts_that_may_not_be_passed_on_are_not_sent(root: Path) -> None:
    session = open_session(root)
    assert [own_family(session, session.registry.language(tag)) for tag in ("es", "vi", "ru")] == [None] * 3
    arabic = session.registry.language("ar")
    family = own_family(session, arabic)
    assert family is not None
    assert family.key == arabic.fonts[0]


def test_words_are_english_where_the_program_has_no_others() -> None:
    assert (language_of_words("es"), language_of_words("xx")) == ("es", "en")
    assert reading_words("xx") == reading_words("en")
    assert reading_words("es").keys() == reading_words("en").keys()


def test_a_font_has_of_ascii_the_space_alone(root: Path) -> None:
    face = open_session(root).library.face("noto-sans:regular")
    font = TTFont(io.BytesIO(part(face, "Año 7")))
    assert set(font.getBestCmap()) == {0x20, ord("ñ")}
