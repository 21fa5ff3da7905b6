"""What the studio's parts answer about a small campaign, written out: no server, no browser, no page is composed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.message_key import NO_KEY, Form, MessageKey
from flyers.errors import CombinedError, OversetError, Source, TranslationError, UsageError
from flyers.page.document import Box, Element, QrCode, TextLine
from flyers.studio import desk, live, messages, pages
from flyers.studio.live import Live, typed
from flyers.translation.catalog import CHANGED, Entry
from flyers.workflow.catalog_edit import Conflict
from flyers.workflow.contact_edit import FieldChange

CALL, SHORT, HELP, NAME = MessageKey("call"), MessageKey("call", Form.SHORT), MessageKey("help"), MessageKey("name")


def line(message: MessageKey, block: str = "front/list[0]", **more: Any) -> TextLine:
    usual = {"runs": (), "colour": "black", "ground": "white", "role": "body", "size": 9.0, "floor": 7.0}
    place = {"x": 10.0, "y": 20.0, "text": str(message), "language": "es", "ink": (0.0, -2.0, 30.0, 8.0)}
    return TextLine(**{**usual, **place, "block": block, "message": message, **more})


# -- the list of what is to do -------------------------------------------------------------------------------------


def words(english: str, name: str = "") -> Any:
    return SimpleNamespace(text=english, name=name)


def entry(key: MessageKey, translation: str, english: str = "", **more: Any) -> Entry:
    return Entry(key, english or f"English {key}", translation, Source("es.po"), **more)


def listed(
    monkeypatch: pytest.MonkeyPatch,
    entries: list[Entry],
    *,
    tag: str = "es",
    unread: Mapping[MessageKey, str] | None = None,
    day: str = "2026-11-01",
    broken: bool = False,
) -> dict[str, tuple[str, str, str]]:
    """Return the text, the state and the reason of each message, by key."""
    catalog = SimpleNamespace(
        entries={one.context: one for one in entries}, remarks=(), has_translations=bool(entries), path="es.po"
    )
    monkeypatch.setattr(messages.rows, "remarks", lambda remarks: ())
    monkeypatch.setattr(messages.rows, "by_message", lambda remarks, words: {HELP: ["Is this polite?", "And this?"]})
    changes = [SimpleNamespace(what=key, why=why) for key, why in (unread or {}).items()]

    def localized(tag: str) -> Any:
        if broken:
            raise TranslationError("It breaks a rule.")
        return SimpleNamespace(standing=SimpleNamespace(unread=changes, day=day))

    session = SimpleNamespace(catalog=lambda tag: catalog, campaign=SimpleNamespace(source_language="en"))
    known = {key: words(f"English {key}", "Polaris" if key == NAME else "") for key in (CALL, SHORT, HELP, NAME)}
    found: Any = SimpleNamespace(session=session, words=known, localized=localized)
    answer = messages.work(found, tag)
    assert [one["english"] for one in answer] == [f"English {key}" for key in known]
    return {one["key"]: (one["text"], one["state"], one["why"]) for one in answer}


def test_each_text_says_what_is_to_do_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    found = listed(
        monkeypatch,
        [entry(CALL, "Llame"), entry(HELP, "Ayuda")],
        unread={CALL: "the translation has changed", HELP: "new"},
    )
    assert found == {
        "call": ("Llame", "unread", "the translation has changed"),
        "call/short": ("", "untranslated", "not in the catalog"),
        "help": ("Ayuda", "doubt", "Is this polite?"),
        "name": ("", "done", ""),
    }


@pytest.mark.parametrize(
    ("one", "state", "why"),
    [
        (entry(CALL, "Llame"), "done", ""),
        (entry(CALL, " "), "untranslated", "empty"),
        (entry(CALL, "\u00a0"), "untranslated", "empty"),
        (entry(CALL, "\u200b"), "untranslated", "empty"),
        (entry(CALL, "Llame", "Another English"), "stale", CHANGED),
        (entry(CALL, "Llame", flags=frozenset({"fuzzy"})), "fuzzy", "marked fuzzy"),
        (entry(CALL, "Llame", flags=frozenset({"fuzzy"}), former="Before"), "stale", "marked fuzzy"),
        (entry(CALL, "", former="Before"), "stale", "empty"),
    ],
)
def test_a_text_is_stale_if_its_english_was_another(
    monkeypatch: pytest.MonkeyPatch, one: Entry, state: str, why: str
) -> None:
    assert listed(monkeypatch, [one])["call"] == (one.translation, state, why)


def test_the_english_itself_is_done_and_nothing_is_unread_where_nobody_has_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {state for _, state, _ in listed(monkeypatch, [], tag="en").values()} == {"done", "doubt"}
    unread, read = {CALL: "new"}, [entry(CALL, "Llame")]
    assert listed(monkeypatch, read, unread=unread)["call"][1] == "unread"
    assert listed(monkeypatch, read, unread=unread, day="")["call"][1] == "done"
    assert listed(monkeypatch, read, unread=unread, broken=True)["call"][1] == "done"
    assert listed(monkeypatch, [])["name"][1] == "untranslated", "a language that has nothing yet has no names either"


@pytest.mark.parametrize(
    ("product", "title"),
    [
        ("card", "Card"),
        ("card-eu", "Card (card-eu)"),
        ("card-eu-large", "Large card"),
        ("card-eu-small", "Card (card-eu-small)"),
        ("poster", "poster"),
    ],
)
def test_a_product_has_the_name_of_its_kind(product: str, title: str) -> None:
    names = {"product.card": "Card", "product.card-eu-large": "Large card"}
    known = {key: SimpleNamespace(forms={Form.TEXT: words(name)}) for key, name in names.items()}
    found: Any = SimpleNamespace(session=SimpleNamespace(campaign=SimpleNamespace(messages=known)))
    assert messages.title(found, product) == title


# -- over the pages ------------------------------------------------------------------------------------------------


def test_overlays_are_measured_from_the_pictures_upper_left(monkeypatch: pytest.MonkeyPatch) -> None:
    code = QrCode(50.0, 5.0, 2.0, ("10", "01"), "black", "white", "front/code[1]", "site", "https://a.org")
    items = (
        line(CALL),
        line(MessageKey("call", language="en"), "front/list[0]", y=40.0, turn=0),
        line(MessageKey.of_contact("hotline"), "front"),
        code,
        Box(0.0, 0.0, 4.0, 6.0, "red", "front/box[2]"),
    )
    page: Any = SimpleNamespace(
        face="front",
        items=items,
        width=100.0,
        height=60.0,
        safe=9.0,
        bleed=3.0,
        covered=(12.0, 4.0),
        direction="",
        pieces=(),
        folds=(40.0,),
        level_folds=(30.0,),
    )
    structure = Element("Document", (Element("P", items=((1, 0), (0, 2))), Element("P", items=((1, 3), (1, 1)))))
    document: Any = SimpleNamespace(pages=(None, page), structure=structure, direction="rtl", language="es")
    edition: Any = None
    monkeypatch.setattr(
        pages, "page_boxes", lambda page, edition: SimpleNamespace(media=(0, 0, 120, 80), trim=(10, 12, 110, 72))
    )
    found = pages.page_overlays(document, 1, edition)
    texts = found.pop("lines")
    assert found == {
        "face": "front",
        "width": 120,
        "height": 80,
        "direction": "rtl",
        "trims": [[10, 8, 100, 60]],
        "bleed": [7, 5, 106, 66],
        "safe": [19, 20, 82, 39],
        "folds": [[50, 8, 0, 60], [10, 38, 100, 0]],
        "codes": [{"box": [60, 59, 4, 4], "contact": "site", "target": "https://a.org"}],
        "blocks": [
            {"path": "front/list[0]", "box": [20, 20, 30, 30]},
            {"path": "front/code[1]", "box": [60, 59, 4, 4]},
            {"path": "front/box[2]", "box": [10, 62, 4, 6]},
        ],
    }
    assert texts[0] == {
        "box": [20, 40, 30, 10],
        "message": "call",
        "language": "es",
        "block": "front/list[0]",
        "role": "body",
        "size": 9.0,
        "floor": 7.0,
        "text": "call",
        "order": 1,
    }
    assert [(one["message"], one["language"], one["order"]) for one in texts[1:]] == [
        ("en:call", "en", 3),
        ("contact:hotline", "", 0),
    ]
    page.pieces, page.direction, page.covered = ((0.0, 0.0, 50.0, 60.0), (50.0, 0.0, 100.0, 60.0)), "ltr", (0.0, 0.0)
    found = pages.page_overlays(document, 1, edition)
    assert (found["trims"], found["safe"], found["direction"]) == ([[10, 8, 50, 60], [60, 8, 50, 60]], None, "ltr")
    page.pieces = ()
    assert pages.page_overlays(document, 1, edition)["safe"] == [19, 17, 82, 42]


def test_places_of_a_message_are_its_blocks_with_their_lines_and_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [
        [line(CALL), line(CALL), line(HELP), line(MessageKey.of_contact("call")), line(SHORT, "front/text[1]")],
        [
            line(CALL, size=12.0),
            line(CALL.in_language("es")),
            line(CALL.in_language("en")),
            Box(0, 0, 1, 1, "red", "x"),
        ],
    ]
    document = SimpleNamespace(
        pages=[SimpleNamespace(face=face, items=found) for face, found in zip(("front", "back"), items, strict=True)]
    )
    monkeypatch.setattr(messages, "_composed", lambda live, view, drafts: document)
    layout = SimpleNamespace(roles={"body": SimpleNamespace(aim={"latin": 10.0, "khmer": 14.0})})
    registry = SimpleNamespace(language=lambda tag: SimpleNamespace(size_class={"es": "latin"}[tag]))
    session = SimpleNamespace(layout=lambda product, secondary: {"card en": layout}[f"{product} {secondary}"])
    session.registry = registry
    found: Any = SimpleNamespace(session=session)
    answer = messages.places(found, pages.View("card", "es", "screen", "en"), {}, CALL)
    usual = {"floor": 7.0}
    assert answer == [
        {**usual, "page": 1, "face": "front", "block": "front/list[0]", "message": "call", "size": 9.0, "aim": 10.0}
        | {"lines": 2},
        {**usual, "page": 1, "face": "front", "block": "front/text[1]", "message": "call/short", "size": 9.0}
        | {"aim": 10.0, "lines": 1},
        {**usual, "page": 2, "face": "back", "block": "front/list[0]", "message": "call", "size": 12.0, "aim": 12.0}
        | {"lines": 1},
        {**usual, "page": 2, "face": "back", "block": "front/list[0]", "message": "es:call", "size": 9.0, "aim": 10.0}
        | {"lines": 1},
    ]
    layout.roles.clear()
    assert messages.places(found, pages.View("card", "es", "screen", "en"), {}, CALL)[0]["aim"] == 9.0


def test_the_text_that_is_lengthened_is_the_typed_one_or_the_saved_one() -> None:
    entries = {CALL: entry(CALL, "Llame"), HELP: entry(HELP, "Ayuda", flags=frozenset({"fuzzy"}))}

    def catalog(tag: str) -> Any:
        if tag != "es":
            raise TranslationError("Broken.")
        return SimpleNamespace(entries=entries)

    found: Any = SimpleNamespace(session=SimpleNamespace(catalog=catalog))
    view = pages.View("card", "es", "screen")
    assert messages._text(found, view, {"es": {CALL: ""}, "en": {CALL: "x"}}, CALL) == ""
    assert messages._text(found, view, {"en": {CALL: "x"}}, CALL) == "Llame"
    assert messages._text(found, view, {}, HELP) == messages._text(found, view, {}, SHORT) == ""
    assert messages._text(found, pages.View("card", "ar", "screen"), {}, CALL) == ""


# -- with drafts ---------------------------------------------------------------------------------------------------


def test_drafts_are_set_in_every_language_that_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(Live, "_alone", lambda self, tag, drafts: f"{tag} {sorted(drafts)}")
    monkeypatch.setattr(live, "with_others", lambda own, others, second: (own, others, second))
    session: Any = SimpleNamespace(reads=0, registry=SimpleNamespace(tags=("en", "es", "ar")))
    session.localized = lambda *words, **more: asked.append((words, more))
    found = Live(session)
    draft = {"es": {CALL: "¿Y?"}}
    own = "es ['es']"
    assert found.localized("es", drafts=draft) == own
    assert found.localized("es", "en", draft) == (own, ["en ['es']"], "en")
    assert found.localized("es", "all", draft) == (own, ["en ['es']", own, "ar ['es']"], "all")
    assert asked == []
    found.localized("es", "en", {"ar": {}})
    assert asked == [(("es",), {"secondary": "en", "allow_untranslated": True})]


def test_a_typed_text_translates_todays_english_and_is_not_doubtful() -> None:
    old = entry(CALL, "Llame", "Another English", flags=frozenset({"fuzzy", "no-wrap"}))
    new = typed(old, CALL, words("Call"), "Llama", "es.po")
    assert (new.english, new.translation, new.fuzzy) == ("Call", "Llama", False)
    assert new.source == old.source
    first = typed(None, CALL, words("Call"), "Llama", "es.po")
    assert (first.context, first.english, first.translation, first.source) == (CALL, "Call", "Llama", Source("es.po"))


# -- saving --------------------------------------------------------------------------------------------------------


def asks(**more: Any) -> dict[str, Any]:
    text = {"key": "call", "before": "Llame", "after": "Llama", "english": "Call"}
    return {"language": "ES", "texts": [text, {**text, "key": "help", "doubtful": True}], **more}


@pytest.fixture
def campaign() -> Any:
    registry = SimpleNamespace(language=lambda name: SimpleNamespace(tag=name.lower()))
    written: list[Path] = []
    return SimpleNamespace(session=SimpleNamespace(registry=registry), remember_written=written.append, written=written)


@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("mine", [True, False])
def test_what_is_saved_is_tried_first_and_told(
    campaign: Any, monkeypatch: pytest.MonkeyPatch, written: bool, mine: bool
) -> None:
    tried: list[Any] = []

    def edit_catalog(session: Any, tag: str, edits: Any, *, mine: bool, accept: Any) -> Any:
        accept()
        tried.append((session is campaign.session, tag, [(str(one.key), one.doubtful) for one in edits], mine))
        conflict = Conflict(HELP, before="b", now="n", after="a")
        changed = [CALL] if written else []
        return SimpleNamespace(path=Path("es.po"), name="es/flyers.po", changed=changed, conflicts=[conflict])

    monkeypatch.setattr(desk, "edit_catalog", edit_catalog)
    monkeypatch.setattr(desk, "require_room", lambda live, tag, texts: [f"{tag} {texts[CALL]} {len(texts)}"])
    assert desk.save(campaign, asks(mine=mine)) == {
        "file": "es/flyers.po",
        "changed": ["call"] if written else [],
        "not_made": ["es Llama 1"],
        "conflicts": [{"key": "help", "before": "b", "now": "n", "after": "a"}],
    }
    assert tried == [(True, "es", [("call", False), ("help", True)], mine)]
    assert campaign.written == ([Path("es.po")] if written else [])


@pytest.mark.parametrize("texts", [None, [], {}, "x", [1], [{}, 1]])
def test_where_there_is_no_text_nothing_is_saved(campaign: Any, texts: object) -> None:
    with pytest.raises(UsageError, match="There is no text to save"):
        desk.save(campaign, asks(texts=texts))


@pytest.mark.parametrize("edits", [None, [], {}, "x", [1], [{}, 1]])
def test_where_there_is_no_edit_no_contact_is_changed(campaign: Any, edits: object) -> None:
    with pytest.raises(UsageError, match="There is nothing to change"):
        desk.change(campaign, {"edits": edits}, write=True)


@pytest.mark.parametrize(
    ("asked", "allowed", "write"),
    [(True, True, True), (True, False, False), (False, True, False), (1, True, False), (None, True, False)],
)
def test_contacts_are_written_if_that_is_asked_and_allowed(
    campaign: Any, monkeypatch: pytest.MonkeyPatch, asked: object, allowed: bool, write: bool
) -> None:
    edits = [{"field": "hotline.display", "before": "1", "after": "2"}]
    found = {"edits": edits, "seen": {"hotline.target": "tel:1"}, "write": asked}

    def change_contacts(session: Any, edits: Any, *, write: bool, seen: Any) -> Any:
        assert edits == [("hotline.display", "2")]
        assert seen == {"hotline.target": "tel:1", "hotline.display": "1"}
        change = FieldChange("hotline.display", before="1", after="2")
        impact = SimpleNamespace(to_json=lambda: {"contact": "hotline"})
        edit = SimpleNamespace(path=Path("contacts.yaml"), changes=[change])
        return SimpleNamespace(written=write, edit=edit, impacts=[impact], unasked={"hotline.target": "tel:2"})

    monkeypatch.setattr(desk, "change_contacts", change_contacts)
    assert desk.change(campaign, found, write=allowed) == {
        "written": write,
        "conflicts": [],
        "changes": [{"field": "hotline.display", "before": "1", "after": "2"}],
        "unasked": {"hotline.target": "tel:2"},
        "impact": [{"contact": "hotline"}],
    }
    assert campaign.written == ([Path("contacts.yaml")] if write else [])


def test_texts_that_keep_a_product_from_being_made_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three products the picker is in all languages, and the poster could not be made before either."""
    layouts = {
        name: SimpleNamespace(product=name, many_languages=name == "picker") for name in ("card", "poster", "picker")
    }
    composed: list[str] = []
    broken = {"card": False, "poster": True}

    def compose(drafts: Any, layout: Any) -> None:
        composed.append(layout.product)
        if broken[layout.product] or (layout.product == "card" and drafts["es"].get(CALL) == "too long"):
            errors = [OversetError("One."), OversetError("Two.")]
            raise CombinedError(errors) if layout.product == "card" else OversetError("It is full.")

    session = SimpleNamespace(layout=layouts.get, composed=compose)
    found: Any = SimpleNamespace(session=session, localized=lambda tag, drafts: drafts)
    monkeypatch.setattr(desk, "products_with", lambda live, key: list(layouts) if key == CALL else ["card"])
    monkeypatch.setattr(desk, "title", lambda live, product: product.title())
    with pytest.raises(CombinedError) as caught:
        desk.require_room(found, "es", {CALL: "too long", HELP: ""})
    assert [str(error) for error in caught.value.errors] == ["card → es: One.", "card → es: Two."]
    assert composed == ["card", "poster", "card", "poster"]
    assert desk.require_room(found, "es", {CALL: "short"}) == ["Poster"]
    broken["card"] = True
    assert desk.require_room(found, "es", {CALL: "too long"}) == ["Card", "Poster"]
    composed.clear()
    broken.update(card=False, poster=False)
    assert desk.require_room(found, "es", {CALL: "short"}) == []
    assert composed == ["card", "poster"], "what can be made is not tried as it was before"


def test_the_time_that_a_page_took_is_told_by_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10.0, 10.5, 12.0, 15.00004])
    monkeypatch.setattr(pages.time, "perf_counter", lambda: next(moments))
    omission = SimpleNamespace(block="front", message=CALL, instead=SHORT, reason="no room")
    left_out = SimpleNamespace(block="front", message=HELP, instead=None, reason="no room")
    document: Any = SimpleNamespace(
        title="Tarjeta",
        direction="ltr",
        draft=True,
        approval=SimpleNamespace(words="nobody"),
        code="abc1234",
        pages=(),
        messages=(),
        omissions=(omission, left_out),
        sizes={"body": 9.0},
        label="es",
        issue="2026-11",
        draft_mark="",
        colours={},
    )
    edition = SimpleNamespace(slug_line=True)
    monkeypatch.setattr(pages, "compose_job", lambda *_: SimpleNamespace(document=document, edition=edition))
    words_of = SimpleNamespace(in_english=lambda messages: [NO_KEY, HELP])
    asked: list[Any] = []
    shown: Any = SimpleNamespace(
        session=SimpleNamespace(folder=Path("c"), other_fonts=0), localized=lambda *one: asked.append(one) or words_of
    )
    answer = pages.ScreenPages(shown).compose(pages.View("card", "es", "press", "en"), {"es": {}}, 300)
    assert asked == [("es", "en", {"es": {}})]
    assert answer == {
        "view": {"product": "card", "language": "es", "edition": "press", "secondary": "en"},
        "title": "Tarjeta",
        "direction": "ltr",
        "draft": True,
        "approval": "nobody",
        "code": "abc1234",
        "pages": [],
        "untranslated": ["", "help"],
        "omissions": [
            {"block": "front", "message": "call", "instead": "call/short", "reason": "no room"},
            {"block": "front", "message": "help", "instead": "", "reason": "no room"},
        ],
        "sizes": {"body": 9.0},
        "seconds": {"localize": 0.5, "compose": 1.5, "paint": 3.0},
    }
