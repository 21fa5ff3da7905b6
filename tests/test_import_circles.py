"""No module imports itself by way of others; deferred and type-checking imports count too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src"


def modules() -> dict[str, Path]:
    """Return every module and package of the program by its dotted name."""
    files = {path: path.relative_to(ROOT).with_suffix("").parts for path in sorted(ROOT.rglob("*.py"))}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in files.items()}


def imported(tree: ast.AST, known: Set[str]) -> Iterator[str]:
    """Yield the modules of *known* that *tree* imports, at any depth; ``from package import module`` is the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                yield from (name for name in (module if module in known else node.module,) if name in known)


def graph() -> dict[str, set[str]]:
    """Return what each module imports."""
    known = modules()
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in known.items()}
    return {name: set(imported(tree, known.keys())) - {name} for name, tree in trees.items()}


def circle(imports: Mapping[str, Set[str]]) -> list[str]:
    """Return the modules of one circle, its first module again at the end, or nothing."""
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module not in done:
            for other in sorted(imports[module]):
                if found := visit(other, [*path, module]):
                    return found
            done.add(module)
        return []

    return next(filter(None, (visit(module, []) for module in sorted(imports))), [])


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert " → ".join(circle(graph())) == ""


def test_a_circle_is_found_and_named_in_order() -> None:
    assert circle({"a": {"b"}, "b": {"c", "d"}, "c": set(), "d": {"b"}}) == ["b", "d", "b"]


def test_deferred_and_type_checking_imports_are_found() -> None:
    source = """
from a import one, two
import a.two
if TYPE_CHECKING:
    from b import Name
def late():
    from c import d
import elsewhere
"""
    known = {"a", "a.one", "a.two", "b", "c.d"}
    assert set(imported(ast.parse(source), known)) == {"a.one", "a.two", "b", "c.d"}
