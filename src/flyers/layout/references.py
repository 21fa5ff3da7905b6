"""The names that blocks refer to: messages, contacts, roles, colours. `flyers.layout.names` looks for them.

A condition (`When`) is one of those that ask.
"""

from __future__ import annotations

from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class PrintedMessage:
    """A message that a block may print, and the forms in which it may print it."""

    id: str
    forms: tuple[str, ...] = ("text",)


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Names that a block refers to. Empty names are ignored.

    Attributes:
        printed, printed_contacts: messages and contacts that it may print.
        messages, contacts: those that it only asks about, as a condition does.
        groups: of messages.
        languages: tags.
        roles: type roles of the layout.
        grounds, colours: of the theme.
        images: of the campaign.
    """

    printed: tuple[PrintedMessage, ...] = ()
    printed_contacts: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    def __add__(self, other: References) -> References:
        return References(
            printed=self.printed + other.printed,
            printed_contacts=self.printed_contacts + other.printed_contacts,
            messages=self.messages + other.messages,
            contacts=self.contacts + other.contacts,
            groups=self.groups + other.groups,
            languages=self.languages + other.languages,
            roles=self.roles + other.roles,
            grounds=self.grounds + other.grounds,
            colours=self.colours + other.colours,
            images=self.images + other.images,
        )


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which a block or an item is shown; all parts that are given must hold.

    Attributes:
        served, not_served: a contact that answers, or does not answer, in the language of the build directly.
        languages, not_languages: tags.
        translated: a message that must be translated into the block's language.
        has: a contact that the campaign has, and not one of which it says that it has none.
        last_side: true holds on the back of a piece in two languages, and on a piece in one; false on the front of a
            piece in two. None holds everywhere.
    """

    served: str = ""
    not_served: str = ""
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    translated: str = ""
    has: str = ""
    last_side: bool | None = None

    @property
    def references(self) -> References:
        """The names that it asks about."""
        return References(
            contacts=(self.served, self.not_served, self.has),
            languages=self.languages + self.not_languages,
            messages=(self.translated,),
        )


ALWAYS = When()
