"""Texts that do not go together on a piece: the first naming without its gloss, and two forms of address."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.errors import ExitCode, TranslationError
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.workflow.translation_checks import check_catalogs
from notes import note

pytestmark = pytest.mark.slow

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
BODY = "body: {aim: 12pt, floor: 8pt}"
GLOSSED = "La **trata de personas** (el abuso de la gente) es un delito."
MESSAGES = """\
messages:
  note.title:
    text: A note
  note.heading:
    text: "Human trafficking: the signs"
    short: Human trafficking
  note.crime:
    text: Human trafficking is a crime.
  note.ask:
    text: Ask yourself
  note.quit:
    text: Can you quit your job, if you want to?
    short: Can you quit?
    said_aloud: true
"""
ENTRIES = [
    ("note.title", "A note", "Una nota"),
    ("note.heading", "Human trafficking: the signs", "Señales de la trata de personas (el abuso de la gente)"),
    ("note.heading/short", "Human trafficking", "Trata de personas"),
    ("note.crime", "Human trafficking is a crime.", GLOSSED),
    ("note.ask", "Ask yourself", "¿Qué puedes contestar?"),
    ("note.quit", "Can you quit your job, if you want to?", "¿Puede usted dejar el trabajo, si quiere?"),
    ("note.quit/short", "Can you quit?", "¿Puede usted dejarlo?"),
]


@pytest.fixture
def folder(campaign: Path) -> Path:
    """The campaign with a Spanish gloss, and with products that name the crime in two orders and forms."""
    naming = "    naming:\n      - alone: trata de personas\n        within: [trata de personas]\n        gloss: (el abuso de la gente)\n"
    edit(campaign / "translations/languages.yaml", "    autonym: Español\n", f"    autonym: Español\n{naming}")
    (campaign / "content/messages/note.yaml").write_text(MESSAGES, encoding="utf-8")
    blocks = {
        "full": ("note.heading", "note.crime"),
        "short": ("note.heading, form: short", "note.crime"),
        "crime-first": ("note.crime", "note.heading, form: short"),
        "with-a-name": ("contact.hotline.name", "note.crime"),
        "no-name": ("note.title",),
        "said-aloud": ("note.ask", "note.quit"),
        "two-addresses": ("note.ask", "note.quit, form: short"),
    }
    for name, messages in blocks.items():
        roles = ("head", "body")
        lines = [f"text: {{message: {one}, role: {role}}}" for one, role in zip(messages, roles, strict=False)]
        text = note(*lines, title="note.title", roles=("head: {aim: 12pt, floor: 8pt, tag: H1}", BODY))
        (campaign / f"content/layouts/{name}.yaml").write_text(text, encoding="utf-8")
    path = campaign / CATALOG
    entries = "".join(f'\nmsgctxt "{key}"\nmsgid "{english}"\nmsgstr "{own}"\n' for key, english, own in ENTRIES)
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + entries, encoding="utf-8")
    return campaign


def composed(folder: Path, product: str, secondary: str = "") -> None:
    session = Session(folder)
    localized = session.localized("en" if secondary else "es", secondary=secondary, allow_untranslated=True)
    session.composed(localized, session.layout(product, secondary=secondary))


@pytest.mark.parametrize("product", ["full", "crime-first", "with-a-name", "no-name", "said-aloud"])
def test_a_piece_whose_texts_go_together_is_made(folder: Path, product: str) -> None:
    composed(folder, product)


def test_the_short_form_that_a_piece_prints_first_needs_the_gloss(folder: Path) -> None:
    with pytest.raises(TranslationError) as caught:
        composed(folder, "short")
    assert caught.value.problem == (
        "“Trata de personas” stands for the first time on “short”, without its explanation."
    )
    assert caught.value.hint == "Write “Trata de personas (el abuso de la gente)”."
    assert caught.value.trail[-1] == "note.heading/short"


def test_the_second_language_of_a_piece_needs_it_too(folder: Path) -> None:
    composed(folder, "full", "es")
    with pytest.raises(TranslationError, match="without its explanation"):
        composed(folder, "short", "es")


def test_a_piece_that_addresses_its_reader_in_two_ways_is_refused(folder: Path) -> None:
    """As the Polish card of questions to oneself did: “Zadaj sobie te pytania: Czy może Pan/Pani …”."""
    with pytest.raises(TranslationError) as caught:
        composed(folder, "two-addresses")
    assert caught.value.problem == (
        "“usted” and “puedes” (note.ask) address the reader of “two-addresses” in two ways."
    )
    assert caught.value.trail[-1] == "note.quit/short"


def test_the_build_refuses_that_product_alone_and_the_check_names_it(folder: Path, tmp_path: Path) -> None:
    full, short = run(plan(folder, ["es"], ["full", "short"], ["screen"], output=tmp_path), workers=1)
    assert full.error is None
    assert short.error is not None
    assert short.error.exit_code is ExitCode.TRANSLATION
    (report,) = check_catalogs(Session(folder), ["es"])
    found = {finding.code: finding.where for finding in report.findings if finding.code in ("L506", "L507")}
    assert found == {"L506": "short", "L507": "two-addresses"}
