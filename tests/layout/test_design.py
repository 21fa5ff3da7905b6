"""What makes pages look like one family: folds, codes, grids and distances, in scripts of several kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

import pytest

from flyers.colour import contrast
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.layout.theme import load_theme
from flyers.page.document import Box, Document, QrCode, Shape, TextLine
from flyers.pipeline.session import Session

pytestmark = pytest.mark.slow

Composed = Callable[[str, str], Document]
INCH = 72.0


@pytest.mark.parametrize(
    ("product", "tag", "message", "shown"),
    [
        (
            "brochure",
            "es",
            "questions.passport",
            ["¿Tiene usted su pasaporte", "o documento de identidad?", "Si no, ¿quién lo tiene?"],
        ),
        (
            "large-print",
            "tr",
            "signs.caveat",
            ["Belirti her zaman kanıt değildir.", "Hiç belirti görmeseniz de insan ticareti olabilir."],
        ),
    ],
)
def test_lists_take_a_line_more_for_whole_sentences(
    composed: Composed, product: str, tag: str, message: str, shown: list[str]
) -> None:
    """On faces that flow, too, as long as that needs no further page."""
    items = [item for page in composed(product, tag).pages for item in page.items if isinstance(item, TextLine)]
    assert [line.text.strip() for line in items if line.message.id == message] == shown


@pytest.mark.parametrize(
    ("product", "tag", "message", "whole"),
    [
        ("large-print", "zh-Hans", "card.headline", "或您认识的人"),
        ("table-tent", "zh-Hans", "card.headline", "或您的朋友"),
        ("image-square", "ar", "brochure.cover.question", "لا يملك حرية المغادرة؟"),
        ("wallet-card", "ps", "signs.controlled", "له داسې چا سره"),
        ("large-print", "fa-AF", "card.headline", "یا آشنای\u00a0شما"),
        ("brochure", "zh-Hans", "help.no-rescue", "报复"),
        ("brochure", "zh-Hans", "coercion.threats", "伤害"),
        ("brochure", "zh-Hans", "signs.why", "不对劲"),
        ("sticker-4x6", "th", "self.question", "คุณทำได้ไหม?"),
        ("brochure", "th", "help.police", "เร่งด่วน"),
        ("brochure", "th", "about.labor", "หนี้สิน"),
        ("brochure", "th", "questions.intro", "ห้ามถาม"),
        ("poster-detail", "th", "signs.school", "ไปโรงเรียน"),
        ("poster-detail", "th", "signs.minor", "ในการ"),
        ("brochure", "my", "coercion.fear", "မခံဝံ့ခြင်း"),
        ("brochure", "my", "questions.intro", "မမေးပါနှင့်။"),
        ("brochure", "my", "signs.minor", "လိင်ဆက်ဆံမှု"),
        ("brochure", "my", "brochure.credit", "2022\u00a0\u200bခုနှစ်"),
        ("brochure", "tr", "brochure.cover.question", "tanıyor\u00a0musunuz?"),
        ("brochure", "es", "about.sex", "18\u00a0años"),
        ("brochure", "am", "about.sex", "18\u00a0ዓመት"),
        ("poster-detail", "my", "help.no-rescue", "မကယ်ထုတ်ပါနှင့်။"),
        ("poster-detail", "ar", "signs.controlled", "يرضخ\u00a0له"),
        ("brochure", "ur", "signs.cut-off", "عبادت\u00a0گاہ"),
        ("sticker-3x5", "ur", "help.say-language", "”\u2066Urdu,\u00a0please.\u2069“"),
        ("image-square", "zh-Hans", "help.say-language", "“\u2066Mandarin\u00a0Chinese,\u00a0please.\u2069”"),
        ("image-square", "kea", "help.say-language", "“\u2066Cape\u00a0Verdean Creole,\u00a0please.\u2069”"),
        ("fold-card", "ht", "help.say-language", "“\u2066Haitian\u00a0Creole,\u00a0please.\u2069”"),
        ("fold-card", "zh-Hant", "self.help", "看醫生"),
        ("fold-card", "zh-Hans", "help.say-language", "“\u2066Mandarin\u00a0Chinese,\u00a0please.\u2069”"),
        ("brochure", "th", "about.labor", "ใครคนหนึ่ง"),
        ("fold-card", "kea", "help.say-language", "“\u2066Cape\u00a0Verdean"),
        ("wallet-card-eu", "zh-Hans", "help.say-language", "“\u2066Mandarin\u00a0Chinese,\u00a0please.\u2069”"),
        ("wallet-card-eu", "kea", "help.say-language", "“\u2066Cape\u00a0Verdean Creole,\u00a0please.\u2069”"),
    ],
)
def test_words_that_must_be_read_together_are_on_one_line(
    composed: Composed, product: str, tag: str, message: str, whole: str
) -> None:
    lines = [item for page in composed(product, tag).pages for item in page.items if isinstance(item, TextLine)]
    texts = ["".join(run.text for run in line.runs) for line in lines if line.message.id == message]
    assert any(whole in text for text in texts)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_colours_meet_a_sixteenth_of_an_inch_past_the_fold_on_the_side_that_is_not_seen(
    composed: Composed, tag: str
) -> None:
    outside, inside = composed("brochure", tag).pages
    mirror = -1 if tag == "ar" else 1
    for page, expected in ((outside, {"flap": -1, "back": -1}), (inside, {"signs": 1})):
        boxes = [item for item in page.items if isinstance(item, Box) and item.height > INCH]
        edges = {round(edge, 2) for box in boxes for edge in (box.x, box.x + box.width)}
        folds = {name: (right if mirror == 1 else left) for name, left, right in page.panels}
        for name, way in expected.items():
            assert round(folds[name] + mirror * way * INCH / 16, 2) in edges, name
        assert edges.isdisjoint({round(fold, 2) for fold in page.folds})


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "my"])
def test_the_code_of_the_poster_is_large_and_above_its_caption(composed: Composed, tag: str) -> None:
    (page,) = composed("poster-detail", tag).pages
    (code,) = (item for item in page.items if isinstance(item, QrCode))
    assert len(code.matrix) * code.module >= 1.5 * INCH
    below = [line for line in page.items if isinstance(line, TextLine) and line.message.id == "qr.hotline"]
    assert below
    assert all(line.y < code.y for line in below)


@pytest.mark.parametrize("tag", ["en", "es", "fr", "ar", "ur", "ps", "hi", "zh-Hans", "km", "my"])
@pytest.mark.parametrize("product", ["poster-detail", "brochure"])
def test_the_caveat_is_not_read_as_more_of_the_last_sign(composed: Composed, product: str, tag: str) -> None:
    """It has a pictogram of its own, and is farther away than signs are from one another."""
    document = composed(product, tag)
    assert "L" not in _ancestors(document, "signs.caveat")
    assert any(isinstance(item, Shape) and item.name == "info" for page in document.pages for item in page.items)
    ends = [_last(document, sign) for sign in ("signs.school", "signs.minor")]
    end = ends[0] if product == "brochure" else min(ends)  # in the brochure it is below its own column
    assert end - _first(document, "signs.caveat") > _apart(document)


@pytest.mark.parametrize("tag", ["en", "es", "fr", "ar", "ur", "ps", "hi", "zh-Hans", "km", "my"])
@pytest.mark.parametrize("product", ["poster-detail", "brochure"])
def test_groups_of_signs_are_seen_as_groups(composed: Composed, product: str, tag: str) -> None:
    """A heading is farther from the group above than the signs of a group are from one another."""
    document = composed(product, tag)
    end = min(_last(document, sign) for sign in ("signs.denied", "signs.changed"))
    assert end - _first(document, "signs.group.control") > 1.2 * _apart(document)


def _apart(document: Document) -> float:
    """The distance between the baselines of two signs of a group, where neither has room of another column's."""
    pairs = pairwise(["signs.not-free", "signs.controlled", "signs.cut-off", "signs.minor"])
    return min(_last(document, upper) - _first(document, lower) for upper, lower in pairs)


def _first(document: Document, message: str) -> float:
    return max(_baselines(document, message))


def _last(document: Document, message: str) -> float:
    return min(_baselines(document, message))


def _baselines(document: Document, message: str) -> list[float]:
    """The heights of a message's lines, but not of small ones that repeat it."""
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    return [line.y for line in lines if line.message.id == message]


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "ko", "ar", "hi"])
def test_white_beside_a_large_pictogram_counts_as_distance_of_items(composed: Composed, tag: str) -> None:
    """Scripts with wide leading would otherwise have it twice, and their signs would need smaller type."""
    document = composed("poster", tag)
    signs = [item.y for item in document.pages[0].items if isinstance(item, TextLine) and item.role == "sign"]
    assert len(signs) == 5, "one line each"
    assert max(upper - lower for upper, lower in pairwise(signs)) < 1.8 * document.sizes["sign"]


def _ancestors(document: Document, message: str) -> list[str]:
    """Return the tags of the elements around the lines of a message."""
    found: list[str] = []

    def search(element: object, above: list[str]) -> None:
        for page, index in element.items:
            item = document.pages[page].items[index]
            if isinstance(item, TextLine) and item.message.id == message:
                found.extend(above)
        for child in element.children:
            search(child, [*above, child.tag])

    search(document.structure, [])
    assert found
    return found


def test_thin_strokes_of_pictograms_take_two_inks(composed: Composed, session: Session) -> None:
    colours = {
        item.colour
        for page in composed("wallet-card", "en").pages
        for item in page.items
        if isinstance(item, Shape) and not item.art
    }
    inks = [sum(share > 0 for share in session.theme.colours[colour].cmyk) for colour in colours]
    assert inks
    assert max(inks) <= 2


@pytest.mark.parametrize("tag", ["en", "ar", "km", "zh-Hans"])
def test_signs_are_the_largest_running_text_of_the_brochure(composed: Composed, tag: str) -> None:
    sizes = composed("brochure", tag).sizes
    assert sizes["sign"] > max(sizes[role] for role in ("lead", "question", "small"))


@pytest.mark.parametrize("tag", ["es", "ar", "my"])
def test_the_signs_of_the_brochure_are_one_composition_on_two_panels(
    composed: Composed, session: Session, tag: str
) -> None:
    inside = composed("brochure", tag).pages[1]
    lines = [item for item in inside.items if isinstance(item, TextLine)]
    first = {line.message.id: line for line in reversed(lines)}
    assert set(session.campaign.groups["signs"].members) <= set(first)
    one, two = first["signs.group.body"], first["signs.group.behavior"]
    three, four = first["signs.group.control"], first["signs.group.home"]
    assert one.y == pytest.approx(two.y, abs=0.6), "headings of both columns stand on one line, but for bold ink"
    assert three.y == pytest.approx(four.y, abs=0.6)
    assert one.y > three.y
    (fold,) = inside.crossed_folds
    assert all(abs((line.ink[0] < fold) - (line.ink[2] < fold)) == 0 for line in lines), "no line runs over the fold"
    drawn: dict[str, list[float]] = {}
    for item in inside.items:
        if isinstance(item, Shape) and not item.art:
            heights = [float(y) for step in item.path for y in step[2::2]]
            drawn.setdefault(item.name.removesuffix(" shade"), []).extend(heights)
    assert drawn.keys() > {"info"}
    assert len(drawn) == 14, "thirteen signs and the caveat"
    assert max(max(ys) - min(ys) for ys in drawn.values()) > 24, "pictograms in squares of 28 pt"


@pytest.mark.parametrize("tag", ["en", "km", "zh-Hans"])
def test_items_of_a_list_are_never_further_apart_than_its_last_line_is_from_the_next_heading(
    composed: Composed, tag: str
) -> None:
    for page in composed("brochure", tag).pages:
        lines = [item for item in page.items if isinstance(item, TextLine)]
        for name, left, right in page.panels:
            own = [line for line in lines if line.block.startswith(f"{name}/") and left <= line.x < right]
            steps = [
                (one.y - two.y, two.role, one.message == two.message)
                for one, two in pairwise(own)
                if one.y > two.y and "list" in two.block + one.block
            ]
            items = [step for step, role, same in steps if role != "heading" and not same]
            headings = [step for step, role, _ in steps if role == "heading"]
            if items and headings:
                assert max(items) < min(headings), name


@pytest.mark.parametrize("tag", ["ar", "am", "bn", "ru", "sq", "ti", "fa-AF"])
def test_the_signs_stand_clear_of_a_title_on_two_lines(composed: Composed, tag: str) -> None:
    lines = [item for item in composed("brochure", tag).pages[1].items if isinstance(item, TextLine)]
    title = min((line for line in lines if line.message.id == "signs.heading"), key=lambda line: line.y)
    first = max(line.y + line.ink[3] for line in lines if line.message.id == "signs.group.body")
    assert title.y - first > 0.7 * title.size


@pytest.mark.parametrize("product", ["wallet-card", "poster", "brochure"])
def test_the_door_is_mirrored_where_pages_are(composed: Composed, product: str) -> None:
    def knob(tag: str) -> float:
        """Return where the door's knob is across the page, 0 at the left edge and 1 at the right one."""
        page = composed(product, tag).pages[0]
        knobs = [
            item for item in page.items if isinstance(item, Shape) and item.colour == "accent" and "door" in item.name
        ]
        across = [value for shape in knobs for step in shape.path for value in step[1::2] if isinstance(value, float)]
        return (min(across) + max(across)) / 2 / page.width

    assert knob("en") > 0.5 > knob("ar")
    assert knob("en") == pytest.approx(1 - knob("ar"), abs=0.005)


INTRODUCTIONS = ("signs.intro", "signs.why")


@pytest.mark.parametrize("tag", ["fr", "so"])
@pytest.mark.parametrize("product", ["poster-detail", "brochure"])
def test_signs_keep_their_whole_words_where_smaller_type_makes_room(composed: Composed, product: str, tag: str) -> None:
    shortened = {omission.message.id for omission in composed(product, tag).omissions}
    assert not {message for message in shortened if message.startswith("signs.") and message not in INTRODUCTIONS}


@pytest.mark.parametrize("tag", ["fr", "so", "es"])
def test_no_paragraph_ends_in_a_scrap_of_a_line(composed: Composed, tag: str) -> None:
    for page in composed("brochure", tag).pages:
        lines = [item for item in page.items if isinstance(item, TextLine) and not item.message.is_contact]
        for _, group in groupby(lines, key=lambda line: (line.block, line.message)):
            widths = [line.ink[2] - line.ink[0] for line in group]
            assert len(widths) == 1 or widths[-1] >= 0.2 * max(widths)


@pytest.mark.parametrize("tag", ["zh-Hans", "km", "en"])
def test_a_heading_is_further_from_its_text_than_lines_are_from_one_another(composed: Composed, tag: str) -> None:
    for page in composed("brochure", tag).pages:
        lines = [item for item in page.items if isinstance(item, TextLine)]
        for heading, first, second in zip(lines, lines[1:], lines[2:], strict=False):
            if heading.role == "heading" and first.role != "heading" and first.message == second.message:
                assert heading.y - first.y > (first.y - second.y) * 1.15


@pytest.mark.parametrize("name", ["open-door", "calm"])
def test_in_one_ink_the_door_stands_out_from_the_night_and_the_light_from_both(session: Session, name: str) -> None:
    colours = load_theme(session.campaign, name).colours
    night, door, light = (colours[one].in_one_ink for one in ("night", "door", "accent"))
    assert [colour.cmyk[:3] for colour in (night, door, light)] == [(0, 0, 0)] * 3
    assert night.cmyk[3] == 1.0
    assert contrast(door, night) > 1.5
    assert contrast(light, door) > 3
    assert 0.04 < light.cmyk[3] < 0.12, "almost white, but a press can hold it"


@pytest.mark.parametrize("name", ["open-door", "calm"])
def test_in_one_ink_the_frame_of_a_code_and_the_box_of_the_safety_rule_are_seen(session: Session, name: str) -> None:
    colours = load_theme(session.campaign, name).colours
    frame, box, ground, paper = (colours[one].in_one_ink for one in ("frame", "dawn", "tint", "paper"))
    assert contrast(frame, paper) > 3
    assert contrast(box, ground) > 1.2
    assert colours["frame"].cmyk == colours["accent"].cmyk, "in colours it is the light’s own"


@pytest.mark.parametrize("product", ["wallet-card", "poster", "brochure"])
def test_every_code_of_the_hotline_has_that_frame(composed: Composed, product: str) -> None:
    for page in composed(product, "en").pages:
        boxes = [item for item in page.items if isinstance(item, Box)]
        for code in (item for item in page.items if isinstance(item, QrCode) and item.contact == "hotline"):
            assert [box.colour for box in boxes if box.block == code.block] == ["frame", "paper"]


TWO_TONES = {"bruises", "confused", "denied", "not-free", "controlled", "cut-off", "unfit-home", "coached", "changed"}


@pytest.mark.parametrize("theme", ["open-door", "calm"])
def test_the_second_tone_can_be_seen_on_paper_and_on_tint(session: Session, theme: str) -> None:
    """It shows the one who controls, and the house: WCAG 1.4.11 asks for 3 : 1 of what a picture needs."""
    chosen = load_theme(session.campaign, theme)
    shades = {name: ground.shade for name, ground in chosen.grounds.items() if ground.shade}
    assert set(shades) >= {"paper", "tint"}
    for name, shade in shades.items():
        ground, tone = chosen.colours[name], chosen.colours[shade]
        assert contrast(tone, ground) >= 3
        assert contrast(tone.in_one_ink, ground.in_one_ink) >= 3


def test_pictograms_of_signs_have_a_second_tone_behind_the_person_concerned(composed: Composed) -> None:
    """A child beside an adult, marks on an arm; the tone is a light one of the same inks."""
    items = composed("brochure", "en").pages[1].items
    shades = [item for item in items if isinstance(item, Shape) and item.name.endswith(" shade")]
    assert {shade.name.removesuffix(" shade") for shade in shades} > TWO_TONES
    assert {shade.colour for shade in shades} == {"pale"}
    for shade in shades:
        after = items[items.index(shade) + 1]
        assert isinstance(after, Shape)
        assert f"{after.name} shade" == shade.name, "the dark tone lies on the light one"


@pytest.mark.parametrize("name", sorted(TWO_TONES))
def test_a_pictogram_has_one_tone_in_a_colour_of_its_own_and_on_grounds_without_a_second(
    session: Session, name: str
) -> None:
    setting = Setting(
        session.localized("en"), session.layout("poster"), session.theme, session.typesetter, session.pictures, Rung()
    )
    for colour, ground, shapes in (("line", "paper", 2), ("black", "paper", 1), ("black", "accent", 1)):
        sheet = Sheet(setting, 0, "front")
        sheet.picture(session.pictures[name], 10.0, 10.0, 26.0, colour, ground, "poster")
        drawn = [item for item in sheet.items if isinstance(item, Shape)]
        assert len(drawn) == shapes
        steps = sum(len(shape.path) for shape in drawn)
        assert steps == len(session.pictures[name].path) + len(session.pictures[name].shade)


@pytest.mark.parametrize("name", ["bruises", "confused"])
def test_in_one_tone_what_lies_on_the_shade_is_a_hole(session: Session, name: str) -> None:
    picture = session.pictures[name]
    largest = max(turns(picture.shade), key=abs)
    on_it = max(turns(picture.path), key=abs)
    assert (largest > 0) != (on_it > 0)


def turns(path: Sequence[tuple[str | float, ...]]) -> list[float]:
    """Return the signed area of each closed part, by its corners."""
    parts: list[list[tuple[float, float]]] = []
    for operator, *numbers in path:
        if operator == "M":
            parts.append([])
        if numbers:
            parts[-1].append((float(numbers[-2]), float(numbers[-1])))
    return [sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*part, part[0]])) for part in parts]
