"""A file whose name ends nearly as it should is not passed over: a base would have its number printed instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ContentError


@pytest.mark.parametrize(
    ("name", "ending", "right"),
    [
        ("content/contacts.yml", ".yml", "contacts.yaml"),
        ("content/contacts.yaml.txt", ".yaml.txt", "contacts.yaml"),
        ("content/CONTACTS.YAML", ".YAML", "CONTACTS.yaml"),
        ("content/messages/names.Yml.TXT", ".Yml.TXT", "names.yaml"),
        ("content/layouts/poster.yml", ".yml", "poster.yaml"),
        ("translations/languages.yml", ".yml", "languages.yaml"),
    ],
)
def test_a_file_that_is_not_read_is_an_error(small: Path, name: str, ending: str, right: str) -> None:
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text("contacts: {}\n", encoding="utf-8")
    with pytest.raises(ContentError) as told:
        Campaign.load(small)
    assert str(told.value) == f"{name}: This file is not read: its name ends in “{ending}”. Rename it to {right}."


@pytest.mark.parametrize(
    "name",
    ["content/contacts.yaml~", "content/contacts.yaml.bak", "content/.contacts.yml", "content/notes.txt", "order.yml"],
)
def test_copies_of_editors_and_other_files_are_left_alone(small: Path, name: str) -> None:
    before = Campaign.load(small)
    shutil.copy(small / "content" / "contacts.yaml", small / name)
    assert Campaign.load(small) == before


def test_a_print_condition_may_have_another_ending(small: Path) -> None:
    (small / "content" / "press").mkdir(exist_ok=True)
    (small / "content" / "press" / "shop.yml").touch()
    Campaign.load(small)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("content/mine.yaml", "it is not in the folder of its kind. Messages belong into content/messages"),
        ("content/messages/Texte.docx", "it is not a text file in YAML. Move it out of this folder."),
        ("content/layouts/poster.docx", "it is not a text file in YAML."),
    ],
)
def test_a_file_in_the_wrong_place_is_an_error(clinic: Path, tmp_path: Path, name: str, problem: str) -> None:
    folder = Path(shutil.copytree(clinic, tmp_path / "clinic"))
    (folder / name).write_bytes(b"PK")
    with pytest.raises(ContentError) as told:
        Campaign.load(folder)
    assert str(told.value).startswith(f"{name}: This file is not read: {problem}")


def test_what_people_keep_beside_their_files_is_none(clinic: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(clinic, tmp_path / "clinic"))
    for name in ("README.md", "messages/~$shots.docx", "messages/.shots.yaml.swp", "notes.txt", "layouts/sketch.png"):
        (folder / "content" / name).write_bytes(b"")
    assert Campaign.load(folder).id == "clinic"
