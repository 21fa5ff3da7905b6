"""What a campaign on a base has of its own and nothing prints, most often because its id is misspelled, is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import Session, open_session
from flyers.workflow.new_campaign import NewCampaign, begin, contact_entry
from flyers.workflow.uses import unused_entries
from own_campaigns import layer

pytestmark = pytest.mark.slow


def test_a_message_whose_id_is_misspelled_is_told_since_the_base_s_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "vermont"
    begin(NewCampaign(folder, "Vermont", "Vermont", "802-555-0143", "example.org", []))
    (folder / "content" / "messages" / "own.yaml").write_text(
        "messages:\n  promise.fre:\n    text: Free\n  promise.free:\n    text: Free, always\n", "utf-8"
    )
    assert main(["--project", str(folder), "campaign", "check"]) == ExitCode.OK
    told = [line for line in capsys.readouterr().err.splitlines() if "Nothing prints" in line]
    assert told == ["content/messages/own.yaml:2:3: Nothing prints “promise.fre”. Did you mean “promise.free”?"]


MISSPELLED = {
    "content/messages/own.yaml": "messages:\n  help.dnager:\n    text: Call {emergency} at once.\n",
    "translations/es/LC_MESSAGES/flyers.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "help.qolice"
msgid "x"
msgstr "y"
""",
}
UNPRINTED = [
    "warning: {}content/messages/own.yaml:2:3: Nothing prints “help.dnager”. Did you mean “help.danger”?",
    "warning: {}content/contacts.yaml:28:3: No product shows “otip_siet”. Did you mean “otip_site”?",
    "warning: {}translations/es/LC_MESSAGES/flyers.po:5: Nothing prints this translation, since there is no “help.qolice”. "
    "Did you mean “help.police”?",
]


@pytest.fixture(scope="module")
def misspelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign on a base with a message, a contact and a translation of which the ids are misspelled."""
    folder = tmp_path_factory.mktemp("misspelled") / "vermont"
    begin(NewCampaign(folder, "Vermont", "Vermont", "802-555-0143", "example.org", ["es"]))
    for name, text in MISSPELLED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    contacts = folder / "content" / "contacts.yaml"
    wrong = contact_entry("otip_siet", "web", "example.org", "https://example.org")
    contacts.write_text(f"{contacts.read_text('utf-8')}\n{wrong}", "utf-8")
    return folder


def warned(folder: Path, capsys: pytest.CaptureFixture[str], *command: str) -> list[str]:
    capsys.readouterr()
    open_session.cache_clear()  # each command has a process of its own
    main(["--project", str(folder), *command])
    return [line for line in capsys.readouterr().err.splitlines() if "Nothing prints" in line or "No product" in line]


POSTER = ("--lang", "en", "--product", "poster")


def test_commands_that_print_the_base_s_words_say_what_of_ones_own_nothing_prints(
    misspelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [line.format("") for line in UNPRINTED]
    assert warned(misspelled, capsys, "build", *POSTER) == told
    assert warned(misspelled, capsys, "build", *POSTER) == told  # of a record: the campaign is not opened
    assert warned(misspelled, capsys, "translations", "check", "--no-fit") == told
    assert warned(misspelled, capsys, "package", *POSTER, "--draft") == told
    assert warned(misspelled, capsys, "gallery", *POSTER, "--no-build") == told
    assert warned(misspelled, capsys, "reader-proof", "en", "--product", "poster") == told
    named = [line.format(f"{misspelled}: ") for line in UNPRINTED]
    assert warned(misspelled, capsys, "build", "--campaigns", str(misspelled), *POSTER) == named
    assert warned(misspelled, capsys, "build", *POSTER, "--output", f"{misspelled.as_uri()}/store") == [
        line.format("vermont: ") for line in UNPRINTED
    ]


def test_what_is_read_out_for_a_logo_or_names_a_contact_is_not_unprinted(small: Path, tmp_path: Path) -> None:
    """No layout names it: the campaign or a contact does."""
    words = {"logo.alt": "Our lighthouse", "desk.name": "Desk", "own.rest": "Nobody says so"}
    files = {
        "content/messages/own.yaml": "messages:\n"
        + "".join(f"  {name}: {{text: {text}}}\n" for name, text in words.items()),
        "content/contacts.yaml": contact_entry("site", "web", "example.org", "https://example.org", label="desk.name"),
        "content/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0H4V2Z"/></svg>',
    }
    files["content/contacts.yaml"] = f"contacts:\n{files['content/contacts.yaml']}"
    folder = layer(tmp_path / "maine", "../small", files, "  logo: {file: logo.svg, alt: logo.alt}\n")
    assert [said for _, said in unused_entries(Session(folder))] == ["Nothing prints “own.rest”."]


def test_a_corrected_translation_is_no_longer_named(
    misspelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(misspelled, tmp_path / "vermont"))
    assert len(warned(folder, capsys, "build", *POSTER)) == len(UNPRINTED)
    catalog = folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    catalog.write_text(catalog.read_text("utf-8").replace("help.qolice", "help.police"), "utf-8")
    assert warned(folder, capsys, "build", *POSTER) == [line.format("") for line in UNPRINTED[:2]]


def test_nothing_is_said_of_what_is_printed_or_of_a_campaign_without_a_base(tmp_path: Path) -> None:
    begin(NewCampaign(tmp_path / "maine", "Maine", "Maine", "207-555-0143", "example.org", ["es", "so", "zh-Hans"]))
    assert list(unused_entries(Session(tmp_path / "maine"))) == []
    assert list(unused_entries(Session(Path(__file__).parents[2]))) == []
    folder = tmp_path / "vermont"
    begin(NewCampaign(folder, "Vermont", "Vermont", "802-555-0143", "example.org", []))
    files = {
        "content/messages/own.yaml": "messages:\n  own.title: {text: Our card}\n  gallery.own: {text: On screen}\n",
        "content/layouts/own-card.yaml": "extends: wallet-card\ntitle: own.title\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert list(unused_entries(Session(folder))) == []
    (folder / "content/layouts/own-card.yaml").unlink()
    ((place, told),) = unused_entries(Session(folder))
    assert (place.line, told.startswith("Nothing prints “own.title”.")) == (2, True)
