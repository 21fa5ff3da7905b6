"""The folder of a site: what is in it, what is current, and what is left when a run is killed."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from gallerysite import LANGUAGES, LEAVE, MOMENT, PRODUCTS, ROOT, tree
from pagesource import Source, pages
from PIL import Image

from flyers.cli.main import main
from flyers.content.messages import is_printed
from flyers.errors import ExitCode, FileAccessError, UsageError
from flyers.gallery import folder as site_folder
from flyers.gallery.pages import Speaker, file_size, lines_beside_number, page_size, printed_form
from flyers.gallery.site import SiteOrder, make_site
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.workflow.contact_edit import edit_contacts

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

LIGHT = 150_000
"""Bytes that a language's page may have before its pictures."""


def in_folder(page: Path, address: str) -> bool:
    return (page.parent / address.partition("#")[0]).is_file()


def test_every_product_has_pictures_in_every_language(site):
    for tag in LANGUAGES:
        for product in PRODUCTS:
            page = site / tag / f"{product}.html"
            shown = Source(page).all("img")
            assert shown, page
            for image in shown:
                with Image.open(page.parent / image["src"]) as picture:
                    assert picture.size == (int(image["width"]), int(image["height"]))
                    assert picture.format == "WEBP"
                assert image["loading"] == "lazy"
                assert image["alt"]
    overview = Source(site / "wallet-card.html").all("img")
    assert len({image["src"] for image in overview}) == len(LANGUAGES)
    assert len(Source(site / "ar" / "wallet-card.html").all("img")) == 2  # front and back


def test_links_stay_in_the_folder_and_lead_somewhere(site, session):
    outside = {contact.target for contact in session.campaign.contacts.values()} | {LEAVE}
    for page in pages(site):
        for address in Source(page).addresses:
            local = ":" not in address and not address.startswith("/")
            if local and not address.startswith("#"):
                assert in_folder(page, address), f"{page}: {address}"
            elif not local:
                assert address in outside or address.startswith("sms:?"), f"{page}: {address}"


def test_every_page_has_its_language_its_policy_and_one_heading_of_the_first_order(site):
    for page in pages(site):
        source = Source(page)
        tag = page.parent.name if page.parent != site else "en"
        (about,) = source.all("html")
        assert about == {"lang": tag, "dir": "rtl" if tag == "ar" else "ltr"}
        (policy,) = [meta["content"] for meta in source.all("meta") if "http-equiv" in meta]
        assert policy.startswith("default-src 'none'; ")
        assert len(source.all("h1")) == 1
        assert not [
            about for _, about in source.elements if "style" in about or any(name.startswith("on") for name in about)
        ]


def test_no_title_names_the_crime(site, session):
    for page in pages(site):
        title = page.read_text(encoding="utf-8").partition("<title>")[2].partition("</title>")[0].casefold()
        tag = page.parent.name if page.parent != site else "en"
        assert title.strip()
        for word in ("traffick", "trata", "اتجار", "ជួញដូរ", "贩"):
            assert word not in title, f"{page} ({tag})"


def test_a_page_of_a_language_is_light_and_begins_with_the_number(site):
    extra = sum((site / name).stat().st_size for name in ("gallery.css", "fonts.css", "leave.js", "icon.svg"))
    families = {"ar": "noto-sans-arabic", "km": "noto-sans-khmer", "zh-Hans": "noto-sans-sc"}
    for tag in LANGUAGES:
        page = site / tag / "index.html"
        fonts = list((site / "fonts").glob(f"{families[tag]}-*.woff")) if tag in families else []
        assert len(fonts) == (2 if tag in families else 0)
        assert page.stat().st_size + extra + sum(font.stat().st_size for font in fonts) < LIGHT
        links = [about["href"] for about in Source(page).all("a")]
        assert links[:2] == ["#content", LEAVE]
        assert links[3:6] == ["tel:+18883737888", "sms:233733", "tel:911"]  # after the way to the other languages


def test_every_page_has_the_number_before_anything_but_the_ways_out(site):
    for page in pages(site):
        links = [about["href"] for about in Source(page).all("a")]
        before = [address for address in links[: links.index("tel:+18883737888")] if address not in ("#content", LEAVE)]
        assert all("index.html" in address for address in before), page
        if page.name == "index.html":
            assert links.index("tel:911") < links.index("tel:+18883737888") + 3, page


def test_nobody_is_told_of_test_calls_of_an_emergency_number(site, session):
    speaker = Speaker(session.localized("es"))
    page = (site / "es" / "index.html").read_text(encoding="utf-8")
    listed = re.findall("<li>(.*?)</li>", page.partition('<ul class="contacts">')[2], flags=re.DOTALL)
    numbers = [one for one in listed if "tel:" in one or "sms:" in one]
    silent = [one for one in numbers if speaker.plain("gallery.dialed") not in one]
    assert len(numbers) == 4
    assert len(silent) == 1
    assert "tel:911" in silent[0]
    assert session.campaign.contacts["emergency"].is_emergency
    text_line = session.campaign.contacts["hotline_text"]
    assert not text_line.is_emergency  # six digits
    assert replace(text_line, display="911").is_emergency  # many call centers take texts


def test_a_page_of_a_language_says_no_words_that_are_not_true(campaign):
    """The gallery sets no pages, which would refuse them."""
    for hours in ("always", "9 to 5"):
        edit = edit_contacts(Session(campaign).campaign, [("hotline.hours", hours)])
        edit.path.write_text(edit.text, encoding="utf-8")
        speaker = Speaker(Session(campaign).localized("es"))
        words = " ".join(str(line) for line, _ in lines_beside_number(speaker))
        assert ("Día y noche" in words) is (hours == "always")
        assert "911" in words


def test_an_address_is_broken_before_a_dot_or_a_stroke(session):
    contacts = session.campaign.contacts
    assert printed_form(contacts["hotline"], "1-888-373-7888") == "1-888-373-7888"
    assert printed_form(contacts["coalition_site"], "www.example.org/a&b") == "www<wbr>.example<wbr>.org<wbr>/a&amp;b"
    said = Speaker(session.localized("es")).say("brochure.credit", links=True)
    assert ">www<wbr>.dhs<wbr>.gov</a>" in said


def test_words_without_a_translation_are_marked_as_english(session):
    campaign = session.campaign
    speaker = Speaker(session.localized("quc", allow_untranslated=True))
    assert str(speaker.say("gallery.leave")) == '<span lang="en" dir="ltr">Leave this page</span>'
    assert list(speaker.in_english) == ["gallery.leave"]
    assert {name for name in campaign.messages if not is_printed(name)} > {"gallery.leave"}


def test_a_contact_inside_words_can_be_tapped_and_runs_from_left_to_right(session):
    said = str(Speaker(session.localized("ar")).say("help.danger", links=True))
    assert '<bdi dir="ltr"><a href="tel:911">911</a></bdi>' in said
    assert not set(said) & set(map(chr, range(0x2066, 0x206A)))


def test_dates_and_sizes_are_written_for_people(session):
    day = dt.date(2027, 5, 4)
    said = {tag: Speaker(session.localized(tag, allow_untranslated=True)).date(day) for tag in session.registry.tags}
    assert (said["en"], said["es"], said["zh-Hans"]) == ("May 4, 2027", "4 de mayo de 2027", "2027年5月4日")
    assert all("2027" in text for text in said.values()), said
    assert [file_size(size) for size in (12, 52_400, 1_449_000)] == ["1 kB", "52 kB", "1.4 MB"]


def test_pages_are_counted_in_words(session):
    said = [Speaker(session.localized(tag)).page(1, 2) for tag in ("en", "es", "ar")]
    assert said == ["Page 1 of 2", "Página 1 de 2", "صفحة 1 من 2"]


def test_a_campaign_without_these_words_says_those_of_the_starter():
    spanish = Speaker(Session(ROOT / "tests" / "data" / "small-campaign").localized("es"))
    assert spanish.plain("gallery.leave") == Speaker(Session(ROOT).localized("es")).plain("gallery.leave")
    assert spanish.purpose("wallet-card")
    assert not spanish.purpose("banner")
    assert str(spanish.product("banner")) == '<span lang="en" dir="ltr">banner</span>'


def test_a_product_with_the_name_of_another_says_its_size(session):
    speaker = Speaker(session.localized("es"), {"wallet-card-eu": page_size(240.945, 153.071), "poster": "no"})
    assert speaker.product_plain("wallet-card-eu") == f"{speaker.product_plain('wallet-card')}, 85 × 54 mm"
    assert str(speaker.product("wallet-card-eu")).endswith(', <bdi dir="ltr">85 × 54 mm</bdi>')
    assert "no" not in speaker.product_plain("poster").split()
    assert page_size(252, 144) == "3.5 × 2 in"


# -- what is current --------------------------------------------------------------------------------------------------


def test_nothing_is_made_again_that_is_current(site, make):
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    again = make(site)
    assert (again.drawn, again.written) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before


def test_only_what_has_changed_is_drawn_again_and_old_pictures_go(make, built, tmp_path, monkeypatch):
    output = Path(shutil.copytree(built, tmp_path / "output"))
    folder = tmp_path / "site"
    make(folder, output=output, languages=["en", "es"])
    (folder / "CNAME").write_text("example.org\n", encoding="utf-8")
    (folder / "own.html").write_text("<p>Ours</p>\n", encoding="utf-8")
    before = set(tree(folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT) + 1))  # the same pages, made again a second later
    (again,) = run(plan(ROOT, ["es"], ["wallet-card"], ["screen"], output=output), workers=1)
    assert again.good
    made = make(folder, output=output, languages=["en", "es"])
    assert made.drawn == 4  # front and back, large and small
    after = set(tree(folder))
    assert len(before - after) == 4
    assert all(path.startswith("pictures/es/wallet-card-") for path in before - after)
    assert {"CNAME", "own.html"} <= after
    make(folder, output=output, languages=["en"])
    assert not [path for path in tree(folder) if path.startswith(("es/", "pictures/es/"))]


def test_a_picture_in_the_place_of_one_is_drawn_again_and_named(make, tmp_path):
    folder = tmp_path / "site"
    first = make(folder, languages=["en"])
    assert (first.altered, first.foreign) == ((), ())
    before = tree(folder)
    one, other = sorted((folder / "pictures" / "en").glob("wallet-card-*.webp"))[:2]
    one.write_bytes(other.read_bytes())
    made = make(folder, languages=["en"])
    assert made.altered == (one.relative_to(folder).as_posix(),)
    assert made.drawn == 1
    assert tree(folder) == before
    assert make(folder, languages=["en"]).altered == ()


def test_pictures_that_another_computer_has_drawn_are_drawn_again_and_stay_where_they_are_the_same(
    make, tmp_path, monkeypatch
):
    folder = tmp_path / "site"
    first = make(folder, languages=["en"])
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setenv("FLYERS_CACHE", str(tmp_path / "cache"))
    made = make(folder, languages=["en"])
    assert (made.drawn, made.altered) == (first.pictures, ())
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before
    assert make(folder, languages=["en"]).drawn == 0


def test_files_that_the_gallery_has_not_written_are_named_and_stay(make, tmp_path):
    folder = tmp_path / "site"
    make(folder, languages=["en", "es"])
    own = {"CNAME": "example.org", "es/price.pdf": "ours", "pictures/en/party.webp": "ours", "old/menu.html": "ours"}
    for name, text in own.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    draft = folder / "es" / "wallet-card.DRAFT.pdf"
    assert draft.exists()
    made = make(folder, languages=["en"], drafts=False)
    assert set(made.foreign) == {"CNAME", "es/", "old/", "pictures/en/party.webp"}
    assert not draft.exists()
    assert all((folder / name).read_text(encoding="utf-8") == text for name, text in own.items())
    assert sorted(path.name for path in (folder / "es").iterdir()) == ["price.pdf"]


def test_downloads_of_a_run_that_was_stopped_are_known_to_the_next(make, tmp_path, monkeypatch):
    folder = tmp_path / "site"
    make(folder, languages=["en"], drafts=False)
    whole = site_folder.write_whole

    def failing(path: Path, data: bytes) -> None:
        if path.name == "index.html":
            raise FileAccessError("The disk is full.")
        whole(path, data)

    monkeypatch.setattr(site_folder, "write_whole", failing)
    with pytest.raises(FileAccessError):
        make(folder, languages=["en", "es"])
    assert (folder / "es" / "wallet-card.DRAFT.pdf").exists()
    monkeypatch.setattr(site_folder, "write_whole", whole)
    assert make(folder, languages=["en"], drafts=False).foreign == ()
    assert not (folder / "es").exists()


def test_a_run_that_is_stopped_anywhere_leaves_a_site_that_works(make, built, tmp_path, monkeypatch):
    folder = tmp_path / "site"
    make(folder, languages=["en", "es"], drafts=False)
    whole = site_folder.write_whole
    for stop in (0, 3, 7):
        count = iter(range(100))

        def failing(path: Path, data: bytes, count=count, stop=stop) -> None:
            if next(count) == stop:
                raise FileAccessError("The disk is full.")
            whole(path, data)

        monkeypatch.setattr(site_folder, "write_whole", failing)
        with pytest.raises(FileAccessError):
            make(folder, languages=["en", "es", "ar"])
        assert not list(folder.rglob("*.part"))
        for page in pages(folder):
            for address in Source(page).addresses:
                assert ":" in address or address.startswith("#") or in_folder(page, address), f"{page}: {address}"


def test_what_a_killed_run_has_left_is_removed(make, tmp_path):
    folder = tmp_path / "site"
    make(folder, languages=["en"])
    for place in (folder, folder / "en", folder / "pictures" / "en"):
        (place / ".index.html.part").write_bytes(b"<!doctype")
    make(folder, languages=["en"])
    assert not list(folder.rglob("*.part"))


def test_a_folder_with_other_things_in_it_is_refused(make, tmp_path):
    (tmp_path / "thesis.html").write_text("<p>Ours</p>", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty, and it is not a gallery"):
        make(tmp_path)
    assert list(tree(tmp_path)) == ["thesis.html"]


def test_the_command_refuses_such_a_folder_before_it_builds_anything(tmp_path, capsys):
    site, output = tmp_path / "ours", tmp_path / "output"
    site.mkdir()
    (site / "thesis.html").write_text("<p>Ours</p>", encoding="utf-8")
    words = ["--lang", "es", "--product", "image-link", "--output", str(output), "--site"]
    for refused, why in ((site, "is not empty, and it is not a gallery"), (site / "thesis.html", "is a file")):
        assert main(["--project", str(ROOT), "gallery", *words, str(refused)]) == ExitCode.USAGE
        assert why in capsys.readouterr().err
    assert not output.exists()


def test_without_english_the_first_page_is_in_the_first_language(make, tmp_path):
    make(tmp_path / "site", languages=["ar", "es"])
    for name in ("index.html", "wallet-card.html"):
        assert Source(tmp_path / "site" / name).all("html") == [{"lang": "ar", "dir": "rtl"}]


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_builds_what_is_missing_and_says_what_it_made(tmp_path, capsys):
    words = [
        "--lang",
        "es",
        "--product",
        "image-link",
        "--output",
        str(tmp_path / "out"),
        "--site",
        str(tmp_path / "g"),
    ]
    assert main(["--project", str(ROOT), "gallery", *words, "--json", "--jobs", "1"]) == ExitCode.OK
    made = json.loads(capsys.readouterr().out)
    assert (made["site"], made["pages"], made["pictures"]) == (str(tmp_path / "g" / "index.html"), 4, 2)
    assert main(["--project", str(ROOT), "gallery", *words, "--no-build"]) == ExitCode.OK
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / 'g' / 'index.html'}\n"
    assert "--drafts offers drafts" in said.err
    assert "4 pages (0 new or changed), 2 pictures (0 drawn), 0 files to download" in said.err


@pytest.mark.parametrize(
    "address", ["http://example.org/", "javascript:alert(1)", 'https://x/"onclick=', "weather.gov"]
)
def test_the_way_out_is_a_plain_address(capsys, address):
    with pytest.raises(SystemExit) as ended:
        main(["--project", str(ROOT), "gallery", "--no-build", "--leave", address])
    assert ended.value.code == ExitCode.USAGE
    assert "is not a plain address of a page" in capsys.readouterr().err


def test_a_site_of_another_topic_has_no_button_that_leaves(session, built, tmp_path):
    order = SiteOrder(built, tmp_path / "site", ["en"], ["poster"], False, "", workers=1)
    make_site(session, order)
    pages = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert pages
    assert not any('class="leave"' in page or "list of the pages you opened" in page for page in pages)
