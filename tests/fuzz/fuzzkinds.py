"""What is fuzzed: each kind of file that the program opens, how it is changed, and the commands that read it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutations_binary import mutated_font, mutated_pdf, mutated_profile, mutated_xlsx, mutated_xml
from mutations_text import mutated_bytes, mutated_json, mutated_po, mutated_yaml
from mutations_words import command_line

Mutator = Callable[[bytes, random.Random], bytes]
Command = tuple[str, ...]
Ask = Callable[..., dict[str, Any]]
"""Asks the process that runs cases."""

BUILD: Command = ("build", "--product", "wallet-card", "--jobs", "1", "--output", "out")
EN, AR = (*BUILD, "--lang", "en"), (*BUILD, "--lang", "ar")
PLAN: Command = ("build", "--dry-run", "--output", "out")
CHECK: Command = ("translations", "check", "--lang", "ar", "--no-fit")
STATUS: Command = ("translations", "status", "--lang", "ar")
IMPORT: Command = ("translations", "import", "--dry-run", "--skip-bad")
DRAFT: Command = ("package", "--draft", "--lang", "ar", "--output", "out")
EXPORT: Command = ("translations", "export", "--lang", "ar", "--format", "xlsx", "--output", "out")
LAYER: Command = ("--project", "layer")
KEPT: Command = ("manifest", "0bad0ba", "--output", "out")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        files: patterns of its files in the campaign, one of which is changed.
        share: of a thousand cases.
        commands: those that read it; one of them is run. A cheap one is named more often than a build.
        names_file: an error must name a file of the campaign, with its line if it has lines.
    """

    files: tuple[str, ...]
    mutate: Mutator
    share: int
    commands: tuple[Command, ...]
    names_file: bool = True


KINDS: dict[str, Kind] = {
    "campaign": Kind(("content/campaign.yaml",), mutated_yaml, 70, (PLAN, ("contacts", "list"), EN, DRAFT, EXPORT)),
    "contacts": Kind(
        ("content/contacts.yaml",), mutated_yaml, 110, (("contacts", "list"), ("contacts", "uses", "hotline"), CHECK, PLAN, EN)
    ),
    "messages": Kind(("content/messages/*.yaml",), mutated_yaml, 130, (PLAN, CHECK, ("translations", "update", "--check"), EN)),
    "layouts": Kind(("content/layouts/wallet-card.yaml", "content/layouts/wallet-card-*.yaml"), mutated_yaml, 50, (
        ("products",), (*PLAN, "--lang", "en", "--with", "ar"), EN, AR, (*EN, "--edition", "screen", "--with", "ar"),
    )),
    "themes": Kind(("content/themes/open-door.yaml",), mutated_yaml, 70, (("products",), EN)),
    "sheets": Kind(("content/sheets/avery-5371.yaml", "content/sheets/calibration.yaml"), mutated_yaml, 40, (
        (*PLAN, "--edition", "office", "--sheet", "avery-5371"),
        (*EN, "--edition", "office", "--calibration"),
    )),
    "press": Kind(("content/press/gracol.yaml",), mutated_yaml, 70, (("products", "--conditions"), PLAN, EN)),
    "profile": Kind(("content/press/profiles/GRACoL_TR006_coated.icc",), mutated_profile, 10, (EN,)),
    "print-jobs": Kind(("content/print-jobs.yaml",), mutated_yaml, 15, (DRAFT,)),
    "order": Kind(("in/order.yaml",), mutated_yaml, 35, ((*DRAFT, "--order", "in/order.yaml"),)),
    "icons": Kind(("content/icons/icons.yaml",), mutated_yaml, 20, (EN,)),
    "svg": Kind(("content/icons/emergency.svg", "content/icons/cut-off.svg"), mutated_xml, 20, (EN,)),
    "registry": Kind(("translations/languages.yaml",), mutated_yaml, 80, (("languages", "--tags"), ("languages",), CHECK, AR)),
    "layer": Kind(("layer/content/*.yaml", "layer/content/*/*.yaml"), mutated_yaml, 60, (
        ("campaign", "show", *LAYER), ("campaign", "check", *LAYER), ("contacts", "list", *LAYER), (*PLAN, *LAYER), (*EN, *LAYER),
    )),
    "glossary": Kind(("translations/glossary.yaml",), mutated_yaml, 50, (CHECK,)),
    "fonts": Kind(("fonts/fonts.yaml",), mutated_yaml, 20, (EN, CHECK)),
    "font": Kind(("fonts/NotoSans-Bold.ttf", "fonts/NotoNaskhArabic-*.ttf", "fonts/NotoSansArabic-*.ttf"), mutated_font, 8, (AR,)),
    "catalog": Kind(("translations/ar/LC_MESSAGES/flyers.po",), mutated_po, 45, (STATUS, CHECK, ("translations", "update", "--check"), AR)),
    "signoff": Kind(("translations/ar/signoff.yaml",), mutated_yaml, 25, (STATUS, AR)),
    "manifest": Kind(("translations/ar/manifests/0bad0ba.yaml",), mutated_yaml, 35, (KEPT, ("contacts", "uses", "hotline"))),
    "xliff": Kind(("in/flyers-ct.ar.xlf",), mutated_xml, 40, ((*IMPORT, "in/flyers-ct.ar.xlf"),)),
    "xlsx": Kind(("in/flyers-ct.ar.xlsx",), mutated_xlsx, 35, ((*IMPORT, "in/flyers-ct.ar.xlsx"),)),
    "po": Kind(("in/flyers-ct.ar.po",), mutated_po, 35, ((*IMPORT, "in/flyers-ct.ar.po"),)),
    "report": Kind(("out/ar/proof.json",), mutated_json, 12, (KEPT, KEPT, DRAFT), names_file=False),
    "pdf": Kind(("out/*/wallet-card.*.pdf",), mutated_pdf, 10, (("proof",),), names_file=False),
    "words": Kind(("content/campaign.yaml",), lambda data, chance: data, 120, (), names_file=False),
}  # fmt: skip

FAULTY = {"faulty": Kind(("content/campaign.yaml",), lambda data, chance: data, 0, (("languages",),))}
"""Not fuzzed: the command does what none may do (`fuzzfaults`)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A changed file of the campaign, and the command that reads it."""

    file: str
    data: bytes
    words: tuple[str, ...]


def make_case(kind: str, seed: int, number: int, campaign: Path) -> Case:
    """Return the case with that *number*, which is always the same for the same *seed* and campaign."""
    chance = random.Random(f"{seed} {kind} {number}")
    what = {**KINDS, **FAULTY}[kind]
    files = sorted(campaign.glob(chance.choice(what.files)))
    path = chance.choice(files)
    try:
        data = what.mutate(path.read_bytes(), chance)
    except RecursionError:  # a tree that is too deep to be written
        data = mutated_bytes(path.read_bytes(), chance)
    file = path.relative_to(campaign).as_posix()
    if kind == "words":
        return Case(file, data, tuple(command_line(chance)))
    words = chance.choice(what.commands)
    return Case(file, data, (*words, file) if kind == "pdf" else words)


def checksums(seed: int, count: int, campaign: Path) -> dict[str, list[str]]:
    """Return a checksum of each of the first *count* cases of every kind."""
    return {
        kind: [
            hashlib.sha256(repr((case.file, case.words)).encode() + case.data).hexdigest()
            for case in (make_case(kind, seed, number, campaign) for number in range(count))
        ]
        for kind in KINDS
    }


def with_checksum(campaign: Path, case: Case) -> tuple[str, bytes]:
    """Return the name and content of the file that vouches for the changed font or profile of *case*."""
    before, after = (hashlib.sha256(data).hexdigest() for data in ((campaign / case.file).read_bytes(), case.data))
    listed = "fonts/fonts.yaml" if case.file.startswith("fonts/") else "content/press/gracol.yaml"
    return listed, (campaign / listed).read_bytes().replace(before.encode(), after.encode())
