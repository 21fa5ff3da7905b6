"""Pages on the screen: the same as a build's, with typed texts, and with what is wrong beside them."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job
from flyers.pipeline.session import Session
from flyers.studio.pages import LESS, png
from tools.studio import MOMENT, Studio

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"


def view(**change: Any) -> dict[str, Any]:
    return {"product": "wallet-card", "language": "es", "edition": "screen", "pixels": 600, **change}


def picture(studio: Studio, name: str) -> np.ndarray[Any, Any]:
    status, headers, data = studio.ask("GET", f"/picture/{name}.png")
    assert (status, headers["content-type"]) == (200, "image/png")
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def test_a_picture_is_that_of_the_file_that_a_build_makes(studio: Studio) -> None:
    session = Session(studio.campaign)
    job = Job(studio.campaign, "ar", "wallet-card", "press", Path())
    made = compose_job(job, session.localized("ar", allow_untranslated=True), session)
    pdf = pypdfium2.PdfDocument(paint(made.document, made.edition, session.library, MOMENT))
    answer = studio.post("/api/pages", view(language="ar", edition="press"))
    for index, page in enumerate(answer["pages"]):
        seen = picture(studio, page["picture"])
        assert abs(seen.shape[1] - 600) <= 1
        bitmap = (
            pdf[index]
            .render(scale=600 / page["width"] * (1 - LESS), rev_byteorder=True, may_draw_forms=False)
            .to_numpy()[:, :, :3]
        )
        assert np.array_equal(seen, bitmap)


def test_a_png_keeps_every_pixel() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (37, 53, 3), np.uint8)
    image = Image.open(io.BytesIO(png(pixels)))
    assert np.array_equal(np.asarray(image), pixels)


@pytest.mark.parametrize("edition", ["screen", "press", "office"])
def test_overlays_are_where_the_words_are(studio: Studio, edition: str) -> None:
    answer = studio.post("/api/pages", view(edition=edition, pixels=1500))
    page = answer["pages"][0]
    seen = picture(studio, page["picture"])
    scale = seen.shape[1] / page["width"]
    for line in page["lines"]:
        x, y, width, height = (round(value * scale) for value in line["box"])
        part = seen[max(y, 0) : y + height, max(x, 0) : x + width].reshape(-1, 3)
        assert len(np.unique(part, axis=0)) > 8, f"there is ink of {line['text']}"
    assert {line["message"] for line in page["lines"]} >= {"card.headline", "contact:hotline"}
    orders = [line["order"] for line in page["lines"] if line["order"]]
    assert len(orders) == len(set(orders))


def test_a_typed_text_is_on_the_page_and_only_its_page_is_drawn_anew(studio: Studio) -> None:
    before = studio.post("/api/pages", view())
    typed = "¿Alguien le da órdenes?"
    after = studio.post("/api/pages", view(drafts={"es": {"card.headline": typed}}))
    texts = [line["text"] for line in after["pages"][0]["lines"] if line["message"] == "card.headline"]
    assert " ".join(texts) == typed
    assert after["pages"][0]["picture"] != before["pages"][0]["picture"]
    assert not np.array_equal(
        picture(studio, after["pages"][0]["picture"]), picture(studio, before["pages"][0]["picture"])
    )
    again = studio.post("/api/pages", view(drafts={"es": {"card.headline": typed}}))
    assert [page["picture"] for page in again["pages"]] == [page["picture"] for page in after["pages"]]
    assert typed not in studio.catalog("es").read_text(encoding="utf-8")


def test_a_script_in_a_message_is_text(studio: Studio) -> None:
    status, headers, data = studio.ask(
        "POST", "/api/pages", view(drafts={"es": {"card.headline": SCRIPT, "signs.heading": SCRIPT}})
    )
    assert status == 200
    assert headers["content-type"] == "application/json"
    assert headers["x-content-type-options"] == "nosniff"
    assert "only markup is **strong**" in data.decode()


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("card.headline", "Llame al {nadie}", "nadie"),
        ("card.headline", "Señales 𓀀 de trata", "𓀀"),
        ("card.headline", "¿Alguien controla a usted o a una persona amiga de usted?" * 12, "too high"),
    ],
)
def test_what_is_wrong_with_a_typed_text_is_told(studio: Studio, key: str, text: str, says: str) -> None:
    answer = studio.post("/api/pages", view(drafts={"es": {key: text, f"{key}/short": text}}))
    assert "pages" not in answer
    told = [f"{error['problem']} {error['hint']}" for error in answer["errors"]]
    told += [finding["problem"] for finding in answer["findings"]["es"][key]]
    assert any(says in one for one in told), told
    assert any(error["path"] for error in answer["errors"])


def test_findings_of_a_typed_text(studio: Studio) -> None:
    answer = studio.post("/api/pages", view(drafts={"es": {"card.headline": "Alguien le da órdenes"}}))
    assert "L301" in {finding["code"] for finding in answer["findings"]["es"]["card.headline"]}


def test_places_and_room(studio: Studio) -> None:
    found = studio.post("/api/places", view(key="card.headline"))
    assert found[0]["page"] == 1
    assert found[0]["floor"] <= found[0]["size"] <= found[0]["aim"]
    room = studio.post("/api/room", view(key="card.headline"))
    assert room["printed"]
    assert 0 <= room["same_size"] <= room["fits"] < room["most"]
    longest = "¿Alguien controla a usted" + " a usted" * 40 + "?"
    tight = studio.post("/api/room", view(key="card.headline", drafts={"es": {"card.headline": longest}}))
    assert not tight["printed"]


def test_a_product_is_shown_in_each_of_its_formats(studio: Studio) -> None:
    titles = {one["name"]: one["title"] for one in studio.get("/api/campaign")["products"]}
    assert titles["poster-a4"] == "Poster (poster-a4)"
    (page,) = studio.post("/api/pages", view(product="poster-a4"))["pages"]
    assert (page["width"], page["height"]) == pytest.approx((595.276, 841.89), abs=0.01)
    assert "poster-a4" in studio.get("/api/message?language=es&key=poster.headline")["products"]


def test_products_have_names_for_people(studio: Studio) -> None:
    titles = {one["name"]: one["title"] for one in studio.get("/api/campaign")["products"]}
    assert titles["wallet-card"] == "Wallet card"
    assert titles["wallet-card-eu"] == "Wallet card (wallet-card-eu)"
    assert len(set(titles.values())) == len(titles)


def test_a_message_knows_its_products_and_english(studio: Studio) -> None:
    found = studio.get("/api/message?language=km&key=card.headline")
    assert "wallet-card" in found["products"]
    assert found["forms"][0]["english_source"]["path"].startswith("content/messages/")
    assert found["forms"][0]["translation"]
    assert not studio.get("/api/message?language=en&key=card.headline")["editable"]


def test_a_changed_file_is_read_again_and_a_broken_one_is_told(studio: Studio) -> None:
    layout = studio.campaign / "content" / "layouts" / "wallet-card.yaml"
    good = layout.read_bytes()
    before = studio.post("/api/pages", view())
    layout.write_bytes(good + b"\nnonsense: true\n")
    try:
        broken = _until(studio, lambda answer: bool(answer["errors"]))
        assert broken["errors"][0]["path"].endswith("wallet-card.yaml")
        assert broken["errors"][0]["line"] > 0
    finally:
        layout.write_bytes(good)
    whole = _until(studio, lambda answer: not answer["errors"])
    assert whole["pages"][0]["lines"] == before["pages"][0]["lines"]


def _until(studio: Studio, good: Any) -> Any:
    deadline = time.monotonic() + 20
    while not good(answer := studio.post("/api/pages", view())):
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    return answer
