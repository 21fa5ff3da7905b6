"""What a file says about itself, in its dictionary and in its XMP packet: each standard brings its own claims."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

import flyers
from flyers.pdf.metadata import _NAMESPACES, Metadata, metadata

ABOUT = Metadata(
    "Tarjeta <1> & 2", "es", "A coalition", "card, es, press", "card es 2026-11 abc1234", (), 1_795_706_100
)
STANDARDS = {
    "PDF/X-4": ({"pdfxid:GTS_PDFXVersion": "PDF/X-4"}, "pdfxid"),
    "PDF/A-2a": ({"pdfaid:part": "2", "pdfaid:conformance": "A"}, ""),
    "PDF/UA-1": ({"pdfuaid:part": "1"}, "pdfuaid"),
    "PDF/X-1a:2003": ({}, ""),
}
USUAL = {
    "dc:format": "application/pdf",
    "dc:title": "Tarjeta <1> & 2",
    "dc:creator": "A coalition",
    "dc:description": "card, es, press",
    "dc:language": "es",
    "pdf:Keywords": "card es 2026-11 abc1234",
    "pdf:Producer": "ReportLab",
    "pdf:Trapped": "False",
    "xmp:CreateDate": "2026-11-26T15:15:00Z",
    "xmp:ModifyDate": "2026-11-26T15:15:00Z",
    "xmp:MetadataDate": "2026-11-26T15:15:00Z",
    "xmpMM:VersionID": "1",
    "xmpMM:RenditionClass": "default",
}


def read(about: Metadata) -> tuple[dict[str, str], list[str]]:
    """Return the properties in the packet of *about*, and the prefixes that it describes."""
    prefixes = {uri: prefix for prefix, uri in _NAMESPACES.items()}
    (description,) = etree.fromstring(about.packet()).iter("{*}Description")
    found: dict[str, str] = {}
    for one in description:
        name = etree.QName(one)
        found[f"{prefixes[name.namespace]}:{name.localname}"] = "".join(one.itertext()).strip()
    found.pop("pdfaExtension:schemas", None)
    return found, [one.text for one in description.iter("{*}prefix")]


@pytest.mark.parametrize(
    "standards",
    [(), *((name,) for name in STANDARDS), ("PDF/X-4", "PDF/A-2a"), ("PDF/A-2a", "PDF/UA-1"), ("PDF/X-4", "PDF/UA-1")],
)
def test_a_file_claims_its_standards_and_describes_their_properties_for_archives(standards: tuple[str, ...]) -> None:
    about = replace(ABOUT, standards=standards)
    found, described = read(about)
    ids = {name: found.pop(name) for name in ("xmpMM:DocumentID", "xmpMM:InstanceID")}
    assert len(set(ids.values())) == 2
    for value in ids.values():
        assert re.fullmatch(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", value)
    claims = {name: value for standard in standards for name, value in STANDARDS[standard][0].items()}
    assert found == {**USUAL, "xmp:CreatorTool": f"flyers {flyers.__version__}", **claims}
    own = [STANDARDS[standard][1] for standard in standards if STANDARDS[standard][1]]
    assert described == ([*own, "pdf"] if "PDF/A-2a" in standards else [])
    assert read(replace(about, title="Another"))[0]["xmpMM:DocumentID"] != ids["xmpMM:DocumentID"]


@pytest.mark.parametrize("standards", [(), ("PDF/X-4",), ("PDF/X-1a:2003",)])
def test_the_dictionary_says_the_same_and_names_pdf_x_1a(standards: tuple[str, ...]) -> None:
    about = replace(ABOUT, standards=standards)
    claim = {"GTS_PDFXVersion": "PDF/X-1a:2003"} if "PDF/X-1a:2003" in standards else {}
    assert about.information == {
        "Title": "Tarjeta <1> & 2",
        "Author": "A coalition",
        "Subject": "card, es, press",
        "Keywords": "card es 2026-11 abc1234",
        "Creator": about.creator,
        "Producer": "ReportLab",
        **claim,
    }


@pytest.mark.parametrize(
    ("hides", "mark", "title", "keywords"),
    [
        (True, "DRAFT", "Tarjeta (DRAFT, nobody has signed it)", "card es+en 2026-11 DRAFT abc1234"),
        (True, "", "Tarjeta", "card es+en 2026-11 abc1234"),
        (False, "DRAFT", "Tarjeta", "card es+en 2026-11 abc1234"),
    ],
)
def test_a_draft_says_so_in_its_title_where_its_pages_cannot(hides: bool, mark: str, title: str, keywords: str) -> None:
    document: Any = SimpleNamespace(
        title="Tarjeta",
        language="es",
        campaign="A coalition",
        product="card",
        label="es+en",
        issue="2026-11",
        code="abc1234",
        draft_mark=mark,
    )
    edition: Any = SimpleNamespace(hides_drafts=hides, name="press", standards=("PDF/X-4",))
    assert metadata(document, edition, 7) == Metadata(
        title, "es", "A coalition", "card, es+en, press", keywords, ("PDF/X-4",), 7
    )
