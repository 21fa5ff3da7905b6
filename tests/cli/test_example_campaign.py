"""The example of another campaign: every command works on it, in four languages and all editions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flyers.page.document import QrCode, TextLine
from flyers.pipeline.session import Session
from flyers.workflow.contact_change import Impacts
from flyers.workflow.manifest import current_manifest, keep_manifest, manifest_text, read_manifest

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

LANGUAGES = ("en", "es", "ar", "zh-Hans")
PRODUCTS = ("card", "leaflet", "poster")
ADDRESSES = {"en": "home", "es": "casa", "ar": "ar", "zh-Hans": "zh"}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as its README puts it together."""
    root = Path(__file__).resolve().parents[2]
    folder = Path(shutil.copytree(root / "examples/tenants", tmp_path_factory.mktemp("example") / "tenants"))
    (folder / "fonts").symlink_to(root / "fonts")
    for part in ("icons", "sheets", "press"):
        shutil.copytree(root / "content" / part, folder / "content" / part)
    return folder


@pytest.fixture
def run(flyers: Callable[..., Any], example: Path) -> Iterator[Callable[..., Any]]:
    """A function that runs a command on the example, and returns what it printed."""

    def command(*words: str, code: int = 0) -> Any:
        ran = flyers("--project", str(example), *words)
        assert ran.code == code, ran.err
        return ran

    return command


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output")


def entries(output: Path, tag: str) -> dict[str, dict[str, Any]]:
    """What the report of a language's files says of each."""
    return dict(json.loads((output / tag / "proof.json").read_text(encoding="utf-8"))["products"])


@pytest.mark.parametrize("edition", ["press", "screen", "office"])
def test_every_product_is_made_and_proved_in_every_language(run: Any, output: Path, edition: str) -> None:
    run("build", "--edition", edition, "--output", str(output), "--jobs", "1")
    for tag in LANGUAGES:
        made = {name: entry for name, entry in entries(output, tag).items() if f".{edition}" in name}
        assert {name.partition(".")[0] for name in made} == set(PRODUCTS)
        assert [finding for entry in made.values() for finding in entry["findings"]] == []


def test_each_language_prints_and_opens_its_own_address(example: Path) -> None:
    session = Session(example)
    for tag, end in ADDRESSES.items():
        for product in PRODUCTS:
            document = session.composed(session.localized(tag), session.layout(product))
            items = [item for page in document.pages for item in page.items]
            shown = "".join(item.text for item in items if isinstance(item, TextLine))
            assert f"example.org/{end}" in shown, (tag, product)
            assert {item.target for item in items if isinstance(item, QrCode)} == {f"https://www.example.org/{end}"}


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_a_second_language_on_the_back_has_its_own_address(run: Any, tmp_path: Path, tag: str) -> None:
    for edition in ("press", "screen"):
        words = ("--with", "en", "--edition", edition, "--output", str(tmp_path))
        run("build", "--lang", tag, "--product", "poster", *words)
    for entry in entries(tmp_path, tag).values():
        ends = {code["target"].rpartition("/")[2] for code in entry["facts"]["codes"]}
        assert ends == {ADDRESSES[tag], "home"}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_reader_gets_a_proof_and_a_shop_a_draft(run: Any, output: Path, tmp_path: Path, tag: str) -> None:
    run("build", "--lang", tag, "--output", str(output))
    run("reader-proof", tag, "--output", str(tmp_path))
    run("package", "--lang", tag, "--draft", "--output", str(output))
    run("proof", str(output / tag / "card.press.DRAFT.pdf"))


def test_a_manifest_keeps_the_addresses_of_both_languages(run: Any, example: Path, tmp_path: Path) -> None:
    session = Session(example)
    kept = manifest_text(current_manifest(session, "es+ar", ["poster"]))
    (tmp_path / "es-ar.yaml").write_text(kept, encoding="utf-8")
    manifest = read_manifest(tmp_path / "es-ar.yaml", session.campaign)
    addresses = {name: printed for name, (printed, _) in manifest.contacts.items() if "site" in name}
    assert addresses == {"site": "example.org/casa", "ar:site": "example.org/ar"}
    site = session.campaign.contacts["site"]
    moved = replace(site, targets={**site.targets, "ar": "https://www.example.org/ar2"})
    kept_at = keep_manifest(manifest, session.campaign, session.registry)
    found = Impacts(session, {**session.campaign.contacts, "site": moved}).of_contact("site")
    kept_at.unlink()
    assert [piece.printed for piece in found.pieces] == ["example.org/casa"]
    assert [piece.printed for piece in found.outdated] == ["example.org/ar"]


def test_the_catalogs_are_complete_up_to_date_and_without_findings(run: Any) -> None:
    assert "up to date" in run("translations", "update", "--check").out
    run("translations", "check", "--strict")
    status = run("translations", "status").out
    assert all(tag in status for tag in LANGUAGES)


def test_the_other_commands_know_the_campaign(run: Any, tmp_path: Path) -> None:
    assert all(product in run("products").out for product in PRODUCTS)
    assert "Arabic" in run("languages").out
    assert "site (es)" in run("contacts", "list").out
    assert "ask.read" in run("contacts", "uses", "site").out
    run("contacts", "set", "site.displays.es", "example.org/hogar", "site.targets.es", "https://example.org/hogar",
        "--dry-run")  # fmt: skip
    run("translations", "export", "--lang", "ar", "--output", str(tmp_path))
    run("translations", "init", "th", "--dry-run")
    run("translations", "sign", "es", "--reviewer", "A reader", "--role", "test")
    run("manifest", "--lang", "es", "--keep")
