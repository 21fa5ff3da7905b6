"""The template and the catalogs, kept in step with the messages.

Everything is derived from content: the creation date is the campaign's edition, so a file changes when words do and not
because time has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.messages import Form
from flyers.errors import UsageError
from flyers.translation import po
from flyers.translation.catalogs import read_text
from flyers.translation.extraction import extracted
from flyers.translation.registry import DOMAIN, Language, Registry
from flyers.translation.signoff import read_signoffs

DRAFT_REMARK = "# DRAFT: not reviewed by a native reader."
FORMER_HEADERS = ("X-Review-Status",)
"""Told drafts apart before there were sign-offs (`flyers.translation.signoff`)."""


def template_path(campaign: Campaign) -> Path:
    """Where the template is."""
    return campaign.translations_folder / f"{DOMAIN}.pot"


def template_text(campaign: Campaign) -> str:
    """The template (POT) of the campaign's messages."""
    return po.write(_template(campaign))


@dataclass(frozen=True, slots=True)
class MergedCatalog:
    """A catalog in step with the messages, and what that changed, each as contexts in the order of the content.

    Attributes:
        text: the PO file.
        new: messages that were not in the catalog and have no translation.
        fuzzy: those whose translation was to be used and is doubtful now, or was found under another id.
        obsolete: those that went out of use.
    """

    text: str
    new: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    obsolete: tuple[str, ...] = ()


def catalog_text(campaign: Campaign, registry: Registry, language: Language) -> str:
    """The text of the catalog of *language* in step with the messages; see `renewed`."""
    return renewed(campaign, registry, language).text


def renewed(campaign: Campaign, registry: Registry, language: Language) -> MergedCatalog:
    """The catalog of *language* in step with the messages: a new one, or the present one merged.

    A translation is kept under its context. Where the English has changed it is marked fuzzy, with the former English
    beside it; a new message takes the translation of the same English under a former context, marked fuzzy too; what
    no message needs any more stays at the end, commented out. Translators' remarks and headers are kept.

    Raises:
        UsageError: *language* is the language of the messages.
        TranslationError: the present catalog is broken.
    """
    present = present_catalog(campaign, registry, language)
    before = _states(present)
    gone = set(present.obsolete)
    bring_into_step(present, campaign, language)
    after = _states(present)
    return MergedCatalog(
        text=po.write(present),
        new=tuple(where for where, state in after.items() if state == _EMPTY and where not in before),
        fuzzy=tuple(where for where, state in after.items() if state == _FUZZY and before.get(where) != _FUZZY),
        obsolete=tuple(key[1] for key in present.obsolete if key not in gone and isinstance(key, tuple)),
    )


def present_catalog(campaign: Campaign, registry: Registry, language: Language) -> po.Catalog:
    """The catalog of *language* as its file has it, or an empty one with a title.

    Raises:
        UsageError: *language* is the language of the messages.
        TranslationError: the file is broken.
    """
    if language.tag == campaign.source_language:
        raise UsageError(
            f"{language.english} has no catalog: it is the language of the messages.", hint="Edit content/messages."
        )
    path = registry.catalog_path(language)
    if not path.exists():
        return po.Catalog(remarks=f"# {language.english} translation of “{_title(campaign)}”.")
    name = yamlfile.display_path(path, campaign.folder)
    return po.read(read_text(path, name), name)


def bring_into_step(present: po.Catalog, campaign: Campaign, language: Language) -> None:
    """Merge the messages into *present* and renew its head; see `renewed`."""
    merge(present, _template(campaign))
    _renew_head(present, campaign, language)


_EMPTY, _FUZZY, _TRANSLATED = "empty", "fuzzy", "translated"


def _states(catalog: po.Catalog) -> dict[str, str]:
    return {
        str(message.context): _EMPTY if not message.string else _FUZZY if message.fuzzy else _TRANSLATED
        for message in catalog
        if message.id
    }


def merge(present: po.Catalog, template: po.Catalog) -> None:
    """Bring *present* into step with *template*; see `catalog_text`."""
    _reunite(present, template)
    present.update(template, no_fuzzy_matching=True)
    for message in present:
        if not message.fuzzy:
            po.note_former(message, "")
    present.obsolete = {key: message for key, message in present.obsolete.items() if message.string}


def _reunite(present: po.Catalog, template: po.Catalog) -> None:
    """Give each message that has no entry the one with its context, or else with its English, marked fuzzy.

    (Babel would look for similar English, where the shorter form of another message may be the nearest.)
    """
    wanted = {message.context for message in template if message.id}
    translated = [each for each in (*present.obsolete.values(), *present) if each.id and each.string]
    own = {each.context: each for each in translated}
    same = {each.id: each for each in translated if each.context not in wanted}
    for message in template:
        if not message.id or present.get(message.id, message.context):
            continue
        old = own.get(message.context) or same.get(message.id)
        if old is None:
            continue
        if old.context == message.context:
            present.delete(old.id, old.context)
            present.obsolete.pop((str(old.id), str(old.context)), None)
        # An entry out of use loses its flags in the file, so nobody knows whether it was fuzzy before.
        taken = Message(
            message.id,
            old.string,
            flags={*old.flags, "fuzzy"},
            user_comments=old.user_comments,
            context=message.context,
        )
        origin = po.former(old) or str(old.id)
        po.note_former(taken, "" if origin == message.id else origin)
        present[message.id] = taken


def _template(campaign: Campaign) -> po.Catalog:
    remarks = (
        f"# Messages of “{_title(campaign)}”.\n# Copy nothing by hand: “flyers translations update” renews this file."
    )
    template = po.Catalog(headers=_fixed_headers(campaign), remarks=remarks)
    template.fuzzy = True
    for message in campaign.messages.values():
        for found in extracted(message):
            template.add(
                found.english,
                locations=[(found.source.path, found.source.line)],
                auto_comments=found.comments,
                context=found.context,
            )
    return template


def _renew_head(present: po.Catalog, campaign: Campaign, language: Language) -> None:
    # Editors put fields of their own among these; each stays where they had it.
    present.headers |= _fixed_headers(campaign) | {"Language": language.locale}
    present.headers = {name: value for name, value in present.headers.items() if name not in FORMER_HEADERS}
    remarks = [line for line in present.remarks.split("\n") if line != DRAFT_REMARK]
    if not read_signoffs(campaign, language):
        remarks.append(DRAFT_REMARK)
    present.remarks = "\n".join(remarks)


def _fixed_headers(campaign: Campaign) -> dict[str, str]:
    year, month, day = [*campaign.issue.split("-"), "01", "01"][:3]
    return {
        "Project-Id-Version": f"{campaign.id} {campaign.issue}",
        "POT-Creation-Date": f"{year}-{month}-{day} 00:00+0000",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _title(campaign: Campaign) -> str:
    return campaign.message(campaign.name).forms[Form.TEXT].text
