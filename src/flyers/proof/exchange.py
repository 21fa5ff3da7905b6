"""Expectations as JSON, to lie beside a file and be used again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flyers.errors import ProofError
from flyers.proof.expectations import (
    Expectation,
    ExpectedCode,
    ExpectedContact,
    ExpectedLine,
    ExpectedMessage,
    ExpectedPage,
)


def expectation_to_json(expectation: Expectation) -> str:
    """*expectation* as JSON text; same expectation, same text."""
    return json.dumps(asdict(expectation), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def expectation_from_json(text: str | bytes) -> Expectation:
    """The expectation that `expectation_to_json` wrote.

    Raises:
        ProofError: the text is not such JSON.
    """
    try:
        plain: dict[str, Any] = json.loads(text)
        parts: dict[str, Any] = {
            "pages": _all(ExpectedPage, plain.pop("pages"), folds=tuple),
            "lines": _all(ExpectedLine, plain.pop("lines"), box=tuple),
            "messages": _all(ExpectedMessage, plain.pop("messages"), lines=tuple),
            "contacts": _all(ExpectedContact, plain.pop("contacts")),
            "codes": _all(ExpectedCode, plain.pop("codes"), box=tuple),
        }
        plain["slug"] = tuple(plain["slug"])
        return Expectation(**plain, **parts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProofError(
            f"This is not a stored expectation: {error}.", cure="Build the file again; it is written beside it."
        ) from error


def _all(kind: Any, items: list[dict[str, Any]], **convert: Any) -> tuple[Any, ...]:
    return tuple(kind(**{**item, **{key: make(item[key]) for key, make in convert.items()}}) for item in items)
