"""How far the words of one piece are approved: a product in one language, in two, or in all of them.

A piece is a draft as long as one of its languages is not signed for it. Only the words on the piece count, not the
campaign's other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.errors import first_of
from flyers.records import dataclass
from flyers.translation.standing import UNREAD, Standing, counted

if TYPE_CHECKING:
    from flyers.translation.localization import Localization
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class Approval:
    """How far a piece is approved.

    Attributes:
        standing: that of its language; with several languages, that of the first that is not signed.
        unsigned: with several languages, those that are not signed for it.
    """

    standing: Standing
    unsigned: tuple[Language, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether the current words on these pages are not signed."""
        return self.standing.draft

    @property
    def words(self) -> str:
        """The standing as text for tickets and warnings, with the unsigned languages if there are several."""
        if not self.unsigned:
            return self.standing.words
        if len(self.unsigned) == 1:
            return f"{self.standing.words} ({self.unsigned[0].english})"
        names = first_of((language.english for language in self.unsigned), 3)
        return f"draft, not signed in {counted(len(self.unsigned), 'language')}: {names}"


def approval(
    localized: Localization, products: Collection[str], messages: Collection[MessageKey], contacts: Collection[str]
) -> Approval:
    """Return how far the piece that says *messages* and shows *contacts* is approved.

    Args:
        localized: its words.
        products: layouts whose pages must have been seen, one of them in each language; none if no reader can see the
            pages, since they are in all languages.
        messages: keys of what it says, each with its language if it is not the first.
    """
    standings = [
        (one.language, one.standing.of_product(products, said, contacts))
        for one, said in _by_language(localized, messages)
    ]
    if not localized.others:
        return Approval(standings[0][1])
    unsigned = [(language, standing) for language, standing in standings if standing.draft]
    return Approval((unsigned or standings)[0][1], tuple(language for language, _ in unsigned))


def _by_language(
    localized: Localization, messages: Collection[MessageKey]
) -> Iterator[tuple[Localization, frozenset[MessageKey]]]:
    """Yield each language that counts with the messages that the piece says in it, the first language first.

    A language of which nothing is translated does not count, because only its names are printed; a second language
    with a side of its own always does.
    """
    own = localized.language.tag
    yield localized, said_in(localized, messages, own)
    words = sum(1 for _ in localized.campaign.words())
    for tag, other in localized.others.items():
        if tag != own and (tag == localized.secondary or len(other.untranslated) < words):
            yield other, said_in(localized, messages, tag)


def said_in(localized: Localization, messages: Collection[MessageKey], tag: str) -> frozenset[MessageKey]:
    """Return those of *messages* that are in the language *tag*, without the tag in their keys.

    Keys without a language are of that of *localized*. Texts that are not messages, such as small print, are left out;
    the proper names inside the messages are messages too.
    """
    campaign = localized.campaign
    said = {
        key.in_language("")
        for key in messages
        if key.id in campaign.messages and not key.is_contact and (key.language or localized.language.tag) == tag
    }
    inside = {
        MessageKey(campaign.names[name].id)
        for key in said
        for name in campaign.message(key.id).forms[key.form].template.placeholders
        if name in campaign.names
    }
    return frozenset(said | inside)


UNAPPROVED = Approval(UNREAD)
