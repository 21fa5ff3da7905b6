"""Answers of readers on record: what is right is recorded as read, without a signature; what is not is an objection.

A text that has changed since it was read does not count. Nothing here changes a catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, raise_all
from flyers.files import write_whole
from flyers.records import dataclass
from flyers.translation import signoff
from flyers.translation.objections import objections_path, objections_text, read_objections
from flyers.translation.signoff import SignOff
from flyers.workflow.answer_text import Answer, read_answers
from flyers.workflow.readings import ProductReading, reading

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What became of an answer.

    Attributes:
        right, objections, unsure: how many texts.
        changed: how many texts have changed since they were read; what is said of them does not count.
        again: whether all of it was on record before.
        waits: by product, whom it waits for now; "" for nobody.
    """

    answer: Answer
    right: int
    objections: int
    unsure: int
    changed: int
    again: bool
    waits: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        answer = self.answer
        return {
            "language": answer.language,
            "products": list(answer.pages),
            "reader": answer.reviewer,
            "role": answer.role,
            "day": answer.day.isoformat(),
            "right": self.right,
            "not_right": self.objections,
            "not_sure": self.unsure,
            "changed_since": self.changed,
            "already_on_record": self.again,
            "waits_for": dict(self.waits),
        }


def take(session: Session, texts: Mapping[str, str]) -> list[TakenAnswer]:
    """Put the answers in *texts*, by where they come from, on record: all of them, or none.

    Raises:
        FlyersError: what is wrong with any of them.
    """
    with session.changing():
        errors: list[FlyersError] = []
        answers: list[Answer] = []
        for name, text in texts.items():
            try:
                answers += read_answers(session, text, name)
            except FlyersError as error:
                errors.append(error)
        raise_all(errors)
        return [_take(session, answer) for answer in answers]


def _take(session: Session, answer: Answer) -> TakenAnswer:
    tag, language = answer.language, session.registry.language(answer.language)
    readings = [reading(session, tag, product) for product in answer.pages]
    records = list(session.own_signoffs(tag))
    fresh = [
        record
        for each in readings
        if answer.level != "some" and (record := _record(answer, each)) and not _known(record, records)
    ]
    known = read_objections(session.campaign, language)
    ids = {one.id for one in known}
    objections = [one for one in answer.wrong if one.id not in ids]
    if fresh:
        path = signoff.signoff_path(session.campaign, language)
        write_whole(path, signoff.signoffs_text([*records, *fresh]).encode())
    if objections:
        path = objections_path(session.campaign, language)
        write_whole(path, objections_text([*known, *objections]).encode())
    session.reload()
    now = {digits for each in readings for digits in each.digests.values()}
    read = answer.right | answer.unsure | {one.read for one in answer.wrong}
    return TakenAnswer(
        answer,
        right=len(answer.right & now),
        objections=len(answer.wrong),
        unsure=len(answer.unsure),
        changed=len(read - now),
        again=not fresh and not objections,
        waits={product: reading(session, tag, product).waits_for for product in answer.pages},
    )


def _record(answer: Answer, own: ProductReading) -> SignOff | None:
    """Return a record of what *answer* calls right and is still so; None if that is nothing."""
    right = {MessageKey.parse(name) for name, digits in own.digests.items() if digits in answer.right}
    messages = {key: own.now.messages[key] for key in own.now.messages if key in right}
    names = {key.contact for key in right if key.is_contact} | {name for key in messages for name in own.now.used[key]}
    contacts = {name: fact for name, fact in own.now.contacts.items() if name in names}
    if not messages and not contacts:
        return None
    return SignOff(
        answer.reviewer,
        answer.role,
        answer.day,
        own.localized.content_hash(),
        messages=messages,
        contacts=contacts,
        products=(own.product,),
        shown=answer.pages[own.product],
    )


def _known(record: SignOff, records: Iterable[SignOff]) -> bool:
    return any(
        before.reviewer == record.reviewer
        and before.products == record.products
        and before.messages.items() >= record.messages.items()
        and before.contacts.items() >= record.contacts.items()
        and record.shown in ("", before.shown, before.pages)
        for before in records
    )
