"""Change the source at random: do the tests of its own layer notice?

    python bench/mutants.py layout                       14 changes of src/flyers/layout, each against tests/layout
    python bench/mutants.py text --count 50 --seed 7
    python bench/mutants.py impose --tests tests/impose tests/office

A change is one comparison, one number, one operator, one condition, one statement left out, two arguments exchanged, or
another result. Each is made in a copy of the repository as it was at the start, whose tests run until the first that
fails, those that name the changed module first. So nothing that is edited meanwhile, and nothing that a changed program
writes, reaches the repository or another change. A line says what became of the change; the last one counts. What
survives is either a missing test, or a change that no caller can see.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("src", "tests", "content", "translations", "fonts", "docs", "examples", "bench", "scripts", ".ci", ".cache")
"""Folders that tests read. They are copied: through a link, a changed program would write to the repository."""

LINKED = ".venv"
"""The installed libraries, which are too large to be copied. No test writes there."""

OTHER: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">"),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<"),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}
RESULTS = {
    "bool": "(not ({}))",
    **dict.fromkeys(("int", "float"), "({} + 1)"),
    "str": "''",
    "bytes": "b''",
    "tuple": "()",
    "list": "[]",
    "dict": "{{}}",
}
"""What a function returns instead, by the type that it declares; instead of what may be none, none."""
OPERATORS: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}
SLOWER = 3.0
"""How many times longer than before the tests of a change may take; a loop without end is a change that is noticed."""


@dataclass(frozen=True)
class Change:
    """Another text for a part of a file: lines from 1, columns in bytes."""

    file: Path
    start: tuple[int, int]
    end: tuple[int, int]
    new: str

    def apply(self, source: bytes) -> bytes:
        first, last = (self._offset(source, place) for place in (self.start, self.end))
        return source[:first] + self.new.encode() + source[last:]

    def old(self, source: bytes) -> str:
        return source[self._offset(source, self.start) : self._offset(source, self.end)].decode()

    @staticmethod
    def _offset(source: bytes, place: tuple[int, int]) -> int:
        line, column = place
        return sum(map(len, source.splitlines(keepends=True)[: line - 1])) + column


def changes(file: Path) -> Iterator[Change]:
    """Yield every change of *file* that can be made; annotations and what only type checkers read are left alone."""
    for node in _runs(ast.parse(file.read_bytes())):
        for part, new in _other(node):
            assert part.end_lineno is not None
            assert part.end_col_offset is not None
            yield Change(file, (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset), new)


def _runs(node: ast.AST) -> Iterator[ast.AST]:
    """Yield *node* and all that is inside and runs."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _runs(child)


def _other(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    match node:
        case ast.FunctionDef(returns=ast.expr() as kind):
            yield from _other_results(node, ast.unparse(kind))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, "pass"
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            for other in OTHER[type(operator)]:
                yield node, f"(({ast.unparse(left)}) {other} ({ast.unparse(right)}))"
        case ast.BoolOp(op=operator, values=values):
            other = " or " if isinstance(operator, ast.And) else " and "
            yield node, f"({other.join(f'({ast.unparse(value)})' for value in values)})"
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            if not isinstance(left, ast.Constant | ast.JoinedStr):
                yield node, f"(({ast.unparse(left)}) {OPERATORS[type(operator)]} ({ast.unparse(right)}))"
        case ast.Constant(value=value) if type(value) in (int, float):
            yield node, repr(value + 1)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, ast.unparse(operand)
        case ast.Call(args=[first, second, *rest]) if ast.unparse(node.func) not in ("min", "max", "isinstance"):
            if not any(isinstance(one, ast.Starred) for one in (first, second)) and ast.dump(first) != ast.dump(second):
                yield node, ast.unparse(ast.Call(node.func, [second, first, *rest], node.keywords))


def _other_results(function: ast.FunctionDef, kind: str) -> Iterator[tuple[ast.expr, str]]:
    """Yield other values for what *function*, which declares to return *kind*, returns."""
    other = "None" if kind.endswith("| None") else RESULTS.get(kind.partition("[")[0])
    for value in _results(function.body):
        if other and other.format(ast.unparse(value)) != ast.unparse(value):
            yield value, other.format(ast.unparse(value))


def _results(body: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield what is returned in *body*, not in functions inside it."""
    for node in body:
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield from _results(ast.iter_child_nodes(node))


def copy_of_repository(folder: Path) -> Path:
    """Make *folder* a copy of what tests read of the repository, and return it."""
    folder.mkdir()
    for part in ROOT.iterdir():
        if part.name in PARTS:
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif part.is_file():
            shutil.copy(part, folder)
        elif part.name == LINKED:
            (folder / part.name).symlink_to(part)
    compileall.compile_dir(folder / "src", quiet=2)  # once, not for each change
    subprocess.run(["git", "init", "--quiet", folder], check=True)  # a test asks git what it ignores
    return folder


@contextmanager
def fresh_copy(folder: Path) -> Iterator[Path]:
    """Give a copy of the copy in *folder*, in which tests may write, and remove it."""
    with tempfile.TemporaryDirectory(prefix="flyers-mutant-", ignore_cleanup_errors=True) as name:
        yield Path(shutil.copytree(folder, Path(name) / "repository", symlinks=True))


def in_order(folder: Path, tests: list[str], file: Path) -> list[str]:
    """Return the files of *tests*, those that import the module *file* first, then those that say its name."""
    module = ".".join(file.relative_to(folder / "src").with_suffix("").parts)

    def rank(test: Path) -> tuple[bool, bool, Path]:
        text = test.read_text(encoding="utf-8")
        return module not in text, file.stem not in test.stem, test

    found: list[Path] = []
    for name in tests:
        found += [folder / name] if name.endswith(".py") else (folder / name).rglob("test_*.py")
    return [str(test.relative_to(folder)) for test in sorted(found, key=rank)]


def passes(folder: Path, tests: list[str], seconds: float | None) -> tuple[bool, str]:
    """Run *tests* until one fails; return whether all passed, and the one that did not."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return False, "it takes too long"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode == 0, (failed or ["it does not begin"])[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("layer", help="a folder of src/flyers")
    parser.add_argument("--count", type=int, default=14)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--tests", nargs="+", help="files or folders of tests; by default those of the layer")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="flyers-mutants-") as name:
        folder = copy_of_repository(Path(name) / "repository")
        return run(folder, given.layer, given.count, given.seed, given.tests or [f"tests/{given.layer}"])


def run(folder: Path, layer: str, count: int, seed: str, tests: list[str]) -> int:
    """Try *count* changes; return 1 if any survived."""
    files = sorted((folder / "src" / "flyers" / layer).rglob("*.py"))
    known = [change for file in files for change in changes(file)]
    start = time.monotonic()
    with fresh_copy(folder) as copy:
        good, failed = passes(copy, tests, None)
    seconds = SLOWER * (time.monotonic() - start) + 60
    if not good:
        say(f"The tests fail without any change: {failed}")
        return 2
    chosen = random.Random(f"{layer} {seed}").sample(known, min(count, len(known)))
    noticed = 0
    for change in chosen:
        source, file = change.file.read_bytes(), change.file.relative_to(folder)
        with fresh_copy(folder) as changed:
            (changed / file).write_bytes(change.apply(source))
            survived, failed = passes(changed, in_order(changed, tests, changed / file), seconds)
        noticed += not survived
        where = f"{file}:{change.start[0]}"
        say(f"{'SURVIVED' if survived else 'noticed '} {where}  {change.old(source)} → {change.new}")
        say(f"         {failed}", quiet=survived)
    say(f"{layer}: {noticed} of {len(chosen)} changes noticed")
    return 0 if noticed == len(chosen) else 1


def say(text: str, *, quiet: bool = False) -> None:
    if not quiet:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
