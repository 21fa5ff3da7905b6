"""Codes of what composing a product with a translation shows. `flyers.workflow.fit_checks` composes."""

from flyers.findings import Severity
from flyers.translation.checks.findings import explain

OVERSET = explain(
    code="L501",
    title="the words fit into every product",
    found="A panel of a product has no room for the words, at the smallest sizes and with the shortest forms.",
    why="The product is not made in this language.",
    advice="Shorten the message that is named, first its short form; never below its meaning.",
)

AT_THE_FLOOR = explain(
    code="L502",
    title="type is larger than its smallest size",
    found="Words are set at the smallest size that the layout permits, so that all fits.",
    why="Many who need the card have no glasses with them.",
    advice="Shorten the longest of them, if the language allows.",
    severity=Severity.ADVICE,
)

FEWER = explain(
    code="L503",
    title="lists show as many messages as they aim at",
    found="A list that may leave messages out shows fewer than the layout aims at.",
    why="A sign that is left out is one that a reader cannot recognize.",
    advice="Shorten the longest of them, their short forms first.",
    severity=Severity.ADVICE,
)
