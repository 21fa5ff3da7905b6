"""Which products a checksum on a proof is of, and so what a signature with it covers: no page is composed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import UsageError
from flyers.workflow import signing
from flyers.workflow import signing as pages
from flyers.workflow.signing import Statement


def digest(*products: str) -> str:
    return sha256(f"[{','.join(products)}]".encode()).hexdigest()


@pytest.fixture
def found_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that looks a checksum up in a campaign of so many usual products, and two others."""
    monkeypatch.setattr(pages, "usual_products", lambda session: session.usual)
    monkeypatch.setattr(
        pages, "current_documents", lambda session, tag, products: [SimpleNamespace(product=name) for name in products]
    )
    monkeypatch.setattr(pages, "_plain", lambda document, library, imprint: document.product + "+" * imprint)
    monkeypatch.setattr(pages, "pages_checksum", lambda session, tag, products: digest(*products))

    def find(typed: str, usual: int) -> Any:
        names = [f"p{number}" for number in range(usual)]
        layouts = {"rare": SimpleNamespace(many_languages=False), "picker": SimpleNamespace(many_languages=True)}
        session: Any = SimpleNamespace(usual=names, products=[*names, *layouts], layout=layouts.get, library=None)
        return pages.scope_of(session, "es", typed)

    return find


@pytest.mark.parametrize(
    ("usual", "products", "known"),
    [
        (3, ["p0"], True),
        (3, ["p0", "p2"], True),
        (8, [f"p{number}" for number in range(7)], True),
        (9, ["p8"], True),
        (9, ["p0", "p1"], False),
        (3, ["rare"], True),
        (3, ["picker"], False),
        (3, ["p2", "p0"], False),
    ],
)
def test_a_checksum_is_of_any_choice_of_few_products_or_of_one(
    found_in: Any, usual: int, products: list[str], known: bool
) -> None:
    """The choices of more than eight would take too long to try."""
    checksum = digest(*products)
    assert found_in(checksum, usual) == ((tuple(products), checksum) if known else None)
    assert found_in(pages.short(checksum), usual) == found_in(checksum, usual)


def test_the_checksum_of_all_usual_products_is_of_the_language(found_in: Any) -> None:
    whole = digest("p0+", "p1+", "p2+")
    assert found_in(whole, 3) == ((), whole)
    assert found_in(digest("p0", "p1", "p2"), 3) is None, "that of a whole language has its small print"


@pytest.mark.parametrize(
    ("products", "proof", "covers"),
    [
        ((), "", ((), "")),
        (("card",), "", (("card",), "")),
        ((), digest("card"), (("card",), "whole")),
        (("card",), digest("card"), (("card",), digest("card"))),
        (("card",), pages.short(digest("card")), (("card",), digest("card"))),
    ],
)
def test_a_signature_covers_what_was_read(
    monkeypatch: pytest.MonkeyPatch, products: tuple[str, ...], proof: str, covers: tuple[Sequence[str], str]
) -> None:
    assert read(monkeypatch, products, proof) == covers


def read(monkeypatch: pytest.MonkeyPatch, products: tuple[str, ...], proof: str) -> Any:
    monkeypatch.setattr(signing, "scope", lambda session, products: tuple(products))
    monkeypatch.setattr(signing, "pages_checksum", lambda session, tag, products: digest(*products))
    monkeypatch.setattr(
        signing, "scope_of", lambda session, tag, proof: (("card",), "whole") if proof == digest("card") else None
    )
    session: Any = SimpleNamespace(layout=lambda product: SimpleNamespace(many_languages=product == "picker"))
    return signing._scope(session, "es", Statement("A. B.", "reader", dt.date(2026, 11, 1), proof, products=products))


@pytest.mark.parametrize(("products", "named"), [((), ""), (("card", "poster"), " of card, poster")])
def test_a_proof_of_other_pages_is_refused(
    monkeypatch: pytest.MonkeyPatch, products: tuple[str, ...], named: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read(monkeypatch, products, digest("others"))
    assert caught.value.problem == (
        f"The proof that was read is not of today's pages{named}: words, contacts or layout have changed since, or the "
        "checksum is mistyped."
    )


def test_nobody_signs_for_all_languages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="“picker” is in all languages at once"):
        read(monkeypatch, ("card", "picker"), "")
