"""The least that makes a page, and a campaign whose messages are not in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ContentError
from flyers.pipeline.session import Session
from flyers.publish.reader_proof.recipe import reader_proof

FILES = {
    "content/campaign.yaml": """\
campaign: {id: small, name: name, publisher: name, theme: plain, issue: "2026-11", source_language: LANG}
""",
    "content/contacts.yaml": """\
contacts:
  line: {kind: phone, name: name, display: 1-555-555-0142, target: tel:+15555550142, languages: {spoken: [en]}, source: Made up}
""",
    "content/messages/all.yaml": """\
messages:
  name: {text: WORDS}
  call: {text: "WORDS: {line}."}
""",
    "content/themes/plain.yaml": """\
colours:
  black: {cmyk: [0, 0, 0, 100], srgb: "#000000"}
  paper: {cmyk: [0, 0, 0, 0], srgb: "#ffffff"}
grounds:
  paper: {text: black, strong: black, picture: black}
""",
    "content/layouts/note.yaml": """\
title: name
trim: [4in, 3in]
bleed: 0.125in
safe: 0.125in
space: 4pt
smallest_module: 0.4mm
roles: {body: {aim: 14pt, floor: 9pt, tag: H1}, imprint: {aim: 6pt, floor: 6pt}}
faces:
  - name: front
    ground: paper
    panels: [{name: front, padding: 0.3in, blocks: [{text: {message: call, role: body}}, {imprint: {role: imprint}}]}]
""",
}


def written(folder: Path, language: str, words: str, registry: str) -> Path:
    for name, text in {**FILES, "translations/languages.yaml": registry}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("LANG", language).replace("WORDS", words), encoding="utf-8")
    return folder


def test_six_files_make_a_page(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", "en", "Call us", "languages: {en: {}}\n")
    output = str(tmp_path / "output")
    assert main(["--project", str(folder), "build", "--edition", "screen", "--output", output]) == 0
    assert (tmp_path / "output/en/note.screen.pdf").is_file()


@pytest.mark.parametrize("languages", [("es",), ("es", "en")])
def test_messages_may_be_in_spanish(tmp_path: Path, languages: tuple[str, ...]) -> None:
    entries = ", ".join(f"{tag}: {{}}" for tag in languages)
    folder = written(tmp_path / "small", "es", "Llame", f"languages: {{{entries}}}\n")
    command = ["--project", str(folder)]
    if "en" in languages:
        assert main([*command, "translations", "update", "--lang", "en"]) == 0
        catalog = folder / "translations/en/LC_MESSAGES/flyers.po"
        text = catalog.read_text(encoding="utf-8")
        text = text.replace('msgid "Llame"\nmsgstr ""', 'msgid "Llame"\nmsgstr "Call us"')
        text = text.replace('msgid "Llame: {line}."\nmsgstr ""', 'msgid "Llame: {line}."\nmsgstr "Call us: {line}."')
        catalog.write_text(text, encoding="utf-8")
    output = str(tmp_path / "output")
    assert main([*command, "build", "--edition", "screen", "--output", output]) == 0
    session = Session(folder)
    marks = {tag: session.composed(session.localized(tag), session.layout("note")).draft_mark for tag in languages}
    assert marks == {"es": "draft text", "en": "draft translation"} | {} if "en" in languages else {"es": "draft text"}
    for tag in languages:
        made = reader_proof(session, tag)
        texts = {item.text.strip() for page in made.document.pages for item in page.items if hasattr(item, "text")}
        assert any("1-555-555-0142" in text for text in texts)
        if tag == "en":
            assert any(text.startswith("Llame") for text in texts)  # beside the English
            assert not any("the English" in text for text in texts)


def test_the_language_of_the_messages_must_be_in_the_registry(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", "es", "Llame", "languages: {en: {}}\n")
    with pytest.raises(ContentError, match="The language of the messages, “es”, is not listed here"):
        Session(folder).localized("es")
