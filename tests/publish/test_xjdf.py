"""The product intent against CIP4's own schema, and against the ticket."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest
from lxml import etree

from flyers.publish.package import gather
from flyers.publish.ticket import NAMESPACE, Ticket, product_intent

pytestmark = pytest.mark.slow

CIP4 = Path(__file__).resolve().parents[1] / "data" / "cip4"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(CIP4 / "xjdf.xsd"))


@pytest.fixture
def ticket(order, session):
    def make(language: str = "en", **options: object) -> Ticket:
        return gather(*order(language, **options), session).ticket

    return make


def test_the_schema_has_the_stated_version() -> None:
    (stated,) = re.findall(r"SHA-256: `([0-9a-f]{64})`", (CIP4 / "README.md").read_text(encoding="utf-8"))
    assert hashlib.sha256((CIP4 / "xjdf.xsd").read_bytes()).hexdigest() == stated


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("quantities", [{}, {"poster": 200}])
def test_the_intent_is_valid(ticket, schema: etree.XMLSchema, language: str, quantities: dict[str, int]) -> None:
    document = etree.fromstring(product_intent(ticket(language, draft=True, quantities=quantities)))
    schema.assertValid(document)


@pytest.mark.parametrize("fold", ["half", "z-fold"])
def test_intents_with_other_folds_are_valid(ticket, schema: etree.XMLSchema, fold: str) -> None:
    made = ticket()
    folded = tuple(
        dataclasses.replace(product, job=dataclasses.replace(product.job, fold=fold)) for product in made.products
    )
    schema.assertValid(etree.fromstring(product_intent(dataclasses.replace(made, products=folded))))


def test_the_schema_refuses_an_invalid_intent(ticket, schema: etree.XMLSchema) -> None:
    document = etree.fromstring(product_intent(ticket()))
    document.find(f".//{{{NAMESPACE}}}LayoutIntent").set("Sides", "Both")
    assert not schema.validate(document)


def test_the_intent_says_what_the_ticket_says(ticket) -> None:
    made = ticket(quantities={"brochure": 1000})
    document = etree.fromstring(product_intent(made))
    names = {"x": NAMESPACE}
    (brochure,) = document.xpath("//x:Product[@ID='brochure']", namespaces=names)
    assert brochure.get("Amount") == "1000"
    (layout,) = brochure.xpath(".//x:LayoutIntent", namespaces=names)
    assert dict(layout.attrib) == {
        "Bleed": "9",
        "Dimensions": "792 612",
        "FinishedDimensions": "265.5 612 0",
        "Pages": "2",
        "Sides": "TwoSidedHeadToHead",
    }
    assert brochure.xpath("string(.//x:FoldingIntent/@FoldingDetails)", namespaces=names) == "c-fold"
    assert document.xpath("count(//x:Product[@ID='poster']//x:SurfaceColor)", namespaces=names) == 1
    files = [
        (
            resource.xpath("string(.//x:FileSpec/@URL)", namespaces=names),
            resource.xpath("string(x:GeneralID/@IDValue)", namespaces=names),
        )
        for resource in document.xpath("//x:ResourceSet[@Name='RunList']/x:Resource", namespaces=names)
    ]
    assert files == [(product.file, product.sha256) for product in made.products]
    assert document.get("JobID") == made.name


def test_a_draft_says_why_it_is_a_draft(ticket) -> None:
    document = etree.fromstring(product_intent(ticket("es", draft=True)))
    assert document[0].text == "DRAFT, not to be printed."
    assert "signed by nobody" in document[1].text
