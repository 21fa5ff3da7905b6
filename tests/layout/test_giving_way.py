"""Roles give way in the order of the layout: small print first, the headline and the number last."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.errors import LayoutError
from flyers.layout.compose import compose
from flyers.layout.fit import STEPS, least_squeezes
from flyers.layout.layout_files import load_layout
from flyers.page.document import Box, Document, Shape, TextLine
from flyers.pipeline.session import Session
from flyers.translation.localization import Localization

Composed = Callable[[str, str], Document]
SCRIPTS = ["en", "es", "ar", "ps", "hi", "zh-Hans", "km", "my", "th"]

gains = st.lists(st.integers(0, 30), min_size=1, max_size=5)
lowests = st.sampled_from([0.75, 0.9, 1.0])


@given(gains=gains, needed=st.integers(0, 3000), lowest=lowests)
def test_a_group_gives_way_only_when_those_before_it_gave_all(gains: list[int], needed: int, lowest: float) -> None:
    """Where every group gains room for the same text, as in one panel."""

    def fits(squeezes: tuple[float, ...]) -> bool:
        return sum(gain * squeeze * STEPS for gain, squeeze in zip(gains, squeezes, strict=True)) >= needed

    found = least_squeezes(len(gains), lowest, fits)
    bottom = round(STEPS * lowest) / STEPS
    if not fits((bottom,) * len(gains)):
        assert found == (bottom,) * len(gains)
        return
    assert fits(found)
    last = max((group for group, squeeze in enumerate(found) if squeeze), default=-1)
    if last >= 0:
        assert not fits((*(bottom for _ in range(last)), *(0.0 for _ in found[last:]))), "the last one had to give way"
    for group, squeeze in enumerate(found):
        if squeeze:
            assert not fits((*found[:group], squeeze - 1 / STEPS, *found[group + 1 :])), "no group gives for nothing"


@given(needs=st.lists(st.integers(0, STEPS), min_size=1, max_size=5))
def test_a_group_that_is_too_large_for_its_own_room_costs_the_others_nothing(needs: list[int]) -> None:
    def fits(squeezes: tuple[float, ...]) -> bool:
        return all(squeeze * STEPS >= need for squeeze, need in zip(squeezes, needs, strict=True))

    assert least_squeezes(len(needs), 1.0, fits) == tuple(need / STEPS for need in needs)


def changed(localized: Localization, message: str, text: str) -> Localization:
    key = MessageKey.parse(message)
    return replace(localized, texts={**localized.texts, key: replace(localized.texts[key], text=text, spans=())})


def poster(session: Session, localized: Localization) -> Document:
    return compose(localized, session.layout("poster"), session.theme, session.typesetter, session.pictures)


def test_a_long_word_in_the_headline_leaves_the_other_roles_alone(session: Session) -> None:
    usual = poster(session, session.localized("en")).sizes
    found = poster(session, changed(session.localized("en"), "poster.headline", "Unquestionably wrong?")).sizes
    assert found["headline"] < usual["headline"]
    assert {**found, "headline": usual["headline"]} == usual


def test_long_signs_leave_the_headline_and_the_number_alone(session: Session) -> None:
    localized = session.localized("en")
    usual = poster(session, localized).sizes
    for message in session.campaign.groups["signs"].members:
        localized = changed(localized, f"{message}/short", "Often with someone who seems to be in control")
    found = poster(session, localized).sizes
    assert found["sign"] < usual["sign"]
    assert [found[role] for role in ("headline", "number")] == [usual[role] for role in ("headline", "number")]


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_poster_has_its_bands_and_its_number_in_every_language(composed: Composed, tag: str) -> None:
    document = composed("poster", tag)
    (page,) = document.pages
    across = [item for item in page.items if isinstance(item, Box) and item.width > page.width]
    light, footer = (next(box for box in across if box.colour == colour) for colour in ("accent", "tint"))
    assert (round(light.y, 1), round(footer.y + footer.height, 1)) == pytest.approx(
        (302.4, 96.5), abs=3 if tag in ("km", "my") else 0.1
    )
    assert document.sizes["number"] == 96
    assert document.sizes["headline"] >= (60 if tag in ("en", "es", "ps", "hi", "zh-Hans", "km") else 45)
    signs = {line.message for line in page.items if isinstance(line, TextLine) and line.role == "sign"}
    assert len(signs) == 5


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_handset_is_as_high_as_the_figures_of_the_short_line_beside_it(composed: Composed, tag: str) -> None:
    (page,) = composed("poster", tag).pages
    first, second = (item for item in page.items if isinstance(item, TextLine) and item.role == "number")
    handset = max((item for item in page.items if isinstance(item, Shape) and item.name == "phone"), key=top)
    assert first.y - 1 < bottom(handset)
    assert top(handset) < first.y + 0.73 * first.size
    assert top(handset) - bottom(handset) > 0.5 * first.size, "in a square as high as the figures"
    left, right = across(handset)
    assert right < first.x + first.ink[0] if tag == "en" else left > first.x + first.ink[2], "where one begins to read"
    assert second.x + second.ink[0] - 1 < left < right < second.x + second.ink[2] + 1, "one block with the digits"
    assert second.ink[2] - second.ink[0] > first.ink[2] - first.ink[0]


def top(shape: Shape) -> float:
    return max(float(y) for step in shape.path for y in step[2::2])


def bottom(shape: Shape) -> float:
    return min(float(y) for step in shape.path for y in step[2::2])


def across(shape: Shape) -> tuple[float, float]:
    xs = [float(x) for step in shape.path for x in step[1::2]]
    return min(xs), max(xs)


@pytest.mark.parametrize(
    ("order", "fault"),
    [
        ("[body, [imprint, titel]]", "There is no role “titel”"),
        ("[body, [imprint, body]]", "“give_way” names the role “body” twice"),
        ("[{body: 1}]", "This is not a role, nor a list of roles"),
    ],
)
def test_an_order_of_roles_that_do_not_exist_is_an_error(
    session: Session, tmp_path: Path, order: str, fault: str
) -> None:
    text = (session.folder / "content/layouts/sticker-4x6.yaml").read_text(encoding="utf-8")
    file = tmp_path / "sticker-4x6.yaml"
    file.write_text(re.sub(r"\ngive_way: .*\n", f"\ngive_way: {order}\n", text), encoding="utf-8")
    with pytest.raises(LayoutError, match=fault):
        load_layout(session.campaign, "sticker-4x6", session.theme, {"en"}, lambda _: yamlfile.load(file))
