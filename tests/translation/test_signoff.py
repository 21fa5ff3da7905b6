"""Sign-offs: what a record covers, what makes it stale and why, and its file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content import markup, schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.layers import Layer, Layers
from flyers.content.message_key import Form, MessageKey, by_key
from flyers.errors import ContentError, ExitCode
from flyers.pipeline.session import Session
from flyers.translation import po
from flyers.translation.catalog import usable
from flyers.translation.po import read_catalog
from flyers.translation.registry import Registry
from flyers.translation.signoff import (
    ContactSnapshot,
    CurrentWords,
    MessageDigests,
    SignOff,
    State,
    changes_since,
    current_words,
    inherited,
    one_line,
    read_signoffs,
    signoff_path,
    signoffs_text,
    standing_after,
)
from flyers.translation.template import DRAFT_REMARK, merge

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "data" / "small-campaign"
BAD = ROOT / "tests" / "bad" / "signoff"
FILES = sorted(path.name for path in BAD.glob("*.yaml"))
DAY = dt.date(2026, 11, 3)
SHA = "5" * 64
PAGES = "7" * 64


@cache
def small_campaign() -> Campaign:
    return Campaign.load(SMALL)


@cache
def registry() -> Registry:
    return Registry.load(small_campaign())


@cache
def translations(tag: str = "es") -> Mapping[str, str]:
    printed = usable(small_campaign(), read_catalog(registry(), registry().language(tag)))
    return {str(where): text for where, text in printed.items()}


def now(
    campaign: Campaign | None = None, spanish: Mapping[str, str] | None = None, *, tag: str = "es", say: str = ""
) -> CurrentWords:
    campaign = campaign or small_campaign()
    language = registry().language(tag)
    own = {str(where): words.text for where, words in campaign.words()} if tag == "en" else translations(tag)
    return current_words(
        campaign, replace(language, say=say or language.say), by_key(own if spanish is None else spanish)
    )


def record(read: CurrentWords, *, pages: str = "", only: set[str] | None = None, reviewer: str = "R-07") -> SignOff:
    """Return a record of all that is in *read*, or of *only* these messages with their contacts."""
    messages = {where: seen for where, seen in read.messages.items() if only is None or str(where) in only}
    held = {contact for where in messages for contact in read.used[where]}
    contacts = {name: fact for name, fact in read.contacts.items() if only is None or name in held}
    return SignOff(reviewer, "native reader", DAY, SHA, pages, messages, contacts)


def with_english(campaign: Campaign, where: str, text: str) -> Campaign:
    key = MessageKey.parse(where)
    message = campaign.messages[key.id]
    words = replace(message.forms[key.form], text=text, template=markup.parse(text))
    changed_message = replace(message, forms={**message.forms, key.form: words})
    return replace(campaign, messages={**campaign.messages, key.id: changed_message})


def with_contact(campaign: Campaign, contact: str, /, **values: str) -> Campaign:
    return replace(campaign, contacts={**campaign.contacts, contact: replace(campaign.contacts[contact], **values)})


def stale(records: list[SignOff], after: CurrentWords) -> dict[str, str]:
    return {str(change.what): change.why for change in changes_since(records, after)}


# -- exactly the messages concerned ------------------------------------------------------------------------------------

CONTEXTS = [str(where) for where, _ in small_campaign().words()]
CONTACT_IDS = list(small_campaign().contacts)


def mentions(where: str, contact: str) -> bool:
    """Whether the English has the contact's placeholder."""
    return f"{{{contact}}}" in dict(small_campaign().words())[MessageKey.parse(where)].text


@pytest.mark.parametrize("tag", ["es", "en"])
@given(
    english=st.sets(st.sampled_from(CONTEXTS)),
    spanish=st.sets(st.sampled_from(CONTEXTS)),
    contacts=st.dictionaries(st.sampled_from(CONTACT_IDS), st.sampled_from(["display", "target", "name"])),
)
def test_a_change_makes_exactly_its_messages_stale(
    tag: str, english: set[str], spanish: set[str], contacts: dict[str, str]
) -> None:
    campaign = small_campaign()
    for where in english:
        campaign = with_english(campaign, where, f"{dict(campaign.words())[MessageKey.parse(where)].text} More.")
    for name, field in contacts.items():
        campaign = with_contact(campaign, name, **{field: f"{getattr(campaign.contacts[name], field)}0"})
    words = {where: f"{text} Más." if where in spanish else text for where, text in translations("es").items()}
    if tag == "en":
        spanish = set()
    found = stale([record(now(tag=tag))], now(campaign, None if tag == "en" else words, tag=tag))
    holding = {where for where in CONTEXTS if any(mentions(where, contact) for contact in contacts)}
    assert found.keys() == english | spanish | holding | {f"contact:{name}" for name in contacts}
    for where in CONTEXTS:
        why = found.get(where, "")
        assert ("the English has changed" in why) == (where in english)
        assert ("the translation has changed" in why) == (where in spanish)
        told = set(re.findall(r"contact (\w+) has changed", why))
        assert told == {contact for contact in contacts if mentions(where, contact)}


@given(
    first=st.sets(st.sampled_from(CONTEXTS), min_size=1),
    second=st.sets(st.sampled_from(CONTEXTS), min_size=1),
)
def test_records_cover_messages_together(first: set[str], second: set[str]) -> None:
    read = now()
    found = stale([record(read, only=first), record(read, only=second)], read)
    assert {what for what in found if not what.startswith("contact:")} == set(CONTEXTS) - first - second


def test_a_reverted_change_makes_nothing_stale() -> None:
    before = now()
    spanish = dict(translations()) | {"signs.law": "Una ley del 2000."}
    assert stale([record(before)], now(spanish=spanish)) == {"signs.law": "the translation has changed"}
    assert standing_after([record(before, pages=PAGES)], now()).state is State.SIGNED


def test_the_standing_tells_of_the_last_record_and_what_each_product_was_seen_with() -> None:
    read = now()
    alone = replace(record(read, pages="1" * 64), products=("poster", "card"), day=dt.date(2026, 11, 1))
    later = replace(record(read, pages="2" * 64), products=("card",), content="6789abc" + "0" * 57)
    whole = record(read, pages=PAGES)
    found = standing_after([alone, later], read)
    assert (found.day, found.code) == (DAY, "6789abc")
    assert found.seen == {"poster": (("poster", "card"), "1" * 64), "card": (("card",), "2" * 64)}
    assert (found.whole, found.whole_seen, found.pages, found.state) == (False, False, "", State.REVIEWED)
    signed = standing_after([later, whole], read)
    assert (signed.code, signed.pages, signed.whole, signed.whole_seen) == (SHA[:7], PAGES, True, True)
    assert standing_after([replace(whole, pages="")], read).state is State.REVIEWED
    nobody = standing_after([], read)
    assert (nobody.day, nobody.code, nobody.seen, len(nobody.unread)) == (
        None,
        "",
        {},
        len(CONTEXTS) + len(CONTACT_IDS),
    )


def test_the_name_in_the_request_is_part_of_the_words() -> None:
    assert stale([record(now())], now(say="Castilian")) == {"help.say": "the translation has changed"}
    english = stale([record(now(tag="en"))], now(tag="en", say="American"))
    assert english == {"help.say": "the language's name has changed"}


def test_new_and_lost_messages_have_reasons_of_their_own() -> None:
    campaign = small_campaign()
    more = with_english(campaign, "signs.law", campaign.messages["signs.law"].forms[Form.TEXT].text)
    more = replace(more, messages={**more.messages, "signs.new": replace(more.messages["signs.law"], id="signs.new")})
    spanish = {where: text for where, text in translations().items() if where != "help.danger"}
    found = stale([record(now())], now(more, spanish))
    assert found == {"help.danger": "no longer translated", "signs.new": "new, and not translated"}
    assert stale([record(now())], now(more, {**translations(), "signs.new": "x"})) == {"signs.new": "new since"}
    assert standing_after([record(now(), pages=PAGES)], now(more, spanish)).state is State.STALE


def test_a_changed_contact_shows_both_values() -> None:
    after = now(with_contact(small_campaign(), "hotline", display="1-888-373-7889", target="tel:+18883737889"))
    assert stale([record(now())], after)["contact:hotline"] == (
        "1-888-373-7888 → 1-888-373-7889; tel:+18883737888 → tel:+18883737889"
    )


# -- states ------------------------------------------------------------------------------------------------------------


def test_without_records_a_language_is_a_draft_or_checked() -> None:
    assert standing_after([], now()).state is State.CHECKED
    assert standing_after([], now(spanish={})).state is State.DRAFT
    assert standing_after([], dataclasses.replace(now(), faultless=False)).state is State.DRAFT


def test_records_without_pages_review_and_records_with_pages_sign() -> None:
    read = now()
    reviewed = standing_after([record(read)], read)
    assert (reviewed.state, reviewed.draft, reviewed.pages) == (State.REVIEWED, True, "")
    signed = standing_after([record(read), record(read, pages=PAGES)], read)
    assert (signed.state, signed.draft, signed.pages, signed.day) == (State.SIGNED, False, PAGES, DAY)
    assert signed.words == "signed on 2026-11-03"
    assert signed.covered == signed.signed == frozenset(map(MessageKey.parse, CONTEXTS))


def test_a_later_record_without_pages_keeps_the_signature() -> None:
    read = now()
    assert standing_after([record(read, pages=PAGES), record(read, reviewer="R-08")], read).state is State.SIGNED


def test_pages_seen_before_a_change_do_not_sign_it() -> None:
    first = record(now(), pages=PAGES)
    spanish = {**translations(), "signs.law": "Una ley del 2000."}
    after = now(spanish=spanish)
    assert standing_after([first], after).words == "draft translation, 1 change since it was read on 2026-11-03"
    again = record(after, only={"signs.law"})
    assert standing_after([first, again], after).state is State.REVIEWED
    seen = replace(again, pages="8" * 64)
    assert standing_after([first, seen], after).pages == "8" * 64
    assert standing_after([first, seen], after).state is State.SIGNED


def test_pages_seen_before_all_words_were_read_do_not_sign_the_language() -> None:
    read = now()
    records = [record(read, pages=PAGES, only={"signs.law"}), record(read)]
    assert standing_after(records, read).state is State.REVIEWED
    assert standing_after(records, read).signed == {MessageKey("signs.law")}


def test_a_broken_rule_makes_a_signed_language_stale() -> None:
    broken = dataclasses.replace(now(), faultless=False)
    found = standing_after([record(now(), pages=PAGES)], broken)
    assert (found.state, found.draft) == (State.STALE, True)
    assert "no longer passes the checks" in found.words


def test_neither_standing_nor_repr_has_the_name_of_the_reviewer() -> None:
    read = now()
    assert "R-07" not in repr(standing_after([record(read, pages=PAGES)], read)) + repr(record(read))


# -- in a campaign's folder --------------------------------------------------------------------------------------------


def write(small: Path, tag: str, records: list[SignOff]) -> Path:
    campaign = Campaign.load(small)
    path = signoff_path(campaign, Registry.load(campaign).language(tag))
    path.parent.mkdir(exist_ok=True)
    path.write_text(signoffs_text(records), encoding="utf-8")
    return path


@pytest.mark.parametrize("tag", ["es", "en"])
def test_a_language_is_a_draft_until_its_words_and_pages_are_signed(small: Path, tag: str) -> None:
    assert Session(small).localized(tag).standing.draft
    write(small, tag, [record(now(tag=tag))])
    assert Session(small).localized(tag).standing.draft
    write(small, tag, [record(now(tag=tag), pages=PAGES)])
    assert not Session(small).localized(tag).standing.draft
    contacts = small / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("7888", "7889"), encoding="utf-8")
    found = Session(small).localized(tag).standing
    holding = [where for where in CONTEXTS if mentions(where, "hotline")]
    assert (found.draft, [str(change.what) for change in found.changes]) == (True, ["contact:hotline", *holding])


def test_untranslated_words_are_a_draft_despite_signatures(small: Path) -> None:
    write(small, "zh-Hans", [record(now(), pages=PAGES)])
    assert Session(small).localized("zh-Hans", allow_untranslated=True).standing.draft


def test_the_head_of_a_catalog_says_draft_until_it_is_signed(small: Path) -> None:
    session = Session(small)
    arguments = session.campaign, session.registry.language("es"), session.catalog("es")
    assert DRAFT_REMARK in po.write(merge(*arguments).catalog)
    assert DRAFT_REMARK not in po.write(merge(*arguments, [record(now())]).catalog)


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \u200c\u200d\"'\\:#{}"), max_size=120)


@given(reviewer=NAMES.filter(str.strip), role=NAMES.filter(str.strip), pages=st.sampled_from(["", PAGES]))
def test_records_are_written_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, reviewer: str, role: str, pages: str
) -> None:
    read = now()
    records = [
        replace(record(read, pages=pages), reviewer=reviewer.strip(), role=role.strip()),
        replace(
            record(read, only={"signs.law"}),
            messages={MessageKey("signs.law"): MessageDigests("1" * 16, "0123456789012345")},
        ),
        SignOff("12", "0x1", DAY, SHA, "", {}, {"hotline": ContactSnapshot("911", "tel:911", "contact.line.name")}),
    ]
    folder = tmp_path_factory.mktemp("file")
    campaign = replace(small_campaign(), layers=Layers((Layer(folder, "", yamlfile.Mapping("", (0, 0))),)))
    language = registry().language("es")
    path = signoff_path(campaign, language)
    path.parent.mkdir(parents=True)
    path.write_text(signoffs_text(records), encoding="utf-8")
    found = read_signoffs(campaign, language)
    assert list(found) == records
    assert [each.reviewer for each in found] == [each.reviewer for each in records]


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"]), min_size=1, max_size=1))
def test_a_name_has_no_invisible_character(character: str) -> None:
    if character in "\u200c\u200d":
        assert one_line(f"نام{character}ها")
        return
    with pytest.raises(Exception, match="not one line") as caught:
        one_line(f"R{character}07")
    assert type(caught.value).__name__ == "Problem"
    assert unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def test_a_name_is_visible_and_of_120_characters_at_most() -> None:
    assert one_line(f" {'x' * 120} ") == "x" * 120
    assert one_line(12) == "12"
    for wrong in ("x" * 121, "", "  ", "\u200d", "\u200c ", None, 1.5, ["R-07"]):
        with pytest.raises(schema.Problem, match="not one line of at most 120 visible characters"):
            one_line(wrong)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_names_the_place_and_the_problem(small: Path, name: str) -> None:
    data = (BAD / name).read_bytes()
    place, _, message = data.split(b"\n", 1)[0].decode().removeprefix("# error: ").partition(" ")
    (small / "translations" / "es" / "signoff.yaml").write_bytes(data)
    with pytest.raises(ContentError) as caught:
        Session(small).localized("es")
    assert caught.value.exit_code == ExitCode.CONTENT == 3
    assert f"translations/es/signoff.yaml:{place}: " in str(caught.value)
    assert message in str(caught.value)


def test_no_broken_file_is_lost() -> None:
    assert len(FILES) >= 20


# -- products ----------------------------------------------------------------------------------------------------------


def test_of_a_base_words_count_everywhere_and_pages_only_where_they_are_the_same() -> None:
    first = record(now(), only={"signs.law"}, reviewer="R-01")
    whole = record(now(), pages=PAGES, only={"help.danger"}, reviewer="R-02")
    one = replace(record(now(), pages=PAGES, only={"help.danger"}, reviewer="R-03"), products=("card", "poster"))
    words = [replace(each, pages="") for each in (first, whole, one)]
    assert list(inherited([first, whole, one], [])) == words
    assert list(inherited([first, whole, one], ["brochure"])) == [
        *words[:2],
        replace(whole, products=("brochure",), messages={**first.messages, **whole.messages},
                contacts={**first.contacts, **whole.contacts}),
        words[2],
    ]  # fmt: skip
    seen = [each for each in inherited([first, whole, one], ["poster", "brochure"]) if each.pages]
    assert [each.products for each in seen] == [("brochure", "poster"), ("poster",)]
    assert seen[1] == replace(one, products=("poster",))  # what others had read before was not before this reader


def test_a_product_without_records_is_a_draft_only_if_it_lacks_words() -> None:
    spanish = {where: text for where, text in translations().items() if where != "help.danger"}
    standing = standing_after([], now(spanish=spanish))
    lacking, law = MessageKey("help.danger"), MessageKey("signs.law")
    assert standing.of_product(["card"], [law], []).state is State.CHECKED
    assert standing.of_product(["card"], [law, lacking], []).state is State.DRAFT


def test_a_product_read_before_lists_what_has_changed_and_what_is_new() -> None:
    before, law, danger = now(), MessageKey("signs.law"), MessageKey("help.danger")
    after = now(spanish={**translations(), "signs.law": "Una ley del 2000."})
    standing = standing_after([record(before, pages=PAGES)], after)
    changed = standing.of_product(["card"], [law, danger], [])
    assert changed.state is State.STALE
    assert [(change.what, change.new) for change in changed.changes] == [(law, False)]
    assert standing.of_product(["card"], [danger], []).changes == ()
    new = standing_after([record(before, only={"help.danger"})], before)
    assert {change.what: change.new for change in new.unread}[law] is True


def test_a_file_of_every_kind_of_record_is_read_as_it_was_written(small: Path) -> None:
    read = now()
    card = replace(record(read, pages=PAGES, only={"help.call/short"}), products=("card", "poster"), shown=SHA)
    bare = replace(record(read, only=set()), contacts={}, role="reader", day=dt.date(2026, 12, 1))
    text = signoffs_text([card, bare])
    path = signoff_path(small_campaign(), registry().language("es"))
    assert path.relative_to(SMALL).as_posix() == "translations/es/signoff.yaml"
    target = small / path.relative_to(SMALL)
    target.write_text(text, encoding="utf-8")
    assert read_signoffs(Campaign.load(small), registry().language("es")) == (card, bare)
    assert '    products: ["card", "poster"]\n' in text
    assert f"    pages: {PAGES}\n    shown: {SHA}\n" in text
    assert text.count("    messages:\n") == text.count("    contacts:\n") == 1


def test_eight_digits_change_with_the_words_and_the_contacts_in_them() -> None:
    call, hotline = MessageKey("help.call"), MessageKey.of_contact("hotline")
    other = now(with_contact(small_campaign(), "hotline", display="1-888-373-7889"))
    reworded = now(spanish={**translations(), "help.call": "Llame al {hotline} ya."})
    assert re.fullmatch("[0-9a-f]{8}", now().short_digest(call))
    for key in (call, hotline):
        assert other.short_digest(key) != now().short_digest(key)
    assert other.short_digest(MessageKey("signs.law")) == now().short_digest(MessageKey("signs.law"))
    assert reworded.short_digest(call) != now().short_digest(call)
    assert reworded.short_digest(hotline) == now().short_digest(hotline)


def test_a_language_of_which_single_products_were_read_is_none_that_was_read() -> None:
    """New words of other products make it no staler; a change of those that were read does."""
    law = replace(record(now(), pages=PAGES, only={"signs.law"}), products=("card",))
    assert standing_after([law], now()).state is State.CHECKED
    lacking = {where: text for where, text in translations().items() if where != "help.danger"}
    assert standing_after([law], now(spanish=lacking)).state is State.DRAFT
    changed = standing_after([law], now(spanish={**translations(), "signs.law": "Una ley."}))
    assert changed.state is State.STALE
    assert [str(change.what) for change in changed.changes] == ["signs.law"]
    assert (changed.whole, changed.whole_seen, changed.seen) == (False, False, {"card": (("card",), PAGES)})


def test_pages_count_with_the_record_by_which_all_was_read() -> None:
    half = record(now(), pages="1" * 64, only={"signs.law"})
    whole, later = record(now(), pages=PAGES), record(now(), only={"signs.law"})
    assert standing_after([half, whole, later], now()).pages == PAGES
    assert standing_after([half, record(now())], now()).pages == ""
    assert standing_after([half, record(now())], now()).state is State.REVIEWED
