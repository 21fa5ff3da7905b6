"""Campaigns that are not this repository's, as `flyers new` begins them: what holds in ours alone helps nobody else.

They are fixtures of all tests (`tests/conftest.py`): read them there, and copy one that a test changes.

- ``maine``: another state; its name is translated into no language, and it has no phone.
- ``member``: on the base of a network, which is built on the starter; it has a name and a number of its own.
- ``clinic``: another topic, on the starter: a clinic that offers shots, with a product of its own.
- ``en_espanol``: its messages are Spanish, and English is a translation. It has no base.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flyers.workflow.new_campaign import NewCampaign, begin, files_of

MAINE_NAME = "Pine Tree Freedom Network"
MEMBER_NAME = "Harbor Chapter"

OF_ITS_OWN = {
    "content/contacts.yaml": "contacts: {coalition_phone: none, coalition_site: none}\n",
    "content/messages/names.yaml": "messages: {contact.coalition.name: {text: Ours}, state.name: {text: Maine}}\n",
}
"""The least that a campaign on the starter has to say itself."""

MEMBER = {
    "content/campaign.yaml": "campaign:\n  id: harbor\n  base: ../network\n  issue: '2026-12'\n  languages: [en, es, ar]\n",
    "content/contacts.yaml": """\
contacts:
  coalition_phone:
    kind: phone
    name: contact.coalition.name
    display: 207-555-0188
    target: tel:+12075550188
    languages: {spoken: [en]}
    source: Made up
  coalition_site: none
""",
    "content/messages/names.yaml": f"""\
messages:
  contact.coalition.name: {{text: {MEMBER_NAME}}}
  state.name: {{text: Maine}}
""",
}

CLINIC = {
    "content/messages/shots.yaml": """\
messages:
  campaign.name: {text: Shots for children}
  shots.title: {text: Free shots for children}
  shots.call:
    text: "Call {coalition_phone} to ask for a day."
    promises: {coalition_phone.hours: unknown}
""",
    "content/layouts/shots.yaml": """\
title: shots.title
trim: [5in, 4in]
bleed: 0.125in
safe: 0.25in
space: 6pt
smallest_module: 0.4mm
roles:
  title: {aim: 24pt, floor: 14pt, weight: bold, tag: H1}
  body: {aim: 14pt, floor: 9pt}
  imprint: {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        padding: 0.4in
        blocks:
          - text: {message: shots.title, role: title}
          - text: {message: shots.call, role: body}
          - text: {message: contact.coalition.name, role: body}
          - imprint: {role: imprint}
""",
    "translations/es/LC_MESSAGES/flyers.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "campaign.name"
msgid "Shots for children"
msgstr "Vacunas para niños"

msgctxt "shots.title"
msgid "Free shots for children"
msgstr "Vacunas gratis para niños"

msgctxt "shots.call"
msgid "Call {coalition_phone} to ask for a day."
msgstr "Llame al {coalition_phone} para pedir un día."
""",
}

EN_ESPANOL = {
    "content/campaign.yaml": """\
campaign: {id: vecinos, name: name, publisher: name, theme: plain, issue: "2026-11", source_language: es}
""",
    "content/contacts.yaml": """\
contacts:
  line:
    kind: phone
    name: name
    display: 1-555-555-0142
    target: tel:+15555550142
    languages: {spoken: [es]}
    source: Made up
""",
    "content/messages/all.yaml": """\
messages:
  name: {text: Vecinos, name: vecinos}
  call: {text: "Llame al {line}.", most: 25}
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
    "translations/languages.yaml": "languages: {es: {}, en: {}}\n",
    "translations/en/LC_MESSAGES/flyers.po": """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "name"
msgid "Vecinos"
msgstr "Neighbors"

msgctxt "call"
msgid "Llame al {line}."
msgstr "Call {line}."
""",
}


ABOUT = 'campaign:\n  id: {id}\n  base: {base}\n  issue: "2026-12"\n'

OWN_LINE = """\
contacts:
  site:
    kind: web
    name: contact.line.name
    display: example.org/maine
    target: https://example.org/maine
    languages: {spoken: [en]}
    source: Invented for tests.
"""
"""The contacts of a campaign on the small one."""


def layer(folder: Path, base: str, files: dict[str, str] | None = None, more: str = "") -> Path:
    """Write a campaign on *base* with *files*, and lines for its campaign.yaml."""
    about = {"content/campaign.yaml": ABOUT.format(id=folder.name, base=base) + more}
    least = OF_ITS_OWN if base == "starter" else {}
    for path, text in {**about, **least, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files*, by their path in *folder*, and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def begin_maine(folder: Path) -> Path:
    begin(NewCampaign(folder, MAINE_NAME, "Maine", "none", "example.org/pine", ["es", "ar"]))
    return folder


def begin_member(parent: Path) -> Path:
    """Write the network and, beside it, the member; return the member's folder."""
    network = NewCampaign(parent / "network", "Northern Network", "Maine", "207-555-0100", "example.org", ["es", "ar"])
    written(parent / "network", files_of(network))
    return written(parent / "harbor", MEMBER)


def begin_clinic(folder: Path) -> Path:
    clinic = NewCampaign(folder, "Harbor Clinic", "Maine", "207-555-0143", "example.org/shots", ["es"])
    return written(folder, {**files_of(clinic), **CLINIC})


def begin_en_espanol(folder: Path) -> Path:
    return written(folder, EN_ESPANOL)
