"""PO files that come back from translators, and what the checks and reports say of files that nobody can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, Source, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat
from flyers.workflow.catalog_edit import SENT, export_files, import_files, read_po, write_po
from flyers.workflow.contact_change import Impacts
from flyers.workflow.translation_checks import check_catalogs, check_words
from flyers.workflow.uses import only_in_translation, unused_entries
from own_campaigns import layer

SPANISH, ARABIC = (Path(f"translations/{tag}/LC_MESSAGES/flyers.po") for tag in ("es", "ar"))
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def test_a_part_of_a_catalog_says_how_many_messages_were_sent(small: Path) -> None:
    catalog = Session(small).catalog("es")
    data = write_po(catalog, {"help.call", "signs.law", "none.such"})
    back = read_po(data, "back.po")
    assert [row.context for row in back.rows] == ["help.call", "signs.law"]
    assert (back.sent, back.language, back.name) == (2, "es", "back.po")
    assert read_po(data.replace(f"{SENT}: 2".encode(), f"{SENT}: two".encode()), "back.po").sent == 0


@pytest.mark.parametrize(
    ("data", "problem", "place"),
    [
        (f"{HEAD}\nmsgctxt \"a\"\nmsgid \"\u00e9\"\nmsgstr \"\"\n".encode("latin-1"), "The byte 0xE9 is not UTF-8", "x.po:5:8"),
        (HEAD.encode(), "This file has no messages.", "x.po"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_an_error_of_the_translation(data: bytes, problem: str, place: str) -> None:
    with pytest.raises(TranslationError) as caught:
        read_po(data, "x.po")
    assert caught.value.problem.startswith(problem)
    assert str(caught.value.source) == place
    assert caught.value.hint


def test_a_file_of_another_language_than_its_name_says_is_looked_into(small: Path) -> None:
    (sent,) = export_files(Session(small), ["es"], FileFormat.PO, small / "out")
    other = sent.path.rename(sent.path.with_name("small.ar.po"))
    with pytest.raises(TranslationError) as caught:
        import_files(Session(small), [other])
    assert caught.value.problem == "This file says that it is Spanish (es), and its name that it is Arabic."
    assert caught.value.source == Source("out/small.ar.po")
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace('"Language: es\\n"\n', ""), encoding="utf-8")
    with pytest.raises(FlyersError, match="small"):
        import_files(Session(small), [other.rename(other.with_name("small.po"))])
    unnamed = small / "out" / "words.po"
    unnamed.write_text(text.replace('"Language: es\\n"\n', '"Language: xx\\n"\n'), encoding="utf-8")
    with pytest.raises(UsageError) as named:
        import_files(Session(small), [unnamed])
    assert named.value.source == Source("out/words.po")


def test_a_catalog_that_cannot_be_read_is_a_finding(small: Path) -> None:
    (small / SPANISH).write_text('msgid "', encoding="utf-8")
    report = check_words(Session(small), "es")
    (finding,) = report.findings
    assert (report.tag, report.english, finding.code, report.errors) == ("es", "Spanish", "L108", [finding])
    assert finding.source.path == SPANISH.as_posix()
    assert report.to_json()["errors"] == 1
    assert report.to_json()["findings"] == [finding.to_json()]


def test_an_error_while_composing_names_the_language(printable: Path) -> None:
    (printable / "content/layouts").mkdir(exist_ok=True)
    (printable / "content/layouts/broken.yaml").write_text("title: 1in\n", encoding="utf-8")
    with pytest.raises(FlyersError) as caught:
        check_catalogs(Session(printable), ["es"])
    assert all(error.trail[0] == "es" for error in caught.value.errors)


def test_a_number_that_a_translator_put_elsewhere_is_found(small: Path) -> None:
    edit(small / SPANISH, "Una ley de 2000.", "Una ley de 2000: {hotline}.")
    session = Session(small)
    catalog = session.catalog("es")
    assert only_in_translation("hotline", session.campaign, catalog) == (MessageKey("signs.law"),)
    assert only_in_translation("site", session.campaign, catalog) == ()


def test_a_change_of_a_number_reaches_where_a_translator_put_it(second_campaign: Path) -> None:
    edit(second_campaign / SPANISH, 'msgstr "Pegatina"', 'msgstr "Pegatina: {harbor}"')
    found = Impacts(Session(second_campaign)).of_contact("harbor")
    assert found.translated == {"es": (MessageKey("lighthouse.title"),)}
    assert found.to_json()["translated"] == {"es": ["lighthouse.title"]}


def test_a_broken_catalog_hides_no_other_translation_that_nothing_prints(small: Path, tmp_path: Path) -> None:
    entries = {"signs.lax": "قانون", "signs.sex": "قانون", "signs.gone": ""}
    text = HEAD + "".join(f'\nmsgctxt "{key}"\nmsgid "A"\nmsgstr "{text}"\n' for key, text in entries.items())
    own = {SPANISH.as_posix(): 'msgid "', ARABIC.as_posix(): text}
    session = Session(layer(tmp_path / "maine", "../small", own))
    assert [(str(source), said) for source, said in unused_entries(session)] == [
        (
            f"{ARABIC.as_posix()}:5",
            "Nothing prints this translation, since there is no “signs.lax”. Did you mean “signs.law”?",
        )
    ]
