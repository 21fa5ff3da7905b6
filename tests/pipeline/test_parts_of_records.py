"""Parts of what files and reports record, each by itself: labels of files, and entries that are whole."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.pipeline import outputs, session, workers
from flyers.pipeline.prove import Identity, identify, identify_image

LABELS = {"Comment": "card, es, image; card es words abc1234"}


@pytest.mark.parametrize(
    ("comment", "known"),
    [
        ("card, es, image; card es abc1234", True),
        ("card, es, image; card es some more words abc1234", True),
        ("card, es, press; card es abc1234", False),
        ("card, es, image; poster es abc1234", False),
        ("card, es, image; card ar abc1234", False),
        ("card, es, image; card es", False),
        ("card, es; card es abc1234", False),
        ("card, es, image, more; card es abc1234", False),
        ("card, es, image", False),
        ("", False),
    ],
)
def test_an_image_is_known_by_two_labels_that_agree(comment: str, known: bool) -> None:
    assert identify_image({"Comment": comment}) == (Identity("card", "es", "image", "abc1234") if known else None)
    assert identify_image({}) is None
    assert str(Identity("card", "es", "image", "abc1234")) == "card, es, image"


def pdf(subject: str, date: str = "D:20261126151500Z", **intents: str) -> bytes:
    import io

    import pikepdf

    file = pikepdf.new()
    file.add_blank_page(page_size=(100, 100))
    keywords = " ".join((*subject.split(", ")[:2], "abc1234"))
    file.docinfo.update(
        {"/Subject": subject, "/Keywords": keywords, "/CreationDate": date, "/GTS_PDFXVersion": "PDF/X-1a:2003"}
    )
    if intents:
        file.Root.OutputIntents = pikepdf.Array(
            pikepdf.Dictionary(
                S=pikepdf.Name(f"/{kind}"), OutputConditionIdentifier=name, OutputCondition=f"{name} paper"
            )
            for kind, name in intents.items()
        )
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def test_a_file_is_known_by_what_it_records() -> None:
    made = Identity("card", "es", "press", "abc1234", "FOGRA39", "1a", "FOGRA39 paper", 1795706100)
    assert identify(pdf("card, es, press", GTS_PDFX="FOGRA39", GTS_PDFA1="sRGB")) == made
    plain = identify(pdf("card, es, screen", "D:20261126151500+02'00'", GTS_PDFA1="sRGB"))
    assert plain == Identity("card", "es", "screen", "abc1234", pdfx="1a")
    assert identify(pdf("card, es, image")) is None
    assert identify(pdf("card, es")) is None
    assert identify(b"%PDF-1.7 no more") is None


FINDING = {"code": "P301", "severity": "error", "where": "", "message": "Wrong.", "advice": "", "page": 0}
GOOD = {"status": "good", "sha256": "0", "bytes": 1, "issue": "2026-11", "code": "abc"}


@pytest.mark.parametrize(
    ("entry", "sound"),
    [
        (GOOD, True),
        ({**GOOD, "findings": [FINDING, FINDING], "facts": {"most_ink_percent": 240.5, "smallest_type": None}}, True),
        ({"status": "failed"}, True),
        *(({name: value for name, value in GOOD.items() if name != left_out}, False) for left_out in GOOD),
        ({**GOOD, "findings": [FINDING, 7]}, False),
        *(({**GOOD, "findings": [{key: FINDING[key] for key in FINDING if key != name}]}, False) for name in FINDING),
        ({**GOOD, "findings": [{**FINDING, "advice": None}]}, False),
        ({**GOOD, "findings": {}}, False),
        ({**GOOD, "facts": []}, False),
        ({**GOOD, "facts": {"smallest_type": "7"}}, False),
        ({"status": 1}, False),
        ([], False),
    ],
    ids=str,
)
def test_an_entry_of_a_report_counts_if_it_is_whole(tmp_path: Path, entry: object, sound: bool) -> None:
    report = tmp_path / outputs.REPORT
    report.write_text(json.dumps({"schema": 1, "products": {"card": entry}}), encoding="utf-8")
    assert outputs.sound_entry(outputs.report_at(report), "card") == (entry if sound else None)
    assert outputs.sound_entry(outputs.report_at(report), "poster") is None


@pytest.mark.parametrize(
    "report",
    ["", "[]", "{", '{"schema": 2, "products": {}}', '{"schema": 1, "products": []}', '{"products": {"a": 1}}'],
)
def test_a_report_that_cannot_be_read_has_no_entries(tmp_path: Path, report: str) -> None:
    (tmp_path / outputs.REPORT).write_text(report, encoding="utf-8")
    assert outputs.entries(tmp_path / outputs.REPORT) == outputs.entries(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    ("entry", "known"),
    [
        ({"made_of": {"words": "1"}}, {"words": "1"}),
        ({"made_of": {"words": 1}}, {}),
        ({"made_of": []}, {}),
        ({}, {}),
        (7, {}),
    ],
)
def test_what_a_file_was_made_of_is_words_or_unknown(entry: Any, known: dict[str, str]) -> None:
    assert outputs.made_of_entry(entry) == known


class OpenSession:
    """A session that says what it is asked to do; unlike a namespace, it can be referred to weakly."""

    def __init__(self, name: str, done: list[str]) -> None:
        self.name = name
        self._done = done

    def forget_languages(self) -> None:
        self._done.append(f"forget {self.name}")


@pytest.mark.parametrize("force", [False, True])
def test_what_was_read_for_a_language_is_forgotten_when_another_one_follows(
    monkeypatch: pytest.MonkeyPatch, force: bool
) -> None:
    done: list[str] = []
    opened = {name: OpenSession(name, done) for name in "ab"}
    monkeypatch.setattr(workers, "open_session", opened.get)
    monkeypatch.setattr(workers, "make_if_needed", lambda job, session, force: (job.product, session.name, force))
    monkeypatch.setattr(workers.process_cache, "forget_all", lambda: done.append("turn"))
    monkeypatch.setattr(workers.gc, "collect", lambda: done.append("garbage"))
    its = workers.Maker(force=force)

    def make(product: str, language: str, secondary: str = "", campaign: str = "a") -> list[str]:
        done.clear()
        job = SimpleNamespace(campaign=campaign, product=product, language=language, secondary=secondary)
        assert its(job) == (product, campaign, force)
        return list(done)

    assert make("card", "es") == make("poster", "es") == make("card", "es", campaign="b") == []
    first, second, *others = make("card", "ar")
    assert ({first, second}, others) == ({"forget a", "forget b"}, ["turn", "garbage"])
    assert make("card", "ar", "en") == ["forget a", "turn", "garbage"]
    assert make("picker", "en", "all") == ["forget a", "turn", "garbage"]
    assert make("card", "es") == [], "a piece in all languages has read them for those that follow"


def test_what_no_campaign_asks_for_is_forgotten_after_every_32_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[int] = []
    opened: list[Path] = []
    monkeypatch.setattr(session, "_opened", itertools.count(1))
    monkeypatch.setattr(session, "Session", lambda folder: opened.append(folder) or folder)
    monkeypatch.setattr(session.process_cache, "forget_all", lambda: turned.append(len(opened)))
    session.open_session.cache_clear()
    for number in range(70):
        session.open_session(Path(f"campaign {number}"))
        session.open_session(Path(f"campaign {number}"))
    session.open_session.cache_clear()
    assert len(opened) == 70
    assert turned == [31, 63]
