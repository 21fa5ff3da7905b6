"""Pipes, links in circles, long chains and long names in a campaign are errors of their kind, at once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import open_session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes, and links for few")

SECONDS = 10
LAYOUTS = "content/layouts"
BUILD = ("build", "--jobs", "1", "--lang", "en")

Prepare = Callable[[Path], None]


def pipe(name: str) -> Prepare:
    def prepare(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / name)

    return prepare


def circle(name: str) -> Prepare:
    def prepare(folder: Path) -> None:
        path = folder / name
        path.unlink(missing_ok=True)
        path.symlink_to(path.name)

    return prepare


def folder_in_a_circle(folder: Path) -> None:
    (folder / "translations" / "es" / "manifests").symlink_to(folder / "translations" / "es")
    (folder / "content" / "messages" / "more").symlink_to(folder / "content")
    (folder / "output").symlink_to(folder)


def twelve_hundred_layouts(folder: Path) -> None:
    for number in range(1200):
        text = f"extends: a{number + 1}\n" if number < 1199 else "extends: sticker\n"
        (folder / LAYOUTS / f"a{number}.yaml").write_text(text, encoding="utf-8")


def one_after_another(folder: Path) -> None:
    for one, other in ("ab", "bc", "ca"):
        (folder / LAYOUTS / f"{one}.yaml").write_text(f"extends: {other}\n", encoding="utf-8")


def long_name(where: str, old: str) -> Prepare:
    def prepare(folder: Path) -> None:
        text = (folder / where).read_text(encoding="utf-8")
        assert old in text
        (folder / where).write_text(text.replace(old, "x" * 400), encoding="utf-8")

    return prepare


def deep_report(folder: Path) -> None:
    (folder / "output" / "en").mkdir(parents=True)
    (folder / "output" / "en" / "proof.json").write_text("[" * 100_000, encoding="utf-8")


def nothing(folder: Path) -> None:
    pass


CASES: dict[str, tuple[Prepare, tuple[str, ...], ExitCode, str]] = {
    "a font is a pipe": (pipe("fonts/NotoSans-Regular.ttf"), BUILD, ExitCode.FONT, "not a file"),
    "the list of fonts is a pipe": (pipe("fonts/fonts.yaml"), BUILD, ExitCode.FILE_ACCESS, "fonts/fonts.yaml: "),
    "the template is a pipe": (
        pipe("translations/flyers.pot"), ("translations", "update"), ExitCode.FILE_ACCESS, "flyers.pot: "
    ),
    "a catalog is a pipe": (
        pipe("translations/es/LC_MESSAGES/flyers.po"), ("translations", "check"), ExitCode.FILE_ACCESS, "flyers.po: "
    ),
    "the registry is a pipe": (pipe("translations/languages.yaml"), ("languages",), ExitCode.FILE_ACCESS, "languages.yaml: "),
    "the sign-offs are a pipe": (
        pipe("translations/es/signoff.yaml"), ("translations", "status"), ExitCode.FILE_ACCESS, "signoff.yaml: "
    ),
    "a manifest is a pipe": (
        pipe("translations/es/manifests/0bad0ba.yaml"), ("manifest", "0bad0ba"), ExitCode.FILE_ACCESS, "0bad0ba.yaml: "
    ),
    "an order is a pipe": (pipe("order.yaml"), ("package", "--order", "{}/order.yaml"), ExitCode.FILE_ACCESS, "order.yaml: "),
    "a returned file is a pipe": (
        pipe("x.es.xlf"), ("translations", "import", "{}/x.es.xlf"), ExitCode.FILE_ACCESS, "x.es.xlf: "
    ),
    "a report is a pipe": (pipe("output/en/proof.json"), ("manifest", "0bad0ba"), ExitCode.USAGE, "No content code"),
    "a report is nested deep": (deep_report, ("manifest", "0bad0ba"), ExitCode.USAGE, "No content code"),
    "a font is a link to itself": (circle("fonts/NotoSans-Regular.ttf"), BUILD, ExitCode.FONT, "fonts.yaml:"),
    "the list of fonts is a link to itself": (circle("fonts/fonts.yaml"), BUILD, ExitCode.FILE_ACCESS, "fonts.yaml: "),
    "a message file is a link to itself": (
        circle("content/messages/more.yaml"), ("products",), ExitCode.FILE_ACCESS, "messages/more.yaml: "
    ),
    "the campaign's file is a link to itself": (circle("content/campaign.yaml"), ("products",), ExitCode.FILE_ACCESS, "campaign.yaml: "),
    "folders are links to folders around them": (folder_in_a_circle, ("products",), ExitCode.OK, "sticker"),
    "layouts extend each other 1,200 deep": (
        twelve_hundred_layouts, (*BUILD, "--product", "a0"), ExitCode.LAYOUT, "More than 8 layouts"
    ),
    "layouts extend each other in a circle": (
        one_after_another, (*BUILD, "--product", "a"), ExitCode.LAYOUT, "not a layout that this one can extend"
    ),
    "a sheet of 190 by 190 inches": (
        nothing, (*BUILD, "--edition", "office", "--sheet", "190x190"), ExitCode.USAGE, "400"
    ),
    "a message with a name of 400 letters": (
        long_name("content/messages/lighthouse.yaml", "lighthouse.call"), ("products",), ExitCode.CONTENT, "lighthouse.yaml:"
    ),
    "a theme with a name of 400 letters": (
        long_name("content/campaign.yaml", "plain"), BUILD, ExitCode.CONTENT, "campaign.yaml:"
    ),
    "a product with a name of 400 letters": (nothing, (*BUILD, "--product", "x" * 400), ExitCode.USAGE, "no product"),
    "a language with a name of 400 letters": (
        nothing, ("build", "--lang", "x" * 400), ExitCode.USAGE, "is not the tag or the name of a language"
    ),
    "a code with a name of 400 letters": (nothing, ("manifest", "x" * 400), ExitCode.USAGE, "content code"),
    "a condition with a name of 400 letters": (nothing, (*BUILD, "--press", "x" * 400), ExitCode.USAGE, "print condition"),
    "a PDF with a name of 400 letters": (nothing, ("proof", "x" * 400 + ".pdf"), ExitCode.FILE_ACCESS, "too long"),
    "a campaign with a name of 400 letters": (nothing, ("new", "x" * 400), ExitCode.USAGE, "cannot be the name"),
    "a folder with a name of 400 letters": (
        nothing, (*BUILD, "--output", "{}/" + "x" * 400), ExitCode.FILE_ACCESS, "too long"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_odd_is_an_error_of_its_kind_at_once(
    second_campaign: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    prepare, words, code, says = CASES[name]
    prepare(second_campaign)
    open_session.cache_clear()
    start = time.process_time()
    assert main(["--project", str(second_campaign), *(word.format(second_campaign) for word in words)]) == code
    assert time.process_time() - start < SECONDS
    out, err = capfd.readouterr()
    assert says in out + err
    assert len(err.splitlines()) <= 12
    assert max(map(len, err.splitlines()), default=0) < 1000


def test_a_folder_of_layouts_that_cannot_be_read_is_an_error(
    second_campaign: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(path: Path) -> object:
        if str(path).endswith("layouts"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    open_session.cache_clear()
    assert main(["--project", str(second_campaign), "products"]) == ExitCode.FILE_ACCESS
    assert "layouts: This folder cannot be listed (Permission denied)" in capfd.readouterr().err


def test_a_folder_where_a_part_is_to_be_is_an_error(second_campaign: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (second_campaign / "content" / ".contacts.yaml.part").mkdir()
    before = (second_campaign / "content" / "contacts.yaml").read_bytes()
    open_session.cache_clear()
    code = main(["--project", str(second_campaign), "contacts", "set", "harbor.source", "somebody"])
    assert code == ExitCode.FILE_ACCESS
    assert "contacts.yaml: This file cannot be written" in capfd.readouterr().err
    assert (second_campaign / "content" / "contacts.yaml").read_bytes() == before
