"""Template and catalogs, brought into step with the messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.errors import FileAccessError, Source
from flyers.files import write_whole

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class CatalogUpdate:
    """A file that is, or was, out of step.

    Attributes:
        path: the file; name: the same as a user types it.
        tag: its language; "" for the template.
        new, fuzzy, obsolete: contexts; see `flyers.translation.template.MergedCatalog`.
    """

    path: Path
    name: str
    tag: str = ""
    new: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    obsolete: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "language": self.tag or None,
            "new": list(self.new),
            "fuzzy": list(self.fuzzy),
            "obsolete": list(self.obsolete),
        }


def renew(session: Session, languages: Iterable[str] = (), *, write: bool = True) -> list[CatalogUpdate]:
    """Bring the template and the catalogs of *languages* (default: all) into step; the files that changed.

    With *write* off nothing is written: the files that would change. All texts are made before the first is written,
    so a broken catalog leaves every file as it was.

    Raises:
        UsageError: a language that is not the campaign's, or the one that the messages are in.
        TranslationError: a catalog is not a PO file.
        FileAccessError: a file cannot be read or written.
    """
    stale = [
        (each, text.encode()) for each, text in _texts(session, list(languages)) if _present(each.path) != text.encode()
    ]
    if write:
        for each, data in stale:
            write_whole(each.path, data)
        session.reload()
    return [each for each, _ in stale]


def _texts(session: Session, asked: list[str]) -> Iterator[tuple[CatalogUpdate, str]]:
    from flyers.translation import po
    from flyers.translation.template import merge, template, template_path

    campaign, registry = session.campaign, session.registry
    pot = template_path(campaign)
    yield CatalogUpdate(pot, yamlfile.display_path(pot, session.folder)), po.write(template(campaign))
    for tag in session.languages(asked):
        if asked or tag != campaign.source_language:
            language = registry.language(tag)
            path = registry.catalog_path(language)
            merged = merge(campaign, language, session.catalog(tag), session.signoffs(tag))
            name = yamlfile.display_path(path, session.folder)
            yield CatalogUpdate(path, name, tag, merged.new, merged.fuzzy, merged.obsolete), po.write(merged.catalog)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileAccessError(
            f"This file cannot be read ({error.strerror}).", hint="Check its permissions.", source=Source(str(path))
        ) from error
