"""The ToUnicode map: what text each character code stands for (PDF 32000-1, 9.10.3)."""

from __future__ import annotations

from collections.abc import Sequence

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

_BLOCK = 100
"""PDF 32000-1 allows a hundred entries between beginbfchar and endbfchar."""


def to_unicode(texts: Sequence[tuple[int, str]]) -> bytes:
    """The CMap for (code, text) pairs; a text may have several characters."""
    parts = [_HEAD]
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        parts.append(f"{len(block)} beginbfchar\n")
        parts.extend(f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>\n" for code, text in block)
        parts.append("endbfchar\n")
    parts.append(_TAIL)
    return "".join(parts).encode("ascii")
