"""A catalog that a translator's program has saved differs only in its words, not in any other byte.

Weblate writes with translate-toolkit, Poedit with GNU gettext's ``msgcat``; both are set up as in docs/translators.md.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from translate.storage.pypo import pofile

from flyers.pipeline.session import Session
from flyers.translation import po
from flyers.translation.template import merge

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CATALOGS = sorted((*ROOT.glob("translations/*/LC_MESSAGES/flyers.po"), ROOT / "translations" / "flyers.pot"))
ONLY_AT_NEWLINES = 65535
"""Weblate's setting for lines that are not wrapped."""

each_catalog = pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)

WORKED_ON = """\
# Spanish translation.
# Usted, never tú. This line of the remarks is so long that a program which wraps comments would certainly wrap it, too.
msgid ""
msgstr ""
"Project-Id-Version: small\\n"
"PO-Revision-Date: 2026-11-03 10:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Generator: Poedit 3.5\\n"

# ok: L303 a translator's reason.
#. A note from the content, which is as long as the notes in this campaign are,
#. so it takes two lines.
#: content/messages/all.yaml:5
#, fuzzy, python-brace-format
#| msgid "The former English of this message, so long that it would not fit on one line of eighty characters: {hotline}"
msgctxt "a.b"
msgid "The English of this message, so long that it does not fit on one line of eighty characters either: {hotline}"
msgstr "ภาษาที่ไม่มีช่องว่างระหว่างคำ ยาวมากจนไม่พอดีกับหนึ่งบรรทัดแปดสิบตัวอักษร\u200bเลยจริงๆ «\u202f{hotline}\u202f» “\\"”"

#: content/messages/all.yaml:7
msgctxt "a.c"
msgid "We are 50 % sure."
msgstr ""

# Out of use.
#~ msgctxt "a.d"
#~ msgid "Gone, with an English that is so long that it would not fit on one line of eighty characters"
#~ msgstr "Ido"
"""


def saved_by_weblate(text: str) -> str:
    """Return *text* as saved after an edit of every entry."""
    store = pofile.parsestring(text.encode())
    store.wrapper.width = ONLY_AT_NEWLINES
    for unit in store.units:
        if not unit.isheader() and not unit.isobsolete():
            unit.source, unit.target = unit.source, unit.target
            if unit.prev_source:
                unit.prev_source = unit.prev_source
    return bytes(store).decode()


def saved_by_poedit(msgcat: str, text: str) -> str:
    done = subprocess.run(
        [msgcat, "--force-po", "--no-wrap", "-"], input=text, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@each_catalog
def test_weblate_keeps_every_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert bytes(pofile.parsestring(text.encode())).decode() == text
    assert saved_by_weblate(text) == text


@each_catalog
def test_poedit_keeps_every_byte(path: Path, tool: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    # Poedit keeps texts on one line in a file where no text is wrapped.
    assert not re.search(r'^"(?:[^"\\]|\\.)*(?<!\\n)"\n"', text, re.MULTILINE)
    assert saved_by_poedit(tool("msgcat"), text) == text


def test_a_file_with_everything_that_translators_add_is_stable(tool: Callable[[str], str]) -> None:
    assert po.write(po.read(WORKED_ON, "es.po")) == WORKED_ON
    assert saved_by_weblate(WORKED_ON) == WORKED_ON
    assert saved_by_poedit(tool("msgcat"), WORKED_ON) == WORKED_ON


def test_header_fields_of_editors_stay_in_place(small: Path) -> None:
    path = small / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    path.write_text(merged_text(small), encoding="utf-8")
    store = pofile.parsestring(path.read_bytes())
    store.wrapper.width = ONLY_AT_NEWLINES
    store.updateheader(
        add=True,
        PO_Revision_Date="2026-11-03 10:00+0000",
        Last_Translator="A. B. <a@example.org>",
        Language_Team="Spanish <https://example.org>",
        X_Generator="Weblate 5.9",
    )
    saved = bytes(store)
    assert b"Weblate 5.9" in saved
    path.write_bytes(saved)
    assert merged_text(small).encode() == saved


def merged_text(folder: Path) -> str:
    session = Session(folder)
    return po.write(merge(session.campaign, session.registry.language("es"), session.catalog("es")).catalog)
