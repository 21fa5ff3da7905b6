"""Readers' answers in the studio: pasted, decided and signed, as in a terminal, in a campaign that ``flyers new`` began."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from studiopage import WINDOW

from flyers.pipeline.session import open_session
from newcampaign import begin
from readinganswer import answer, data_of
from tools.studio import Studio, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from newcampaign import Command

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

HEADLINE = "card.headline"
BETTER = "¿Alguien le controla a usted o a una persona que conoce?"
AXE = "async () => (await axe.run()).violations.map((one) => [one.id, one.nodes.map((node) => node.html)])"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "maine"


@pytest.fixture
def flyers(folder: Path) -> Command:
    return begin(folder, "en es")


@pytest.fixture
def data(flyers: Command, folder: Path) -> Callable[[], dict]:
    """A function that makes a reading page, and returns its data."""

    def made() -> dict:
        open_session.cache_clear()  # the studio, another process, has written
        flyers("reading", "es", "--product", "wallet-card")
        return data_of(folder / "output" / "es" / "reading.wallet-card.html")

    return made


@pytest.fixture
def serve(folder: Path) -> Iterator[Callable[..., Studio]]:
    studios = []

    def served(*options: str) -> Studio:
        studios.append(start(folder, *options))
        return studios[-1]

    yield served
    for studio in studios:
        assert studio.end() == 0
        assert "Traceback" not in "".join(studio.said)


def opened(browser: Browser, studio: Studio) -> Page:
    page = browser.new_context(viewport=WINDOW).new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page's script: {error}"))
    page.goto(f"{studio.url}#product=wallet-card&language=es")
    expect(page.locator("#speed")).not_to_have_text("")
    page.locator("#answers > summary").click()
    return page


def paste(page: Page, text: str) -> None:
    page.locator("#answers-text").fill(text)
    page.get_by_role("button", name="Take it").click()


def test_answers_are_pasted_decided_and_signed(
    browser: Browser, serve: Callable, data: Callable, flyers: Command, folder: Path, tool: Callable[..., str]
) -> None:
    read = data()
    page = opened(browser, serve())
    spoilt = answer(read).replace("M. R.", "Somebody")
    paste(page, spoilt)
    expect(page.locator("#answers [role=alert]")).to_contain_text("This answer was cut or changed on its way")
    assert not (folder / "translations" / "es" / "signoff.yaml").exists()
    paste(page, answer(read, reader="A. B."))
    expect(page.locator("#answers-open [role=status]")).to_have_text(
        re.compile(r"^A\. B\., es: \d+ right, 0 not right")
    )
    paste(page, answer(read, {HEADLINE: (BETTER, "usted")}))
    dispute = page.locator(".dispute")
    expect(dispute).to_contain_text("right: A. B., native reader")
    expect(dispute.locator(".objection .words").first).to_have_text(BETTER)
    page.evaluate(Path(tool("axe-core", "accessibility of pages")).read_text(encoding="utf-8"))
    assert page.evaluate(AXE) == []
    page.get_by_role("button", name="Take these words").click()
    expect(dispute).to_have_count(0)
    assert BETTER in (folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po").read_text(encoding="utf-8")
    expect(page.locator("#answers-open li", has_text="Wallet card:")).to_contain_text("a reader of 1 text")
    paste(page, answer(data(), {HEADLINE: ("", "still odd")}))
    page.get_by_role("button", name="Let the text stand").click()
    expect(dispute).to_have_count(0)
    paste(page, answer(data(), reader="C. D."))
    page.get_by_role("button", name="Sign with their answers").click()
    expect(page.locator("#answers-open li", has_text="Wallet card:")).to_contain_text("nobody, it is signed")
    open_session.cache_clear()
    assert "signed" in flyers("translations", "status", "--lang", "es", "--product", "wallet-card")


def test_a_signature_on_paper_is_recorded(browser: Browser, serve: Callable, flyers: Command, folder: Path) -> None:
    printed = flyers("reader-proof", "es", "--product", "wallet-card")
    checksum = " ".join(re.findall(r"\b[0-9a-f]{4}\b", printed)[-2:])
    page = opened(browser, serve())
    page.get_by_text("Somebody has signed on paper").click()
    for name, text in (("reviewer", "R-07"), ("role", "native reader"), ("proof", "4f2a 91c0")):
        page.locator(f"#answers-sign [name={name}]").fill(text)
    page.get_by_role("button", name="Record the signature").click()
    expect(page.locator("#answers [role=alert]")).to_contain_text("is not of today's pages")
    page.locator("#answers-sign [name=proof]").fill(checksum)
    page.get_by_role("button", name="Record the signature").click()
    expect(page.locator("#answers-open li", has_text="Wallet card:")).to_contain_text("nobody, it is signed")


@pytest.mark.parametrize(
    "asked",
    [
        {"text": "anything"},
        {"sign": "wallet-card"},
        {"accept": "4f2a91"},
        {"decline": "4f2a91"},
        {"reviewer": "R-07", "role": "reader", "proof": "4f2a 91c0"},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_what_cannot_be_done_is_refused(serve: Callable, flyers: Command, folder: Path, asked: dict[str, Any]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    studio = serve()
    assert studio.ask("POST", "/api/answers", {"language": "es", **asked})[0] == 422
    only_shows = serve("--read-only")
    assert b"--read-only" in only_shows.ask("POST", "/api/answers", {"language": "es", **asked})[2]
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
