"""The map of the program: docs/architecture.md, and the docstring of each package, which names its modules."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "src" / "flyers"
PACKAGES = sorted(file.parent for file in PROGRAM.rglob("__init__.py") if file.parent != PROGRAM)
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

NO_CODE = {"made_of", "plans.json", "proof.json", "pyproject.toml"}
"""A key and files that docs/architecture.md names as it names modules."""

ELSEWHERE = {"Locale", "Path"}
"""Classes of other libraries whose members docstrings name."""

each_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)


def names(text: str) -> set[str]:
    """Return the names of modules, and of what is in them, between single backticks: ``recipe``, ``recipe.make``."""
    return set(re.findall(r"(?<!`)`([a-z_]\w*(?:\.\w+)*)`(?!`)", text))


def docstring(package: Path) -> str:
    return ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""


@cache
def members(package: Path) -> dict[str, Path]:
    """Return the files of the modules and packages that are directly in a package."""
    modules = {file.stem: file for file in package.glob("*.py") if not file.stem.startswith("__")}
    return modules | {file.parent.name: file for file in package.glob("*/__init__.py")}


def explained_elsewhere(file: Path) -> bool:
    """Tell whether a module is a command, which docs/commands.md lists, or a kind of block (docs/layouts.md)."""
    return re.search(r"^@command\($|^register\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def defines(file: Path, name: str) -> bool:
    """Tell whether a module, or a class of it, defines a name or imports it."""
    field = rf"{name}: [\w.\[\], |]+$"
    here = rf"^(    )?((async def|def|class) {name}\b|{name}(: .*)? = |{field}|{name},$)|^from .* import .*\b{name}\b"
    return re.search(here, file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def exists(name: str, package: Path) -> bool:
    """Tell whether a name is that of a member of the package, or of something in a member."""
    first, _, rest = name.partition(".")
    if first == "flyers":
        return exists(rest, PROGRAM)
    file = members(package).get(first)
    if file is None:
        return not rest and defines(package / "__init__.py", name)
    return not rest or (exists(rest, file.parent) if file.stem == "__init__" else defines(file, rest))


@each_package
def test_the_docstring_of_a_package_names_each_of_its_modules(package: Path) -> None:
    named = {name.partition(".")[0] for name in names(docstring(package))}
    assert {name for name, file in members(package).items() if not explained_elsewhere(file)} <= named


@each_package
def test_what_the_docstring_of_a_package_names_exists(package: Path) -> None:
    assert {name for name in names(docstring(package)) if not exists(name, package)} == set()


def test_what_the_architecture_names_exists() -> None:
    packages = [PROGRAM, *PACKAGES]
    modules = [file for package in packages for file in members(package).values()]
    named = names(ARCHITECTURE) - NO_CODE
    unknown = {name for name in named if not any(exists(name, package) for package in packages)}
    assert {name for name in unknown if not any(defines(file, name) for file in modules)} == set()


def test_members_of_classes_that_docstrings_name_exist() -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in PROGRAM.rglob("*.py")}
    classes = [
        found for text in texts.values() for found in ast.walk(ast.parse(text)) if isinstance(found, ast.ClassDef)
    ]
    bases = {found.name: {ast.unparse(base).rpartition(".")[2] for base in found.bases} for found in classes}
    own = {found.name: set(_names_in_class(found)) for found in classes}

    def has(name: str, member: str) -> bool:
        return member in own.get(name, ()) or any(has(base, member) for base in bases.get(name, ()))

    assert {
        f"{file.relative_to(PROGRAM)}: {name}.{member}"
        for file, text in texts.items()
        for name, member in re.findall(r"(?<!`)`(?:[a-z_]+\.)*([A-Z]\w*)\.(\w+)", text)
        if name not in ELSEWHERE and not has(name, member)
    } == set()


def _names_in_class(found: ast.ClassDef) -> Iterator[str]:
    """Yield the names of methods, of what is declared or set in the class, and of what its methods set on it."""
    for node in ast.walk(found):
        match node:
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
                yield from (target.attr for target in targets if isinstance(target, ast.Attribute))


def test_the_layers_are_those_that_the_contract_enforces() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    picture = ARCHITECTURE.partition("## Layers\n\n")[2].partition("\n\n")[0]
    assert [line.strip().partition("  ")[0] for line in picture.splitlines()] == layers


def test_no_two_public_classes_share_a_name() -> None:
    files = [file for package in [PROGRAM, *PACKAGES] for file in members(package).values()]
    found = [
        name
        for file in files
        for name in re.findall(r"^class ([A-Z]\w*)", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert {name for name, count in Counter(found).items() if count > 1} == set()


def test_a_new_cache_names_the_wait_that_it_ends() -> None:
    """Each package has at most as many caches as docs/architecture.md gives a reason for."""
    section = ARCHITECTURE.partition("## Caches")[2].partition("\n## ")[0]
    reasons = {
        name: int(number) for name, number in re.findall(r"^\| `flyers\.(\w+)` \| (\d+) \|", section, re.MULTILINE)
    }
    cache_of = re.compile(r"^ *@(?:memoized\w*|lru_cache)\b|\bProcessCache\(|partial\(ProcessCache", re.MULTILINE)
    found: Counter[str] = Counter()
    for file in PROGRAM.rglob("*.py"):
        if file.stem != "process_cache":
            found[file.relative_to(PROGRAM).parts[0].removesuffix(".py")] += len(
                cache_of.findall(file.read_text(encoding="utf-8"))
            )
    assert {name: number for name, number in found.items() if number > reasons.get(name, 0)} == {}
