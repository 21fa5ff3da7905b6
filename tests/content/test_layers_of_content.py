"""Campaigns in layers: what counts of the words and contacts of each, and what is an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from edits import edit
from flyers import limits
from flyers.content import starter_folder
from flyers.content.campaign import Campaign
from flyers.content.layers import Layers
from flyers.content.message_key import Form
from flyers.errors import ContentError, MissingToolError
from flyers.translation.registry import Registry
from own_campaigns import OWN_LINE, layer


def test_a_layer_has_only_what_differs(small: Path, tmp_path: Path) -> None:
    words = "messages:\n  signs.law:\n    text: A law of Maine.\n  signs.new:\n    text: A new one.\n"
    maine = Campaign.load(
        layer(tmp_path / "maine", "../small", {"content/contacts.yaml": OWN_LINE, "content/messages/own.yaml": words})
    )
    base = Campaign.load(small)
    assert (maine.id, maine.issue, maine.theme, maine.name) == ("maine", "2026-12", base.theme, base.name)
    assert list(maine.contacts) == list(base.contacts)
    assert maine.contacts["site"].display == "example.org/maine"
    assert maine.contacts["hotline"].display == base.contacts["hotline"].display
    assert list(maine.messages) == [*base.messages, "signs.new"]  # in the place of those that they replace
    assert [id for id, message in maine.messages.items() if maine.is_own(message.source)] == ["signs.law", "signs.new"]
    assert str(maine.messages["signs.law"].source) == "content/messages/own.yaml:2:3"
    assert str(maine.messages["signs.sex"].source).startswith("../small/content/messages/all.yaml:")


def test_new_words_keep_what_the_base_says_of_the_message_but_for_its_other_wordings(
    small: Path, tmp_path: Path
) -> None:
    edit(small / "content/messages/all.yaml", "    priority: 2\n", "    priority: 2\n    most: 40\n    reread: true\n"
         "    said_aloud: true\n    promises: {hotline.hours: always}\n    local: false\n")  # fmt: skip
    words = "messages:\n  help.call: {text: Ring us., note: Ours., most: 30}\n  signs.law: {text: A law of Maine.}\n"
    campaign = Campaign.load(layer(tmp_path / "maine", "../small", {"content/messages/own.yaml": words}))
    base, own = Campaign.load(small).messages["help.call"], campaign.messages["help.call"]
    assert {form: words.text for form, words in own.forms.items()} == {Form.TEXT: "Ring us."}
    assert own.lost == (Form.POSTER, Form.SHORT)
    assert (own.note, own.most, own.forms[Form.TEXT].most) == ("Ours.", 30, 30)
    assert (own.seed, own.icon, own.priority, own.local) == (base.seed, base.icon, 2, False)
    assert (own.reread, own.said_aloud, own.promises) == (True, True, {"hotline.hours": "always"})
    assert campaign.messages["signs.law"].lost == ()
    assert (campaign.added, Campaign.load(small).added) == (frozenset(), frozenset(Campaign.load(small).messages))


def test_new_words_of_a_proper_name_are_a_name_too(small: Path, tmp_path: Path) -> None:
    edit(small / "content/messages/all.yaml", "text: A law of 2000.", "text: Ohio\n    name: state")
    file = {"content/messages/own.yaml": "messages:\n  signs.law: {text: Maine}\n"}
    maine = Campaign.load(layer(tmp_path / "maine", "../small", file)).messages["signs.law"]
    assert (maine.name, maine.forms[Form.TEXT].name) == ("state", "state")
    file = {"content/messages/own.yaml": "messages:\n  signs.law: {text: '**Maine**'}\n"}
    with pytest.raises(ContentError, match=r"^signs\.law → content/messages/own\.yaml:2:21: A proper name has no"):
        Campaign.load(layer(tmp_path / "other", "../small", file))


@pytest.mark.parametrize(
    ("base", "more", "place", "problem"),
    [
        ("../nowhere", "", "3:9", "The base “../nowhere” is not a campaign"),
        ("../maine", "", "3:9", "built on itself: this campaign → this campaign"),
        ("../small", "  languages: [en, fr]\n", "5:14", "The base has no language “fr”"),
        ("../small", "  languages: [en, EN!]\n", "5:19", "“EN!” is not a language tag"),
        ("../small", "  languages: []\n", "5:14", "This list has 0 items"),
        ("../small", "  languages: [en, en]\n", "5:19", "“en” is in this list twice"),
        ("../small", "  source_language: es\n", "5:20", "The messages of the base are in “en”"),
        ("../small", "  name: campaign.nmae\n", "5:9", "There is no message “campaign.nmae”"),
        ("", "  languages: [en]\n", "6:3", "no base to choose languages from"),
    ],
)
def test_what_is_wrong_is_an_error_with_its_line(
    small: Path, tmp_path: Path, base: str, more: str, place: str, problem: str
) -> None:
    folder = layer(tmp_path / "maine", base, more=more)
    if not base:
        shutil.copytree(small, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("campaign.yaml"))
        text = (small / "content/campaign.yaml").read_text(encoding="utf-8")
        (folder / "content/campaign.yaml").write_text(
            text.rstrip().replace("  theme: calm\n", "  theme: calm\n" + more)
        )
    with pytest.raises(ContentError) as caught:
        Registry.load(Campaign.load(folder))
    assert f"content/campaign.yaml:{place}: " in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "contacts:\n"])
@pytest.mark.parametrize("path", ["content/contacts.yaml", "content/messages/own.yaml"])
def test_a_file_that_says_nothing_does_not_stand_for_that_of_the_base(
    small: Path, tmp_path: Path, path: str, text: str
) -> None:
    """An editor or a full disk had emptied it, and another coalition's number and name would have been printed."""
    folder = layer(tmp_path / "maine", "../small", {path: text})
    with pytest.raises(ContentError, match=rf"^{path}:1:1: This file says nothing\. Restore it, or delete it\.$"):
        Campaign.load(folder)


def test_an_installation_without_the_starter_is_told_so(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    assert starter_folder() == root
    monkeypatch.setattr("flyers.content.CAMPAIGN_FILE", "content/none.yaml")
    with pytest.raises(MissingToolError, match=r"The starter campaign is missing from this installation\. Install"):
        starter_folder()


def test_a_circle_of_two_and_a_missing_id_are_errors(small: Path, tmp_path: Path) -> None:
    layer(tmp_path / "one", "../two")
    layer(tmp_path / "two", "../one")
    with pytest.raises(ContentError, match=r"^\.\./two/content/campaign\.yaml:3:9: .*this campaign → \.\./two → "):
        Layers.of(tmp_path / "one")
    folder = layer(tmp_path / "maine", "../small")
    (folder / "content/campaign.yaml").write_text("campaign:\n  base: ../small\n", encoding="utf-8")
    with pytest.raises(ContentError, match="The key “id” is missing"):
        Campaign.load(folder)


def test_campaigns_are_built_on_each_other_to_a_limit(tmp_path: Path) -> None:
    for number in range(limits.BASES + 2):
        base = f"{{base: ../{number - 1}}}" if number else "{id: first}"
        file = tmp_path / f"{number}/content/campaign.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(f"campaign: {base}\n", encoding="utf-8")
    layers = Layers.of(tmp_path / str(limits.BASES))
    assert [layer.folder.name for layer in layers] == [str(number) for number in range(limits.BASES, -1, -1)]
    assert (layers.own.name, layers.bases[-1].name) == ("", "../0")
    with pytest.raises(ContentError) as caught:
        Layers.of(tmp_path / str(limits.BASES + 1))
    assert str(caught.value).startswith(f"../1/content/campaign.yaml:1:18: More than {limits.BASES} campaigns are")


def test_a_fault_in_the_base_is_named_where_it_is(small: Path, tmp_path: Path) -> None:
    folder = layer(tmp_path / "maine", "../small")
    with (small / "content/contacts.yaml").open("a", encoding="utf-8") as file:
        file.write("    colour: blue\n")
    with pytest.raises(ContentError, match=r"^\.\./small/content/contacts\.yaml:\d+:5: The key “colour”"):
        Campaign.load(folder)
