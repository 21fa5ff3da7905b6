"""README and docs name only things that exist: files, commands, options, code, keys of layouts, dependencies."""

from __future__ import annotations

import argparse
import importlib.util
import pkgutil
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import flyers
from flyers.cli.command import Command
from flyers.cli.main import COMMANDS as ALL_COMMANDS
from flyers.cli.main import command_parser
from flyers.errors import ExitCode
from flyers.layout import layout_files
from flyers.layout.blocks.graphics import CodeBlock
from flyers.layout.blocks.registry import KINDS
from flyers.layout.model import walk
from flyers.pipeline.session import open_session
from flyers.units import to_mm
from flyers.workflow.status import count_languages, language_page
from pressed import PRESS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
LAYOUTS = ROOT / "docs" / "layouts.md"
COMMANDS = ROOT / "docs" / "commands.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

EXAMPLES = {
    "content/layouts/page.yaml",
    "content/messages/page.yaml",
    "content/images/",
    "content/images/door.svg",
    "content/layouts/notice.yaml",
    "translations/es/signoff.yaml",
}
"""Files and folders that a page asks its reader to create."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def quoted(page: Path) -> list[str]:
    """Return the texts between backticks."""
    return re.findall(r"`([^`\n]+)`", text(page))


@each_page
def test_every_named_file_exists(page: Path) -> None:
    named = {word for word in quoted(page) if re.fullmatch(r"[\w.-]+(/[\w.@-]*)+|[\w-]+\.(md|toml|lock|cfg)", word)}
    starts = {path.name for path in ROOT.iterdir()}
    paths = {word for word in named if word.split("/")[0] in starts and not word.startswith("output/")} - EXAMPLES
    assert [word for word in sorted(paths) if not (ROOT / word).exists()] == []


@each_page
def test_every_link_has_a_target(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text(page)):
        file, _, heading = target.partition("#")
        if file.startswith("https://"):
            continue
        linked = page.parent / file if file else page
        assert linked.is_file(), target
        if heading:
            headings = re.findall(r"^#+ (.+)$", text(linked), re.MULTILINE)
            assert heading in [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings], target


def commands(members: Iterable[Command] = ALL_COMMANDS, family: str = "") -> dict[str, argparse.ArgumentParser]:
    """Return every command by its words: ``build``, ``translations update``."""
    found: dict[str, argparse.ArgumentParser] = {}
    for command in members:
        if command.commands:
            found |= commands(command.commands, f"{family}{command.name} ")
        else:
            name = f"{family}{command.name}"
            found[name] = argparse.ArgumentParser(prog=name)
            command.configure(found[name])
    return found


def options(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of the parser, from its usage."""
    return {
        "--help" if word == "-h" else word for word in re.findall(r"(?<![\w-])--?[a-z][\w-]*", parser.format_usage())
    }


def calls(page: Path) -> Iterator[list[str]]:
    """Yield the words of every ``flyers …`` command of a page, on a line of its own or between backticks."""
    lines = [line.strip().split("#")[0] for line in text(page).splitlines() if line.startswith("    ")]
    for call in [*lines, *quoted(page)]:
        words = call.removeprefix(".venv/bin/").split()
        if words[:1] == ["flyers"] and len(words) > 1:
            yield words[1:]


@each_page
def test_every_command_and_option_shown_exists(page: Path) -> None:
    known = commands()
    everywhere = options(command_parser())
    for words in calls(page):
        if words[0] == "--project":
            words = words[2:]
        if not words or words[0].startswith("-"):
            assert set(words) <= everywhere, words
            continue
        name = words[0] if words[0] in known else " ".join(words[:2])
        assert name in known, words
        shown = {word for word in words if word.startswith("-")}
        assert shown <= options(known[name]) | everywhere, words


def test_the_reference_lists_every_command() -> None:
    rows = re.findall(r"^\| `flyers ([a-z-]+(?: [a-z-]+)*)[^`]*` \|", text(COMMANDS), re.MULTILINE)
    assert set(rows) == commands().keys()


def test_the_reference_lists_every_exit_code() -> None:
    listed = re.findall(r"^\| (\d+) \|", text(COMMANDS), re.MULTILINE)
    assert [int(code) for code in listed] == sorted(ExitCode)


@each_page
def test_every_make_target_shown_exists(page: Path) -> None:
    makefile = text(ROOT / "Makefile")
    for target in re.findall(r"(?:^    |`)make ([a-z-]+)", text(page), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_page_of_languages_is_up_to_date() -> None:
    """`flyers languages --page > docs/languages.md` updates it."""
    session = open_session(ROOT)
    assert text(ROOT / "docs" / "languages.md") == language_page(
        session.campaign, session.registry, count_languages(session)
    )


def test_the_readme_has_the_registrys_numbers_of_languages_and_scripts() -> None:
    session = open_session(ROOT)
    waiting = [tag for tag in session.registry.tags if not session.has_translations(tag)]
    counts = r"There are (\d+) languages in (\d+) scripts.*?(\d+) are translated; (\d+) wait"
    ((languages, scripts, translated, missing),) = re.findall(counts, text(README), re.DOTALL)
    assert (int(languages), int(translated), int(missing)) == (
        len(session.registry.tags),
        len(session.registry.tags) - len(waiting),
        len(waiting),
    )
    assert int(scripts) == len({language.script for language in session.registry})


def inches(points: float) -> str:
    return f"{points / 72:.4f}".rstrip("0").rstrip(".")


def test_every_product_is_in_the_tables_of_which_product_for_what() -> None:
    sized = re.compile(r"^\| `([\w-]+)` \| (?:Letter|[0-9])", re.MULTILINE)
    assert sorted(sized.findall(text(ROOT / "docs" / "products.md"))) == sorted(open_session(ROOT).products)


def test_translators_are_told_how_many_texts_there_are() -> None:
    texts = sum(1 for _ in open_session(ROOT).campaign.words())
    said = re.search(r"^About (\d+) short texts", text(ROOT / "docs" / "translators.md"), re.MULTILINE)
    assert said
    assert abs(int(said[1]) - texts) <= 15, f"there are {texts}"


def test_the_print_shops_table_agrees_with_the_layouts() -> None:
    session = open_session(ROOT)
    table = text(ROOT / "docs" / "print-shops.md")
    rows = {cells[0].strip(): cells[1:] for line in table.splitlines() if (cells := line.split("|")[1:-1])}
    for column, product in enumerate(["wallet-card", "poster", "brochure"]):
        layout = session.layout(product)
        around = 2 * (layout.bleed + PRESS.condition.slug)
        assert rows["trim"][column].strip().startswith(f"{inches(layout.width)} × {inches(layout.height)} in")
        sheet = f"{inches(layout.width + around)} × {inches(layout.height + around)} in"
        assert rows["sheet of the file"][column].strip() == sheet
        assert rows["bleed"][column].strip() == f"{inches(layout.bleed)} in"
        assert rows["text keeps clear of cut and folds by"][column].strip() == f"{inches(layout.safe)} in"
        codes = [block for block in walk(layout) if isinstance(block, CodeBlock)]
        modules = {f"{to_mm(size):g}" for code in codes for size in (code.module, code.most) if size}
        assert set(re.findall(r"[\d.]+", rows["QR modules"][column])) == modules
    panels = [panel.width for panel in reversed(layout.faces[0].panels)]  # from the cover inwards
    share = (layout.width - sum(panels)) / panels.count(0)
    assert " + ".join(inches(width or share) for width in panels) in rows["folds"][2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_gallery_shows_the_pictures_that_the_script_makes() -> None:
    pictures = script("make_pictures")
    expected = {f"{product}.{tag}.png" for tag in pictures.LANGUAGES for product in pictures.WIDTHS}
    expected |= {*pictures.MULTILINGUAL, pictures.IMAGES, *pictures.FAMILIES.values()}
    gallery = text(ROOT / "docs" / "pictures.md")
    assert set(re.findall(r'src="images/([^"]+)"', gallery)) == expected
    assert re.findall(r"\(docs/images/([^)]+)\)", text(README)) == [pictures.OVERVIEW]
    present = {path.name for path in (ROOT / "docs" / "images").glob("*.png")}
    pages = {f"gallery.{name}.png" for name in script("make_site_pictures").PICTURES}
    assert set(re.findall(r'src="images/([^"]+)"', text(ROOT / "docs" / "gallery-site.md"))) == pages
    scenes = {f"studio.{tag}.png" for tag in script("make_studio_pictures").SCENES}
    assert set(re.findall(r"\(images/([^)]+)\)", text(ROOT / "docs" / "studio.md"))) == scenes
    assert present == {*expected, *pages, *scenes, pictures.OVERVIEW}, "run scripts/make_pictures.py"


def test_the_sheet_of_pictograms_shows_those_of_today() -> None:
    made = script("make_pictogram_sheet")
    assert made.SHEET.read_text(encoding="utf-8") == made.sheet(), "run scripts/make_pictogram_sheet.py"


def test_the_readme_is_short() -> None:
    assert len(text(README).encode()) <= 9_000


def test_the_table_of_dependencies_is_complete() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    extras = project["project"]["optional-dependencies"].values()
    groups = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    names = {re.split(r"[<>=~!\[; ]", each)[0] for group in groups for each in group}
    table = text(ARCHITECTURE).partition("## Dependencies")[2]
    rows = re.findall(r"^\| ([a-z][\w, -]*) \|.*\|.*\|$", table, re.MULTILINE)
    assert sorted(name for row in rows for name in row.split(", ")) == sorted({*names, "packages"})


def test_every_package_is_in_the_map() -> None:
    layers = text(ARCHITECTURE).partition("## Layers\n\n")[2].partition("\n\n")[0].splitlines()
    listed = {name for line in layers for name in line.strip().partition("  ")[0].split(" | ")}
    assert {each.name for each in pkgutil.iter_modules(flyers.__path__)} == listed


@each_page
def test_every_name_of_the_code_exists(page: Path) -> None:
    """Names are modules or names in modules, such as ``flyers.pipeline.recipe.make``."""
    for name in {word for word in quoted(page) if re.fullmatch(r"flyers(\.\w+)+", word)}:
        assert pkgutil.resolve_name(name), name


def test_the_types_in_the_map_are_in_their_packages() -> None:
    rows = re.findall(r"^\| `(flyers\.\w+)` \|.*\| ([^|]*) \|$", text(ARCHITECTURE), re.MULTILINE)
    assert rows
    for package, types in rows:
        home = ROOT / "src" / package.replace(".", "/")
        code = "\n".join(map(text, home.rglob("*.py") if home.is_dir() else [home.with_suffix(".py")]))
        for name in re.findall(r"`(\w+)`", types):
            assert re.search(rf"^class {name}\b", code, re.MULTILINE), f"{package}: {name}"


def test_the_layout_reference_has_every_kind_and_key() -> None:
    known = set(quoted(LAYOUTS))
    assert set(KINDS) <= known
    keys = {key for kind in KINDS.values() for key in kind.record.fields}
    assert (
        keys | set(layout_files.LAYOUT.fields) | set(layout_files.ROLE.fields) | set(layout_files.PANEL.fields) <= known
    )
