"""A translation may put a contact into another text; a product that then shows it nowhere is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import ExitCode, TranslationError
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.workflow.translation_checks import check_catalogs
from notes import note

pytestmark = pytest.mark.slow

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
OLD = 'msgctxt "note.call"\n'


@pytest.fixture
def folder(campaign: Path) -> Path:
    """The campaign with two messages that have a number in English, in a product of their own."""
    (campaign / "content/messages/note.yaml").write_text(MESSAGES, encoding="utf-8")
    for name, messages in (("note", "[note.call, note.again]"), ("slip", "[note.call]")):
        blocks = ("text: {message: note.title, role: body}", f"list: {{role: body, messages: {messages}}}")
        text = note(*blocks, title="note.title", roles=("body: {aim: 12pt, floor: 8pt, tag: H1}",))
        (campaign / f"content/layouts/{name}.yaml").write_text(text, encoding="utf-8")
    path = campaign / CATALOG
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n\n" + ENTRIES, encoding="utf-8")
    return campaign


def composed(session: Session, product: str, secondary: str = "") -> None:
    session.composed(session.localized("es", secondary=secondary), session.layout(product, secondary=secondary))


def test_a_product_that_still_shows_the_contact_is_made(folder: Path) -> None:
    composed(Session(folder), "note")


def test_a_product_that_no_longer_shows_the_contact_is_refused(folder: Path) -> None:
    with pytest.raises(TranslationError, match=r"leaves out \{hotline\}, and nothing else on “slip” shows it"):
        composed(Session(folder), "slip")


def test_the_other_side_in_another_language_does_not_count(folder: Path) -> None:
    with pytest.raises(TranslationError, match="leaves out"):
        composed(Session(folder), "slip", "en")


def test_the_check_of_translations_names_the_product(folder: Path) -> None:
    (report,) = check_catalogs(Session(folder), ["es"])
    lost = [finding for finding in report.findings if finding.code == "L504"]
    assert [finding.where for finding in lost] == ["slip"]
    assert lost[0].source.line > 1


def test_the_build_of_that_product_alone_fails(folder: Path, tmp_path: Path) -> None:
    jobs = plan(folder, ["es"], ["note", "slip"], ["screen"], output=tmp_path / "output")
    note, slip = run(jobs, workers=1)
    assert note.error is None
    assert slip.error is not None
    assert slip.error.exit_code is ExitCode.TRANSLATION


MESSAGES = """\
messages:
  note.title:
    text: A note
  note.call:
    text: Are you in danger? Call {hotline}.
  note.again:
    text: They answer at night, too.
"""
ENTRIES = """\
msgctxt "note.title"
msgid "A note"
msgstr "Una nota"

# ok: L102 the number is in the next sentence
msgctxt "note.call"
msgid "Are you in danger? Call {hotline}."
msgstr "¿Está en peligro? Llame ya."

# ok: L102 it has the number of the sentence before
msgctxt "note.again"
msgid "They answer at night, too."
msgstr "En el {hotline} contestan también de noche."
"""
