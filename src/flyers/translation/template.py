"""The template and the catalogs, kept in step with the messages.

Everything is derived from content: the creation date is the campaign's edition, so a file changes when words do and not
because time has passed.
"""

from __future__ import annotations

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


def template_path(campaign: Campaign) -> Path:
    """Where the template is."""
    return campaign.translations_folder / f"{DOMAIN}.pot"


def template_text(campaign: Campaign) -> str:
    """The template (POT) of the campaign's messages."""
    return po.write(_template(campaign))


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
    if path.exists():
        name = yamlfile.display_path(path, campaign.folder)
        present = po.read(read_text(path, name), name)
    else:
        present = po.Catalog(remarks=f"# {language.english} translation of “{_title(campaign)}”.")
    merge(present, _template(campaign))
    _renew_head(present, campaign, language)
    return po.write(present)


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
    fixed = _fixed_headers(campaign) | {"Language": language.locale}
    kept = {name: value for name, value in present.headers.items() if name not in fixed}
    present.headers = fixed | kept
    remarks = [line for line in present.remarks.split("\n") if line != DRAFT_REMARK]
    if not read_signoffs(campaign, language):
        remarks.append(DRAFT_REMARK)
    present.remarks = "\n".join(remarks)


def _fixed_headers(campaign: Campaign) -> dict[str, str]:
    year, month, day = [*campaign.edition.split("-"), "01", "01"][:3]
    return {
        "Project-Id-Version": f"{campaign.id} {campaign.edition}",
        "POT-Creation-Date": f"{year}-{month}-{day} 00:00+0000",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _title(campaign: Campaign) -> str:
    return campaign.message(campaign.name).forms[Form.TEXT].text
