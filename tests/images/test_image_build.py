"""Images are built with their words, deterministically, and proved again later."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from imagefiles import NUMBER, real, with_chunks

from flyers.errors import UsageError
from flyers.pipeline.plan import Job
from flyers.pipeline.prove import ProofRequest, Verdict, identify, identify_image, prove_file
from flyers.pipeline.recipe import compose_job
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.workers import run
from flyers.proof.images import Chunk, labels_of, read_image
from flyers.text.bidi import embedding_levels, visual_runs
from flyers.workflow.signing import Statement, pages_checksum, sign

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Job:
    job = Job(root, "ar", "image-wide", "image", tmp_path_factory.mktemp("images"), allow_untranslated=True)
    (result,) = run([job], workers=1)
    assert result.error is None, result.error
    assert result.findings == ()
    return result.job


@pytest.fixture
def copy(built: Job, tmp_path: Path) -> Job:
    """The same files in a folder of their own."""
    job = replace(built, output=tmp_path)
    job.folder.mkdir()
    for path in built.folder.iterdir():
        (job.folder / path.name).write_bytes(path.read_bytes())
    return job


def proved(job: Job) -> Verdict:
    return prove_file(ProofRequest(job.campaign, job.target))


def test_an_image_has_two_files_beside_it(built: Job) -> None:
    names = {path.name for path in built.folder.iterdir()}
    stem = "image-wide.image.DRAFT"
    assert names == {f"{stem}.png", f"{stem}.txt", f"{stem}.alt.txt", "proof.json"}
    entry = json.loads((built.folder / "proof.json").read_text())["products"][stem]
    assert entry["file"] == f"{stem}.png"
    assert entry["texts"].keys() == {f"{stem}.txt", f"{stem}.alt.txt"}
    assert entry["facts"]["image"]["pixels"] == [1920, 1080]
    assert all(all(code["reads"].values()) for code in entry["facts"]["image"]["codes"])


def test_the_file_has_its_pixels_in_srgb_and_nothing_else(built: Job) -> None:
    reading = read_image(built.target.read_bytes())
    kinds = [chunk.kind for chunk in reading.chunks]
    assert [kind for kind in kinds if kind != "IDAT"] == ["IHDR", "sRGB", *["iTXt"] * 4, "IEND"]
    assert reading.size == (1920, 1080)
    assert (reading.kind, reading.depth) == ("RGB", 8)
    assert reading.length < 300_000
    assert reading.labels["Comment"].startswith("image-wide, ar, image; image-wide ar ")


def test_its_colours_are_those_of_the_theme(root: Path) -> None:
    colours = open_session(root).theme.colours
    picture = read_image(real("image-square", "ar").png).picture
    for place, name in (((3, 3), "night"), ((3, 400), "accent"), ((3, 750), "paper"), ((3, 1070), "tint")):
        assert picture.getpixel(place) == tuple(round(255 * level) for level in colours[name].srgb), name


@pytest.mark.parametrize("product", ["image-portrait", "image-story", "image-square", "image-link", "image-wide"])
def test_every_image_has_exactly_the_pixels_of_its_layout(product: str) -> None:
    image = real(product, "en")
    assert image.expectation.image is not None
    assert read_image(image.png).size == image.expectation.document.pixels


def test_the_same_inputs_give_the_same_bytes_at_any_time(
    built: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    again = replace(built, output=tmp_path)
    run([again], workers=1)
    for path in (built.target, *built.texts):
        assert (again.folder / path.name).read_bytes() == path.read_bytes()


def test_a_draft_says_so_inside(built: Job) -> None:
    composition = compose_job(
        built, open_session(built.campaign).localized("ar", allow_untranslated=True), open_session(built.campaign)
    )
    texts = [getattr(item, "text", "") for item in composition.document.pages[0].items]
    assert any("draft translation" in text for text in texts)
    assert "draft" not in built.texts[1].read_text()


def test_a_signed_image_says_nothing_of_drafts(campaign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")
    job = Job(campaign, "es", "image-link", "image", tmp_path / "out")
    (draft,) = run([job], workers=1)
    session = Session(campaign)
    checksum = pages_checksum(session, "es", ["image-link"])
    statement = Statement("R-07", "reader", dt.date(2026, 11, 3), checksum, products=("image-link",))
    sign(session, "es", statement)
    open_session(campaign).reload()
    (signed,) = run([job], workers=1)

    assert {path.name for path in draft.job.folder.iterdir()} == {
        "image-link.image.png",
        "image-link.image.txt",
        "image-link.image.alt.txt",
        "proof.json",
    }
    assert (draft.job.marked_draft, signed.job.marked_draft) == (True, False)
    verdict = prove_file(ProofRequest(campaign, signed.job.target))
    assert (verdict.good, verdict.findings) == (True, ())


# -- words -------------------------------------------------------------------------------------------------------------


def test_the_text_to_send_has_the_words_of_the_image_a_line_each() -> None:
    assert real("image-portrait", "es").text.splitlines() == [
        "¿Conoce a alguien que no es libre de irse?",
        "Línea Nacional Contra la Trata de Personas",
        NUMBER,
        "Gratis. Día y noche. Pida hablar en su idioma.",
        "¿Hay peligro ahora? Llame al 911.",
        "Coalición de Connecticut Contra la Trata de Personas",
    ]


def test_the_description_also_tells_of_the_code_and_its_caption() -> None:
    image = real("image-wide", "es")
    more = [line for line in image.alt.splitlines() if line not in image.text.splitlines()]
    assert len(more) == 2
    assert more[0].startswith("Código QR.")
    assert NUMBER in more[0]
    assert [line for line in image.text.splitlines() if line not in image.alt.splitlines()] == []


def test_without_a_code_description_and_text_are_alike() -> None:
    assert real("image-link", "es").alt == real("image-link", "es").text


def test_text_from_left_to_right_has_no_invisible_signs() -> None:
    for words in (real("image-portrait", "es").alt, real("image-portrait", "es").text, real("image-square", "km").text):
        assert not any("\u2066" <= character <= "\u2069" for character in words)


@pytest.mark.parametrize("base", [None, 0, 1])
@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize("language", ["ar", "ur", "ps", "fa-AF"])
def test_a_reader_shows_every_number_from_left_to_right(language: str, joined: bool, base: int | None) -> None:
    """Whatever direction a program gives the message, and also where it makes one line of it."""
    for words in (real("image-portrait", language).alt, real("image-portrait", language).text):
        lines = [words.replace("\n", " ")] if joined else words.splitlines()
        shown = [_shown(line, base) for line in lines]
        assert sum(line.count(NUMBER) for line in shown) == words.count(NUMBER) >= 1
        assert any(",\u00a0please." in line for line in shown)


def test_without_isolates_a_number_in_arabic_would_be_turned() -> None:
    """Otherwise the test above would prove nothing."""
    words = real("image-portrait", "ar").alt.translate(dict.fromkeys(range(0x2066, 0x206A))).replace("\n", " ")
    assert NUMBER not in _shown(words, 1)


def _own_level(line: str) -> int:
    """Return the level that programs find for *line*: that of its first letter outside isolates (UAX #9, P2 and P3)."""
    outside = re.sub("[\u2066-\u2068][^\u2069]*\u2069", "", line)
    strong = (kind for kind in map(unicodedata.bidirectional, outside) if kind in ("L", "R", "AL"))
    return int(next(strong, "L") != "L")


def _shown(line: str, base: int | None) -> str:
    levels = embedding_levels(line, _own_level(line) if base is None else base)
    runs = visual_runs(levels)
    order = [place for start, end, level in runs for place in range(start, end)[:: -1 if level % 2 else 1]]
    return "".join(line[index] for index in order if not "\u2066" <= line[index] <= "\u2069")


# -- proved again ------------------------------------------------------------------------------------------------------


def test_a_finished_image_is_good(copy: Job) -> None:
    verdict = proved(copy)
    assert (verdict.good, verdict.remarks, verdict.findings) == (True, (), ())
    assert verdict.known_as == "image-wide, ar, image"


def test_words_that_were_altered_or_lost_are_found(copy: Job) -> None:
    alt, text = copy.texts
    text.write_text(text.read_text() + "http://example.org\n")
    alt.unlink()
    verdict = proved(copy)
    assert [finding["code"] for finding in verdict.findings] == ["P004", "I009", "I009"]
    assert verdict.outcome == "FAILED"


def test_words_that_are_no_text_are_found(copy: Job) -> None:
    copy.texts[1].write_bytes(b"\xff\xfe\x00")
    assert {finding["code"] for finding in proved(copy).findings} == {"P004", "I009", "I010"}


def test_an_image_fails_once_a_contact_has_changed(copy: Job, campaign: Path) -> None:
    contacts = campaign / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace(NUMBER, "1-888-373-7889").replace("18883737888", "18883737889"))
    verdict = prove_file(ProofRequest(campaign, copy.target))
    assert not verdict.good
    assert {"P004", "I006", "I007", "I008", "I009", "I010"} <= {finding["code"] for finding in verdict.findings}
    assert any("other words or contacts" in remark for remark in verdict.remarks)


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "nothing",
        "poster, ar, press; poster ar 2026-11 0000000",
        "image-wide, ar, image; poster ar 2026-11 0000000",
    ],
)
def test_an_image_with_other_labels_is_not_compared(copy: Job, comment: str) -> None:
    def relabel(chunks: list[Chunk]) -> list[Chunk]:
        kept = [chunk for chunk in chunks if not chunk.data.startswith(b"Comment")]
        return [kept[0], Chunk("tEXt", b"Comment\0" + comment.encode()), *kept[1:]]

    copy.target.write_bytes(with_chunks(copy.target.read_bytes(), relabel))
    verdict = proved(copy)
    assert verdict.outcome == "NOT COMPARED"
    assert "not labelled as a file of ours" in verdict.remarks[0]


def test_an_image_of_a_product_that_is_printed_is_not_compared(copy: Job) -> None:
    def relabel(chunks: list[Chunk]) -> list[Chunk]:
        kept = [chunk for chunk in chunks if not chunk.data.startswith(b"Comment")]
        return [kept[0], Chunk("tEXt", b"Comment\0poster, ar, image; poster ar 2026-11 0000000"), *kept[1:]]

    copy.target.write_bytes(with_chunks(copy.target.read_bytes(), relabel))
    verdict = proved(copy)
    assert verdict.outcome == "NOT COMPARED"
    assert "is printed, and has no edition “image”" in verdict.remarks[0]


def test_only_images_are_known_by_an_image_s_labels(built: Job) -> None:
    identity = identify_image(labels_of(built.target.read_bytes()))
    assert identity is not None
    assert (identity.product, identity.language, identity.edition) == ("image-wide", "ar", "image")
    assert identify(built.target.read_bytes()) is None


@pytest.mark.parametrize(
    ("product", "edition"), [("poster", "image"), ("image-link", "press"), ("image-link", "screen")]
)
def test_a_product_is_made_in_its_own_editions_only(root: Path, tmp_path: Path, product: str, edition: str) -> None:
    session = open_session(root)
    with pytest.raises(UsageError, match=f"has no edition “{edition}”"):
        compose_job(Job(root, "en", product, edition, tmp_path), session.localized("en"), session)


def test_a_lost_text_is_written_again(copy: Job) -> None:
    before = copy.texts[0].read_bytes()
    copy.texts[0].unlink()
    run([copy], workers=1)
    assert copy.texts[0].read_bytes() == before


def test_a_failed_build_leaves_the_last_good_files(copy: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    from flyers.proof.checks import images as checks

    monkeypatch.setattr(checks, "_broken", lambda *_: "is not whole")
    before = {path.name: path.read_bytes() for path in (copy.target, *copy.texts)}
    (result,) = run([copy], workers=1, force=True)
    assert result.error is not None
    assert "I010" in str(result.error)
    assert {path.name: path.read_bytes() for path in (copy.target, *copy.texts)} == before
    entry = json.loads((copy.folder / "proof.json").read_text())["products"]["image-wide.image.DRAFT"]
    assert entry["status"] == "failed"
    assert entry["kept"]["file"] == copy.target.name
