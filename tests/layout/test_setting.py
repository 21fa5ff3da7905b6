"""What a setting gives blocks: sizes between aim and floor, types, forms, conditions, and what a layout says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.errors import Source
from flyers.layout.block import Gap, Insets, When
from flyers.layout.blocks.containers import ColumnBlock, CopiesBlock, RowBlock
from flyers.layout.blocks.graphics import SpaceBlock
from flyers.layout.blocks.texts import TextBlock
from flyers.layout.compose import lowered_bands
from flyers.layout.finishing import FinishLine
from flyers.layout.model import Face, Layout, Panel, Role, walk, with_second_language
from flyers.layout.setting import Rung, Setting
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")


def by_script(latin: float, other: float, nastaliq: float) -> dict[str, float]:
    return {"latin": latin, "other": other, "nastaliq": nastaliq}


BODY = Role("body", by_script(12.0, 14.0, 16.0), by_script(7.0, 8.0, 9.0))
SMALL = replace(BODY, name="small")


def text(name: str = "card.headline", role: str = "body", **keys: Any) -> TextBlock:
    return TextBlock(source=HERE, path=f"front/{name}", message=name, role=role, **keys)


def layout(session: Session, *blocks: Any, **keys: Any) -> Layout:
    column = ColumnBlock(source=HERE, path="front", children=blocks)
    faces = (Face("front", "paper", (Panel("front", 0.0, content=column),)),)
    roles = {"body": BODY, "small": SMALL}
    usual = session.layout("wallet-card")
    return replace(usual, **{"faces": faces, "roles": roles, "give_way": (), "reading": ("front",), **keys})


def setting(session: Session, tag: str = "en", made: Layout | None = None, **rung: Any) -> Setting:
    own = made or layout(session)
    return Setting(session.localized(tag), own, session.theme, session.typesetter, session.pictures, Rung(**rung))


@pytest.mark.parametrize(("squeeze", "size"), [(0.0, 12.0), (0.5, 9.5), (0.47, 9.75), (0.9, 7.5), (1.0, 7.0)])
def test_type_is_between_its_aim_and_its_floor_in_quarters_of_a_point(
    session: Session, squeeze: float, size: float
) -> None:
    own = setting(session, squeezes=(squeeze,))
    assert own.size(BODY, "paper") == size
    assert own.spec(BODY, "paper", "start").size == size
    assert setting(session).size(BODY, "paper") == 12.0, "at the aim if nothing gives way"


def test_each_script_has_its_sizes_and_its_optical_factor(session: Session) -> None:
    for tag in ("en", "km", "ar", "ur"):
        language = session.registry.language(tag)
        own = setting(session, tag, squeezes=(0.0,))
        aim = BODY.aim[language.size_class] * language.optical
        assert own.size(BODY, "paper") == pytest.approx(aim, abs=0.126)
        assert own.size(BODY, "paper", latin=True) == 12.0
        assert own.floor(BODY, "paper") == BODY.floor[language.size_class]
        assert own.floor(BODY, "paper", latin=True) == 7.0
        spec = own.spec(BODY, "paper", "end")
        assert spec.leading == pytest.approx(spec.size * language.leading)
        assert (spec.ascent, spec.descent) == (language.ascent, language.descent)
        assert (spec.families, spec.script, spec.align) == (language.fonts, language.script, "end")
        assert spec.direction == ("rtl" if language.rtl else "ltr")
        opened = replace(BODY, name="small", leading=by_script(0.8, 0.9, 1.1))
        assert own.spec(opened, "paper", "end").leading == pytest.approx(
            spec.leading * opened.leading[language.size_class]
        )


def test_reversed_type_has_a_floor_of_its_own(session: Session) -> None:
    dark = next(name for name in session.theme.grounds if session.theme.is_reversed(name))
    for least, floor in ((8.0, 8.0), (6.0, 7.0)):
        own = setting(session, made=layout(session, reversed_floor=least), squeezes=(1.0,))
        assert own.floor(BODY, dark) == own.size(BODY, dark) == floor
        assert own.floor(BODY, "paper") == own.size(BODY, "paper") == 7.0


def test_a_contact_has_the_box_of_its_digits(session: Session) -> None:
    own = setting(session)
    for digits, box in ((True, (0.73, 0.02)), (False, (0.75, 0.22))):
        spec = own.contact_spec(BODY, 10.0, "center", digits=digits)
        assert (spec.ascent, spec.descent, spec.leading, spec.size, spec.align) == (*box, 12.0, 10.0, "center")


def test_roles_that_no_group_names_give_way_first(session: Session) -> None:
    made = layout(session, give_way=(("small",),))
    assert made.size_groups == (frozenset({"body"}), frozenset({"small"}))
    own = setting(session, made=made, squeezes=(1.0, 0.0))
    assert (own.size(BODY, "paper"), own.size(SMALL, "paper")) == (7.0, 12.0)
    assert own.own_groups(text(role="small")) == {1}
    assert layout(session).size_groups == (frozenset({"body", "small"}),)
    everything = layout(session, give_way=(("small",), ("body",)))
    assert everything.size_groups == (frozenset({"small"}), frozenset({"body"}))


def test_a_block_is_the_same_on_rungs_that_change_others(session: Session) -> None:
    """So it is arranged once. The path of a block is the beginning of those of the blocks inside."""
    inner = text(role="small")
    row = RowBlock(source=HERE, path="front/card.headline", children=(inner,))
    own = setting(session, made=layout(session, row, give_way=(("small",),)), squeezes=(0.0, 0.0))
    own = own.on_rung(otherwise=frozenset({"front/y"}), whole=frozenset({"front/y"}))
    state = own.state_of(row)
    same = [
        {"squeezes": (1.0, 0.0)}, {"shorter": {"front/x": 1}}, {"otherwise": frozenset({"front/x"})},
        {"counts": {"front/x": 1}}, {"whole": frozenset({"front/x"})}, {"loose": {"back": 0.5}},
    ]  # fmt: skip  # several to a line
    other = [
        {"squeezes": (0.0, 1.0)}, {"shorter": {inner.path: 1}}, {"otherwise": frozenset({inner.path})},
        {"counts": {inner.path: 1}}, {"whole": frozenset({inner.path})}, {"loose": {"front": 0.5}}, {"spacing": 0.8},
        {"codes": 0.5},
    ]  # fmt: skip  # several to a line
    assert all(own.on_rung(**changes).state_of(row) == state for changes in same)
    assert all(own.on_rung(**changes).state_of(row) != state for changes in other)
    assert replace(own, counts=(1, 2)).state_of(row) != state


def test_a_block_takes_its_next_form_as_far_as_it_has_one(session: Session) -> None:
    block = text(form="text", shorter=("poster", "short"))
    forms = [setting(session, shorter={block.path: level}).form(block) for level in range(4)]
    assert forms == ["text", "poster", "short", "short"]
    assert setting(session).form(block) == "text"


@pytest.mark.parametrize(("when", "tags"), [
    (When(), "en es ar"), (When(languages=("es",)), "es"), (When(not_languages=("es",)), "en ar"),
    (When(served="hotline"), "en es"), (When(not_served="hotline"), "ar"), (When(last_side=True), "en es ar"),
    (When(last_side=False), ""), (When(languages=("es", "ar"), served="hotline"), "es"), (When(has="hotline"), "en es ar"),
])  # fmt: skip  # several cases to a line
def test_a_condition_holds_in_some_languages(session: Session, when: When, tags: str) -> None:
    """A piece in one language has one side, which is its last."""
    block = text(when=when)
    shown = []
    for tag in ("en", "es", "ar"):
        own = setting(session, tag)
        if own.holds(when):
            shown.append(tag)
        column = ColumnBlock(source=HERE, children=(block, text("help.danger")))
        assert (block in own.shown(column)) == own.applies(block) == own.holds(when)
    assert shown == tags.split()
    assert not setting(session, counts={block.path: 0}).applies(block)
    assert setting(session, counts={block.path: 0}).is_left_out(block)
    assert not setting(session, counts={block.path: 1}).is_left_out(block)


def test_spaces_become_tighter_and_lengths_do_not(session: Session) -> None:
    own = setting(session, spacing=0.6)
    assert own.layout.space == 3.0
    assert own.points(Gap(5.0, 2.0)) == pytest.approx(5.0 + 2 * 3.0 * 0.6)


def test_panels_without_a_width_share_what_others_leave(session: Session) -> None:
    content = ColumnBlock(source=HERE, path="front")
    panels = tuple(Panel(name, width, content=content) for name, width in (("a", 52.0), ("b", 0.0), ("c", 0.0)))
    made = layout(session, faces=(Face("front", "paper", panels),))
    assert [width for _, _, width in made.panels()] == [52.0, 100.0, 100.0]


def test_what_suits_a_phone(session: Session) -> None:
    line = {"start": (0.0, 72.0), "end": (252.0, 72.0), "source": HERE}
    assert layout(session, text()).suits_phones
    assert layout(session, text(), finishing=(FinishLine("fold", **line),)).suits_phones
    for finish in ("cut", "perforation"):
        assert not layout(session, text(), finishing=(FinishLine(finish, **line),)).suits_phones
    assert not layout(session, text(rotate=90)).suits_phones
    assert not layout(session, text(), many_languages=True).suits_phones
    assert not layout(session, text(), pixels=(500, 500)).suits_phones
    panel = Panel("front", 0.0, content=ColumnBlock(source=HERE, path="front"), rotate=90)
    assert not layout(session, faces=(Face("front", "paper", (panel,)),)).suits_phones


def test_words_keep_clear_of_the_edge_and_of_what_covers_it(session: Session) -> None:
    assert layout(session, safe=9.0).clear == {"top": 9.0, "bottom": 9.0}
    assert layout(session, safe=9.0, covered=(20.0, 5.0)).clear == {"top": 20.0, "bottom": 9.0}


def test_blocks_at_the_edge_of_a_panel(session: Session) -> None:
    """Padding keeps what is inside off the edge; what is upside down touches with the same edges of its own."""
    padded = ColumnBlock(
        source=HERE, path="front/padded", padding=Insets(bottom=Gap(5.0)), children=(text("a"), text("b"))
    )
    turned = ColumnBlock(source=HERE, path="front/turned", rotate=180, children=(text("c"), text("d")))
    space = SpaceBlock(source=HERE, path="front/space")
    assert layout(session, padded, space).at_edge == {
        "top": {"front", "front/padded", "front/a"}, "bottom": {"front", "front/padded"},
    }  # fmt: skip  # as a table
    assert layout(session, turned).at_edge == {
        "top": {"front", "front/turned", "front/c"}, "bottom": {"front", "front/turned", "front/d"},
    }  # fmt: skip  # as a table
    assert layout(session, replace(turned, rotate=90)).at_edge == {"top": {"front"}, "bottom": {"front"}}
    copies = CopiesBlock(source=HERE, path="front/copies", count=2, children=(text("a"), text("b")))
    assert layout(session, copies).at_edge == {
        "top": {"front", "front/copies", "front/a"}, "bottom": {"front", "front/copies", "front/b"},
    }  # fmt: skip  # as a table


def test_bands_that_are_lower_are_named_with_what_they_lack(session: Session) -> None:
    """Two bands of 60 and 90 points and a row with one of 40, in 144 points; white is six tenths of itself."""
    bands = [
        SpaceBlock(source=Source("layout.yaml", line), path=f"front/{line}", height=height)
        for line, height in ((5, 60.0), (6, 90.0), (7, 40.0))
    ]
    row = RowBlock(source=HERE, path="front/row", children=(bands[2], SpaceBlock(source=HERE, path="front/none")))
    column = ColumnBlock(
        source=HERE,
        path="front",
        gap=Gap(units=1.0),
        padding=Insets(top=Gap(4.0), bottom=Gap(units=5.0)),
        children=(*bands[:2], row),
    )
    made = layout(session, faces=(Face("front", "paper", (Panel("front", 0.0, content=column),)),))
    (found,) = lowered_bands(setting(session, made=made, loose={"front": 0.25}))
    white = 3.0 * 0.6
    assert (found.panel, found.share, found.source.line) == ("front", 0.25, 6)
    assert found.too_much == pytest.approx(60 + 90 + 40 + 2 * white + 4 + 5 * white - 144)
    assert list(lowered_bands(setting(session, made=made, loose={"back": 0.25}))) == []
    low = layout(session, bands[0])
    (found,) = lowered_bands(setting(session, made=low, loose={"front": 0.25}))
    assert found.too_much == 0.0


def test_a_text_that_follows_its_page_begins_where_the_page_does(session: Session) -> None:
    own = setting(session, "ar")
    beside_english = replace(own, page=session.localized("en"))
    for wanted, turned in (("start", "end"), ("end", "start"), ("center", "center")):
        assert own.align(wanted, follow_page=True) == wanted
        assert beside_english.align(wanted, follow_page=False) == wanted
        assert beside_english.align(wanted, follow_page=True) == turned
        assert replace(own, page=session.localized("ur")).align(wanted, follow_page=True) == wanted


def test_a_second_language_goes_on_what_has_one_face_or_a_layout_for_two(session: Session) -> None:
    one = layout(session, text(), bilingual="")
    two = replace(one, faces=(*one.faces, replace(one.faces[0], name="back")))
    assert one.takes_a_second
    assert not two.takes_a_second
    assert replace(two, bilingual="other").takes_a_second
    assert layout(session, text(second=True), bilingual="").has_second
    assert not one.has_second
    assert not replace(one, pixels=(500, 500)).takes_a_second


def test_roles_of_the_second_language_give_way_as_those_of_the_first(session: Session) -> None:
    made = layout(session, text(), text("help.danger", role="small"), give_way=(("small",),))
    both = with_second_language(made, None)
    assert both.give_way == (("body",), ("small",), ("second-body",), ("second-small",))
    assert [sorted(group) for group in both.size_groups] == [["body"], ["small"], ["second-body"], ["second-small"]]
    assert [face.name for face in both.faces] == ["front", "second-front"]
    assert both.reading == ("front", "second-front")
    roles = [block.role for block in walk(both) if isinstance(block, TextBlock)]
    assert roles == ["body", "small", "second-body", "second-small"]
    assert (both.roles["second-body"].name, both.roles["second-body"].aim) == ("second-body", BODY.aim)
    back = both.faces[1]
    assert (back.second, back.panels[0].name, back.panels[0].content.path) == (True, "second-front", "second-front")


@pytest.mark.parametrize(
    ("height", "too_much"), [(143.97, 0.0), (144.0, 0.0), (144.04, 0.0), (144.06, 0.06), (150.0, 6.0)]
)
def test_bands_that_fill_their_panel_lack_nothing(session: Session, height: float, too_much: float) -> None:
    """Less than a press can show does not count."""
    made = layout(session, SpaceBlock(source=HERE, path="front/band", height=height))
    (found,) = lowered_bands(setting(session, made=made, loose={"front": 0.25}))
    assert found.too_much == pytest.approx(too_much)


def test_bands_that_a_language_does_not_have_take_no_height(session: Session) -> None:
    """Nor does a column whose blocks are all hidden; one with a single block has no gap."""

    def band(line: int, height: float, **keys: Any) -> SpaceBlock:
        return SpaceBlock(source=Source("layout.yaml", line), path=f"front/{line}", height=height, **keys)

    def column(*blocks: Any) -> ColumnBlock:
        padding = Insets(top=Gap(5.0)) if blocks == (hidden,) else Insets()
        return ColumnBlock(source=HERE, path="front/column", gap=Gap(10.0), padding=padding, children=blocks)

    hidden = band(9, 200.0, when=When(languages=("es",)))
    made = layout(session, column(hidden), column(band(5, 60.0)), band(6, 90.0), hidden)
    (found,) = lowered_bands(setting(session, made=made, loose={"front": 0.25}))
    assert (found.source.line, found.too_much) == (6, pytest.approx(150 - 144))
    assert list(lowered_bands(setting(session, made=layout(session, hidden), loose={"front": 0.25}))) == []
