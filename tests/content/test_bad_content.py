"""Each file under tests/bad/content breaks one rule. Its first line says where and how that must be reported.

``# error: LINE:COLUMN part of the message``; the folder says which file of a campaign it stands in for.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import CombinedError, ContentError, ExitCode, FileAccessError, FlyersError, UsageError

BAD = Path(__file__).parents[1] / "bad" / "content"
PLACES = {
    "messages": "content/messages/bad.yaml",
    "contacts": "content/contacts.yaml",
    "campaign": "content/campaign.yaml",
}
FILES = sorted(path.relative_to(BAD).as_posix() for folder in PLACES for path in (BAD / folder).glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_the_error_names_the_place_and_the_problem(small: Path, name: str) -> None:
    data = (BAD / name).read_bytes()
    place, _, message = data.split(b"\n", 1)[0].decode().removeprefix("# error: ").partition(" ")
    path = PLACES[name.partition("/")[0]]
    (small / path).write_bytes(data)
    with pytest.raises(ContentError) as caught:
        Campaign.load(small)
    error = caught.value
    assert error.exit_code == ExitCode.CONTENT == 3
    assert f"{path}:{place}: " in str(error)
    assert message in str(error)
    assert message.startswith(error.problem) or message in error.problem  # which is said before the hint
    assert "\n" not in str(error)


def test_no_bad_file_is_lost() -> None:
    assert len(FILES) >= 45


def test_a_file_of_fifty_megabytes_is_not_read(small: Path) -> None:
    path = small / "content" / "messages" / "all.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(ContentError, match=r"^content/messages/all.yaml: This file is 50\.0 MB; the most .* is 1 MB\."):
        Campaign.load(small)


def test_a_pipe_is_refused_and_does_not_block(small: Path) -> None:
    import os

    path = small / "content" / "contacts.yaml"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(FileAccessError, match="not a file"):
        Campaign.load(small)


def test_a_missing_file_is_a_file_error(small: Path) -> None:
    (small / "content" / "contacts.yaml").unlink()
    with pytest.raises(FileAccessError, match=r"content/contacts.yaml: This file cannot be read \(No such file"):
        Campaign.load(small)


def test_a_folder_without_a_campaign_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no campaign here"):
        Campaign.load(tmp_path)


def test_the_errors_of_all_files_are_raised_together(small: Path) -> None:
    (small / "content" / "campaign.yaml").write_text("campaign: {id: X}\n")
    (small / "content" / "contacts.yaml").write_text("contact: {}\n")
    (small / "content" / "messages" / "more.yaml").write_text("messages: {a.b: {text: '**'}, c.d: {text: '{x'}}\n")
    with pytest.raises(CombinedError) as caught:
        Campaign.load(small)
    found = [str(error) for error in caught.value.errors]
    assert caught.value.exit_code == ExitCode.CONTENT
    assert [line.partition(":")[0].split(" → ")[-1] for line in found] == [
        *["content/campaign.yaml"] * 5,
        "content/contacts.yaml",
        *["content/messages/more.yaml"] * 2,
    ]


def test_a_removed_contact_is_missed_in_messages_and_layouts_at_once(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples" / "tenants", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "content" / "contacts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  site:")], encoding="utf-8")
    with pytest.raises(CombinedError) as caught:
        Campaign.load(tmp_path)
    named = {
        str(error.source)
        for error in caught.value.errors
        if error.problem == "There is no contact “site”." and error.source
    }
    places = set()
    for file in sorted((tmp_path / "content" / "layouts").glob("*.yaml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := re.search(r"contact: (?=site\b)", line):
                places.add(f"content/layouts/{file.name}:{number}:{match.end() + 1}")
    assert named == places
    assert len(places) == 5
    assert any("“{site}” names no contact" in error.problem for error in caught.value.errors)


def test_errors_can_be_pickled(small: Path) -> None:
    import pickle

    (small / "content" / "contacts.yaml").write_text("contact: {}\n")
    with pytest.raises(FlyersError) as caught:
        Campaign.load(small)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_wrong_unit_names_the_right_ones() -> None:
    from flyers.content.schema import Length, Record, check
    from flyers.errors import LayoutError

    document = yamlfile.parse(b"trim: 3.5\nbleed: 4px\nsafe: 3mm\ngap: -1pt\n", "content/layouts/card.yaml")
    shape = Record({"trim": Length(), "bleed": Length(), "safe": Length(), "gap": Length()})
    with pytest.raises(CombinedError) as caught:
        check(document, shape, LayoutError)
    assert caught.value.exit_code == ExitCode.LAYOUT
    assert [str(error) for error in caught.value.errors] == [
        "content/layouts/card.yaml:1:7: 3.5 is not a length. "
        "Write a number and a unit (pt, in, mm, cm): “3.5in”, “9pt”.",
        "content/layouts/card.yaml:2:8: “px” is not a unit of length. Use one of pt, in, mm, cm: “3.5in”, “9pt”.",
        "content/layouts/card.yaml:4:6: -1pt is too small. The least is 0 pt.",
    ]
