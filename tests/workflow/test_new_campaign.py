"""``flyers new``: a campaign of one's own from a few answers, or an error and nothing written."""

from __future__ import annotations

import colorsys
import io
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from flyers import limits
from flyers.cli.main import command_parser, main
from flyers.colour import contrast
from flyers.content import starter_folder
from flyers.errors import ExitCode, FileAccessError, FlyersError, UsageError
from flyers.pipeline.session import Session
from flyers.translation import po
from flyers.workflow.base_record import (
    HERE,
    RECORD_FILE,
    base_session,
    changes,
    layer_values,
    read_record,
    state_of,
)
from flyers.workflow.new_campaign import (
    NewCampaign,
    begin,
    files_of,
    products_with,
    require_folder,
    require_logo,
    require_phone,
    require_site,
    theme_with,
)
from own_campaigns import written

pytestmark = pytest.mark.slow

GIVEN = {
    "--name": "Maine Coalition Against Trafficking",
    "--state": "Maine",
    "--phone": "207-555-0143",
    "--site": "example.org",
    "--languages": "es Somali zh-Hans",
}


def words(folder: Path, **changed: str) -> list[str]:
    given = {**GIVEN, **{f"--{option}": value for option, value in changed.items()}}
    return ["new", str(folder), *(word for pair in given.items() for word in pair)]


@pytest.fixture(scope="module")
def maine(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("new") / "maine"
    assert main(words(folder, colour="#7a1f2b")) == ExitCode.OK
    return Session(folder)


def test_the_files_are_few_and_short_and_say_what_was_given(maine: Session) -> None:
    files = {path.relative_to(maine.folder).as_posix() for path in maine.folder.rglob("*") if path.is_file()}
    written = [
        "README.md",
        "content/campaign.yaml",
        "content/contacts.yaml",
        "content/messages/names.yaml",
        "content/themes/open-door.yaml",
    ]
    assert files == {*written, RECORD_FILE}
    assert all(len((maine.folder / path).read_text(encoding="utf-8").splitlines()) < 30 for path in written)
    assert maine.campaign.id == "maine"
    assert maine.registry.tags == ("en", "es", "zh-Hans", "so")
    phone, site = (maine.campaign.contacts[name] for name in ("coalition_phone", "coalition_site"))
    assert (phone.display, phone.target, phone.verified_on) == ("207-555-0143", "tel:+12075550143", None)
    assert (site.display, site.target) == ("example.org", "https://example.org")
    assert [f"{part:.0%}" for part in maine.theme.colours["deep"].srgb] == ["48%", "12%", "17%"]


def test_its_readme_names_commands_that_there_are_and_manuals_that_come_with_the_program(
    maine: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """A campaign on the wheel alone had neither (field test, B3)."""
    text = (maine.folder / "README.md").read_text(encoding="utf-8")
    commands = [line.partition("#")[0].split() for line in text.splitlines() if line.startswith("    ")]
    for command in commands:
        if command[1] == "docs":
            assert main(command[1:]) == ExitCode.OK
        elif command[-1] != "--help":
            command_parser().parse_args(command[1:])
    listed = capsys.readouterr().out
    assert "new-campaign        A campaign for another coalition" in listed
    assert "# For coordinators" in listed


def test_what_was_given_is_told_with_the_products_that_print_it(
    maine: Session, clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing said that the own phone is on one product of nineteen (field test, B4)."""
    printed = products_with(maine.folder)
    assert printed["phone"] == ["brochure"]
    assert printed["state"] == []
    assert {"brochure", "poster"} <= set(printed["name"])
    for tag in ("en", "es"):
        for product in printed["site"]:
            document = maine.composed(maine.localized(tag), maine.layout(product))
            assert "coalition_site" in document.contacts
    assert "shots" in products_with(clinic)["phone"]


def test_nothing_of_the_other_coalition_is_printed(maine: Session) -> None:
    theirs = base_session(maine).campaign.contacts
    for tag in maine.registry.tags:
        localized = maine.localized(tag)
        assert not localized.unprintable
        text = "\n".join(rich.text for rich in localized.texts.values())
        assert "Connecticut" not in text
        assert "Maine Coalition Against Trafficking" in text
        for name in ("coalition_phone", "coalition_site"):
            assert theirs[name].display not in text


@pytest.mark.parametrize(
    ("changed", "code", "problem"),
    [
        ({"phone": "207-555-014"}, ExitCode.USAGE, "is not a phone number with its area code"),
        ({"phone": "107-555-0143"}, ExitCode.USAGE, "is not a phone number with its area code"),
        ({"phone": "207-155-0143"}, ExitCode.USAGE, "is not a phone number with its area code"),
        ({"phone": "٢٠٧-٥٥٥-٠١٤٣"}, ExitCode.USAGE, "is not a phone number with its area code"),
        ({"phone": "207-555-01OO"}, ExitCode.USAGE, "If digits are meant, write “0100”."),
        ({"phone": "207-555-O143"}, ExitCode.USAGE, "“O143” in “207-555-O143” mixes letters and digits"),
        ({"phone": "+44 20"}, ExitCode.USAGE, "is not a phone number with its country"),
        ({"phone": "+290 1234"}, ExitCode.USAGE, "is not a phone number with its country"),
        ({"phone": "+49 30 123456789012"}, ExitCode.USAGE, "is not a phone number with its country"),
        ({"phone": "+1 207-155-0143"}, ExitCode.USAGE, "is not a phone number with its area code"),
        ({"site": "example"}, ExitCode.USAGE, "The site cannot be used"),
        ({"site": "bit.ly/maine"}, ExitCode.USAGE, "shortens addresses"),
        ({"site": "example.org/?utm_source=card"}, ExitCode.USAGE, "parameters that track people"),
        (
            {"languages": "es klingon"},
            ExitCode.USAGE,
            "Leave it out until the campaign is there. To begin it: flyers translations init tlh",
        ),
        ({"languages": "spansh"}, ExitCode.USAGE, "Did you mean es (Spanish)? 'flyers languages' lists"),
        ({"languages": "mam"}, ExitCode.USAGE, "Nothing is translated into Mam yet"),
        ({"name": "Call {hotline}"}, ExitCode.USAGE, "The name cannot be used"),
        ({"name": "Call 207-555-0143"}, ExitCode.USAGE, "a number or an address in it"),
        ({"name": ""}, ExitCode.USAGE, "The name is empty."),
        ({"state": " "}, ExitCode.USAGE, "The state is empty."),
        ({"state": "Maine\nVermont"}, ExitCode.USAGE, "The state cannot be used"),
        ({"colour": "red"}, ExitCode.USAGE, "“red” is not a colour"),
        ({"colour": "#eeeeee"}, ExitCode.USAGE, "--colour #eeeeee is too light"),
        ({"site": "not a site"}, ExitCode.USAGE, "“https://not a site” has a space in it."),
        ({"site": "a" + "-very" * 20 + ".example.org"}, ExitCode.LAYOUT, ""),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], code: ExitCode, problem: str
) -> None:
    assert main(words(tmp_path / "maine", **changed)) == code
    assert problem in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_colour_that_is_too_light_is_named_with_one_that_is_dark_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(tmp_path / "maine", colour="#ffff00")) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert said == (
        "flyers: --colour #ffff00 is too light for headings, and for grounds of white text: its contrast is 1.06, and "
        "text needs 4.5 (WCAG 2.2, 1.4.3). Choose a darker one, such as “#707000”.\n"
    )
    assert theme_with("#707000")
    with pytest.raises(UsageError, match="too light"):
        theme_with("#727200")


@pytest.mark.parametrize("colour", ["#0a6b3c", "#7a1f2b", "#5b2a86", "#000000"])
def test_door_and_pictograms_are_shades_of_the_colour(tmp_path: Path, colour: str) -> None:
    """They had stayed blue in a green campaign (field-test C19)."""
    folder = tmp_path / "maine"
    new = NewCampaign(folder, "Maine", "Maine", "207-555-0143", "example.org", ["es"], colour=colour)
    written(folder, files_of(new))
    ours, base = (Session(place).theme.colours for place in (folder, starter_folder()))
    hue = colorsys.rgb_to_hls(*ours["night"].srgb)[0]
    for name in ("door", "line", "pale", "tint"):
        assert ours[name].srgb != base[name].srgb
        shade, _, saturation = colorsys.rgb_to_hls(*ours[name].srgb)
        assert saturation < 0.3 or abs(shade - hue) < 0.03, name
    for name in ("paper", "tint"):
        assert contrast(ours["pale"], ours[name]) >= 3
        assert contrast(ours["line"], ours[name]) >= 4.5
    assert contrast(ours["door"], ours["night"]) >= 1.3
    assert contrast(ours["door"], ours["accent"]) >= 3


@pytest.mark.parametrize(
    ("colour", "shades"),
    [
        (" 7A1F2B ", "#7a1f2b #7a1f2b #9f5e66/62 #914751 #af7980/52 #f6f0f0/5"),
        ("#0a6b3c", "#0a6b3c #0a6b3c #05351e/62 #0c6c3e #509573/52 #ebf3ef/5"),  # its door is darker than the ground
        ("#000000", "#000000 #000000 #424242/62 #5e5e5e #878787/52 #f1f1f1/5"),
    ],
)
def test_a_colour_has_the_same_shades_in_every_release(colour: str, shades: str) -> None:
    """What a coalition has printed has to fit what it prints next."""
    path, text = theme_with(colour)
    assert path == "content/themes/open-door.yaml"
    entries = re.findall(r'^  (\w+): .* srgb: "(\S+)"(?:, black: (\d+))?}   # \w', text, re.MULTILINE)
    assert [name for name, _, _ in entries] == ["night", "deep", "door", "line", "pale", "tint"]
    assert " ".join(f"{shade}/{black}" if black else shade for _, shade, black in entries) == shades


def test_portuguese_is_said_to_be_that_of_brazil(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Maine's readers may be from Angola (field-test B6)."""
    assert main(words(tmp_path / "maine", languages="portuguese es")) == ExitCode.OK
    assert "“portuguese” is understood as pt-BR (Portuguese (Brazil)).\n" in capsys.readouterr().err


def test_a_campaign_can_begin_in_the_empty_folder_where_the_terminal_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """“. exists already … remove it”, it had said (field-test C8)."""
    (folder := tmp_path / "maine").mkdir()
    monkeypatch.chdir(folder)
    assert main(words(Path())) == ExitCode.OK
    assert "Now: 'flyers build'." in capsys.readouterr().err
    assert Session(Path.cwd()).campaign.id == "maine"
    assert [path.name for path in tmp_path.iterdir()] == ["maine"]


@pytest.mark.parametrize("name", ["con", "CON", "東京", "--"])
def test_a_folder_of_which_nothing_can_be_in_an_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a campaign"):
        files_of(NewCampaign(tmp_path / name, "A", "B", "207-555-0143", "example.org", ["es"]))


@pytest.mark.parametrize(("name", "campaign"), [("Maine", "maine"), ("ü folder", "u-folder"), ("-x", "x")])
def test_any_other_folder_gives_the_campaign_its_id(tmp_path: Path, name: str, campaign: str) -> None:
    assert require_folder(tmp_path / name) == campaign


def test_a_campaign_of_another_topic_has_a_page_of_its_own_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There was no way from nothing with the wheel alone: examples and print conditions had to be copied from a checkout."""
    folder = tmp_path / "clinic"
    assert main([*words(folder, name="Harbor Clinic", languages="es ar"), "--blank"]) == ExitCode.OK
    session = Session(folder)
    assert session.usual_products == session.products == ["page"]
    assert session.campaign.message(session.campaign.name).forms["text"].text == "Harbor Clinic"
    capsys.readouterr()
    assert main(["--project", str(folder), "build", "--lang", "en"]) == ExitCode.OK
    assert main(["--project", str(folder), "build", "--lang", "en", "--edition", "screen"]) == ExitCode.OK
    added = {name for name in session.campaign.added if name.startswith("page.")}
    assert added == {"page.title", "page.text"}


def test_a_campaign_may_be_written_in_another_language_and_is_then_built_on_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its files for a press and sheets for an office had needed folders that only a checkout has."""
    folder = tmp_path / "vecinos"
    given = words(folder, name="Casa Ñandú", languages="en", site="none")
    assert main([*given, "--source", "Spanish"]) == ExitCode.USAGE
    assert main([*given, "--blank", "--source", "Spanish"]) == ExitCode.OK
    session = Session(folder)
    assert (session.campaign.source_language, session.registry.tags) == ("es", ("en", "es"))
    assert [session.campaign.layers.bases, list(session.campaign.contacts)] == [(), ["coalition_phone"]]
    run = ["--project", str(folder)]
    for edition in ("press", "office", "screen"):
        assert main([*run, "build", "--edition", edition]) == ExitCode.OK
    assert main([*run, "translations", "update"]) == ExitCode.OK
    capsys.readouterr()
    assert main([*run, "build", "--lang", "en"]) == ExitCode.TRANSLATION
    assert "--allow-untranslated' prints Spanish in their place" in capsys.readouterr().err
    assert main([*run, "gallery", "--drafts"]) == ExitCode.OK
    assert "Not the files that are made today" not in capsys.readouterr().err


def test_a_campaign_built_on_none_has_the_programs_fonts_and_takes_a_language_and_a_phone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Arabic, which `flyers new` had taken, had no font; a language was to be added by hand; a phone went nowhere."""
    folder = tmp_path / "vecinos"
    given = words(folder, name="Casa Ñandú", languages="en ar", site="none")
    assert main([*given, "--blank", "--source", "Spanish"]) == ExitCode.OK
    run = ["--project", str(folder)]
    assert main([*run, "translations", "init", "ur"]) == ExitCode.OK
    capsys.readouterr()
    assert main([*run, "contacts", "add", "oficina.phone", "419-555-0199"]) == ExitCode.OK
    assert "Printed on page." in capsys.readouterr().err
    assert main([*run, "translations", "update"]) == ExitCode.OK
    assert main([*run, "build", "--lang", "ar ur", "--allow-untranslated"]) == ExitCode.OK
    assert {path.parent.name for path in folder.glob("output/*/page.press*.pdf")} == {"ar", "ur"}


def test_the_present_folder_will_do_if_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Maine").mkdir()
    monkeypatch.chdir(tmp_path / "Maine")
    assert require_folder(Path()) == "maine"
    (tmp_path / "Maine" / "note.txt").touch()
    with pytest.raises(UsageError, match="Maine exists already, and something is in it"):
        require_folder(Path())


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "maine").mkdir()
    new = NewCampaign(tmp_path / "maine", "A", "B", "207-555-0143", "example.org", ["es"])
    (tmp_path / "maine" / "note.txt").touch()
    with pytest.raises(UsageError, match="exists already"):
        begin(new)
    (tmp_path / "maine" / "note.txt").unlink()
    (tmp_path / ".maine.part" / "content" / "old").mkdir(parents=True)  # left by a command that was killed
    assert begin(replace(new, languages=[]))[0] == tmp_path / "maine/content/campaign.yaml"
    assert [path.name for path in tmp_path.iterdir()] == ["maine"]
    assert not (tmp_path / "maine" / "content" / "old").exists()


@pytest.mark.parametrize(
    ("given", "printed", "target"),
    [
        ("2075550143", "207-555-0143", "tel:+12075550143"),
        ("1-207-555-0143", "1-207-555-0143", "tel:+12075550143"),
        ("(207) 555-0143", "(207) 555-0143", "tel:+12075550143"),
        ("1-800-FLOWERS", "1-800-FLOWERS", "tel:+18003569377"),
        ("1-800-4-A-CHILD", "1-800-4-A-CHILD", "tel:+18004224453"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "tel:+442079460958"),
        ("+1 (207) 555-0143", "+1 (207) 555-0143", "tel:+12075550143"),
        ("+290 12345", "+290 12345", "tel:+29012345"),  # of eight digits, and of fifteen
        ("+49 30 12345678901", "+49 30 12345678901", "tel:+493012345678901"),
    ],
)
def test_a_phone_number_is_printed_as_given_and_dialed_with_its_country(given: str, printed: str, target: str) -> None:
    assert require_phone(given) == (printed, target)


def test_a_site_is_given_in_any_form() -> None:
    for given in ("example.org/help", "https://example.org/help/", "HTTP://example.org/help"):
        assert require_site(given) == ("example.org/help", "https://example.org/help")


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#4b2e83"/></svg>'


def test_a_logo_is_copied_and_printed(tmp_path: Path) -> None:
    (tmp_path / "Our Logo (final).SVG").write_text(LOGO, encoding="utf-8")
    assert main([*words(tmp_path / "maine"), "--logo", str(tmp_path / "Our Logo (final).SVG")]) == ExitCode.OK
    session = Session(tmp_path / "maine")
    assert (tmp_path / "maine" / "content" / "logo.svg").read_text(encoding="utf-8") == LOGO
    document = session.composed(session.localized("es"), session.layout("poster"))
    assert "logo-4b2e83" in {item.colour for item in document.pages[0].items}
    (tmp_path / "maine" / "content" / "images").mkdir()
    (tmp_path / "maine" / "content" / "images" / "door.svg").write_text(LOGO, encoding="utf-8")
    values = {(value.kind, value.name): value for value in layer_values(session)}
    assert values["image", "door"].layer == HERE
    assert (values["campaign", "logo"].value, values["campaign", "logo"].layer) == ("logo.svg", HERE)


@pytest.mark.parametrize(
    ("name", "content", "code", "problem"),
    [
        (
            "logo.svg",
            LOGO.replace("#4b2e83", "url(#shine)"),
            ExitCode.CONTENT,
            "logo.svg:1: The logo cannot be used: This",
        ),
        ("logo.svg", "no picture", ExitCode.CONTENT, "The logo cannot be used: This is not an SVG picture"),
        ("logo.png", LOGO, ExitCode.CONTENT, "logo.png: The logo cannot be used: This is not a PNG or JPEG picture"),
        ("logo.ai", LOGO, ExitCode.USAGE, "is not the file of a logo that can be printed"),
        ("", "", ExitCode.FILE_ACCESS, "cannot be read"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, code: ExitCode, problem: str
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    if name:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main([*words(folder / "maine"), "--logo", str(tmp_path / (name or "absent.svg"))]) == code
    assert problem in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_photograph_as_a_logo_may_be_larger_than_a_drawing(tmp_path: Path) -> None:
    picture = Image.effect_noise((640, 640), 90)
    picture.save(tmp_path / "logo.png")
    assert (tmp_path / "logo.png").stat().st_size > limits.PICTURE_BYTES
    assert require_logo(tmp_path / "logo.png") == (tmp_path / "logo.png").read_bytes()
    (tmp_path / "logo.svg").write_text(LOGO + " " * limits.PICTURE_BYTES, encoding="utf-8")
    with pytest.raises(FlyersError, match=r"logo\.svg"):
        require_logo(tmp_path / "logo.svg")


def test_in_a_folder_that_is_there_what_makes_it_a_campaign_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that is killed halfway leaves a folder of which nobody thinks that it is a campaign."""
    (tmp_path / "maine").mkdir()
    renamed: list[str] = []
    rename = Path.rename

    def noted(self: Path, target: Path) -> Path:
        renamed.append(self.name)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", noted)
    begin(NewCampaign(tmp_path / "maine", "A", "B", "none", "none", []))
    assert renamed == ["README.md", "content"]
    assert [path.name for path in tmp_path.iterdir()] == ["maine"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_not_given_is_asked_for_until_it_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = "Maine Coalition\nMaine\n207-555\n207-555-0143\nexample.org\nes\n"
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    assert main(["new", "maine"]) == ExitCode.OK
    asked = capsys.readouterr().err
    assert asked.count("Phone number of the coalition (“none” if it has none): ") == 2
    assert "There are English (en), Spanish (es), Portuguese (Brazil) (pt-BR)" in asked
    assert "is not a phone number" in asked
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    assert main(["new", "vermont", "--state", "Vermont"]) == ExitCode.USAGE
    assert "Not given: --name, --phone, --site, --languages." in capsys.readouterr().err


# -- the base, seen from the campaign ----------------------------------------------------------------------------------


def test_every_value_is_listed_with_its_layer(maine: Session) -> None:
    values = {(value.kind, value.name): value for value in layer_values(maine)}
    own = {key for key, value in values.items() if value.layer == HERE}
    assert own == {
        ("campaign", "id"),
        ("campaign", "issue"),
        ("contact", "coalition_phone"),
        ("contact", "coalition_site"),
        ("message", "state.name"),
        ("message", "contact.coalition.name"),
        *(("colour", name) for name in ("night", "deep", "door", "line", "pale", "tint")),
    }
    assert values["contact", "coalition_phone"].instead_of == "starter"
    assert (values["contact", "hotline"].layer, values["contact", "hotline"].instead_of) == ("starter", "")
    assert values["language", "ar"].value == "not chosen"
    kinds = {"message", "layout", "sheet", "condition", "picture", "font", "print job", "term", "ground"}
    assert kinds <= {kind for kind, _ in values}


def test_a_translation_of_its_own_is_listed_and_an_empty_one_is_not(maine: Session, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(maine.folder, tmp_path / "own"))
    file = folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    file.parent.mkdir(parents=True)
    entries = {"signs.heading": "¿Le suena?", "card.headline": " ", "state.name": "El estado de Maine"}
    file.write_text(
        'msgid ""\nmsgstr "Language: es\\n"\n'
        + "".join(f'\nmsgctxt "{key}"\nmsgid "x"\nmsgstr "{text}"\n' for key, text in entries.items()),
        encoding="utf-8",
    )
    listed = [value for value in layer_values(Session(folder)) if value.kind == "translation"]
    assert {(value.name, value.value, value.layer, value.instead_of) for value in listed} == {
        ("es signs.heading", "¿Le suena?", HERE, "starter"),
        ("es state.name", "El estado de Maine", HERE, "starter"),
    }
    assert [value for value in layer_values(maine) if value.kind == "translation"] == []


def test_what_the_base_has_changed_is_told_message_by_message(maine: Session) -> None:
    record = read_record(maine)
    assert record is not None
    now = state_of(base_session(maine), maine.registry.tags)
    assert list(changes(maine, record, now)) == []
    assert record.digest == now.digest
    assert {"content/images/day-night.svg", "content/layouts/poster.yaml", "fonts/fonts.yaml"} <= now.files.keys()
    before = replace(
        now,
        contacts={**now.contacts, "hotline": "x", "coalition_phone": "x"},
        messages={key: value for key, value in now.messages.items() if key != "signs.school"}
        | {
            "signs.law": {"en": "gone"},
            "about.law": {**now.messages["about.law"], "so": "other"},
            "about.sex": {**now.messages["about.sex"], "en": "other"},
            "about.labor": {"en": now.messages["about.labor"]["en"], "xx": "no language of the campaign"},
            "state.name": {**now.messages["state.name"], "en": "other"},
        },
        files={**now.files, "content/layouts/poster.yaml": "x", "content/themes/open-door.yaml": "x"},
    )
    told = {(one.kind, one.name): (one.change, one.own) for one in changes(maine, before, now)}
    assert told == {
        ("contact", "coalition_phone"): ("changed", True),
        ("contact", "hotline"): ("changed", False),
        ("message", "about.law"): ("Somali changed", False),
        ("message", "about.sex"): ("English changed", False),
        ("message", "state.name"): ("English changed", True),
        ("message", "signs.law"): ("gone", False),
        ("message", "signs.school"): ("new", False),
        ("file", "content/layouts/poster.yaml"): ("changed", False),
        ("file", "content/themes/open-door.yaml"): ("changed", True),
    }


def test_the_commands_show_and_check(maine: Session, capsys: pytest.CaptureFixture[str]) -> None:
    project = ["--project", str(maine.folder), "campaign"]
    assert main([*project, "show", "contacts", "--own"]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["contact", "coalition_phone"], ["contact", "coalition_site"]]
    assert main([*project, "show", "contcat"]) == ExitCode.USAGE
    assert "Did you mean “contact”?" in capsys.readouterr().err
    assert main([*project, "check"]) == ExitCode.OK
    assert "The base has not changed." in capsys.readouterr().err


def test_a_network_of_campaigns_is_built_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for state in ("Maine", "Vermont"):
        begin(NewCampaign(tmp_path / "network" / state.lower(), state, state, "207-555-0143", "example.org", ["es"]))
    broken = tmp_path / "network" / "broken" / "content"
    broken.mkdir(parents=True)
    (broken / "campaign.yaml").write_text("campaign:\n  id: broken\n  base: ../nowhere\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    read: list[str] = []
    real = po.read_file
    monkeypatch.setattr(po, "read_file", lambda path, name: read.append(name) or real(path, name))
    words = ["build", "--campaigns", "network/*", "--lang", "es", "--product", "wallet-card", "--edition", "screen"]
    assert main([*words, "--jobs", "1", "--output", "made"]) == ExitCode.CONTENT
    said = capsys.readouterr()
    assert [line.split() for line in said.out.splitlines()[1:]] == [
        ["network/maine", "1", "of", "1"],
        ["network/vermont", "1", "of", "1"],
    ]
    assert "flyers: network/broken: content/campaign.yaml:3:9: The base “../nowhere” is not a campaign" in said.err
    assert sorted(path.as_posix() for path in Path("made").rglob("*.pdf")) == [
        "made/maine/es/wallet-card.screen.pdf",
        "made/vermont/es/wallet-card.screen.pdf",
    ]
    assert read.count("starter:translations/es/LC_MESSAGES/flyers.po") <= 1  # what they share
    assert main(["build", "--campaigns", "nowhere/*"]) == ExitCode.USAGE


def test_what_a_killed_command_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".maine.part" / "content" / "messages"
    left.mkdir(parents=True)
    (left / "names.yaml").write_text("half a fi", encoding="utf-8")
    (left / "more.yaml").write_text("messages: {x: {text: x}}", encoding="utf-8")
    assert main(words(tmp_path / "maine", languages="es")) == ExitCode.OK
    assert [path.name for path in tmp_path.iterdir()] == ["maine"]
    assert not (tmp_path / "maine" / "content" / "messages" / "more.yaml").exists()


@pytest.mark.parametrize("name", ["x" * 400, "con", "-"])
def test_a_name_that_no_folder_can_have_is_a_wrong_argument(tmp_path: Path, name: str) -> None:
    assert main(words(tmp_path / name)) == ExitCode.USAGE
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_an_error_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    new = NewCampaign(tmp_path / "file" / "maine", "Pine Tree", "Maine", "none", "none", ["es"])
    with pytest.raises(FileAccessError, match=r"file: This folder cannot be written \(.+\)\. Choose another one\."):
        begin(new)
