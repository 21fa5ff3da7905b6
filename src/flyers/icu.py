"""ICU's library, called directly for functions that icu4py does not offer.

No Python package with wheels for all systems exposes ICU's transforms or its locale data. The wheels of icu4py do
bundle ICU with its data, and ICU's C interface is stable, so it is called there. Without those libraries, for instance
if icu4py was linked to a system's ICU, `library` is None.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.records import dataclass

if TYPE_CHECKING:
    import ctypes

_NAMES = re.compile(r"(?:lib)?icu(?:i18n|in)(\d\d)?\D.*", re.IGNORECASE)
"""``libicui18n-27b40375.so.78.3``, ``libicui18n.78.3.dylib``, ``icuin78-1b8c….dll``."""

_DEFAULT_LOCALE = -127
"""``U_USING_DEFAULT_WARNING``: ICU does not know the language, and returns data of this computer's locale."""


@dataclass(frozen=True, slots=True)
class Icu:
    """A loaded library; ICU adds its ``version`` to the names of its functions."""

    library: ctypes.CDLL
    version: str

    def function(self, name: str, result: Any, *arguments: Any) -> Any:
        """Return a function of the library with the types of its result and arguments.

        Raises:
            AttributeError: it has no such function.
        """
        found = self.library[f"{name}_{self.version}"]
        found.restype, found.argtypes = result, arguments
        return found


@cache
def library() -> Icu | None:
    """Return ICU's library, loaded."""
    spec = find_spec("icu4py")
    if spec is None or spec.origin is None:
        return None
    import ctypes

    import icu4py.breakers  # noqa: F401  # loads the libraries' dependencies

    package = Path(spec.origin).parent
    for folder in (package.with_name("icu4py.libs"), package / ".dylibs"):
        for path in sorted(folder.glob("*")):
            if _NAMES.fullmatch(path.name) and (version := re.search(r"icuin(\d+)|\.(\d+)\.", path.name)):
                try:
                    found = Icu(ctypes.CDLL(str(path)), version[1] or version[2])
                    found.function("u_getVersion", None)
                except (OSError, AttributeError):
                    continue
                return found
    return None


def quotation_marks(tag: str) -> tuple[str, str] | None:
    """Return the marks that open and close a quotation in the language *tag* (CLDR, ``delimiters``).

    None if CLDR does not know the language, or there is no library.
    """
    icu = library()
    if icu is None:
        return None
    import ctypes

    pointer, size = ctypes.c_void_p, ctypes.c_int32
    open_data = icu.function("ulocdata_open", pointer, ctypes.c_char_p, pointer)
    close_data = icu.function("ulocdata_close", None, pointer)
    delimiter = icu.function("ulocdata_getDelimiter", size, pointer, ctypes.c_int, pointer, size, pointer)
    status = ctypes.c_int(0)
    data = open_data(tag.replace("-", "_").encode(), ctypes.byref(status))
    if status.value > 0 or status.value == _DEFAULT_LOCALE:
        return None

    def mark(kind: int) -> str:
        buffer, failed = (ctypes.c_uint16 * 8)(), ctypes.c_int(0)
        length = delimiter(data, kind, buffer, len(buffer), ctypes.byref(failed))
        return bytes(buffer)[: 2 * length].decode("utf-16-le")

    marks = mark(0), mark(1)
    close_data(data)
    return marks
