"""What the checks have found is valid for other contacts too, if what the checks look at is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flyers.content.contacts import Contact, ContactKind, ServedLanguages
from flyers.errors import Source
from flyers.translation.watched_contacts import ContactLookups, Contacts, WatchedContacts

KINDS = {"hotline": ContactKind.PHONE, "text": ContactKind.TEXT, "site": ContactKind.WEB}
DISPLAYS = {"hotline": ("888", "911"), "text": ("911", "233733"), "site": ("a.org", "b.org")}


def contact(name: str, display: str, **more: Any) -> Contact:
    return Contact(
        id=name,
        kind=KINDS[name],
        name="contact.name",
        display=display,
        target="tel:1",
        languages=ServedLanguages(),
        origin="a page",
        source=Source("contacts.yaml"),
        **more,
    )


CAMPAIGNS = st.fixed_dictionaries({}, optional={name: st.sampled_from(DISPLAYS[name]) for name in KINDS}).map(
    lambda displays: {name: contact(name, display) for name, display in displays.items()}
)

NAMES, DIGITS = (*KINDS, "nobody"), ("888", "911", "233733", "7")
LOOKS = st.sampled_from([
    *((look, name) for look in ("contact", "has contact") for name in NAMES),
    *((look, digits) for look in ("number", "has number") for digits in DIGITS),
    *((look, "") for look in ("contacts", "count", "numbers", "count of numbers") for _ in range(3)),
])  # fmt: skip


def seen(contacts: Contacts, looks: list[tuple[str, str]]) -> tuple[list[object], ContactLookups]:
    """Return what each look shows, and what was noted."""
    watched = WatchedContacts(contacts)
    answers: list[object] = []
    for look, name in looks:
        match look:
            case "contact":
                answers.append(watched.get(name))
            case "has contact":
                answers.append(name in watched)
            case "number":
                answers.append(watched.numbers.get(name))
            case "has number":
                answers.append(name in watched.numbers)
            case "contacts":
                answers.append(list(iter(watched)))
            case "count":
                answers.append(len(watched))
            case "numbers":
                answers.append(list(iter(watched.numbers)))  # `list` alone would ask how many there are
            case "count of numbers":
                answers.append(len(watched.numbers))
    return answers, watched.looked


@given(CAMPAIGNS, CAMPAIGNS, st.lists(LOOKS, max_size=3), st.lists(LOOKS, max_size=3))
def test_what_would_be_seen_is_what_is_seen(now: Contacts, then: Contacts, looks: Any, more: Any) -> None:
    answers, looked = seen(then, looks)
    others, looked_again = seen(then, more)
    looked.add(looked_again)
    assert looked.would_be_seen_in(then)
    if looked.would_be_seen_in(now):
        assert (answers, others) == (seen(now, looks)[0], seen(now, more)[0])


def test_who_looked_at_numbers_only_need_not_look_again_if_these_are_whose_they_were() -> None:
    contacts = {"hotline": contact("hotline", "888"), "site": contact("site", "a.org")}
    answers, looked = seen(contacts, [("number", "888"), ("has number", "911")])
    assert (answers, looked.numbers) == (["hotline", False], {"888": "hotline", "911": ""})
    assert looked.would_be_seen_in({"hotline": replace(contacts["hotline"], hours="always")})
    assert not looked.would_be_seen_in({**contacts, "text": contact("text", "911")})
    assert not looked.would_be_seen_in({"text": contact("text", "888")})


def test_who_went_through_all_contacts_would_meet_others_first_in_another_order() -> None:
    contacts = {"hotline": contact("hotline", "888"), "site": contact("site", "a.org")}
    reordered = dict(reversed(contacts.items()))
    assert contacts == reordered
    assert not seen(contacts, [("contacts", "")])[1].would_be_seen_in(reordered)
    assert seen(contacts, [("number", "888")])[1].would_be_seen_in(reordered)


def test_who_looked_at_nothing_would_see_the_same_in_any_campaign() -> None:
    answers, looked = seen({"hotline": contact("hotline", "888")}, [])
    assert answers == []
    assert looked.would_be_seen_in({})


def test_a_number_of_one_language_is_a_number_of_its_contact() -> None:
    contacts = {"hotline": contact("hotline", "888", displays={"es": "233733"})}
    assert seen(contacts, [("number", "233733"), ("number", "888"), ("count of numbers", "")])[0] == [
        "hotline",
        "hotline",
        2,
    ]
