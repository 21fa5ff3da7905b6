"""One campaign, built once, with two sites of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from gallerysite import LANGUAGES, LEAVE, MOMENT, PRODUCTS, ROOT, SIGNED_ON, TRIED_ON

from flyers.gallery.site import Site, SiteOrder, make_site
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.workflow.signing import Statement, pages_checksum, sign


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of this repository's campaign, in which nothing is signed: a card and an image."""
    output = tmp_path_factory.mktemp("built")
    images = {product: product.startswith("image") for product in PRODUCTS}
    jobs = plan(ROOT, LANGUAGES, PRODUCTS, ("screen", "image"), output=output, images=images)
    jobs += plan(ROOT, ["en"], ["wallet-card"], ["office"], output=output)
    _build(jobs)
    return output


def _build(jobs: list) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        results = run(jobs, workers=1)
    assert [result.error for result in results] == [None] * len(results)


@pytest.fixture(scope="session")
def session() -> Session:
    return Session(ROOT)


@pytest.fixture(scope="session")
def make(session: Session, built: Path) -> Callable[..., Site]:
    """A function that makes the site of the built files in a folder."""

    def made(site: Path, *, output: Path = built, drafts: bool = True, languages=LANGUAGES, products=PRODUCTS) -> Site:
        return make_site(session, SiteOrder(output, site, languages, products, drafts, LEAVE, workers=1))

    return made


@pytest.fixture(scope="session")
def site(make: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that gives out drafts."""
    folder = tmp_path_factory.mktemp("sites") / "gallery"
    make(folder)
    return folder


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    """A campaign whose English is signed and whose contacts have been tried, with what it takes for a package."""
    folder = tmp_path_factory.mktemp("signed")
    for part in ("content", "translations"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "fonts").symlink_to(ROOT / "fonts")
    contacts = folder / "content" / "contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(
        re.sub(r"^    verified_on:.*$", f"    verified_on: {TRIED_ON}", text, flags=re.M), encoding="utf-8"
    )
    session = Session(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        sign(session, "en", Statement("R-07", "coalition", SIGNED_ON, pages_checksum(session, "en")))
    output = tmp_path_factory.mktemp("signed-output")
    _build(plan(folder, ["en"], session.usual_products, ["press"], output=output))
    _build(plan(folder, ["en", "es"], ["wallet-card"], ["screen"], output=output))
    return session, output
