"""Names and key terms: what the glossary asks of a translation."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault, Severity
from flyers.translation.checks.findings import Item, TranslationExplanation, explain, listed
from flyers.translation.glossary import Glossary

MISSING = explain(
    code="L401",
    title="names and key terms are those of the glossary",
    found="The English has a name or a key term, and the translation has none of the glossary's words for it.",
    why="A reader who is told of a trafficker here and of a smuggler there does not know that they are one.",
    advice="Use the glossary's word, add yours to translations/glossary.yaml, or say why another one stands here.",
    severity=Severity.WARNING,
    excusable=True,
)

AVOIDED = explain(
    code="L402",
    title="no word that the glossary warns of",
    found="The translation has a word that the glossary warns of, since it means something else.",
    why="Smuggling or drug dealing is another crime: a person at risk would not know that the card speaks to them.",
    advice="Use the word that the glossary has for it, or say why this one stands here.",
    severity=Severity.WARNING,
    excusable=True,
)


def term_faults(item: Item, glossary: Glossary) -> Iterator[tuple[TranslationExplanation, Fault]]:
    """What of *glossary* the translation breaks. A language that a term has no words for is asked nothing of it."""
    if item.language is None:
        return
    tag = item.language.tag
    for term in glossary.asked(item.context, item.english):
        accepted = term.accepted(tag)
        if accepted and not any(term.is_in(form, item.text) for form in accepted):
            problem = f"The English has “{term.english[0]}”, but {listed(accepted)} is not in the translation."
            yield MISSING, Fault(problem, f"Write it, or see {term.source}.")
    for term in glossary.terms:
        for form in term.avoided(tag):
            if term.is_in(form, item.text):
                instead = listed(term.accepted(tag))
                problem = f"“{form}” is not the word for “{term.english[0]}”"
                yield AVOIDED, Fault(f"{problem}{f', which is {instead}' if instead else ''}.", f"See {term.source}.")
