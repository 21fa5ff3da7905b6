"""The template and the catalogs, kept in step with the messages.

Everything is derived from content: the creation date is the campaign's edition, so a file changes when words do and not
because time has passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.messages import Form
from flyers.errors import UsageError
from flyers.files import write_whole
from flyers.translation import po
from flyers.translation.catalogs import decoded, headers
from flyers.translation.extraction import Extracted, extracted
from flyers.translation.po import Unit
from flyers.translation.registry import DOMAIN, Language, Registry, Review

DRAFT_REMARK = "# DRAFT: not reviewed by a native reader."


def template_path(campaign: Campaign) -> Path:
    """Where the template is."""
    return campaign.translations_folder / f"{DOMAIN}.pot"


def template_text(campaign: Campaign) -> str:
    """The template (POT) of the campaign's messages."""
    remarks = [
        f"# Messages of “{_title(campaign)}”.",
        "# Copy nothing by hand: “flyers translations” renews this file.",
    ]
    header = Unit({"msgid": "", "msgstr": _header_text(_fixed_headers(campaign))}, [*remarks, "#, fuzzy"])
    return po.write([header, *(_blank(found) for found in _all(campaign))])


def catalog_text(campaign: Campaign, registry: Registry, language: Language) -> str:
    """The catalog of *language* in step with the messages: a new one, or the present one merged.

    A translation is kept under its context. Where the English has changed it is marked fuzzy, with the former English
    beside it; a new message takes the translation of the same English under a former context, marked fuzzy too; what
    no message needs any more stays at the end, commented out. Translators' remarks and headers are kept.

    Raises:
        UsageError: *language* is the language of the messages.
        TranslationError: the present catalog is broken.
    """
    if language.tag == campaign.source_language:
        raise UsageError(
            f"{language.english} has no catalog: it is the language of the messages.", cure="Edit content/messages."
        )
    path = registry.catalog_path(language)
    present: list[Unit] = []
    if path.exists():
        name = yamlfile.display_path(path, campaign.folder)
        present = list(po.read(decoded(yamlfile.read_bytes(path, name), name), name))
    return po.write(merge(_header(campaign, language, present), _all(campaign), present))


def merge(header: Unit, wanted: Iterable[Extracted], present: Iterable[Unit]) -> list[Unit]:
    """The units of the merged catalog; see `catalog_text`."""
    kept = {unit.context: unit for unit in present if unit.context and unit.translation}
    merged: list[Unit] = []
    new: list[tuple[Unit, Extracted]] = []
    for found in wanted:
        unit = _blank(found)
        merged.append(unit)
        if found.context in kept:
            _take(unit, kept.pop(found.context))
        else:
            new.append((unit, found))
    former = {unit.english: unit for unit in kept.values()}
    for unit, found in new:
        if found.english in former:
            _take(unit, former[found.english], doubtful=True)
    gone = [Unit(unit.fields, unit.remarks, obsolete=True) for unit in kept.values()]
    return [header, *merged, *gone]


def write_template(campaign: Campaign) -> Path:
    """Write ``translations/flyers.pot``."""
    path = template_path(campaign)
    write_whole(path, template_text(campaign).encode("utf-8"))
    return path


def update_catalog(campaign: Campaign, registry: Registry, language: Language | str) -> Path:
    """Write the catalog of *language*, begun or merged; see `catalog_text`."""
    if isinstance(language, str):
        language = registry.language(language)
    path = registry.catalog_path(language)
    write_whole(path, catalog_text(campaign, registry, language).encode("utf-8"))
    return path


def _all(campaign: Campaign) -> list[Extracted]:
    return [found for message in campaign.messages.values() for found in extracted(message)]


def _blank(found: Extracted) -> Unit:
    comments = [line for text in found.comments for line in po.comment(text, ".")]
    comments.append(f"#: {found.source.path}:{found.source.line}")
    if found.placeholders:
        comments.append("#, python-brace-format")
    return Unit({"msgctxt": found.context, "msgid": found.english, "msgstr": ""}, comments)


def _take(unit: Unit, old: Unit, doubtful: bool = False) -> None:
    """Give *unit* the translation, remarks and flags of *old*."""
    changed = old.english != unit.english
    flags = [flag for flag in old.flags if flag not in ("fuzzy", "python-brace-format")]
    fuzzy = changed or doubtful or "fuzzy" in old.flags
    flags = [*(["fuzzy"] if fuzzy else []), *unit.flags, *flags]
    extracted_lines = [line for line in unit.comments if not line.startswith("#,")]
    previous = [line for line in old.comments if line.startswith("#|")] if fuzzy and not changed else []
    if changed:
        previous = [f"#| {line}" for line in po.quoted("msgid", old.english)]
    unit.comments = [
        *old.remarks,
        *extracted_lines,
        *([f"#, {', '.join(flags)}"] if flags else []),
        *previous,
    ]
    unit.fields["msgstr"] = old.translation


def _header(campaign: Campaign, language: Language, present: Iterable[Unit]) -> Unit:
    old = next((unit for unit in present if not unit.context and not unit.english and not unit.obsolete), None)
    fields = _fixed_headers(campaign) | {"Language": language.locale}
    if old is None:
        fields |= {"X-Review-Status": Review.DRAFT.value}
        return Unit(
            {"msgid": "", "msgstr": _header_text(fields)},
            [f"# {language.english} translation of “{_title(campaign)}”.", DRAFT_REMARK],
        )
    former = headers(old.translation)
    fields = {"X-Review-Status": Review.DRAFT.value} | former | fields
    order = {name: place for place, name in enumerate((*_fixed_headers(campaign), "Language"))}
    ordered = dict(sorted(fields.items(), key=lambda item: order.get(item[0], len(order))))
    remarks = [line for line in old.remarks if line != DRAFT_REMARK]
    if ordered["X-Review-Status"] == Review.DRAFT.value:
        remarks.append(DRAFT_REMARK)
    return Unit({"msgid": "", "msgstr": _header_text(ordered)}, remarks)


def _fixed_headers(campaign: Campaign) -> dict[str, str]:
    year, month, day = [*campaign.edition.split("-"), "01", "01"][:3]
    return {
        "Project-Id-Version": f"{campaign.id} {campaign.edition}",
        "POT-Creation-Date": f"{year}-{month}-{day} 00:00+0000",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _header_text(fields: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _title(campaign: Campaign) -> str:
    return campaign.message(campaign.name).forms[Form.TEXT].text
