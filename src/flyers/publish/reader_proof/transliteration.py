"""Transliterate texts into Latin letters, by ICU's transforms, which are CLDR's (UTS #35, part 7).

No Python package with wheels for all systems exposes ICU's transforms. The wheels of icu4py do bundle ICU and its data,
and ICU's C interface (``utrans.h``) is stable, so this module calls it there. Without those libraries, for instance if
icu4py was linked to a system's ICU, there is no transliteration, and `available` returns False.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_BY_LANGUAGE = {"ru": "ru-ru_Latn/BGN", "uk": "uk-uk_Latn/BGN"}
"""Languages that English-speaking countries romanize in another way than their script's transform."""

_BY_SCRIPT = {
    # Short vowels are not written, so these are the consonants. ASCII, since the dots and lines that distinguish them
    # mean nothing to people who cannot read the script.
    "Arab": "Arabic-Latin; Latin-ASCII; NFKC",
    "Thai": "Thai-Latin; Latin-ASCII",
    "Beng": "Bengali-Latin",
    "Cyrl": "Cyrillic-Latin",
    "Deva": "Devanagari-Latin",
    "Ethi": "Ethiopic-Latin",
    "Gujr": "Gujarati-Latin",
    "Guru": "Gurmukhi-Latin",
    "Hang": "Hangul-Latin",
    "Hani": "Han-Latin; Fullwidth-Halfwidth",
    "Mymr": "my-my_Latn",
}
"""By ISO 15924 code. CLDR has none for Khmer and Lao."""

_ODD = (("\u25cc\u0303", "n"), ("\u2021", ""), ("\u00b7", ""))
"""What transforms leave of noon ghunna and of silent Thai signs, and what they put between letters that could be taken
for a digraph."""

_CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")

_LIBRARIES = re.compile(r"(?:lib)?icu(?:i18n|in)(\d\d)?\D.*", re.IGNORECASE)
"""``libicui18n-27b40375.so.78.3``, ``libicui18n.78.3.dylib``, ``icuin78-1b8c….dll``."""


def available(script: str, language: str) -> bool:
    """Return whether `transliterated` has a transform for *language*, or for its *script* (ISO 15924)."""
    return _transform(script, language) is not None


def transliterated(text: str, script: str, language: str) -> str:
    """Return *text* in Latin letters, roughly as it sounds; "" if there is no transform."""
    transform = _transform(script, language)
    if transform is None:
        return ""
    latin = transform(_CONTROLS.sub("", text))
    for odd, plain in _ODD:
        latin = latin.replace(odd, plain)
    return " ".join(latin.split())


@cache
def _transform(script: str, language: str) -> _Transform | None:
    name = _BY_LANGUAGE.get(language) or _BY_SCRIPT.get(script)
    if name is None or (icu := _icu()) is None:
        return None
    return _Transform(icu, name)


class _Icu:
    """Two functions of ``utrans.h``; ICU adds its version to their names."""

    def __init__(self, path: Path, version: str) -> None:
        library = ctypes.CDLL(str(path))
        pointer, size = ctypes.c_void_p, ctypes.c_int32
        self.open = getattr(library, f"utrans_openU_{version}")
        self.open.restype = pointer
        self.open.argtypes = [pointer, size, ctypes.c_int, pointer, size, pointer, pointer]
        self.apply = getattr(library, f"utrans_transUChars_{version}")
        self.apply.restype = None
        self.apply.argtypes = [pointer, pointer, pointer, size, size, pointer, pointer]


@cache
def _icu() -> _Icu | None:
    spec = find_spec("icu4py")
    if spec is None or spec.origin is None:
        return None
    import icu4py.breakers  # noqa: F401  # loads what the libraries depend on

    package = Path(spec.origin).parent
    for folder in (package.with_name("icu4py.libs"), package / ".dylibs"):
        for path in sorted(folder.glob("*")):
            if _LIBRARIES.fullmatch(path.name) and (version := re.search(r"icuin(\d+)|\.(\d+)\.", path.name)):
                try:
                    return _Icu(path, version[1] or version[2])
                except (OSError, AttributeError):
                    continue
    return None


class _Transform:
    """An open transform. It is never closed, since the program needs only a handful."""

    _GROWTH = 16
    """How many times longer a text may become."""

    def __init__(self, icu: _Icu, name: str) -> None:
        self._icu = icu
        identifier, length = _utf16(name)
        status = ctypes.c_int(0)
        self._handle = icu.open(identifier, length, 0, None, 0, None, ctypes.byref(status))
        if status.value > 0:
            raise LookupError(f"ICU has no transform “{name}” ({status.value})")

    def __call__(self, text: str) -> str:
        _, length = _utf16(text)
        room = length * self._GROWTH + 64
        buffer = (ctypes.c_uint16 * room).from_buffer_copy(text.encode("utf-16-le").ljust(2 * room, b"\0"))
        used, limit, status = ctypes.c_int32(length), ctypes.c_int32(length), ctypes.c_int(0)
        self._icu.apply(self._handle, buffer, ctypes.byref(used), room, 0, ctypes.byref(limit), ctypes.byref(status))
        if status.value > 0:
            raise ValueError(f"ICU could not transliterate “{text}” ({status.value})")
        return bytes(buffer)[: 2 * used.value].decode("utf-16-le")


def _utf16(text: str) -> tuple[ctypes.Array[ctypes.c_uint16], int]:
    data = text.encode("utf-16-le")
    units = len(data) // 2
    return (ctypes.c_uint16 * (units + 1)).from_buffer_copy(data + b"\0\0"), units
