"""Parts of the reader's proof: leader lines and numbers, remarks, transliteration, rows."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content.contacts import ContactKind
from flyers.content.markup import SpanKind
from flyers.content.message_key import MessageKey
from flyers.publish.reader_proof.page_style import NOTE
from flyers.publish.reader_proof.pictures import APART, Target, callouts, spread
from flyers.publish.reader_proof.rows import (
    Occurrence,
    PrintedText,
    _transform,
    available,
    by_message,
    quoted,
    remarks,
    rows_of,
    transliterated,
)

heights = st.lists(st.floats(0, 500, allow_nan=False), max_size=25).map(sorted)


@given(heights)
def test_numbers_are_spread_in_order_and_inside_the_window(wanted):
    placed = spread(wanted, 17, 0, 500)
    assert len(placed) == len(wanted)
    assert all(after - before >= 17 - 1e-6 for before, after in pairwise(placed))
    assert all(-1e-6 <= place <= 500 + 1e-6 for place in placed)


@given(heights)
def test_numbers_with_enough_room_are_not_moved(wanted):
    roomy = [place for index, place in enumerate(wanted) if index == 0 or place - wanted[index - 1] >= 17]
    if all(after - before >= 17 for before, after in pairwise(roomy)):
        assert spread(roomy, 17, 0, 500) == pytest.approx(roomy)


@given(heights, st.data())
def test_no_other_spread_is_nearer_to_the_wanted_places(wanted, data):
    placed = spread(wanted, 17, 0, 500)

    def cost(places):
        return sum((a - b) ** 2 for a, b in zip(places, wanted, strict=True))

    # Any other arrangement that keeps the distances: from free steps of at least 17, moved anywhere inside.
    steps = data.draw(st.lists(st.floats(17, 40), min_size=len(wanted), max_size=len(wanted)))
    other = [sum(steps[: index + 1]) - 17 for index in range(len(wanted))]
    if other and other[-1] <= 500:
        shift = data.draw(st.floats(-other[0], 500 - other[-1]))
        assert cost(placed) <= cost([place + shift for place in other]) + 1e-6


def test_too_many_numbers_share_the_room():
    assert spread([5, 5, 5], 300, 0, 500) == [0, 250, 500]


WINDOW = (0.0, 0.0, 200.0, 300.0)


def target(number, left, bottom, right, top):
    return Target(number, (left, bottom, right, top), ((left, bottom, right, top),))


def one(*targets, others=(), marks=(), start="left"):
    return {each.number: each for each in callouts(targets, others, marks, WINDOW, start)}


def test_a_leader_line_comes_from_the_side_where_texts_start():
    assert one(target(1, 20, 100, 180, 110))[1].leader.side == "left"
    assert one(target(1, 20, 100, 180, 110), start="right")[1].leader.side == "right"


def test_a_leader_line_runs_through_the_middle_of_small_letters_where_it_can():
    assert one(target(1, 20, 100, 180, 110))[1].leader.points == ((0.0, 104.5), (18.0, 104.5))
    # Something stands in its way at that height: the nearest other one is taken.
    dot = (5, 104.3, 10, 104.7)
    assert one(target(1, 20, 100, 180, 110), others=[dot])[1].leader.points == ((0.0, 103.0), (18.0, 103.0))


def test_a_leader_line_comes_from_the_other_side_if_a_text_is_in_its_way():
    found = one(target(1, 20, 100, 90, 110), target(2, 110, 100, 180, 110))
    assert (found[1].leader.side, found[2].leader.side) == ("left", "right")


def test_a_leader_line_ends_at_the_bullet_of_its_item():
    way = one(target(1, 40, 100, 180, 110), marks=[(20, 99, 32, 111)])[1].leader
    assert way.points[-1][0] == pytest.approx(18)


def test_a_leader_line_makes_a_detour_through_white():
    found = one(target(1, 10, 100, 60, 110), target(2, 75, 100, 125, 110), target(3, 140, 100, 190, 110))
    way = found[2].leader
    assert len(way.points) > 2
    assert not any(
        box[0] < stroke[2] and box[2] > stroke[0] and box[1] < stroke[3] and box[3] > stroke[1]
        for stroke in way.strokes
        for box in [(10, 100, 60, 110), (140, 100, 190, 110)]
    )


@pytest.mark.parametrize(
    ("wall", "start", "points"),
    [
        # Above the text, as little as that allows, and down to it behind its first letter.
        ((5, 90, 20, 110), "left", ((0.0, 111.8), (43.0, 111.8), (43.0, 111.0))),
        ((5, 90, 20, 111), "left", ((0.0, 112.6), (43.0, 112.6), (43.0, 111.0))),
        ((5, 90, 20, 112), "left", ((0.0, 113.6), (43.0, 113.6), (43.0, 111.0))),
        ((5, 90, 20, 113), "left", ((0.0, 115.0), (43.0, 115.0), (43.0, 111.0))),
        ((180, 90, 190, 110), "right", ((200.0, 111.8), (157.0, 111.8), (157.0, 111.0))),
        # From the other side, where that is shorter than a line that goes round.
        ((5, 90, 20, 300), "left", ((200.0, 104.5), (162.0, 104.5))),
    ],
)
def test_a_leader_line_goes_over_what_is_before_its_text(wall, start, points):
    assert one(target(1, 40, 100, 160, 110), others=[wall], start=start)[1].leader.points == points


@pytest.mark.parametrize(("left", "side"), [(88, "left"), (89, "right")])
def test_a_line_from_the_other_side_is_at_least_forty_points_shorter(left, side):
    assert one(target(1, left, 100, 152, 110))[1].leader.side == side


@pytest.mark.parametrize(("right", "points"), [(174, 3), (176, 2)])
def test_a_line_over_a_wall_costs_two_bends(right, points):
    """To go over it is 63.1 points, and 40 more than what is left at the other side would be 64 or 62."""
    assert len(one(target(1, 40, 100, right, 110), others=[(5, 90, 20, 110)])[1].leader.points) == points


@pytest.mark.parametrize(
    ("bullet", "height", "end"),
    [
        ((20, 99, 32, 111), 104.5, 18.0),
        ((2, 99, 6, 111), 104.5, 0.0),  # 34 points before the text
        ((20, 105.6, 32, 111), 104.5, 18.0),  # which begins 1.1 points above the line
        ((20, 90, 32, 103.4), 104.5, 18.0),  # or ends so far below it
        # What is further above or below is its bullet at another height, where the line is much shorter.
        ((20, 105.7, 32, 111), 106.0, 18.0),
        ((20, 90, 32, 103.3), 103.0, 18.0),
    ],
)
def test_a_bullet_is_that_of_the_text_near_it_on_the_same_line(bullet, height, end):
    leader = one(target(1, 40, 100, 180, 110), marks=[bullet])[1].leader
    assert leader.points == ((0.0, height), (end, height))
    left, bottom, right, top = bullet
    turned = one(target(1, 20, 100, 160, 110), marks=[(200 - right, bottom, 200 - left, top)], start="right")
    assert turned[1].leader.points == ((200.0, height), (200 - end, height))


@pytest.mark.parametrize("bullet", [(1.5, 98, 5.5, 112), (20, 98, 41, 112)])
def test_a_bullet_far_from_a_text_or_in_it_is_not_its_own_and_in_the_way(bullet):
    leader = one(target(1, 40, 100, 190, 110), marks=[bullet])[1].leader
    assert (leader.side, len(leader.points)) == ("right", 2)


@pytest.mark.parametrize(("dot", "free"), [((5, 105.7, 10, 106), True), ((5, 105.5, 10, 106), False)])
def test_a_line_passes_what_is_more_than_a_point_away(dot, free):
    height = one(target(1, 20, 100, 180, 110), others=[dot])[1].leader.height
    assert (height == 104.5) == free


@pytest.mark.parametrize(("top", "reached"), [(192.3, True), (192.5, False)])
def test_a_detour_is_at_most_ninety_points_high(top, reached):
    """Between walls that reach from far below to *top*, whose white begins 1.1 points above."""
    walls = [(10, 0, 60, top), (140, 0, 190, 300)]
    assert (len(one(target(1, 90, 100, 110, 110), others=walls)[1].leader.points) > 1) == reached


def test_a_detour_stays_in_the_picture():
    walls = [(10, 0, 60, 295), (140, 0, 190, 300)]
    assert len(one(target(1, 90, 270, 110, 280), others=walls)[1].leader.points) > 1
    walls = [(10, 0, 60, 299), (140, 0, 190, 300)]
    assert len(one(target(1, 90, 270, 110, 280), others=walls)[1].leader.points) == 1


@pytest.mark.parametrize(
    ("walls", "points"),
    [
        ([], ((0.0, 78.5), (88.0, 78.5), (88.0, 104.5))),
        ([(86, 0, 92, 98)], ((0.0, 78.5), (84.0, 78.5), (84.0, 104.5), (88.0, 104.5))),
        ([(83, 0, 92, 98)], ((0.0, 78.5), (80.0, 78.5), (80.0, 104.5), (88.0, 104.5))),
    ],
)
def test_a_leader_line_that_finds_no_short_way_comes_up_before_its_text(walls, points):
    """Straight before it, or as far aside as there is room."""
    both = [(5, 80, 20, 200), (150, 80, 160, 300)]
    assert one(target(1, 90, 100, 110, 110), others=[*both, *walls])[1].leader.points == points


def test_a_text_that_cannot_be_reached_has_its_number_at_the_edge():
    walls = [(10, 0, 60, 300), (140, 0, 190, 300)]
    way = one(target(1, 80, 100, 120, 110), others=walls)[1].leader
    assert way.points == ((0.0, pytest.approx(104.5)),)


def test_numbers_of_neighbours_do_not_collide():
    found = one(*(target(number, 20, 100 + 8 * number, 150, 106 + 8 * number) for number in range(8)))
    places = sorted(each.y for each in found.values())
    assert min(after - before for before, after in pairwise(places)) >= APART - 1e-6


HEAD = """\
# Spanish translation of “Know the signs”.
#
# - Terms: hotline = "línea". signs.minor says "sexo
# pagado"; nothing else.
# - Doubts: (1) "tratante" may be new; (2) "amistad" in
# card.headline/short; (3) see e.g. example.org, no message.
# DRAFT: not reviewed by a native reader.
"""


def test_remarks_are_paragraphs_without_title_and_draft_mark():
    first, second = remarks(HEAD)
    assert first == 'Terms: hotline = "línea". signs.minor says "sexo pagado"; nothing else.'
    assert second.startswith("Doubts: (1)")
    assert second.endswith("no message.")


def test_remarks_go_to_the_texts_that_they_name():
    named = ["signs.minor", "signs.minor/short", "card.headline", "card.headline/short"]
    found = {str(key): about for key, about in by_message(remarks(HEAD), map(MessageKey.parse, named)).items()}
    assert set(found) == {"signs.minor", "signs.minor/short", "card.headline/short"}
    assert found["card.headline/short"] == ['"amistad" in card.headline/short']
    assert "sexo pagado" in found["signs.minor/short"][0]


def test_words_in_another_script_are_marked_with_their_language(session):
    arabic = session.registry.language("ar")
    rich, style = quoted("Hotline: الخط الساخن (short: الخط), é", NOTE, arabic)
    assert style.leading == max(NOTE.leading, arabic.leading)
    assert quoted("Hotline", NOTE, arabic)[1] == NOTE
    assert [rich.text[span.start : span.end] for span in rich.spans] == ["الخط الساخن", "الخط"]
    assert {(span.kind, span.value) for span in rich.spans} == {(SpanKind.FOREIGN, "ar")}


@pytest.mark.parametrize(
    ("text", "script", "language", "latin"),
    [
        ("Москва", "Cyrl", "ru", "Moskva"),
        ("नमस्ते", "Deva", "hi", "namastē"),
        ("中国。", "Hani", "zh-Hans", "zhōng guó."),
        ("한국", "Hang", "ko", "hangug"),
        ("سلام", "Arab", "ar", "slam"),
        ("\u2066911\u2069 ہیں", "Arab", "ur", "911 hyn"),
        ("ሰላም", "Ethi", "am", "salām"),
    ],
)
def test_texts_are_transliterated(text, script, language, latin):
    assert available(script, language)
    assert transliterated(text, script, language) == latin


@pytest.mark.parametrize(("script", "language"), [("Latn", "es"), ("Khmr", "km"), ("Laoo", "lo")])
def test_scripts_without_a_transform_are_not_transliterated(script, language):
    assert not available(script, language)
    assert transliterated("x", script, language) == ""


def test_a_transform_that_icu_does_not_have_is_named():
    with pytest.raises(LookupError, match="ICU has no transform “xx-yy”"):
        _transform("xx-yy")


def test_a_transliteration_has_no_letter_of_the_script(session):
    for tag in ("ar", "ur", "th", "hi", "am"):
        script = session.registry.language(tag).script
        for rich in session.localized(tag, allow_untranslated=True).texts.values():
            sound = transliterated(rich.text, script, tag)
            odd = [c for c in sound if unicodedata.category(c)[0] == "L" and not _is_latin(c)]
            assert odd == [], rich.message
            assert "\u25cc" not in sound


def _is_latin(character: str) -> bool:
    return unicodedata.name(character).startswith(("LATIN", "MODIFIER", "SUPERSCRIPT"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ContactKind.PHONE, "Phone number, Hotline"),
        (ContactKind.TEXT, "Number for text messages, Hotline"),
        (ContactKind.WEB, "Web address, Hotline"),
        (ContactKind.MAIL, "E-mail address, Hotline"),
    ],
)
def test_a_contact_is_called_what_it_is(kind, words):
    contact = SimpleNamespace(kind=kind, name="hotline.name", display="help@example.org")
    localized = SimpleNamespace(contact=lambda _: contact, plain=lambda _: "Hotline")
    text = PrintedText(1, MessageKey.of_contact("hotline"), (Occurrence(0, 0, (), ()),))
    document = SimpleNamespace(product="wallet-card", pages=("one",))
    (row,) = rows_of([text], [document], localized, localized, {})
    assert (row.english, row.exact, row.where) == (words, "help@example.org", "Wallet card")
