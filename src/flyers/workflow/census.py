"""The campaign's languages, counted: how much of each is translated, and who has looked at it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from flyers.errors import CombinedError, ExitCode, FlyersError
from flyers.pipeline.session import Session
from flyers.translation.standing import State

NOT_TRANSLATED = "not translated"
"""Not one message is; such a language is built only when it is named."""


@dataclass(frozen=True, slots=True)
class LanguageCount:
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


def census(session: Session) -> list[LanguageCount]:
    """Count every language, in the registry's order. A catalog that breaks a rule is counted as it is said to be."""
    return [_count(session, tag) for tag in session.languages()]


def unusable(error: FlyersError) -> str:
    """What a list says of a catalog that cannot be used: the first of its errors, with the place."""
    first, *others = error.errors if isinstance(error, CombinedError) else (error,)
    place = f"{first.source}: " if first.source else ""
    return f"unusable: {place}{first.problem}{f' (and {len(others)} more)' if others else ''}"


def _count(session: Session, tag: str) -> LanguageCount:
    language = session.registry.language(tag)
    messages = sum(1 for _ in session.campaign.words())
    try:
        localized = session.localized(tag, allow_untranslated=True)
    except FlyersError as error:
        if error.exit_code is not ExitCode.TRANSLATION:
            raise
        translated, state, status = 0, State.DRAFT, unusable(error)
    else:
        translated = messages - len(localized.fallbacks)
        state = localized.standing.state
        status = localized.standing.words if session.begun(tag) else NOT_TRANSLATED
    return LanguageCount(
        tag=tag,
        english=language.english,
        autonym=language.autonym,
        direction=str(language.direction),
        messages=messages,
        translated=translated,
        state=str(state),
        status=status,
    )
