"""What campaign.yaml may say, and what must be there for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.content.campaign import Campaign, unsaid_error
from flyers.content.message_key import Form
from flyers.errors import ContentError, Source, UsageError

ABOUT = "content/campaign.yaml"
NOTE = "title: campaign.name\n"


def loaded(folder: Path, old: str, new: str) -> Campaign:
    edit(folder / ABOUT, old, new)
    return Campaign.load(folder)


@pytest.mark.parametrize("issue", ["2026", "2026-11", "2028-02-29"])
def test_an_issue_is_a_year_a_month_or_a_day(small: Path, issue: str) -> None:
    assert loaded(small, '"2026-11"', f'"{issue}"').issue == issue


@pytest.mark.parametrize("issue", ["26-11", "2026-1", "2026-11-01-05", "2026-13", "2026-02-29", "0000-01", "2026/11"])
def test_what_is_no_date_is_no_issue(small: Path, issue: str) -> None:
    with pytest.raises(ContentError) as caught:
        loaded(small, '"2026-11"', f'"{issue}"')
    assert str(caught.value) == f"{ABOUT}:6:10: “{issue}” is not a date, like “2026-11”."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1:1: The key “campaign” is missing. Add it here."),
        ("campaign:\n", ":1:10: This must not be empty."),
        ("campaign: small\n", ":1:11: “small” is here, but a map is needed."),
        ("campaign: [small]\n", ":1:11: A list is here, but a map is needed."),
    ],
)
def test_campaign_yaml_has_a_map_of_what_it_says(small: Path, text: str, message: str) -> None:
    (small / ABOUT).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Campaign.load(small)
    assert str(caught.value).startswith(f"{ABOUT}{message}")


LOGO = "  logo: "


def test_a_logo_is_the_name_of_a_file_or_more(small: Path) -> None:
    plain = loaded(small, "  issue:", f"{LOGO}logo.svg\n  issue:").logo
    assert plain is not None
    assert (plain[0].alt, plain[0].clear, plain[0].colours, plain[0].local) == ("", 0.25, {}, False)
    entry = '{file: a-1.PNG, alt: campaign.name, clear: 0.5, colours: {"#4b2e83": [80, 100, 0, 25]}, local: true}'
    with pytest.raises(ContentError, match=r"“a-1\.PNG” is not the name of an \.svg, \.png or \.jpg file"):
        loaded(small, f"{LOGO}logo.svg", f"{LOGO}{entry}")
    campaign = loaded(small, "a-1.PNG", "a-1.png")
    assert campaign.logo is not None
    logo, source = campaign.logo
    assert (logo.file, logo.alt, logo.clear, logo.local) == ("a-1.png", "campaign.name", 0.5, True)
    assert logo.colours == {"#4b2e83": (0.8, 1.0, 0.0, 0.25)}
    assert str(source) == f"{ABOUT}:6:9"
    assert loaded(small, entry.replace("a-1.PNG", "a-1.png"), "none").logo is None
    with pytest.raises(ContentError, match="The key “file” is missing"):
        loaded(small, f"{LOGO}none", f"{LOGO}{{alt: campaign.name}}")


@pytest.mark.parametrize(
    ("key", "taken", "refused"),
    [
        ("clear", ("0", "1"), ("-0.1", "1.1")),
        ("colours", ("{}", '{"#000000": [0, 0, 100, 100]}'),
         ('{"#000000": [0, 0, 0]}', '{"#000000": [0, 0, 0, 0, 0]}', '{"#000000": [0, 0, 0, 101]}',
          '{"#000000": [-1, 0, 0, 0]}', '{"#00000": [0, 0, 0, 0]}', '{"#0000000": [0, 0, 0, 0]}')),
    ],
)  # fmt: skip  # several to a line
def test_a_logo_has_room_and_inks_within_their_limits(
    small: Path, key: str, taken: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    entry = f"{LOGO}{{file: a.svg, {key}: HERE}}"
    text = (small / ABOUT).read_text("utf-8").replace("  issue:", f"{entry}\n  issue:")
    for value in (*taken, *refused):
        (small / ABOUT).write_text(text.replace("HERE", value), "utf-8")
        if value in taken:
            assert Campaign.load(small).logo is not None
            continue
        with pytest.raises(ContentError) as caught:
            Campaign.load(small)
        assert str(caught.value).startswith(f"{ABOUT}:6:"), value


def test_a_campaign_that_lists_its_products_lists_one_at_least_and_each_once(small: Path) -> None:
    with pytest.raises(ContentError, match="This list has 0 items"):
        loaded(small, "  issue:", "  products: []\n  issue:")
    with pytest.raises(ContentError, match="“note” is in this list twice"):
        loaded(small, "[]", "[note, note]")


def test_products_are_layouts_that_there_are(small: Path) -> None:
    (small / "content/layouts").mkdir()
    for name in ("note", "letter"):
        (small / "content/layouts" / f"{name}.yaml").write_text(NOTE, encoding="utf-8")
    assert Campaign.load(small).products == ()
    assert loaded(small, "  issue:", "  products: [note]\n  issue:").products == ("note",)
    with pytest.raises(ContentError) as caught:
        loaded(small, "[note]", "[note, lettre]")
    assert str(caught.value) == f"{ABOUT}:6:20: There is no product “lettre”. Did you mean “letter”?"
    with pytest.raises(ContentError, match=r"There is no product “x”\. Products are letter, note\."):
        loaded(small, "lettre", "x")


def test_a_message_that_is_not_there_is_answered_with_the_nearest(small: Path) -> None:
    campaign = Campaign.load(small)
    assert campaign.message("help.call").id == "help.call"
    with pytest.raises(UsageError) as caught:
        campaign.message("help.cal")
    assert str(caught.value) == "There is no message “help.cal”. Did you mean “help.call”?"


def test_a_message_has_what_it_says_and_else_nothing(small: Path) -> None:
    everything = (
        "  all.of-it: {text: Call 60601 or 7-11, short: Call, note: Why, reread: true, said_aloud: true, seed: [a.b],\n"
        "    icon: phone, priority: 999, most: 2000, promises: {hotline.hours: always}, figures: ['60601', 7-11], local: false}\n"
        "  least.of-it: {text: Maine, name: state, priority: 1, most: 1}\n"
    )
    edit(small / "content/messages/all.yaml", "messages:\n", f"messages:\n{everything}")
    campaign = Campaign.load(small)
    whole, least, plain = (campaign.messages[name] for name in ("all.of-it", "least.of-it", "signs.law"))
    assert (whole.note, whole.reread, whole.said_aloud, whole.seed, whole.icon) == (
        "Why",
        True,
        True,
        ("a.b",),
        "phone",
    )
    assert (whole.priority, whole.most, whole.local, whole.promises) == (999, 2000, False, {"hotline.hours": "always"})
    assert {(words.most, words.figures) for words in whole.forms.values()} == {(2000, frozenset({"60601", "711"}))}
    assert (least.priority, least.most, least.name, least.forms[Form.TEXT].name) == (1, 1, "state", "state")
    assert (plain.note, plain.reread, plain.said_aloud, plain.seed, plain.icon) == ("", False, False, (), "")
    assert (plain.name, plain.priority, plain.most, plain.local) == ("", 0, 0, None)
    assert (plain.promises, plain.lost, plain.given) == ({}, (), frozenset({"text"}))
    assert [(words.name, words.most, words.figures) for words in plain.forms.values()] == [("", 0, frozenset())]
    assert whole.given > {"note", "most", "local", "promises"}
    for old, new in (("priority: 999", "priority: 1000"), ("most: 2000", "most: 2001")):
        edit(small / "content/messages/all.yaml", old, new)
        with pytest.raises(ContentError, match=rf"{new[-4:]} is out of range"):
            Campaign.load(small)
        edit(small / "content/messages/all.yaml", new, old)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("request", "the words that ask for a language"),
        ("page", "a count of pages"),
        ("pages", "a count of pages"),
        ("site", "a contact"),
    ],
)
def test_a_proper_name_is_none_that_has_another_meaning(small: Path, name: str, taken: str) -> None:
    edit(small / "content/messages/all.yaml", "text: A law of 2000.", f"text: Ohio\n    name: {name}")
    with pytest.raises(ContentError) as caught:
        Campaign.load(small)
    assert caught.value.problem == f"“{{{name}}}” is already the name of {taken}."
    assert (str(caught.value.source), caught.value.trail) == ("content/messages/all.yaml:19:3", ("signs.law",))


def test_a_group_has_a_message_at_least(small: Path) -> None:
    path = small / "content/messages/all.yaml"
    edit(path, "help: [help.danger, help.call]", "help: [help.danger]")
    assert Campaign.load(small).groups["help"].members == ("help.danger",)
    edit(path, "help: [help.danger]", "help: []")
    with pytest.raises(ContentError, match="This list has 0 items"):
        Campaign.load(small)


NAMED = "name: contact.line.name\n    display: example.org/help"


def test_a_message_about_a_contact_that_is_not_there_is_unsaid_and_may_name_nothing(small: Path) -> None:
    with (small / ABOUT).open("a", encoding="utf-8") as file:
        file.write("  base: ../base\n")
    base = small.parent / "base" / "content"
    base.mkdir(parents=True)
    about = "campaign: {id: base, name: a, publisher: a, theme: calm, issue: '2026-11'}\n"
    (base / "campaign.yaml").write_text(about, encoding="utf-8")
    fax = (
        "contacts:\n  fax: {kind: phone, name: a, display: '112', target: 'tel:112', languages: {}, source: Made up}\n"
    )
    (base / "contacts.yaml").write_text(fax, encoding="utf-8")
    (base / "messages").mkdir()
    (base / "messages/all.yaml").write_text("messages: {a: {text: Fax}, b: {text: 'Fax {fax}'}}\n", encoding="utf-8")
    assert "b" in Campaign.load(small).messages
    with (small / "content/contacts.yaml").open("a", encoding="utf-8") as file:
        file.write("  fax: none\n")
    campaign = Campaign.load(small)
    assert (campaign.absent, list(campaign.unsaid), "b" in campaign.messages) == ({"fax"}, ["b"], False)
    assert campaign.unfilled == {"fax", "fax_keyword"}
    error = unsaid_error(campaign.unsaid["b"], campaign, Source("x.yaml", 3))
    said = "“b” (../base:content/messages/all.yaml:1:28) says {fax}, and content/contacts.yaml has “none” for it."
    assert error.problem.replace("../base/", "../base:") == said
    assert error.hint == "Word it without {fax} in your content/messages, or leave it out here."
    assert error.source == Source("x.yaml", 3)
    edit(small / "content/contacts.yaml", NAMED, NAMED.replace("contact.line.name", "b"))
    with pytest.raises(ContentError, match=r"says \{fax\}, and content/contacts\.yaml has “none” for it"):
        Campaign.load(small)
