"""The campaign's languages, counted: how much of each is translated, and who has looked at it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flyers.build.workshop import Workshop
from flyers.errors import CombinedError, ExitCode, FlyersError
from flyers.translation.signoff import State

NOT_TRANSLATED = "not translated"
"""Not one message is; such a language is built only when it is named."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One language: messages there are, messages translated, the state of its sign-off, and that in words."""

    tag: str
    english: str
    autonym: str
    direction: str
    messages: int
    translated: int
    state: str
    status: str

    @property
    def percent(self) -> int:
        """Rounded down: 100 means every one."""
        return 100 * self.translated // max(self.messages, 1)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"percent": self.percent}


def census(shop: Workshop) -> list[Counted]:
    """Count every language, in the registry's order. A catalog that breaks a rule is counted as it is said to be."""
    return [_count(shop, tag) for tag in shop.languages()]


def unusable(error: FlyersError) -> str:
    """What a list says of a catalog that cannot be used: the first of its errors, with the place."""
    first, *others = error.errors if isinstance(error, CombinedError) else (error,)
    place = f"{first.source}: " if first.source else ""
    return f"unusable: {place}{first.problem}{f' (and {len(others)} more)' if others else ''}"


def _count(shop: Workshop, tag: str) -> Counted:
    language = shop.registry.language(tag)
    messages = sum(1 for _ in shop.campaign.words())
    try:
        localized = shop.localized(tag, allow_untranslated=True)
    except FlyersError as error:
        if error.exit_code is not ExitCode.TRANSLATION:
            raise
        translated, state, status = 0, State.DRAFT, unusable(error)
    else:
        translated = messages - len(localized.fallbacks)
        state = localized.standing.state
        status = localized.standing.words if shop.begun(tag) else NOT_TRANSLATED
    return Counted(
        tag=tag,
        english=language.english,
        autonym=language.autonym,
        direction=str(language.direction),
        messages=messages,
        translated=translated,
        state=str(state),
        status=status,
    )
