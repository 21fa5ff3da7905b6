"""Sign-off product by product: what a reader of one card signs, and what that makes of the language."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from edits import edit
from fewer_languages import keep_languages
from flyers.errors import UsageError
from flyers.pipeline.recipe import current_documents, usual_products
from flyers.pipeline.session import Session
from flyers.translation.signoff import State, read_signoffs
from flyers.translation.template import DRAFT_REMARK
from flyers.workflow import signing as pages
from flyers.workflow.catalog_edit import update_catalogs
from flyers.workflow.signing import SigningResult, Statement, pages_checksum, scope_of, short, sign
from flyers.workflow.status import count_languages, status

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).resolve().parents[2]
CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
DAY = dt.date(2026, 11, 3)
LANGUAGES = ("en", "es", "ar", "ur", "my")
USUAL = ("brochure", "poster", "wallet-card")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign with several products in few languages, that a test may change."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    keep_languages(tmp_path, LANGUAGES)  # a status composes the pages of each
    (tmp_path / "fonts").symlink_to(ROOT / "fonts")
    return tmp_path


@pytest.fixture
def put(folder: Path) -> Callable[[str, str], None]:
    def change(old: str, new: str) -> None:
        edit(folder / CATALOG, old, new, everywhere=True)

    return change


def signing(
    folder: Path, *products: str, tag: str = "es", pages_seen: bool = True, named: bool = False
) -> SigningResult:
    """Sign *products*, by default the whole language, with the checksum on the proof of their pages."""
    session = Session(folder)
    proof = short(pages_checksum(session, tag, products)) if pages_seen else ""
    return sign(session, tag, Statement("R-07", "reader", DAY, proof, products=products if named else ()))


def drafts(folder: Path, *products: str, secondary: str = "", tag: str = "es") -> dict[str, bool]:
    found = current_documents(Session(folder), tag, products or USUAL, secondary=secondary)
    return {document.product: document.draft for document in found}


def test_the_checksum_says_which_product_is_signed(folder: Path) -> None:
    result = signing(folder, "wallet-card")
    assert result.products == ("wallet-card",)
    assert drafts(folder) == {"brochure": True, "poster": True, "wallet-card": False}
    session = Session(folder)
    (record,) = read_signoffs(session.campaign, session.registry.language("es"))
    (card,) = current_documents(session, "es", ["wallet-card"])
    assert record.products == ("wallet-card",)
    assert record.messages.keys() == {key for key in card.messages if key.id in session.campaign.messages}
    assert record.contacts.keys() == card.contacts == {"emergency", "hotline", "hotline_text"}


def test_a_language_is_signed_when_all_usual_products_are(folder: Path) -> None:
    assert signing(folder, "wallet-card").standing.state is State.PARTLY
    found = status(Session(folder), "es", USUAL)
    assert found.words == "signed on 2026-11-03 for wallet-card; otherwise draft translation"
    states = {product: found.state_of(product) for product in USUAL}
    assert states == {"brochure": "checked", "poster": "checked", "wallet-card": "signed"}
    assert signing(folder, "brochure", "poster").standing.state is State.SIGNED
    assert not any(drafts(folder).values())
    (row,) = [row for row in count_languages(Session(folder)) if row.tag == "es"]
    assert (row.state, row.status) == ("signed", "signed on 2026-11-03")


def test_the_whole_language_signs_every_product(folder: Path) -> None:
    assert signing(folder).products == ()
    assert not any(drafts(folder).values())
    assert drafts(folder, "wallet-card-eu") == {"wallet-card-eu": False}


def test_every_choice_of_products_has_its_own_checksum(folder: Path) -> None:
    session = Session(folder)
    choices = [choice for count in range(len(USUAL) + 1) for choice in combinations(USUAL, count)]
    sums = {choice if choice != USUAL else (): pages_checksum(session, "es", choice) for choice in choices}
    assert len(set(sums.values())) == len(sums) == 2 ** len(USUAL) - 1
    for choice, checksum in sums.items():
        assert scope_of(session, "es", checksum) == (choice, checksum)
    assert scope_of(session, "es", "0" * 64) is None


def test_the_checksum_of_a_language_is_what_it_was_before_products_were_signed(folder: Path) -> None:
    """Records of former days stay valid, to the digit."""
    session = Session(folder)
    documents = current_documents(session, "es")
    plain = [json.loads(pages._plain(document, session.library, imprint=True)) for document in documents]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    assert pages_checksum(session, "es") == hashlib.sha256(text.encode()).hexdigest()


def test_words_of_another_product_change_neither_checksum_nor_sign_off(folder: Path, put) -> None:
    """Small print has the code of the whole language; who reads a card has not read the brochure."""
    before = pages_checksum(Session(folder), "es", ["wallet-card"])
    signing(folder, "wallet-card")
    session = Session(folder)
    card, brochure = (document.messages for document in current_documents(session, "es", ["wallet-card", "brochure"]))
    other = next(key for key in sorted(brochure - card) if key.id in session.campaign.messages)
    text = session.catalog("es").entries[other].translation
    put(f'msgstr "{text}"', f'msgstr "{text} Otra."')
    assert pages_checksum(Session(folder), "es", ["wallet-card"]) == before
    assert drafts(folder, "wallet-card") == {"wallet-card": False}
    assert status(Session(folder), "es").changed_products == ()


def test_a_changed_word_makes_its_products_stale_and_no_others(folder: Path, put) -> None:
    signing(folder, "wallet-card")
    signing(folder, "poster")
    session = Session(folder)
    card, poster = (document.messages for document in current_documents(session, "es", ["wallet-card", "poster"]))
    own = next(key for key in sorted(card - poster) if key.id.startswith("card."))
    text = session.catalog("es").entries[own].translation
    put(f'msgstr "{text}"', f'msgstr "{text} Sí."')
    assert drafts(folder, "wallet-card", "poster") == {"wallet-card": True, "poster": False}
    found = status(Session(folder), "es", USUAL)
    assert found.standings["wallet-card"].state is State.STALE
    assert [change.what for change in found.standings["wallet-card"].changes] == [own]
    again = signing(folder, "wallet-card")
    assert again.messages == 1
    assert drafts(folder, "wallet-card") == {"wallet-card": False}


def test_words_without_pages_are_reviewed(folder: Path) -> None:
    assert signing(folder, "wallet-card", pages_seen=False, named=True).products == ("wallet-card",)
    found = status(Session(folder), "es", USUAL)
    assert found.state_of("wallet-card") == "reviewed"
    assert found.state_of("brochure") == "checked"
    assert drafts(folder, "wallet-card") == {"wallet-card": True}


def test_a_proof_of_another_product_is_refused_for_the_one_that_is_named(folder: Path) -> None:
    session = Session(folder)
    other = short(pages_checksum(session, "es", ["poster"]))
    with pytest.raises(UsageError, match=r"not of today's pages of wallet-card:"):
        sign(session, "es", Statement("R-07", "reader", DAY, other, products=("wallet-card",)))
    with pytest.raises(UsageError, match="all languages at once"):
        sign(session, "es", Statement("R-07", "reader", DAY, products=("hotline-poster",)))
    assert not (folder / "translations" / "es" / "signoff.yaml").exists()


def test_a_piece_in_two_languages_needs_both_of_them(folder: Path) -> None:
    products = ("wallet-card", "wallet-card-side")
    for product in products:
        signing(folder, product)
    assert drafts(folder, "wallet-card", secondary="en") == {"wallet-card": True}
    for product in products:
        signing(folder, product, tag="en")
    assert drafts(folder, "wallet-card", secondary="en") == {"wallet-card": False}
    assert drafts(folder, "poster", secondary="en") == {"poster": True}


def test_the_draft_remark_goes_with_the_last_product(folder: Path) -> None:
    assert DRAFT_REMARK in (folder / CATALOG).read_text(encoding="utf-8")
    signing(folder, "wallet-card")
    assert DRAFT_REMARK in (folder / CATALOG).read_text(encoding="utf-8")
    signing(folder, "brochure", "poster")
    assert DRAFT_REMARK not in (folder / CATALOG).read_text(encoding="utf-8")
    update_catalogs(Session(folder), ["es"])
    assert DRAFT_REMARK not in (folder / CATALOG).read_text(encoding="utf-8")


def test_the_usual_products_of_this_campaign(folder: Path) -> None:
    assert tuple(usual_products(Session(folder))) == USUAL
