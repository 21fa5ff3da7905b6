"""ICU's library, called directly for functions that icu4py does not offer.

No Python package with wheels for all systems exposes ICU's bidi levels, its transforms or its locale data. The wheels
of icu4py do bundle ICU with its data, and ICU's C interface is stable, so it is called there.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flyers.errors import MissingToolError
from flyers.records import dataclass

_NAME = re.compile(r"icu(?:in|uc)(\d+)-.*\.dll|libicu(?:i18n|uc)[-.].*?\.?(\d+)\.\d+(?:\.dylib)?", re.IGNORECASE)
"""``icuin78-1b8c….dll``, ``libicuuc-55b0ea0a.so.78.3``, ``libicui18n.78.3.dylib``: with the version."""


@dataclass(frozen=True, slots=True)
class Icu:
    """ICU, loaded."""

    libraries: tuple[ctypes.CDLL, ...]  # on Windows each has its own functions; elsewhere one finds those of the other
    version: str  # which is a part of the names of functions

    def function(self, name: str, result: Any, *arguments: Any) -> Any:
        """Return a function of ICU with the types of its result and arguments; raises AttributeError if it has none."""
        symbol = f"{name}_{self.version}"
        function = next((library[symbol] for library in self.libraries if hasattr(library, symbol)), None)
        if function is None:
            raise AttributeError(symbol)
        function.restype, function.argtypes = result, arguments
        return function


@cache
def load() -> Icu:
    """Return ICU; raises MissingToolError if icu4py was not installed from its wheel, which has ICU inside."""
    libraries = bundled_libraries()
    if not libraries:
        hint = "Install icu4py from its wheel: pip install --only-binary :all: --force-reinstall icu4py"
        raise MissingToolError("ICU's library, which sets right-to-left text, is missing beside icu4py.", hint=hint)
    import icu4py.breakers  # noqa: F401 - its import loads what the libraries below depend on

    return Icu(tuple(ctypes.CDLL(str(path)) for path, _ in libraries), libraries[0][1])


def bundled_libraries() -> list[tuple[Path, str]]:
    """Return the paths of ICU's two libraries in the wheel of icu4py, each with its version."""
    spec = find_spec("icu4py")
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    folders = package.with_name("icu4py.libs"), package / ".dylibs"
    paths = [path for folder in folders for path in sorted(folder.glob("*"))]
    return [(path, name[1] or name[2]) for path in paths if (name := _NAME.fullmatch(path.name))]


def quotation_marks(tag: str) -> tuple[str, str] | None:
    """Return the marks that open and close a quotation in the language *tag*; None if CLDR does not know it."""
    icu = load()
    pointer, size = ctypes.c_void_p, ctypes.c_int32
    open_data = icu.function("ulocdata_open", pointer, ctypes.c_char_p, pointer)
    close_data = icu.function("ulocdata_close", None, pointer)
    delimiter = icu.function("ulocdata_getDelimiter", size, pointer, ctypes.c_int, pointer, size, pointer)
    status = ctypes.c_int(0)
    data = open_data(tag.encode(), ctypes.byref(status))
    if status.value > 0 or status.value == -127:  # U_USING_DEFAULT_WARNING: data of this computer's locale
        return None

    def mark(kind: int) -> str:
        buffer, failed = (ctypes.c_uint16 * 8)(), ctypes.c_int(0)
        length = delimiter(data, kind, buffer, len(buffer), ctypes.byref(failed))
        return bytes(buffer)[: 2 * length].decode("utf-16-le")

    marks = mark(0), mark(1)
    close_data(data)
    return marks
