"""Words of the gallery are not printed: they change no code of small print, and no sign-off waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content.message_key import MessageKey
from flyers.content.messages import is_printed
from flyers.pipeline.session import Session, open_session
from flyers.translation.catalog import usable
from flyers.translation.signoff import current_words

ROOT_SESSION = open_session(Path(__file__).resolve().parents[2])
WORD = "\n  gallery.leave:\n    text: Leave this page\n"


def _with_a_word(folder: Path) -> Session:
    file = sorted((folder / "content" / "messages").glob("*.yaml"))[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("messages:\n", f"messages:{WORD}", 1), encoding="utf-8")
    return Session(folder)


def test_no_content_code_counts_them(small: Path) -> None:
    before = {tag: Session(small).localized(tag).code for tag in Session(small).usual_languages}
    session = _with_a_word(small)
    assert "gallery.leave" in session.campaign.messages
    assert {tag: session.localized(tag).code for tag in session.usual_languages} == before


def test_a_language_is_complete_without_them(small: Path) -> None:
    session = _with_a_word(small)
    for tag in session.usual_languages:
        localized = session.localized(tag)
        words = usable(session.campaign, session.catalog(tag))
        now = current_words(session.campaign, localized.language, words)
        assert MessageKey("gallery.leave") not in (*now.messages, *now.missing)
        assert localized.unprintable == ()


def test_the_readers_pages_leave_them_out(small: Path) -> None:
    from flyers.publish.reader_proof.rows import unseen

    missing = unseen([], _with_a_word(small).localized("en"))
    assert missing
    assert all(is_printed(key.id) for key in missing)


def test_one_that_breaks_a_rule_is_said_in_english_and_stops_nothing(small: Path) -> None:
    session = _with_a_word(small)
    catalog = session.registry.catalog_path(session.registry.language("es"))
    entry = '\nmsgctxt "gallery.leave"\nmsgid "Leave this page"\nmsgstr "{}"\n'
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text + entry.format("Salir <b>ya</b>"), encoding="utf-8")
    localized = Session(small).localized("es")
    assert localized.plain("gallery.leave") == "Leave this page"
    assert not localized.is_translated("gallery.leave")
    assert localized.unprintable == ()
    catalog.write_text(text + entry.format("Salir"), encoding="utf-8")
    assert Session(small).localized("es").plain("gallery.leave") == "Salir"


@pytest.mark.parametrize("tag", ROOT_SESSION.usual_languages)
def test_every_language_has_all_of_them(tag: str) -> None:
    localized = ROOT_SESSION.localized(tag)
    assert [str(key) for key in localized.untranslated if not is_printed(key.id)] == []
    assert sum(not is_printed(key.id) for key in localized.texts) >= 48
