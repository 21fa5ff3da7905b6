"""How far the words of each product are approved, for the marks on pages and for what may be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flyers.errors import FlyersError
from flyers.gallery.model import PieceStanding, SigningState
from flyers.translation.standing import Standing, State
from flyers.workflow.product_standing import product_standings

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

UNREAD = PieceStanding(SigningState.UNREAD)


def standing_of(session: Session, tag: str, product: str) -> PieceStanding:
    """Return how far the words of *product* are approved in the language *tag*.

    Its pages are composed only if somebody has signed something in the language: otherwise the answer is known. A
    product that cannot be composed today is not signed. A piece in all languages is signed when all of them are.
    """
    try:
        if session.layout(product).many_languages:
            return _of_all(session, product)
        return _of(session, tag, product)
    except FlyersError:
        return UNREAD


def _of(session: Session, tag: str, product: str) -> PieceStanding:
    own = session.localized(tag, allow_untranslated=True).standing
    if not own.day:
        return UNREAD
    return _told(product_standings(session, tag, [product])[product])


def _of_all(session: Session, product: str) -> PieceStanding:
    from flyers.pipeline.plan import ALL

    source = session.campaign.source_language
    localized = session.localized(source, secondary=ALL, allow_untranslated=True)
    if not any(one.standing.day for one in (localized, *localized.others.values())):
        return UNREAD
    approval = session.composed(localized, session.layout(product)).approval
    return UNREAD if approval.draft else _told(approval.standing)


def _told(standing: Standing) -> PieceStanding:
    if not standing.draft:
        return PieceStanding(SigningState.SIGNED, standing.day)
    return PieceStanding(SigningState.CHANGED if standing.state is State.STALE else SigningState.UNREAD)
