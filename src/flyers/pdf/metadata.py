"""What a file says about itself, in its XMP packet and its information dictionary.

The packet and the dictionary must agree. Properties that ISO 19005-2 (6.6.2.3.1) does not define, among them
``pdfuaid`` and ``pdfxid``, are described in an extension schema where the file claims PDF/A. No person, user name or
path is ever named.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfdoc

import flyers
from flyers.files import read_bytes
from flyers.page.document import Document
from flyers.page.editions import Edition
from flyers.records import dataclass

PRODUCER = "ReportLab"

UNSIGNED = "nobody has signed it"  # What a draft says of itself.

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}

_EXTENSIONS = {
    "pdfuaid": ("PDF/UA identification schema", {"part": ("Integer", "Part of ISO 14289 that the file conforms to")}),
    "pdfxid": ("PDF/X identification schema", {"GTS_PDFXVersion": ("Text", "Part of ISO 15930 that the file meets")}),
    "pdf": ("Adobe PDF schema", {"Trapped": ("Text", "Whether the file has been trapped")}),
}
"""Maps a prefix to (name, {property: (value type, description)}), for what ISO 19005-2 does not define."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, job and dates of one file.

    `information` and `packet` give the same facts in the two forms that PDF has. ``moment`` is in seconds since 1970,
    UTC.
    """

    title: str
    language: str
    author: str
    subject: str
    keywords: str
    standards: tuple[str, ...]
    moment: int

    @property
    def creator(self) -> str:
        return f"flyers {flyers.__version__}"

    @property
    def information(self) -> dict[str, str]:
        """The text strings of the document information dictionary (PDF 32000-1, 14.3.3)."""
        entries = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Keywords": self.keywords,
            "Creator": self.creator,
            "Producer": PRODUCER,
        }
        if "PDF/X-1a:2003" in self.standards:
            # ISO 15930-4 judges conformance by this dictionary alone.
            entries["GTS_PDFXVersion"] = "PDF/X-1a:2003"
        return entries

    def packet(self) -> bytes:
        """Return the XMP packet in UTF-8, uncompressed, so that tools that can't read PDF can find it."""
        properties = self._properties() | self._claims()
        body = "\n".join(f"   <{name}>{value}</{name}>" for name, value in properties.items())
        spaces = "\n    ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
            f' <rdf:RDF xmlns:rdf="{_NAMESPACES["rdf"]}">\n'
            f'  <rdf:Description rdf:about=""\n    {spaces}>\n{body}\n{self._extensions()}  </rdf:Description>\n'
            " </rdf:RDF>\n</x:xmpmeta>\n"
            '<?xpacket end="r"?>'
        ).encode()

    def _properties(self) -> dict[str, str]:
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.moment))
        identity = hashlib.sha256(repr(self).encode()).hexdigest()
        return {
            "dc:format": "application/pdf",
            "dc:title": _alternatives(self.title),
            "dc:creator": f"<rdf:Seq><rdf:li>{_escaped(self.author)}</rdf:li></rdf:Seq>",
            "dc:description": _alternatives(self.subject),
            "dc:language": f"<rdf:Bag><rdf:li>{_escaped(self.language)}</rdf:li></rdf:Bag>",
            "pdf:Keywords": _escaped(self.keywords),
            "pdf:Producer": PRODUCER,
            "pdf:Trapped": "False",
            "xmp:CreateDate": date,
            "xmp:ModifyDate": date,
            "xmp:MetadataDate": date,
            "xmp:CreatorTool": _escaped(self.creator),
            "xmpMM:DocumentID": f"uuid:{_uuid(identity)}",
            "xmpMM:InstanceID": f"uuid:{_uuid(identity[32:])}",
            "xmpMM:VersionID": "1",
            "xmpMM:RenditionClass": "default",
        }

    def _claims(self) -> dict[str, str]:
        claims: dict[str, str] = {}
        if "PDF/X-4" in self.standards:
            claims["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        if "PDF/A-2a" in self.standards:
            claims |= {"pdfaid:part": "2", "pdfaid:conformance": "A"}
        if "PDF/UA-1" in self.standards:
            claims["pdfuaid:part"] = "1"
        return claims

    def _extensions(self) -> str:
        if "PDF/A-2a" not in self.standards:
            return ""
        used = [name.partition(":")[0] for name in (*self._claims(), "pdf:Trapped")]
        schemas = "".join(_schema(prefix, *_EXTENSIONS[prefix]) for prefix in used if prefix in _EXTENSIONS)
        return f"   <pdfaExtension:schemas><rdf:Bag>\n{schemas}   </rdf:Bag></pdfaExtension:schemas>\n"


def metadata(document: Document, edition: Edition, moment: int) -> Metadata:
    # Where the page has no slug line, the file's title and keywords must say that it is a draft.
    hidden = document.draft_mark if edition.hides_drafts else ""
    return Metadata(
        title=f"{document.title} ({hidden}, {UNSIGNED})" if hidden else document.title,
        language=document.language,
        author=document.campaign,
        subject=f"{document.product}, {document.label}, {edition.name}",
        keywords=" ".join([document.product, document.label, document.issue, *hidden.split(), document.code]),
        standards=edition.standards,
        moment=moment,
    )


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt>'


def _uuid(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _schema(prefix: str, name: str, properties: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        '       <rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>\n"
        for key, (kind, words) in properties.items()
    )
    return (
        '    <rdf:li rdf:parseType="Resource">\n'
        f"     <pdfaSchema:schema>{name}</pdfaSchema:schema>\n"
        f"     <pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>\n"
        f"     <pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n"
        f"     <pdfaSchema:property><rdf:Seq>\n{entries}      </rdf:Seq></pdfaSchema:property>\n"
        "    </rdf:li>\n"
    )


def _escaped(text: str) -> str:
    """Return *text* for XML (not by `html`, which loads the names of all of HTML's characters)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def srgb_profile() -> bytes:
    return read_bytes(Path(__file__).with_name("data") / "sRGB.icc")


def text_string(text: str) -> pdfdoc.PDFString:
    """Return *text* as a string object, in PDFDocEncoding if that has all its characters, else in UTF-16.

    ReportLab takes PDFDocEncoding for Latin-1, but at the place of the soft hyphen it has none (32000-1, D.3).
    """
    return pdfdoc.PDFString(text, enc="utf-16" if "\u00ad" in text else "auto")
