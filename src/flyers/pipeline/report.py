"""What ``proof.json`` says of a file: findings and facts, and what a person should know before printing it.

An entry holds nothing that changes from run to run: same inputs, same report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flyers.pipeline.expectations import fingerprint

if TYPE_CHECKING:
    from flyers.errors import FlyersError
    from flyers.layout.pages import Document
    from flyers.proof.expectations import Expectation
    from flyers.proof.run import Proof
    from flyers.translation.localize import Localization


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that is known of one finished file, whether its proof went well or not."""

    document: Document
    expectation: str
    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    fallbacks: tuple[str, ...]
    warnings: tuple[str, ...]
    good: bool

    def entry(self) -> dict[str, Any]:
        """The file's entry in the report."""
        document = self.document
        return {
            "status": "good" if self.good else "failed",
            "languages": document.label,
            "issue": document.issue,
            "code": document.code,
            "expectation": self.expectation,
            "findings": [dict(finding) for finding in self.findings],
            "warnings": list(self.warnings),
            "sizes": {role: round(size, 2) for role, size in sorted(document.sizes.items())},
            "omitted": [
                {"block": omission.block, "message": omission.message, "reason": omission.reason}
                for omission in document.omissions
            ],
            "in_english": list(self.fallbacks),
            "facts": dict(self.facts),
        }


def of(document: Document, localized: Localization, expected: Expectation, proved: Proof) -> FileReport:
    """Put together what the stages know."""
    plain = proved.to_json()
    return FileReport(
        document=document,
        expectation=fingerprint(expected),
        findings=tuple(plain["findings"]),
        facts=plain["facts"],
        fallbacks=tuple(localized.fallbacks),
        warnings=tuple(warnings(document, localized, expected)),
        good=proved.ok,
    )


def sentence(finding: Mapping[str, Any]) -> str:
    """A finding as a person reads it: ``P301 page 2, hotline: … Do this.``"""
    place = ", ".join(part for part in (f"page {finding['page']}" if finding["page"] else "", finding["where"]) if part)
    said = f"{finding['code']} {place}: {finding['message']}" if place else f"{finding['code']} {finding['message']}"
    return f"{said.rstrip('.')}. {finding['advice']}" if finding["advice"] else said


def failure(error: FlyersError) -> dict[str, Any]:
    """The entry of a file that could not be made at all."""
    return {"status": "failed", "problem": str(error), "exit_code": int(error.exit_code)}


def warnings(document: Document, localized: Localization, expected: Expectation) -> list[str]:
    """What a person should know before printing, the gravest first."""
    used = sorted({contact.contact for contact in expected.contacts} | {code.contact for code in expected.codes})
    unverified = [contact for contact in used if not localized.contact(contact).verified_on]
    said = []
    if localized.fallbacks:
        said.append(f"{len(localized.fallbacks)} messages stand in English: they are not translated")
    if unverified:
        said.append(f"never verified by anybody: {', '.join(unverified)} (content/contacts.yaml, verified_on)")
    if document.draft:
        said.append(localized.review)
    return said
