"""Finished files of this repository's campaign in every edition, each composed and painted once."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import pikepdf

from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job, expectation
from flyers.pipeline.session import Session, open_session
from flyers.proof.expectations import Expectation
from pdfedits import saved

ROOT = Path(__file__).parents[2]

LANGUAGES = ("en", "es", "ar", "ur", "hi", "km", "my", "zh-Hans", "am", "th")
"""One for each way in which scripts differ."""

EDITIONS = ("press", "screen", "office")
PRODUCTS = ("wallet-card", "poster", "brochure")


@dataclass(frozen=True)
class FinishedFile:
    """A file as a build makes it, saved once by pikepdf like every alteration of it, and its expectation."""

    name: str
    pdf: bytes
    expectation: Expectation


@lru_cache(maxsize=6)
def finished(language: str, product: str, edition: str) -> FinishedFile:
    session = _session()
    job = Job(session.folder, language, product, edition, Path(), allow_untranslated=True)
    localized = session.localized(language, allow_untranslated=True)
    made = compose_job(job, localized, session)
    pdf = paint(made.document, replace(made.edition, name=job.purpose), session.library, 0)
    module = made.layout.smallest_module
    expected = expectation(made.document, made.edition, localized, session.library, smallest_module=module, moment=0)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return FinishedFile(f"{language} {product}.{edition}", saved(opened), expected)


@cache
def _session() -> Session:
    return open_session(ROOT)
