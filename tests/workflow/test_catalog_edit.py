"""Single translations are changed in a campaign's own catalog, and nobody's are lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, FlyersError, TranslationError, UsageError
from flyers.pipeline.session import Session, open_session
from flyers.workflow.catalog_edit import TextEdit, edit_catalog, update_catalogs
from own_campaigns import OF_ITS_OWN, written

KEY = MessageKey("signs.heading")
CAMPAIGN = """\
campaign:
  id: built-on-it
  name: {name}
  publisher: {publisher}
  base: starter
  theme: {theme}
  issue: 2026-11
"""


@pytest.fixture
def layered(root: Path, tmp_path: Path) -> Session:
    """A campaign that has nothing of its own but its name."""
    about = open_session(root).campaign
    text = CAMPAIGN.format(theme=about.theme, name=about.name, publisher=about.publisher)
    written(tmp_path, OF_ITS_OWN)
    (tmp_path / "content" / "campaign.yaml").write_text(text, encoding="utf-8")
    return Session(tmp_path)


def test_a_text_of_a_base_is_put_into_the_campaign_s_own_catalog(layered: Session) -> None:
    before = layered.catalog("es").entries[KEY].translation
    theirs = layered.base_catalog("es")
    done = edit_catalog(layered, "es", [TextEdit(KEY, before, "Señales")])
    assert done.changed == (KEY,)
    own = layered.own_catalog("es")
    assert own.entries[KEY].translation == "Señales"
    assert layered.catalog("es").entries[KEY].translation == "Señales"
    assert layered.base_catalog("es") == theirs
    assert not [key for key in own.entries if key != KEY and own.entries[key].translation], "and no other"
    assert [update.tag for update in update_catalogs(layered, ["es"], write=False)] == [""], "only the template is new"


def test_what_the_author_saw_is_compared_with_the_base_too(layered: Session) -> None:
    done = edit_catalog(layered, "es", [TextEdit(KEY, "algo que nunca hubo", "Señales")])
    assert [conflict.key for conflict in done.conflicts] == [KEY]
    assert not done.path.exists()


def test_equal_edits_are_not_a_conflict(layered: Session) -> None:
    before = layered.catalog("es").entries[KEY].translation
    edit_catalog(layered, "es", [TextEdit(KEY, before, "Señales")])
    again = edit_catalog(layered, "es", [TextEdit(KEY, before, " Señales\n")])
    assert (again.conflicts, again.changed) == ((), ())


def test_all_faults_are_told_together(layered: Session) -> None:
    short = MessageKey.parse("card.headline/short")
    edits = [
        TextEdit(key, layered.catalog("es").entries[key].translation, text)
        for key, text in ((KEY, "Señales **"), (short, "Llame al 860-555-0100"))
    ]
    with pytest.raises(CombinedError, match=r"(?s)\*\*.*looks like a phone number") as told:
        edit_catalog(layered, "es", edits)
    assert "signs.heading" in str(told.value)
    assert not (layered.folder / "translations").exists()


@pytest.mark.parametrize("tag", ["en", "xx"])
def test_no_catalog_no_edit(layered: Session, tag: str) -> None:
    with pytest.raises(UsageError):
        edit_catalog(layered, tag, [TextEdit(KEY, "", "x")])


def test_the_rest_of_the_file_stays_byte_for_byte(root: Path, tmp_path: Path) -> None:
    for part in ("content", "translations"):
        shutil.copytree(root / part, tmp_path / part)
    (tmp_path / "fonts").symlink_to(root / "fonts")
    session = Session(tmp_path)
    for tag in ("ar", "km", "zh-Hans"):
        path = session.registry.catalog_path(session.registry.language(tag))
        before, old = path.read_bytes(), session.catalog(tag).entries[KEY].translation
        edit_catalog(session, tag, [TextEdit(KEY, old, old + "!")])
        assert path.read_bytes() != before
        edit_catalog(session, tag, [TextEdit(KEY, old + "!", old)])
        assert path.read_bytes() == before


CALL = MessageKey("help.call")
SAID = "Llame al {hotline} para dar un aviso."
ENGLISH = "Call {hotline} to report a tip."


def refusal(folder: Path, edit: TextEdit) -> FlyersError:
    """Return why *edit* is refused; the catalog has stayed as it was."""
    path = folder / "translations/es/LC_MESSAGES/flyers.po"
    before = path.read_bytes()
    with pytest.raises(FlyersError) as refused:
        edit_catalog(Session(folder), "es", [edit])
    assert path.read_bytes() == before
    return refused.value


@pytest.mark.parametrize("text", ["", " \n", "\u00a0", "\u202f\u200b", "\u2067\u2069"])
def test_an_empty_text_is_not_a_translation(small: Path, text: str) -> None:
    told = refusal(small, TextEdit(CALL, SAID, text))
    assert (told.problem, told.hint) == ("This text is empty.", "Write the translation.")
    assert (told.trail, str(told.source).partition(":")[0]) == (
        ("es", "help.call"),
        "translations/es/LC_MESSAGES/flyers.po",
    )


def test_a_text_that_would_fill_a_book_is_refused_by_its_length(small: Path) -> None:
    text = "{hotline} ".ljust(limits.TEXT_CHARACTERS, "a")
    told = refusal(small, TextEdit(CALL, SAID, f"{text}b"))
    most = limits.TEXT_CHARACTERS
    assert told.problem == f"This text has {most + 1} characters; the most is {most}."
    assert told.hint == "Shorten it."
    assert edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, text)]).changed


def test_a_translation_of_a_former_english_is_not_saved_for_the_present_one(small: Path) -> None:
    told = refusal(small, TextEdit(CALL, SAID, "Llame ya al {hotline}.", english="Call {hotline}, now."))
    assert told.problem == "The English has changed since this text was begun."
    assert told.hint == "Read it again, and save once more."
    assert str(told.source).startswith("content/messages/all.yaml")
    assert edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, "Llame ya al {hotline}.", english=ENGLISH)]).changed


def test_a_text_without_its_number_is_refused_even_if_it_is_doubtful(small: Path) -> None:
    told = refusal(small, TextEdit(CALL, SAID, "Llame.", doubtful=True))
    assert isinstance(told, TranslationError)
    assert "{hotline}" in told.problem


def test_a_doubtful_text_is_kept_for_somebody_to_look_at(small: Path) -> None:
    assert edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, "¿Llame al {hotline}?", doubtful=True)]).changed
    entry = Session(small).catalog("es").entries[CALL]
    assert (entry.translation, entry.fuzzy) == ("¿Llame al {hotline}?", True)


@pytest.mark.parametrize("name", ["help.gone", "x" * 500])
def test_a_message_that_is_gone_is_named_in_short(small: Path, name: str) -> None:
    told = refusal(small, TextEdit(MessageKey(name), "", "x"))
    assert isinstance(told, UsageError)
    assert told.problem == f"There is no message “{name[: limits.NAME_CHARACTERS]}”."
    assert told.hint == "It was renamed or removed in content/messages."


def test_the_english_is_edited_where_it_is_written(small: Path) -> None:
    with pytest.raises(UsageError) as refused:
        edit_catalog(Session(small), "en", [TextEdit(CALL, "", "x")])
    assert refused.value.problem == "English has no catalog: it is the language of the messages."
    assert refused.value.hint == "Edit content/messages."


def test_a_conflict_says_what_there_was_is_and_should_be_and_mine_overrules_it(small: Path) -> None:
    edit = TextEdit(CALL, "Llame.", "Llame ya al {hotline}.")
    done = edit_catalog(Session(small), "es", [edit])
    (conflict,) = done.conflicts
    assert (conflict.key, conflict.before, conflict.now, conflict.after) == (CALL, "Llame.", SAID, edit.after)
    assert done.changed == ()
    mine = edit_catalog(Session(small), "es", [edit], mine=True)
    assert (mine.changed, mine.conflicts) == ((CALL,), ())
    assert (mine.name, mine.path) == (
        "translations/es/LC_MESSAGES/flyers.po",
        small / "translations/es/LC_MESSAGES/flyers.po",
    )


def test_a_text_is_saved_in_nfc_and_without_white_space_round_it(small: Path) -> None:
    edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, "  Llame tambie\u0301n al {hotline}.\n")])
    assert Session(small).catalog("es").entries[CALL].translation == "Llame tambi\u00e9n al {hotline}."


def test_who_accepts_is_asked_only_for_texts_without_faults_and_may_refuse(small: Path) -> None:
    asked: list[str] = []

    def refuse() -> None:
        asked.append("asked")
        raise UsageError("Not now.")

    refusal(small, TextEdit(CALL, SAID, ""))
    with pytest.raises(UsageError, match="Not now"):
        edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, "Llame ya al {hotline}.")], accept=refuse)
    assert asked == ["asked"]
    assert Session(small).catalog("es").entries[CALL].translation == SAID
    with pytest.raises(TranslationError):
        edit_catalog(Session(small), "es", [TextEdit(CALL, SAID, "")], accept=refuse)
    assert asked == ["asked"]
