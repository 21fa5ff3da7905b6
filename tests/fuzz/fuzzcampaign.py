"""The small campaign that is fuzzed: two languages and one card of this repository's, and a file of every other kind."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

import yaml

from fewer_languages import keep_languages

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "ar")
FONTS = ("NotoSans-", "NotoSansArabic-", "NotoNaskhArabic-")
MOMENT = "1790000000"
CODE = "0bad0ba"
"""The content code of the manifest on record, whatever the words are."""

LAYER = {
    "content/campaign.yaml": 'campaign: {id: maine, base: "..", issue: "2026-12", languages: [en, ar]}\n',
    "content/contacts.yaml": """\
contacts:
  coalition_phone:
    kind: phone
    name: contact.coalition.name
    display: 207-555-0143
    target: tel:+12075550143
    languages: {spoken: [en], interpreted: false}
    hours: unknown
    source: Somebody said so.
  coalition_site: none
""",
    "content/messages/names.yaml": (
        "messages: {contact.coalition.name: {text: A Coalition, name: coalition}, state.name: {text: Maine}}\n"
    ),
    "content/themes/open-door.yaml": 'colours: {deep: {cmyk: [7, 97, 60, 55], srgb: "#7a1f2b"}}\n',
    "content/layouts/wallet-card-eu.yaml": "extends: wallet-card\non_request: true\ntrim: [85mm, 54mm]\n",
}
"""The files of a campaign in the folder ``layer`` that is built on the one around it."""

ORDER = """\
ordered: 2026-11-24
due: 2026-12-08
purchase_order: "4711"
proof: printed
sender: {name: A Person, email: person@example.org, phone: 860-555-0100}
approver: {name: Another Person, phone: 860-555-0101}
delivery: [A Person, 1 Main Street]
packing: in hundreds
kind: new
overs: 5%
unders: 0%
ganging: true
quantities: {wallet-card: 5000}
stock: {wallet-card: 14 pt cover}
notes: one line
"""


def make_campaign(folder: Path) -> Path:
    """Make the campaign in *folder*, its files in ``out``, and files that arrive from outside in ``in``.

    The English is signed and may be packaged; the Arabic is a draft.
    """
    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    shutil.copytree(ROOT / "content", folder / "content")
    for layout in (folder / "content" / "layouts").glob("*.yaml"):
        if not layout.stem.startswith("wallet-card"):
            layout.unlink()
    translations = folder / "translations"
    shutil.copytree(ROOT / "translations" / "ar", translations / "ar")
    for file in ("flyers.pot", "languages.yaml", "glossary.yaml"):
        shutil.copy(ROOT / "translations" / file, translations)
    keep_languages(folder, LANGUAGES)
    _copy_fonts(folder / "fonts")
    _keep_words_of_the_card(folder)
    _make_files(folder)
    return folder


def _keep_words_of_the_card(folder: Path) -> None:
    """Remove the messages that no card has: a case reads them all, and there are hundreds of cases."""
    from flyers.pipeline.session import Session
    from flyers.workflow.catalog_edit import update_catalogs
    from flyers.workflow.uses import uses

    session = Session(folder)
    campaign = session.campaign
    used = {key.id for product in session.products for key in uses(session.layout(product), campaign).messages}
    used |= {campaign.name, campaign.publisher, *(contact.name for contact in campaign.contacts.values())}
    for path in (folder / "content" / "messages").glob("*.yaml"):
        tree = yaml.safe_load(path.read_bytes())
        tree["messages"] = {name: entry for name, entry in tree["messages"].items() if name in used}
        groups = {name: [one for one in group if one in used] for name, group in tree.get("groups", {}).items()}
        tree["groups"] = {name: group for name, group in groups.items() if group}
        path.write_text(yaml.dump(tree, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
        if not tree["messages"]:
            path.unlink()
    glossary = folder / "translations" / "glossary.yaml"
    named = re.compile(r"^    not_in: \[([^]]*)\]\n", re.MULTILINE)
    text = glossary.read_text(encoding="utf-8")
    glossary.write_text(
        named.sub(lambda line: line[0] if {*line[1].split(", ")} <= used else "", text), encoding="utf-8"
    )
    update_catalogs(Session(folder))
    catalog = folder / "translations" / "ar" / "LC_MESSAGES" / "flyers.po"
    entries = catalog.read_text(encoding="utf-8").split("\n\n")
    catalog.write_text("\n\n".join(entry for entry in entries if "#~" not in entry).rstrip() + "\n", encoding="utf-8")


def _copy_fonts(folder: Path) -> None:
    folder.mkdir()
    kept, keeping = [], True
    for line in (ROOT / "fonts" / "fonts.yaml").read_text(encoding="utf-8").splitlines(keepends=True):
        if re.match(r"  \S", line):
            keeping = bool(re.match(r"  noto-(sans|sans-arabic|naskh-arabic):", line))
        if keeping:
            kept.append(line)
    (folder / "fonts.yaml").write_text("".join(kept), encoding="utf-8")
    for font in (ROOT / "fonts").glob("*.ttf"):
        if font.name.startswith(FONTS):
            shutil.copy(font, folder)


def _make_files(folder: Path) -> None:
    from flyers.pipeline.plan import SheetChoice, plan
    from flyers.pipeline.session import Session
    from flyers.pipeline.workers import run
    from flyers.translation.exchange.rows import FileFormat
    from flyers.workflow.base_record import RECORD_FILE, base_session, record_text, state_of
    from flyers.workflow.catalog_edit import export_files
    from flyers.workflow.contact_edit import edit_contacts
    from flyers.workflow.manifest import current_manifest, keep_manifest
    from flyers.workflow.signing import Statement, pages_checksum, sign

    session = Session(folder)
    tried = edit_contacts(
        session.campaign, [(f"{name}.verified_on", "2026-08-30") for name in session.campaign.contacts]
    )
    tried.path.write_text(tried.text, encoding="utf-8")
    session.reload()
    sign(session, "en", Statement("R-01", "coalition", dt.date(2026, 8, 31), pages_checksum(session, "en")))
    sign(session, "ar", Statement("R-07", "native reader", dt.date(2026, 9, 1)))
    session.reload()
    jobs = [
        *plan(folder, LANGUAGES, ["wallet-card"], ["press", "screen"], output=folder / "out"),
        *plan(folder, ["en"], ["wallet-card"], ["office"], output=folder / "out", sheet=SheetChoice()),
    ]
    for result in run(jobs, workers=1):
        assert result.error is None, result.error
    (folder / "in").mkdir()
    for kind in (FileFormat.XLIFF, FileFormat.XLSX, FileFormat.PO):
        export_files(session, ["ar"], kind, folder / "in")
    kept = keep_manifest(current_manifest(session, "ar"), session.campaign, session.registry)
    text = kept.read_text(encoding="utf-8").replace(kept.stem, CODE)
    kept.rename(kept.with_stem(CODE)).write_text(text, encoding="utf-8")
    for file, text in LAYER.items():
        (folder / "layer" / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / "layer" / file).write_text(text, encoding="utf-8")
    own = Session(folder / "layer")
    record = record_text("..", state_of(base_session(own), own.registry.tags))
    (folder / "layer" / RECORD_FILE).write_text(record, encoding="utf-8")
    (folder / "in" / "order.yaml").write_text(ORDER, encoding="utf-8")


def translated_again(text: str, message: str, added: str) -> str:
    """Return the XLIFF *text* with *added* at the beginning of the translation of *message*."""
    at = text.index(">", text.index("<target", text.index(f'id="{message}"'))) + 1
    return f"{text[:at]}{added} {text[at:]}"
