"""Replay an earlier copy-fitting search where a new one would take the same course.

Campaigns that differ in a number have the same layout, and nearly the same measures: for each, copy-fitting would try
the page two dozen times to find the sizes that it found for the one before. A search depends on words only by the size
of each block that shows them, and by how near two blocks may come to each other where ink reaches out of them. So a
search records its questions and their answers. If another campaign gives the same answers, its search would end on the
same rung, and only this rung is arranged, with the campaign's own words. Blocks with the same words in the same type
are not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple
from weakref import ReferenceType, ref

from flyers.errors import OversetError
from flyers.layout.attempts import Attempt, attempt
from flyers.layout.blocks.base import ArrangedBlock, EdgePart, distance_needed
from flyers.layout.blocks.registry import arrange, kind_of, natural_width
from flyers.layout.lines import TextLines
from flyers.layout.model import walk
from flyers.layout.rung import Answer, AskedQuestions, Question, Rung
from flyers.layout.setting import Setting
from flyers.process_cache import ProcessCache
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.layout.block import Block
    from flyers.layout.theme import Theme
    from flyers.text.paragraph import Typesetter

_MOST = 4
"""Recorded searches of one layout in one language; not all numbers are of one width."""

_Measures = tuple[Hashable, ...]


class _Place(NamedTuple):
    """The place of lines: the answer to a question, an edge of its block, and the part there."""

    question: int
    edge: Literal["top", "bottom"]
    part: int


class _Distance(NamedTuple):
    """The distance that parts of two blocks needed, and the places of their lines if they had any."""

    over: EdgePart
    above: _Place | None
    under: EdgePart
    below: _Place | None
    offset: float
    needed: float


@dataclass(frozen=True, slots=True)
class _Search:
    """A recorded search: its questions with their answers, and the rung on which it ended.

    ``said`` has the words of blocks as far as they are known (`BlockKind.says`), in the type of ``theme`` and
    ``typesetter``. The typesetter is a weak reference, so that its fonts can be freed.
    """

    asked: tuple[tuple[Question, _Measures], ...]
    distances: tuple[_Distance, ...]
    end: Rung
    said: tuple[tuple[Block, tuple[Hashable, ...]], ...]
    theme: Theme
    typesetter: ReferenceType[Typesetter]


@dataclass(slots=True)
class _Searches:
    """The latest searches of a layout in a language; ``given`` keeps the objects whose ids are the key."""

    given: tuple[object, ...]
    known: list[_Search]


_searches: ProcessCache[tuple[object, ...], _Searches] = ProcessCache(64)


def replayed(setting: Setting, search: Callable[[Setting], Attempt]) -> Attempt:
    """Return what *search* returns for *setting*: the attempt on the rung where it ends.

    Nothing is recorded the first time that a layout is set in a language, since most are set once.
    """
    if setting.localized.others or any(face.flow for face in setting.layout.faces):
        return search(setting)
    given = (setting.layout, setting.localized.language)
    shown = tuple([setting.applies(block) for block in walk(setting.layout)])
    key = (*map(id, given), shown)
    searches = _searches.get(key)
    if searches is None:
        _searches[key] = _Searches(given, [])
        return search(setting)
    for known in searches.known:
        if _goes_the_same_way(setting, known):
            return attempt(setting.at(known.end))
    setting.forget_what_is_arranged()  # so that every block is asked again, and recorded
    asked = AskedQuestions()
    found = search(replace(setting, asked=asked))
    searches.known = [_noted(asked, found.setting), *searches.known[: _MOST - 1]]
    asked.forget()
    return found


def _noted(asked: AskedQuestions, end: Setting) -> _Search:
    """Return the record, without arranged blocks, of a search that has *asked* this and ended with the setting
    *end*."""
    answers = list(asked.answers.values())
    places = {
        id(lines): place
        for number, (_, answer) in enumerate(answers)
        for place, lines in _lines_at_edges(number, answer)
    }
    distances = [
        _Distance(
            over._replace(setting=None),
            _place(over, places),
            under._replace(setting=None),
            _place(under, places),
            offset,
            needed,
        )
        for (over, under, offset), needed in asked.distances.values()
    ]
    blocks = {id(question.block): question.block for question, _ in answers}
    said = [(block, says(block, end)) for block in blocks.values() if (says := kind_of(block).says)]
    measured = [(question, _measures(answer)) for question, answer in answers]
    return _Search(tuple(measured), tuple(distances), end.rung, tuple(said), end.theme, ref(end.typesetter))


def _lines_at_edges(number: int, answer: Answer) -> Iterator[tuple[_Place, TextLines]]:
    """Yield the lines in the *answer* to a question whose ink may reach out of their block, with their places."""
    if not isinstance(answer, ArrangedBlock):
        return
    for edge in ("top", "bottom"):
        for index, part in enumerate(answer.edge_parts(edge) or ()):
            if part.lines:
                yield _Place(number, edge, index), part.lines


def _place(part: EdgePart, places: Mapping[int, _Place]) -> _Place | None:
    return places[id(part.lines)] if part.lines else None


def _goes_the_same_way(setting: Setting, search: _Search) -> bool:
    """Return whether all blocks answer as they did in *search*."""
    same = _that_say_the_same(setting, search)
    rung, on_rung = setting.rung, setting
    answers: dict[int, Answer] = {}
    for number, (question, measures) in enumerate(search.asked):
        if id(question.block) in same:
            continue
        if question.rung is not rung:
            rung = question.rung
            on_rung = setting.at(rung)
        answers[number] = answer = _answer(question, on_rung)
        if _measures(answer) != measures:
            return False
    return all(_distance(one, answers, setting) == one.needed for one in search.distances)


def _that_say_the_same(setting: Setting, search: _Search) -> set[int]:
    """Return the ids of the blocks that have the same words in the same type."""
    if setting.theme is not search.theme or setting.typesetter is not search.typesetter():
        return set()
    says = [(block, kind_of(block).says, said) for block, said in search.said]
    return {id(block) for block, say, said in says if say and say(block, setting) == said}


def _answer(question: Question, setting: Setting) -> Answer:
    block, ground, width = question.block, question.ground, question.width
    try:
        return natural_width(block, setting, ground) if width is None else arrange(block, width, setting, ground)
    except OversetError:
        return None


def _measures(answer: Answer) -> _Measures:
    """Return what the blocks around depend on in an *answer*, apart from distances."""
    if not isinstance(answer, ArrangedBlock):
        return (answer,)
    overhangs = (answer.overhang_above, answer.overhang_below)
    return (answer.height, *overhangs, answer.line_gap, answer.most_growth)


def _distance(one: _Distance, answers: Mapping[int, Answer], setting: Setting) -> float:
    """Return the distance that the lines now at these places need."""
    if not any(place and place.question in answers for place in (one.above, one.below)):
        return one.needed
    over = one.over._replace(lines=_lines(one.over, one.above, answers), setting=setting)
    under = one.under._replace(lines=_lines(one.under, one.below, answers), setting=setting)
    return distance_needed(over, under, one.offset)


def _lines(part: EdgePart, place: _Place | None, answers: Mapping[int, Answer]) -> TextLines | None:
    """Return the lines at a *place*; those of a block that was not asked again are unchanged."""
    if place is None or place.question not in answers:
        return part.lines
    answer = answers[place.question]
    assert isinstance(answer, ArrangedBlock), "it was one"
    parts = answer.edge_parts(place.edge) or ()
    return parts[place.part].lines
