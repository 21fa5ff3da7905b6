"""Transliterate texts into Latin letters, by ICU's transforms, which are CLDR's (UTS #35, part 7).

They are called in ICU's library (``utrans.h``; see `flyers.icu`).

They go letter by letter: without the vowels that Arabic script omits, and there are none for Khmer and Lao. Tables of
our own would be worse, and look just as certain.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from functools import cache

from flyers import icu

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


_GROWTH = 16
"""How many times longer a text may become."""


@cache
def _transform(script: str, language: str) -> Callable[[str], str] | None:
    """Return an open transform. It is never closed, since the program needs only a handful."""
    name = _BY_LANGUAGE.get(language) or _BY_SCRIPT.get(script)
    if name is None:
        return None
    pointer, size, library = ctypes.c_void_p, ctypes.c_int32, icu.load()
    open_one = library.function("utrans_openU", pointer, pointer, size, ctypes.c_int, pointer, size, pointer, pointer)
    apply = library.function("utrans_transUChars", None, pointer, pointer, pointer, size, size, pointer, pointer)
    status = ctypes.c_int(0)
    handle = open_one(name.encode("utf-16-le"), len(name), 0, None, 0, None, ctypes.byref(status))
    if status.value > 0:
        raise LookupError(f"ICU has no transform “{name}” ({status.value})")

    def transform(text: str) -> str:
        data = text.encode("utf-16-le")
        length = len(data) // 2
        room = length * _GROWTH + 64
        buffer = (ctypes.c_uint16 * room).from_buffer_copy(data.ljust(2 * room, b"\0"))
        used, limit, status = ctypes.c_int32(length), ctypes.c_int32(length), ctypes.c_int(0)
        apply(handle, buffer, ctypes.byref(used), room, 0, ctypes.byref(limit), ctypes.byref(status))
        if status.value > 0:
            raise ValueError(f"ICU could not transliterate “{text}” ({status.value})")
        return bytes(buffer)[: 2 * used.value].decode("utf-16-le")

    return transform
