"""The quotation marks of the registry against CLDR's, which ICU has (``ulocdata.h``): where they differ, there is a reason.

This looks for the library by itself, and not with `flyers.icu`, which gives new languages their marks.
"""

from __future__ import annotations

import ctypes
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from flyers.pipeline.session import open_session

SESSION = open_session(Path(__file__).resolve().parents[2])
OTHERWISE = {
    "ht": "ICU has no data for it and answers with those of French; the catalog's head says “ ”",
    "ar": "CLDR has ” “; the catalog's head says « », which turn with the line",
    "it": "CLDR has « » first and “ ” second; the catalog's head says “ ”",
    "ps": "CLDR has the default, “ ”; the catalog's head says « », as Dari has",
    "km": "CLDR has the default, “ ”; the catalog's head says « »",
}
_START, _END, _ALTERNATE_START, _ALTERNATE_END = range(4)


@pytest.fixture(scope="module")
def icu() -> tuple[ctypes.CDLL, str]:
    """ICU's library in the wheel of icu4py, and the version that its functions end with."""
    import icu4py.breakers  # noqa: F401  # loads what the library depends on

    package = Path(find_spec("icu4py").origin).parent
    for folder in (package.with_name("icu4py.libs"), package / ".dylibs"):
        for path in sorted(folder.glob("*")):
            if found := re.match(r"libicui18n[^.]*\.(?:so\.)?(\d+)|icuin(\d+)", path.name):
                return ctypes.CDLL(str(path)), found[1] or found[2]
    pytest.fail("icu4py's wheel has no ICU library")


def marks(icu: tuple[ctypes.CDLL, str], tag: str) -> tuple[str, ...]:
    """Return CLDR's marks for *tag*: the usual pair, then the one inside it."""
    library, version = icu
    open_data, delimiter = (getattr(library, f"ulocdata_{name}_{version}") for name in ("open", "getDelimiter"))
    open_data.restype = ctypes.c_void_p
    open_data.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    delimiter.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p]
    status = ctypes.c_int(0)
    data = open_data(tag.replace("-", "_").encode(), ctypes.byref(status))

    def mark(kind: int) -> str:
        buffer, failed = (ctypes.c_uint16 * 8)(), ctypes.c_int(0)
        length = delimiter(data, kind, buffer, 8, ctypes.byref(failed))
        assert failed.value <= 0
        return bytes(buffer)[: 2 * length].decode("utf-16-le")

    return tuple(mark(kind) for kind in (_START, _END, _ALTERNATE_START, _ALTERNATE_END))


def test_icu_knows_marks_that_differ(icu: tuple[ctypes.CDLL, str]) -> None:
    assert marks(icu, "de")[:2] == ("„", "“")
    assert marks(icu, "fr")[:2] == ("«", "»")


@pytest.mark.parametrize("tag", SESSION.usual_languages)
def test_quotation_marks_are_those_of_cldr_or_have_a_reason(icu: tuple[ctypes.CDLL, str], tag: str) -> None:
    agree = tuple(SESSION.registry.language(tag).quotes) == marks(icu, tag)[:2]
    assert agree == (tag not in OTHERWISE)
