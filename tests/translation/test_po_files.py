"""Catalogs as files: they are written as they were read, and GNU gettext's own programs agree."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flyers.content.message_key import MessageKey
from flyers.errors import Source, TranslationError
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry

ROOT = Path(__file__).resolve().parents[2]
CATALOGS = sorted((*ROOT.glob("translations/*/LC_MESSAGES/flyers.po"), ROOT / "translations" / "flyers.pot"))

WHOLE = """\
# Spanish translation, VERSION 2 of the PROJECT, begun in YEAR by the ORGANIZATION, whose header lines may be very long.
#
# - second paragraph
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: small\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Review-Status: draft\\n"
"X-Generator: Some Tool 3.2\\n"

# A translator's remark.
#. A note from the content.
#: content/messages/all.yaml:5
#, fuzzy, no-wrap, python-brace-format
#| msgid "The former English of this message, which was so long that it does not fit on one line of a file: {hotline}"
msgctxt "a.b"
msgid "Call {hotline}.\\n"
msgstr "Llame \\"al\\" {hotline}.\\n"

#: content/messages/all.yaml:7
msgctxt "a.c"
msgid "We are 50 % sure."
msgstr ""

# Out of use.
#~ msgctxt "a.d"
#~ msgid "Gone"
#~ msgstr "Ido"
"""


def accepted(msgfmt: str, text: str, folder: Path) -> None:
    file = folder / "some.po"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run([msgfmt, "-c", "-o", "/dev/null", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.parent.name)
def test_a_catalog_is_written_as_it_was_read_and_gettext_accepts_it(path: Path, tool: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert po.write(po.read(text, path.name)) == text
    done = subprocess.run([tool("msgfmt"), "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_part_of_a_catalog_is_kept(tmp_path: Path, tool: Callable[[str], str]) -> None:
    catalog = po.read(WHOLE, "es.po")
    assert po.write(catalog) == WHOLE
    accepted(tool("msgfmt"), WHOLE, tmp_path)
    assert catalog.headers["X-Review-Status"] == "draft"
    first, second = catalog.entries.values()
    assert (first.fuzzy, first.source.line, second.source.line) == (True, 18, 23)
    assert first.former.endswith("does not fit on one line of a file: {hotline}")
    assert "python-format" not in second.flags


def test_dropping_the_former_english_leaves_the_remarks() -> None:
    catalog = po.read(WHOLE, "es.po")
    entry = catalog.entries[MessageKey("a.b")]
    confirmed = entry.with_translation(entry.translation, fuzzy=False)
    assert confirmed.remarks == ("A translator's remark.",)
    assert "#|" not in po.write(replace(catalog, entries={"a.b": confirmed}))


def test_what_msgmerge_writes_is_read_and_written_again(tmp_path: Path, tool: Callable[[str], str]) -> None:
    long = "The former English of a message that is so long that it surely takes more than one line of a file."
    old, new = tmp_path / "old.po", tmp_path / "new.pot"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = 'msgctxt "{}"\nmsgid "{}"\nmsgstr "{}"\n\n'
    # msgmerge keeps the former English of an entry under use ("#|") and of one that has gone out of it ("#~|").
    gone = f'#, fuzzy\n#| msgid "Old"\n{entry.format("a.gone", "Gone", "Ido")}'
    old.write_text(head + entry.format("a.long", long, "Largo") + gone)
    new.write_text(head + entry.format("a.long", f"{long} It changed.", ""))
    merged = subprocess.run(
        [tool("msgmerge"), "--previous", "--quiet", str(old), str(new)], capture_output=True, text=True, check=True
    ).stdout
    assert "#| msgid" in merged
    assert "#~| msgid" in merged
    catalog = po.read(merged, "merged.po")
    entry = catalog.entries[MessageKey("a.long")]
    assert (entry.english, entry.fuzzy, entry.former) == (f"{long} It changed.", True, long)
    accepted(tool("msgfmt"), po.write(catalog), tmp_path)
    assert read_again(catalog).former == long


def read_again(catalog: Catalog) -> Entry:
    return next(iter(po.read(po.write(catalog), "again.po").entries.values()))


def test_equal_lines_of_a_comment_are_all_kept(tool: Callable[[str], str], tmp_path: Path) -> None:
    text = WHOLE.replace("# - second paragraph\n", "# - second paragraph\n#\n# - third\n")
    text = text.replace("# A translator's remark.\n", "# One.\n#\n# Two.\n#\n# One.\n#. Note.\n")
    assert po.write(po.read(text, "es.po")) == text
    accepted(tool("msgfmt"), text, tmp_path)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
ENGLISH = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(TEXTS, TEXTS, ENGLISH)
@example("{}", "0", "0")
@example("{hotline}", "{hotline}", "50 % sure")
def test_any_text_is_written_and_read_back(english: str, translation: str, former: str) -> None:
    entry = Entry("a.b", english, translation, Source(""), former=former)
    catalog = Catalog("es.po", {"Content-Type": "text/plain; charset=UTF-8"}, {"a.b": entry})
    text = po.write(catalog)
    again = read_again(catalog)
    assert (again.english, again.translation, again.former) == (english, translation, former)
    assert po.write(po.read(text, "x")) == text
    # Babel's lenient reader sees the same.
    (theirs,) = [each for each in read_po(io.StringIO(text, newline="\n"), abort_invalid=True) if each.id]
    assert (theirs.id, theirs.string, theirs.context) == (english, translation, "a.b")


LINES = (
    *('msgctxt "a"', 'msgctxt "b"', 'msgid ""', 'msgid "x"', 'msgstr ""', 'msgstr "y"', '"more"', '"open', "stray", ""),
    *('#~ msgctxt "a"', '#~ msgid "x"', '#~ msgstr "z"', "# remark", "#. note", "#: a.yaml:1", "#, fuzzy", "#"),
    *('#| msgid "old"', '#| "er"', '#| msgctxt "c"', '#~| msgid "old"', "#~", "# | a table"),
)
ENTRY = ["", 'msgctxt "d"', 'msgid "x"', 'msgstr "y"']


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_lines_in_any_order_are_refused_with_a_place_or_accepted_by_gettext(
    tool: Callable[[str], str], lines: list[str]
) -> None:
    text = "\n".join([*lines, *ENTRY])
    try:
        catalog = po.read(text, "x.po")
    except TranslationError as error:
        place = error.source
        assert place is not None
        assert 1 <= place.line <= len(lines) + len(ENTRY)
        return
    written = po.write(catalog)
    assert po.write(po.read(written, "x.po")) == written
    done = subprocess.run([tool("msgfmt"), "-o", "/dev/null", "-"], input=written, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stderr}\n{written}"


@pytest.mark.parametrize("place", ["a b.yaml", "a b.yaml:12", "plain.yaml:7"])
def test_a_place_with_spaces_is_one_place(place: str) -> None:
    entry = Entry(MessageKey("a.b"), "Call", "Llame", Source("x"), places=(place,))
    text = po.write(Catalog("es.po", {"Content-Type": "text/plain; charset=UTF-8"}, {MessageKey("a.b"): entry}))
    path, colon, line = place.partition(":") if place.endswith(("12", "7")) else (place, "", "")
    isolated = f"\u2068{path}\u2069{colon}{line}" if " " in path else place
    assert f"#: {isolated}\n" in text
    (again,) = po.read(text, "es.po").entries.values()
    assert again.places == (place,)
