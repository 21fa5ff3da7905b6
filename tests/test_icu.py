"""ICU inside icu4py's wheels: found under the names that it has on each system, and missed with words."""

from __future__ import annotations

import ctypes
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from flyers import icu
from flyers.errors import MissingToolError

# As unpacked from the wheels of icu4py 1.2.0.
LINUX = ("icu4py.libs", ("libicudata-59b7cd96.so.78.3", "libicui18n-27b40375.so.78.3", "libicuuc-55b0ea0a.so.78.3"))
MACOS = ("icu4py/.dylibs", ("libicudata.78.3.dylib", "libicui18n.78.3.dylib", "libicuuc.78.3.dylib"))
WINDOWS = ("icu4py.libs", ("icudt78-f639e311.dll", "icuin78-1b8ca781.dll", "icuuc78-6cd930a0.dll"))


@pytest.mark.parametrize(("folder", "names"), [LINUX, MACOS, WINDOWS])
def test_both_libraries_are_found_under_the_names_of_each_system(
    folder: str, names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "icu4py").mkdir()
    (tmp_path / folder).mkdir(exist_ok=True)
    for name in names:
        (tmp_path / folder / name).touch()
    monkeypatch.setattr(icu, "find_spec", lambda _: ModuleSpec("icu4py", None, origin=f"{tmp_path}/icu4py/__init__.py"))
    assert icu.bundled_libraries() == [
        (tmp_path / folder / names[1], "78"),
        (tmp_path / folder / names[2], "78"),
    ]


def test_libraries_of_others_are_none_of_icus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icu4py" / ".dylibs").mkdir(parents=True)
    for name in ("libicui18n.so", "libicuio.78.3.dylib", "libicuuc.78.3.dylib.old", "libstdc++.so.6.0.30"):
        (tmp_path / "icu4py" / ".dylibs" / name).touch()
    monkeypatch.setattr(icu, "find_spec", lambda _: ModuleSpec("icu4py", None, origin=f"{tmp_path}/icu4py/__init__.py"))
    assert icu.bundled_libraries() == []


@pytest.mark.parametrize("spec", [None, ModuleSpec("icu4py", None)])
def test_without_icu4py_there_are_no_libraries(spec: ModuleSpec | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icu, "find_spec", lambda name: spec if name == "icu4py" else ModuleSpec(name, None, origin="x"))
    assert icu.bundled_libraries() == []


def test_an_icu4py_without_its_library_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icu, "find_spec", lambda _: ModuleSpec("icu4py", None, origin=f"{tmp_path}/icu4py/__init__.py"))
    with pytest.raises(MissingToolError, match="ICU's library") as caught:
        icu.load.__wrapped__()
    assert "pip install" in caught.value.hint


def test_a_function_that_icu_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="u_noSuchFunction_78"):
        icu.load().function("u_noSuchFunction", None)


def test_a_function_is_found_in_whichever_library_has_it() -> None:
    loaded = icu.load()
    assert loaded is icu.load()
    for one in (loaded, icu.Icu(loaded.libraries[::-1], loaded.version)):
        compare = one.function("u_strCompare", ctypes.c_int32, *[ctypes.c_void_p, ctypes.c_int32] * 2, ctypes.c_int8)
        a, b = (ctypes.create_string_buffer(letter.encode("utf-16-le")) for letter in "ab")
        assert compare(a, 1, b, 1, 0) < 0 < compare(b, 1, a, 1, 0)
    with_none = icu.Icu((ctypes.CDLL(None), *loaded.libraries), loaded.version)
    assert with_none.function("u_strlen", ctypes.c_int32, ctypes.c_void_p)("one".encode("utf-16-le") + b"\0\0") == 3


@pytest.mark.parametrize(
    ("tag", "marks"),
    [
        ("en", "“”"),
        ("de", "„“"),
        ("fr", "«»"),
        ("ja", "「」"),
        ("de-CH", "„“"),
        ("fr-CH", "«»"),
        ("zh-Hant", "「」"),
        ("zh-Hans", "“”"),
    ],
)
def test_quotation_marks_are_those_of_cldr(tag: str, marks: str) -> None:
    assert icu.quotation_marks(tag) == tuple(marks)


@pytest.mark.parametrize("tag", ["tlh", "x" * 300])
def test_a_language_that_cldr_does_not_know_has_no_marks(tag: str) -> None:
    assert icu.quotation_marks(tag) is None
