"""Template and catalogs, brought into step with the messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.errors import FileAccessError, Source
from flyers.files import write_whole

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop


def renew(shop: Workshop, languages: Iterable[str] = (), *, write: bool = True) -> list[Path]:
    """Bring the template and the catalogs of *languages* (default: all) into step; the files that changed.

    With *write* off nothing is written: the files that would change. All texts are made before the first is written,
    so a broken catalog leaves every file as it was.

    Raises:
        UsageError: a language that is not the campaign's, or the one that the messages are in.
        TranslationError: a catalog is not a PO file.
        FileAccessError: a file cannot be read or written.
    """
    stale = [(path, text.encode()) for path, text in _texts(shop, list(languages)) if _present(path) != text.encode()]
    if write:
        for path, data in stale:
            write_whole(path, data)
    return [path for path, _ in stale]


def _texts(shop: Workshop, asked: list[str]) -> Iterator[tuple[Path, str]]:
    from flyers.translation.template import catalog_text, template_path, template_text

    source = shop.campaign.source_language
    yield template_path(shop.campaign), template_text(shop.campaign)
    for tag in shop.languages(asked):
        if asked or tag != source:
            language = shop.registry.language(tag)
            yield shop.registry.catalog_path(language), catalog_text(shop.campaign, shop.registry, language)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileAccessError(
            f"This file cannot be read ({error.strerror}).", cure="Check its permissions.", source=Source(str(path))
        ) from error
