"""From the small print of a card to what it said: kept manifests, today's campaign, reports of finished files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.build import shelf
from flyers.build.editions import Edition, current, kept_editions, plain
from flyers.build.plan import ALL
from flyers.content import yamlfile
from flyers.errors import FlyersError, UsageError

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop

LEAST = 4
"""Digits of a code that must be typed at least."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: digits of a code, and of a whole line of small print also language and product.

    (Its edition, ``2026-11``, tells nothing more: the code is of the words, whenever they were printed.)
    """

    digits: str
    language: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What today's campaign says otherwise; ``now`` is "" where it says nothing."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Found:
    """One edition that a code stands for.

    Attributes:
        language: a tag, or several, ``es+en``; label: the campaign's edition.
        edition: what it says; None where no more is known than that files were made of it.
        manifest: where it is kept, or "".
        today: whether it is what the campaign says today.
        files: finished files of it, as ``proof.json`` has them.
        differences: what has changed since.
    """

    code: str
    language: str
    label: str
    edition: Edition | None = None
    manifest: str = ""
    today: bool = False
    files: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def understand(typed: str, shop: Workshop) -> Asked:
    """The words of a person who reads small print: ``4f2a91c``, ``4F2A``, ``es · poster · 2026-11 · 4f2a91c``.

    Raises:
        UsageError: there are no four digits of a code in it.
    """
    words = [word for word in re.split(r"[\s·•|,;“”\"]+", typed) if word]
    if not words or not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", words[-1].casefold()):
        raise UsageError(
            f"“{typed[:80]}” has no edition code at its end.",
            cure=f"Type the last part of the small print, digits from 0 to f, {LEAST} of them at least; or all of it.",
        )
    *before, digits = words
    tags = {tag.casefold(): tag for tag in shop.registry.tags}
    languages = [word for word in before if word.casefold().partition("+")[0] in tags]
    products = [word for word in before if word in shop.products]
    return Asked(digits.casefold()[:7], *(next(iter(each), "") for each in (languages, products)))


def find(shop: Workshop, asked: Asked, output: Path) -> Found:
    """What *asked* stands for; finished files are looked for below *output*.

    Raises:
        UsageError: nothing has that code, and where was looked; or several have.
        ContentError: a manifest is broken.
    """
    found: dict[tuple[str, str], Found] = {}
    for each in (*_kept(shop), *_today(shop, asked), *_made(output)):
        if each.code.startswith(asked.digits) and asked.language.casefold() in ("", each.language.casefold()):
            before = found.get((each.language, each.code))
            found[each.language, each.code] = _together(before, each) if before else each
    if len(found) > 1:
        listed = ", ".join(f"{each.language} · {each.label} · {each.code}" for each in found.values())
        raise UsageError(f"“{asked.digits}” begins several codes: {listed}.", cure="Type more of it.")
    if not found:
        raise UsageError(
            f"Nothing known has the edition code “{asked.digits}”.",
            cure=f"Looked for it in translations/*/editions (kept when a package is made), in today's campaign, and in "
            f"{output}/*/{shelf.REPORT}. In the history of the repository it may be found by the date of the edition.",
        )
    (one,) = found.values()
    return replace(one, differences=tuple(_differences(shop, one)))


def _together(one: Found, other: Found) -> Found:
    return replace(
        one,
        edition=one.edition or other.edition,
        today=one.today or other.today,
        files=one.files + other.files,
    )


def _kept(shop: Workshop) -> Iterator[Found]:
    for path, edition in kept_editions(shop):
        name = yamlfile.display_path(path, shop.campaign.folder)
        yield Found(edition.code, edition.language, edition.label, edition, name)


def _today(shop: Workshop, asked: Asked) -> Iterator[Found]:
    """Today's editions with that code. Languages that cannot be made now have none."""
    for label in _labels(shop, asked):
        tag, _, beside = label.partition("+")
        try:
            code = shop.localized(tag, beside=beside).code
            if code.startswith(asked.digits):
                yield Found(code, label, shop.campaign.edition, current(shop, label), today=True)
        except FlyersError:
            continue


def _labels(shop: Workshop, asked: Asked) -> Sequence[str]:
    if not asked.language:
        own, english = shop.usual_languages, shop.campaign.source_language
        return [*own, *(f"{tag}+{english}" for tag in own if tag != english), f"{english}+{ALL}"]
    tag, plus, beside = asked.language.partition("+")
    return [f"{shop.registry.language(tag).tag}{plus}{beside}"]


def _made(output: Path) -> Iterator[Found]:
    for report in sorted(output.glob(f"*/{shelf.REPORT}")):
        for entry in shelf.entries(report).values():
            match entry:  # one that cannot be understood is as good as none (`flyers.build.shelf.entries`)
                case {"code": str(code), "edition": str(label), "languages": str(language), "file": str(file)}:
                    yield Found(code, language, label, files=(str(report.parent / file),))


def _differences(shop: Workshop, found: Found) -> Iterator[Difference]:
    if found.edition is None or found.today:
        return
    tag, _, beside = found.language.partition("+")
    try:
        localized = shop.localized(shop.registry.language(tag).tag, beside=beside, allow_untranslated=True)
    except FlyersError:
        return
    for name, (printed, opens) in found.edition.contacts.items():
        contact = shop.campaign.contacts.get(name)
        now = (contact.display, contact.target) if contact else ("", "")
        yield from (
            Difference(f"contact:{name}", then, today)
            for then, today in zip((printed, opens), now, strict=True)
            if then != today
        )
    for where, text in found.edition.messages.items():
        now_text = plain(localized.texts[where]) if where in localized.texts else ""
        if text != now_text:
            yield Difference(where, text, now_text)
