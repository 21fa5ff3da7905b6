"""Reading pages on a phone, 320 pixels wide, by touch: in Chromium, and in Firefox where it is installed."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import expect
from readingpage import LANGUAGES, PHONE, RIGHT, UNSURE, WRONG, Phone

from flyers.pipeline.session import open_session
from flyers.publish.reader_proof.page_style import has_words
from flyers.publish.reading import SHARED, WORDS, reading_words
from flyers.workflow.answers import read_answers
from newcampaign import Command, begin
from own_campaigns import begin_en_espanol
from readinganswer import data_of
from tools.firefox import Firefox

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

SAMPLES = {
    "es": "¿La controlan a usted? [sí]",
    "ar": "هل يتحكم بك أحد؟",
    "km": "តើមានគេគ្រប់គ្រងអ្នកទេ?",
    "my": "သင့်ကို တစ်စုံတစ်ယောက်က ချုပ်ကိုင်နေပါသလား။",
    "zh-Hans": "有人在控制您吗？",
}


def in_answer(text: str) -> str:
    """Return a proposal as an answer has it: its brackets would end the entry."""
    return text.replace("[", "(").replace("]", ")")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_reader_answers_by_touch(phone: Phone, campaign: Path, page_of: Callable[[str], Path], tag: str) -> None:
    data = data_of(page_of(tag))
    words = data["words"]
    phone.begin(page_of(tag))
    assert phone.page.evaluate("[document.documentElement.lang, document.dir]") == [tag, data["dir"]]
    phone.tap(RIGHT)  # the pages
    second = data["items"][1]
    assert second["text"] in phone.page.locator(".text").inner_text()
    phone.tap("summary")
    expect(phone.page.get_by_text(second["english"], exact=True)).to_be_visible()
    phone.tap(WRONG)
    expect(phone.page.locator("#better")).to_be_focused()
    expect(phone.page.locator("#better")).to_have_value(second["edit"])
    phone.page.locator("#better").fill(SAMPLES[tag])
    phone.page.locator("#why").fill("  because\nof <this> ")
    phone.tap("button.main")
    phone.tap(UNSURE)
    phone.read_the_rest()
    expect(phone.page.get_by_role("heading", name=words["end"])).to_be_focused()
    text = phone.sign()
    (answer,) = read_answers(open_session(campaign), {"the phone": text})
    assert answer.language == tag
    assert len(answer.right) == len(data["items"]) - 2
    assert answer.unsure == {data["items"][2]["read"]}
    ((wrong),) = answer.wrong
    assert (wrong.what, wrong.better, wrong.why) == (second["what"], in_answer(SAMPLES[tag]), "because of ‹this›")
    assert phone.asked == [page_of(tag).as_uri()], "the page and nothing else"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_axe_finds_nothing(phone: Phone, page_of: Callable[[str], Path], tool: Callable[..., str], tag: str) -> None:
    script = Path(tool("axe-core", "accessibility of pages")).read_text(encoding="utf-8")
    rules = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}

    def found() -> list:
        return phone.page.evaluate(
            "async rules => (await axe.run({ rules })).violations.map(one => [one.id, one.nodes.map(n => n.html)])",
            rules,
        )

    phone.open(page_of(tag))
    phone.page.evaluate(script)
    assert found() == [], "the beginning"
    phone.tap("button.main")
    assert found() == [], "the pages"
    phone.tap(RIGHT)
    for summary in phone.page.locator("summary").all():
        summary.tap()
    phone.tap(WRONG)
    phone.page.wait_for_timeout(300)  # colours change slowly
    assert found() == [], "a text"
    phone.tap("button.quiet")
    phone.sign()
    phone.page.locator("summary").last.tap()
    assert found() == [], "the end"
    phone.page.evaluate("document.querySelector('label[for=name]').remove()")
    assert "label" in [one[0] for one in found()], "it would find something"


def test_it_goes_on_later_takes_back_and_forgets(phone: Phone, page_of: Callable[[str], Path]) -> None:
    words = data_of(page_of("es"))["words"]
    phone.begin(page_of("es"))
    expect(phone.page.locator("#view")).not_to_contain_text(words["kept"])
    phone.tap(RIGHT)
    phone.tap(WRONG)
    phone.page.locator("#better").fill("Otra cosa")
    phone.open(page_of("es"))
    expect(phone.page.get_by_text(words["kept"])).to_be_visible()
    phone.tap("button.main")
    assert phone.progress.startswith("3 / "), "where the reader was"
    phone.page.get_by_role("button", name=words["earlier"]).tap()
    expect(phone.page.locator(WRONG)).to_have_attribute("aria-pressed", "true")
    expect(phone.page.locator("#better")).to_have_value("Otra cosa")
    phone.tap(RIGHT)
    phone.page.get_by_role("button", name=words["end"]).tap()
    assert "not right" not in phone.sign(), "it was taken back"
    phone.page.on("dialog", lambda dialog: dialog.accept())
    phone.page.get_by_role("button", name=words["delete"]).tap()
    assert phone.page.evaluate("localStorage.length") == 0
    phone.tap("button.main")
    assert phone.progress.startswith("1 / ")


def test_it_can_be_read_with_a_keyboard_alone(phone: Phone, page_of: Callable[[str], Path]) -> None:
    phone.open(page_of("ar"))
    press = phone.page.keyboard.press
    press("Tab")
    press("Enter")
    expect(phone.page.locator(".head h1")).to_be_focused()
    for _ in data_of(page_of("ar"))["items"]:
        while phone.page.evaluate("document.activeElement.dataset.verdict") != "right":
            press("Tab")
        press("Enter")
    for _ in range(2):
        press("Tab")
    while phone.page.evaluate("document.activeElement.id") != "name":
        press("Shift+Tab")
    phone.page.keyboard.type("M. R.")
    press("Tab")
    press("Space")
    assert phone.page.locator("#answer").input_value().startswith("[flyers answer 1: ar]")


def test_a_screen_reader_is_told_what_there_is(phone: Phone, page_of: Callable[[str], Path]) -> None:
    items = data_of(page_of("es"))["items"]
    number = next(index for index, item in enumerate(items) if item.get("edit") and "box" in item and not item["notes"])
    phone.begin(page_of("es"))
    for _ in range(number):
        phone.tap(RIGHT)
    expect(phone.page.locator("main")).to_match_aria_snapshot(f"""
- heading "{number + 1} / {len(items)}" [level=1]
- button "Atrás"
- progressbar "{number + 1} / {len(items)}"
- paragraph
- figure:
  - img /Wallet card/
- group: En inglés
- group: Ver toda la página
- button "Está bien"
- button "No está bien"
- button "No sé"
- button "Terminar y enviar"
""")


def test_the_code_is_the_answer(phone: Phone, page_of: Callable[[str], Path]) -> None:
    phone.begin(page_of("my"))
    phone.read_the_rest()
    text = phone.sign("မေ")
    phone.page.locator("summary").last.tap()
    picture = Image.open(io.BytesIO(phone.page.locator("#code").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == text
    for _ in range(len(data_of(page_of("my"))["items"])):  # too much to say
        phone.page.locator("button").filter(has_text=data_of(page_of("my"))["words"]["earlier"]).first.tap()
        phone.tap(WRONG)
        phone.page.locator("#why").fill("က" * 400)
        phone.tap("button.quiet")
        if not phone.page.locator("#code").count():
            break
    expect(phone.page.locator("details p")).to_have_text(data_of(page_of("my"))["words"]["toolong"])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_text_goes_by_whatever_the_phone_has(
    phone: Phone, campaign: Path, page_of: Callable[[str], Path], tag: str
) -> None:
    words = data_of(page_of(tag))["words"]
    phone.page.add_init_script("navigator.share = async (given) => { window.given = given; }")
    phone.begin(page_of(tag))
    phone.tap(WRONG)
    phone.page.locator("#why").fill(f"{SAMPLES[tag]} & 100 % #1 + ?")
    phone.tap("button.main")
    phone.read_the_rest()
    text = phone.sign("Ñandú & Co")
    phone.button(words["share"])
    assert phone.page.evaluate("window.given") == {"text": text}, "no file, no address, no title"
    mail, sms = phone.link("mailto"), phone.link("sms")
    assert mail.splitlines() == text.splitlines()
    assert mail.count("\r\n") == mail.count("\n"), "RFC 6068, 5"
    assert sms == text
    with phone.page.expect_download() as begun:
        phone.button(words["file"])
    assert begun.value.suggested_filename == f"answer-{tag}.txt"
    file = begun.value.path().read_text(encoding="utf-8")
    assert file == text
    answers = [read_answers(open_session(campaign), {"a message": sent}) for sent in (text, mail, sms, file)]
    assert answers == [answers[0]] * 4


def test_a_phone_that_refuses_to_share_copies(phone: Phone, page_of: Callable[[str], Path]) -> None:
    words = data_of(page_of("es"))["words"]
    refusal = "navigator.share = () => Promise.reject(new DOMException('', window.why ?? 'NotAllowedError'));"
    phone.page.add_init_script(refusal)
    phone.begin(page_of("es"))
    phone.read_the_rest()
    text = phone.sign()
    status = phone.page.get_by_role("status")
    phone.page.evaluate("window.why = 'AbortError'")
    phone.button(words["share"])
    phone.page.wait_for_timeout(200)
    expect(status).to_be_empty()  # who closes the sheet wanted that
    phone.page.evaluate("window.why = undefined")
    phone.button(words["share"])
    expect(status).to_have_text(words["copied"])
    phone.page.locator("#name").fill("")
    phone.page.locator("#name").press("Control+V")
    expect(phone.page.locator("#name")).to_have_value(text.replace("\n", " ")[:60])


CAMERA = 1280, 720
VIEW, SCREEN, DISTANCE = 60, 62, 250
"""The lens of a laptop in degrees, the width of a small phone in mm, and how far it is held, in mm."""


def seen_by_a_laptop(picture: Image.Image, screen: int) -> Image.Image:
    """Return what a laptop's camera sees of *picture*, part of a screen that is *screen* pixels wide."""
    size = round(picture.width / screen * SCREEN * CAMERA[0] / (2 * DISTANCE * math.tan(math.radians(VIEW / 2))))
    seen = picture.convert("L").resize((size, size), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.8))
    frame = Image.new("L", CAMERA, 150)
    frame.paste(
        seen.rotate(3, Image.Resampling.BICUBIC, fillcolor=255).point(lambda grey: 60 + grey * 0.55), (400, 200)
    )
    return frame


def test_the_largest_code_is_read_by_the_camera_of_a_laptop(phone: Phone, page_of: Callable[[str], Path]) -> None:
    phone.open(page_of("es"))
    text = "[flyers answer 1: es]".ljust(858, "x")
    assert phone.page.evaluate("text => qr(`${text}x`)", text) is None, "a longer one is none"
    phone.page.evaluate("text => { view.replaceChildren(code(text)); view.firstChild.open = true; }", text)
    picture = Image.open(io.BytesIO(phone.page.locator("#code").screenshot()))
    (code,) = zxingcpp.read_barcodes(seen_by_a_laptop(picture, 2 * 320))
    assert code.text == text


SLOW = 300
"""Characters a minute: sixty words of five letters, as somebody reads who learnt it late."""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_card_takes_no_longer_than_the_page_says(phone: Phone, page_of: Callable[[str], Path], tag: str) -> None:
    """By the stopwatch on a slow phone, and for a slow reader who reads everything but the English."""
    phone.page.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    phone.open(page_of(tag))
    letters, waits = len(phone.page.locator("main").inner_text()), []
    phone.tap("button.main")
    while phone.page.locator(RIGHT).count():
        letters += len(phone.page.locator("main").inner_text())
        waits.append(
            phone.page.evaluate(f"""async () => {{
            const begun = performance.now();
            document.querySelector("{RIGHT}").click();
            await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
            return performance.now() - begun;
        }}""")
        )
    data = data_of(page_of(tag))
    assert len(waits) == len(data["items"])
    assert max(waits) < 1000, "the next text is there at once"
    assert letters / SLOW <= data["minutes"]
    phone.sign()


def test_what_the_translator_asks_comes_first_and_where_its_words_are(tmp_path: Path) -> None:
    flyers = begin(tmp_path / "maine", "en es")
    catalog = tmp_path / "maine" / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(
        "# - Doubts: (1) “Gratis”, or “sin costo”?; (2) the “almanaque”; (3) is all of it plain?; (4) help.danger: so?\n"
        'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n',
        encoding="utf-8",
    )
    flyers("reading", "es", "--product", "wallet-card")
    items = data_of(tmp_path / "maine" / "output" / "es" / "reading.wallet-card.html")["items"]
    asked = {item["what"]: item["notes"] for item in items}
    assert asked["pages:wallet-card"] == ["is all of it plain?"]
    assert asked["promise.free"] == ["“Gratis”, or “sin costo”?"]
    assert asked["help.danger"][-1] == "so?"
    assert not any("almanaque" in note for notes in asked.values() for note in notes), "on no card"
    assert sorted(asked.values(), key=lambda notes: not notes) == list(asked.values())


def test_words_are_beside_those_of_the_campaigns_own_language(phone: Phone, tmp_path: Path) -> None:
    folder = begin_en_espanol(tmp_path / "vecinos")
    Command(folder)("reading", "en", "--product", "note")
    phone.begin(folder / "output" / "en" / "reading.note.html")
    phone.tap(RIGHT)
    expect(phone.page.locator("summary").first).to_have_text("Español")
    phone.tap("summary")
    expect(phone.page.locator("details [lang=es]").first).to_have_text("Llame al \u20661-555-555-0142\u2069.")


def test_its_policy_forbids_every_request(browser: Browser, page_of: Callable[[str], Path]) -> None:
    context = browser.new_context(**(PHONE | {"offline": False}))
    refused: list[str | None] = []
    context.on("requestfailed", lambda request: refused.append(request.failure))
    page = context.new_page()
    page.goto(page_of("es").as_uri())
    for attempt in (
        "fetch('http://127.0.0.1:9/')",
        "new Promise((go, no) => Object.assign(new Image(), { onload: go, onerror: no, src: 'http://127.0.0.1:9/' }))",
        "new Promise((go, no) => document.head.append(Object.assign(document.createElement('script'),"
        " { onload: go, onerror: no, src: 'http://127.0.0.1:9/' })))",
    ):
        assert page.evaluate(f"{attempt}.then(() => 'asked', () => 'refused')") == "refused"
    assert set(refused) == {"csp"}, "by the browser, before anything was sent"
    context.close()


def test_a_browser_that_keeps_nothing_says_so(phone: Phone, page_of: Callable[[str], Path]) -> None:
    phone.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    phone.open(page_of("es"))
    expect(phone.page.get_by_text(data_of(page_of("es"))["words"]["lost"])).to_be_visible()
    phone.tap("button.main")
    phone.read_the_rest()
    assert phone.sign().startswith("[flyers answer 1: es]")


# -- Firefox ------------------------------------------------------------------------------------------------------------


def eventually(result: Callable[[], Any]) -> Any:
    """Return *result* once there is one, or as it is after five seconds."""
    for _ in range(50):
        if result():
            break
        time.sleep(0.1)
    return result()


@pytest.fixture(scope="module")
def firefox(tool: Callable[..., str]) -> Iterator[Firefox]:
    firefox = Firefox(tool("firefox", "reading pages in a second browser"))
    yield firefox
    firefox.end()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_reader_answers_in_firefox(
    firefox: Firefox, campaign: Path, page_of: Callable[[str], Path], tag: str
) -> None:
    data = data_of(page_of(tag))
    firefox.open(page_of(tag).as_uri())
    firefox.tap("button.main")
    firefox.tap(RIGHT)
    firefox.tap(WRONG)
    firefox.type("#better", SAMPLES[tag])
    firefox.tap("button.main")
    while firefox.run("return document.querySelector('[data-verdict]') !== null"):
        assert firefox.run("return document.documentElement.scrollWidth") <= 320
        firefox.tap(RIGHT)
    firefox.type("#name", "M. R.")
    firefox.tap("input[value=native]")
    text = firefox.run("return document.getElementById('answer').value")
    if tag == LANGUAGES[0]:
        firefox.tap("#answer + .row button:last-child")
        (file,) = eventually(lambda: list(firefox.downloads.glob("*.txt")))
        assert file.name == f"answer-{tag}.txt"
        assert eventually(lambda: file.read_text(encoding="utf-8")) == text
    (answer,) = read_answers(open_session(campaign), {"Firefox": text})
    assert len(answer.right) == len(data["items"]) - 1
    assert [one.better for one in answer.wrong] == [in_answer(SAMPLES[tag])]


# -- its words ----------------------------------------------------------------------------------------------------------


def test_a_page_has_its_words_in_every_language_of_the_starter(root: Path) -> None:
    session = open_session(root)
    english = reading_words("en")
    for tag in session.usual_languages:
        words = reading_words(tag)
        assert tuple(words) == (*WORDS, *SHARED)
        assert has_words(tag)
        assert words["about"].count("{minutes}") == 1
        same = [key for key in WORDS if words[key] == english[key] and key not in ("mail", "sms")]
        assert not same or tag == "en", (tag, same)
