"""How far each product of a language is approved, and so the language itself: a language is signed when all of its
usual products are.

Which messages a product prints, and in which forms, only its composed pages say. So these functions compose them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.errors import FlyersError
from flyers.pipeline.composition import usual_products
from flyers.pipeline.plan import ALL
from flyers.translation.approval import said_in
from flyers.translation.standing import Standing, State

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.localization import Localization


def product_standings(session: Session, tag: str, products: Iterable[str]) -> dict[str, Standing]:
    """Return the standing of each of *products* in the language *tag*.

    A product in all languages is composed in all of them, and its standing is that of its part in this language.

    Raises:
        FlyersError: the language's words break a rule, or a product cannot be composed.
    """
    localized = session.localized(tag, allow_untranslated=True)
    return {product: _standing(session, localized, product) for product in products}


def _standing(session: Session, localized: Localization, product: str) -> Standing:
    layout = session.layout(product)
    if not layout.many_languages:
        return session.composed(localized, layout).approval.standing
    tag, source = localized.language.tag, session.campaign.source_language
    document = session.composed(session.localized(source, secondary=ALL, allow_untranslated=True), layout)
    return localized.standing.of_product((), said_in(localized, document.messages, tag), document.contacts)


def by_products(session: Session, tag: str, standing: Standing) -> Standing:
    """Return the *standing* of the language *tag*, signed or partly signed if its usual products are.

    Pages are composed only if somebody has seen some: for any other language the answer is known.
    """
    if not standing.draft or not (standing.seen or standing.whole_seen):
        return standing
    try:
        found = product_standings(session, tag, usual_products(session))
    except FlyersError:  # the error is reported when the language is built
        return standing
    signed = tuple(product for product, own in found.items() if not own.draft)
    if found and len(signed) == len(found):
        return replace(standing, state=State.SIGNED, changes=())
    if signed and standing.state is not State.STALE:
        return replace(standing, state=State.PARTLY, products=signed)
    return standing
