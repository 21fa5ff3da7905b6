"""Update the template and the catalogs after messages have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.files import exists, read_bytes, write_whole
from flyers.records import dataclass
from flyers.translation import po
from flyers.translation.template import MergedCatalog, merge, template, template_path

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class CatalogUpdate:
    """A file that was updated, or would be.

    Attributes:
        path: the file; name: the path as a user types it.
        tag: its language; "" for the template.
        new, fuzzy, obsolete: keys, as in `flyers.translation.template.MergedCatalog`.
    """

    path: Path
    name: str
    tag: str = ""
    new: tuple[MessageKey, ...] = ()
    fuzzy: tuple[MessageKey, ...] = ()
    obsolete: tuple[MessageKey, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "language": self.tag or None,
            "new": list(map(str, self.new)),
            "fuzzy": list(map(str, self.fuzzy)),
            "obsolete": list(map(str, self.obsolete)),
        }


def update_catalogs(session: Session, languages: Iterable[str] = (), *, write: bool = True) -> list[CatalogUpdate]:
    """Update the template and the catalogs of *languages*, by default of all, and return the changed files.

    Without *write*, return the files that would change. All texts are made before the first is written, so a broken
    catalog leaves every file unchanged.

    Raises:
        UsageError: a language is not the campaign's, or is the language of the messages.
        TranslationError: a catalog is not a PO file.
        FileAccessError: a file cannot be read or written.
    """
    texts = _texts(session, list(languages))
    outdated = [(update, text.encode()) for update, text in texts if _present(update.path) != text.encode()]
    if write:
        for update, data in outdated:
            write_whole(update.path, data)
        session.reload()
    return [update for update, _ in outdated]


def _texts(session: Session, named: list[str]) -> Iterator[tuple[CatalogUpdate, str]]:
    campaign, registry = session.campaign, session.registry
    pot = template_path(campaign)
    yield CatalogUpdate(pot, yamlfile.display_path(pot, campaign.folder)), po.write(template(campaign))
    for tag in session.languages(named):
        if named or tag != campaign.source_language:
            language = registry.language(tag)
            path = registry.catalog_path(language)
            merged = merged_catalog(session, tag)
            name = yamlfile.display_path(path, campaign.folder)
            yield CatalogUpdate(path, name, tag, merged.new, merged.fuzzy, merged.obsolete), po.write(merged.catalog)


def merged_catalog(session: Session, tag: str) -> MergedCatalog:
    """Return the campaign's own catalog of the language *tag*, merged with the messages as they are now."""
    language, own = session.registry.language(tag), session.own_signoffs(tag)
    if tag == session.campaign.source_language:
        return merge(session.campaign, language, session.catalog(tag), own)  # which says that it has none
    return merge(session.campaign, language, session.own_catalog(tag), own, session.base_catalog(tag))


def _present(path: Path) -> bytes | None:
    return read_bytes(path, most=limits.CATALOG_BYTES) if exists(path) else None
