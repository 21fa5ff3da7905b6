"""The steps of copy-fitting, on the real card with longer and longer texts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.errors import ExitCode, OversetError, Source
from flyers.layout import fit as fitting
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.compose import compose
from flyers.layout.fit import BEFORE_SHORTER_FORMS, STEPS, STEPS_OF_HEIGHT, all_fit, attempt, fit, restored
from flyers.layout.layout_files import load_layout
from flyers.layout.model import Face, Panel, Role
from flyers.layout.setting import Rung, Setting
from flyers.page.document import Box, Document, TextLine
from flyers.pipeline.session import Session
from flyers.translation.localization import Localization

HERE = Source("layout.yaml")


def stretched(localized: Localization, message: str, times: int) -> Localization:
    """The same content with one message's words repeated; a contact in them is marked where it stands first."""
    key = MessageKey.parse(message)
    rich = localized.texts[key]
    longer = replace(rich, text=" ".join([rich.text] * times))
    return replace(localized, texts={**localized.texts, key: longer})


def lines(document: Document) -> list[TextLine]:
    return [item for page in document.pages for item in page.items if isinstance(item, TextLine)]


def boxes(document: Document, page: int = 0) -> list[Box]:
    """Return the boxes across a whole page."""
    items = document.pages[page].items
    return [item for item in items if isinstance(item, Box) and item.width > document.pages[page].width]


def card(session: Session, localized: Localization) -> Document:
    return compose(localized, session.layout("wallet-card"), session.theme, session.typesetter, session.pictures)


def test_text_that_fits_is_set_at_the_aim(session: Session) -> None:
    layout = session.layout("wallet-card")
    sizes = card(session, session.localized("en")).sizes
    assert sizes["headline"] == layout.roles["headline"].aim["latin"]


def test_longer_text_makes_all_text_of_a_role_smaller(session: Session) -> None:
    document = card(session, stretched(session.localized("en"), "contact.text-line", 8))
    assert document.sizes["body"] < session.layout("wallet-card").roles["body"].aim["latin"]
    for role in ("headline", "heading", "body", "urgent"):
        lines = [i for page in document.pages for i in page.items if isinstance(i, TextLine) and i.role == role]
        assert len({line.size for line in lines}) == 1, role


@pytest.mark.parametrize(("tag", "text", "times"), [("en", "contact.text-line", 9), ("km", "qr.hotline/short", 3)])
def test_a_headline_keeps_its_words_if_shorter_ones_make_no_room(
    session: Session, tag: str, text: str, times: int
) -> None:
    """The headline stands in a band of its own, which is no lower for shorter words."""
    document = card(session, stretched(session.localized(tag), text, times))
    role = session.layout("wallet-card").roles["body"]
    size = session.registry.language(tag).size_class
    assert document.sizes["body"] < role.aim[size]
    assert {str(line.message) for line in lines(document) if line.message.id == "card.headline"} == {"card.headline"}
    assert document.omissions == ()


@pytest.mark.parametrize("product", ["wallet-card", "brochure", "poster-detail", "sticker-4x6"])
@pytest.mark.parametrize("tag", ["ur", "my", "km", "fr", "ps"])
def test_no_form_is_shorter_without_need(session: Session, product: str, tag: str) -> None:
    """With any one of its full texts back, at the same sizes, a product that has shorter forms is too full."""
    setting = Setting(
        session.localized(tag), session.layout(product), session.theme, session.typesetter, session.pictures, Rung()
    )
    good = restored(fit(setting))
    rung = good.setting.rung
    assert good.fits
    for path, level in rung.shorter.items():
        for longer in range(level):
            tried = good.setting.on_rung(shorter={**rung.shorter, path: longer})
            assert not attempt(tried).fits, path


def test_bands_are_no_lower_than_text_above_its_floor_needs(session: Session) -> None:
    document = card(session, stretched(session.localized("en"), "contact.text-line", 9))
    light = next(box for box in boxes(document) if box.colour == "accent")
    assert 56.02 < light.y < 70
    assert [round(box.height, 2) for box in boxes(document, 1) if box.colour == "night"] == [23.04], "the other side"


@pytest.mark.parametrize(("product", "message", "times"), [
    ("poster", "contact.text-line", 9), ("poster", "help.danger", 9), ("sticker-4x6", "help.danger", 9),
    ("image-square", "contact.coalition.name", 6), ("wallet-card", "contact.text-line", 9),
])  # fmt: skip  # several cases to a line
def test_bands_are_as_high_as_the_role_that_gives_way_last_can_keep_its_aim(
    session: Session, product: str, message: str, times: int
) -> None:
    localized, layout = stretched(session.localized("en"), message, times), session.layout(product)
    good = fit(Setting(localized, layout, session.theme, session.typesetter, session.pictures, Rung())).setting
    squeezes = (*[round(STEPS * BEFORE_SHORTER_FORMS) / STEPS] * (len(layout.size_groups) - 1), 0.0)
    assert good.rung.loose
    assert good.rung.squeezes[-1] == 0.0
    for steps in (0, -1):
        loose = {panel: share + steps / STEPS_OF_HEIGHT for panel, share in good.rung.loose.items()}
        assert all_fit(good.on_rung(squeezes=squeezes, loose=loose)) is (steps == 0)


@pytest.mark.parametrize(("least", "size", "height"), [(0, 0, 48), (4, 4, 44), (7, 7, 41), (15, 14, 64)])
def test_bands_are_lower_before_the_last_role_is_smaller(
    monkeypatch: pytest.MonkeyPatch, least: int, size: int, height: int
) -> None:
    """Type of *least* steps down fits in the lowest bands; each further step saves a step of the bands' height."""
    tried: list[tuple[int, int]] = []

    def all_fit(rung: dict[str, Any]) -> bool:
        *others, last = (round(squeeze * STEPS) for squeeze in rung["squeezes"])
        assert others == [14, 14]
        (steps,) = {round(loose * STEPS_OF_HEIGHT) for loose in rung["loose"].values()}
        tried.append((last, steps))
        return last >= least and last + steps >= 48

    monkeypatch.setattr(fitting, "all_fit", all_fit)
    layout = SimpleNamespace(size_groups=("body", "sign", "headline"))
    last: Any = SimpleNamespace(setting=SimpleNamespace(layout=layout, on_rung=dict), overfull={"front", "back"})
    assert fitting._least_looseness(last) == dict.fromkeys(("back", "front"), height / STEPS_OF_HEIGHT)
    assert max(step for step, _ in tried) <= 14
    assert (size, height) in tried


def test_a_list_without_room_drops_the_items_of_the_lowest_priority_and_reports_them(session: Session) -> None:
    localized = session.localized("en")
    for message in session.campaign.groups["signs"].members:
        localized = stretched(stretched(localized, f"{message}/poster", 3), f"{message}/short", 3)
    document = session.composed(localized, session.layout("poster"))
    lines = [i for p in document.pages for i in p.items if isinstance(i, TextLine)]
    signs = {line.message for line in lines if line.message.id in session.campaign.groups["signs"].members}
    shown = {message.id for message in signs}
    omitted = {each.message.id for each in document.omissions} & set(session.campaign.groups["signs"].members) - shown
    assert len(signs) >= 4
    assert len(signs) + len(omitted) == 13
    worst_shown = max(session.campaign.message(message.id).priority for message in signs)
    best_omitted = min(session.campaign.message(message).priority for message in omitted)
    assert worst_shown < best_omitted


@pytest.mark.parametrize(("tag", "columns"), [("es", 1), ("my", 1), ("so", 1), ("ur", 2)])
def test_signs_are_in_two_columns_only_where_a_sign_a_line_has_no_room(
    session: Session, tag: str, columns: int
) -> None:
    """Four lines of Nastaliq are higher than the card; all other scripts keep a sign a line."""
    document = card(session, session.localized(tag))
    signs = [line for line in lines(document) if line.role == "sign"]
    assert len({line.message for line in signs}) == 4
    assert len({round(line.x if tag != "ur" else line.x + line.ink[2]) // 20 for line in signs}) == columns


def test_a_list_goes_to_its_other_way_before_it_drops_an_item(session: Session) -> None:
    """Beside a box for something local a sign a line would leave three of the four on the Spanish card."""
    layout = replace(session.layout("wallet-card"), local="box")
    document = session.composed(session.localized("es"), layout)
    signs = [line for line in lines(document) if line.role == "sign"]
    assert len({line.message for line in signs}) == 4
    assert len({round(line.x) for line in signs}) == 2


def test_an_optional_text_without_room_is_left_out_and_reported(session: Session, tmp_path: Path) -> None:
    text = (session.folder / "content/layouts/wallet-card.yaml").read_text(encoding="utf-8")
    file = tmp_path / "wallet-card.yaml"
    file.write_text(re.sub("(message: contact.text-line, )", r"\1optional: true, ", text), encoding="utf-8")
    layout = load_layout(
        session.campaign, "wallet-card", session.theme, set(session.languages()), lambda _: yamlfile.load(file)
    )
    for times, left_out in ((1, []), (20, ["contact.text-line"])):
        localized = stretched(session.localized("en"), "contact.text-line", times)
        document = compose(localized, layout, session.theme, session.typesetter, session.pictures)
        assert [omission.message.id for omission in document.omissions] == left_out
        assert all(omission.reason == "left out: there is no room for it" for omission in document.omissions)


def test_the_error_for_text_that_cannot_fit_names_block_message_and_excess(session: Session) -> None:
    with pytest.raises(OversetError, match=r"front.*pt too high.*card\.headline") as caught:
        card(session, stretched(stretched(session.localized("en"), "card.headline", 30), "card.headline/short", 30))
    assert caught.value.exit_code is ExitCode.LAYOUT
    assert "wallet-card.yaml" in str(caught.value)


def with_words(localized: Localization, **words: str) -> Localization:
    """The same content with other words in some messages, such as ``card_headline``."""
    keys = {MessageKey.parse(name.replace("_", ".", 1).replace("_", "/")): text for name, text in words.items()}
    texts = {key: replace(localized.texts[key], text=text, spans=()) for key, text in keys.items()}
    return replace(localized, texts={**localized.texts, **texts})


def test_the_error_for_a_word_wider_than_its_column_quotes_the_word_and_names_its_block(session: Session) -> None:
    with pytest.raises(OversetError, match=r"“W+…” cannot be broken") as caught:
        card(session, with_words(session.localized("en"), help_danger="W" * 90))
    path, *words = caught.value.trail
    assert (path.partition("/")[0], words) == ("back", ["en", "help.danger"])
    assert caught.value.source is not None
    assert caught.value.source.path.endswith("help.yaml")


def test_a_word_wider_than_its_column_leaves_the_shorter_form(session: Session) -> None:
    document = card(session, with_words(session.localized("en"), card_headline="W" * 60))
    assert {str(line.message) for line in lines(document) if line.message.id == "card.headline"} == {
        "card.headline/short"
    }
    assert [str(omission.message) for omission in document.omissions] == ["card.headline"]
    assert document.sizes["headline"] == session.layout("wallet-card").roles["headline"].aim["latin"]


def test_a_brochure_in_nastaliq_keeps_every_message(session: Session) -> None:
    document = compose(
        session.localized("ur"), session.layout("brochure"), session.theme, session.typesetter, session.pictures
    )
    printed = {i.message.id for page in document.pages for i in page.items if isinstance(i, TextLine)}
    for group in ("signs", "questions", "definition", "places", "coercion", "help"):
        assert set(session.campaign.groups[group].members) <= printed, group


@pytest.mark.parametrize(("room", "step"), [(0.0, 0), (0.5, 1), (4.0, 8), (5.9, 12), (8.0, None)])
@pytest.mark.parametrize("shared", [False, True])
def test_words_come_back_in_type_as_large_as_has_room(
    session: Session, monkeypatch: pytest.MonkeyPatch, room: float, step: int | None, shared: bool
) -> None:
    """The long form in its whole size, or in the steps that other things are above their floor, if it alone has them."""
    usual = session.layout("wallet-card")
    sizes, floors = (dict.fromkeys(("latin", "other", "nastaliq"), size) for size in (16.0, 8.0))
    roles = {name: Role(name, sizes, floors) for name in ("loud", "small")}
    loud = TextBlock(source=HERE, path="front/a", message="card.headline", role="loud", shorter=("short",))
    other = TextBlock(source=HERE, path="front/b", message="help.danger", role="loud" if shared else "small")
    panel = Panel("front", 0.0, content=ColumnBlock(source=HERE, path="front", children=(loud, other)))
    faces = (Face("front", "paper", (panel,)),)
    layout = replace(usual, faces=faces, roles=roles, give_way=(("loud",),), reading=("front",), width=900.0)
    whole = Setting(session.localized("en"), layout, session.theme, session.typesetter, session.pictures, Rung())
    start = whole.on_rung(shorter={"front/a": 1}, squeezes=(0.0, 0.0))
    assert layout.size_groups == (frozenset({"small"}), frozenset({"loud"}))
    tried: list[Rung] = []

    def fits(setting: Setting) -> bool:
        """Each step of the loud type saves half a point of the *room* that its full words lack."""
        tried.append(setting.rung)
        return setting.rung.shorter["front/a"] == 1 or setting.rung.squeezes[1] * 8 >= room

    monkeypatch.setattr(fitting, "all_fit", fits)
    found = restored(attempt(start)).setting.rung
    if step is None or (shared and step):
        assert found == start.rung
    else:
        assert (found.shorter, found.squeezes) == ({"front/a": 0}, (0.0, step / STEPS))
    assert {rung.shorter["front/a"] for rung in tried} == {0}
    assert max(rung.squeezes[1] for rung in tried) <= 0.75
    assert {rung.squeezes[0] for rung in tried} == {0.0}
    assert [rung.squeezes[1] for rung in tried] == sorted(rung.squeezes[1] for rung in tried)
    if shared:
        assert [rung.squeezes[1] for rung in tried] == [0.0]
