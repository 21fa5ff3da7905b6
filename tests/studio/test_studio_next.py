"""What the page says comes next can be typed as it stands."""

from __future__ import annotations

import re
import shlex
from importlib.resources import files

import pytest

from flyers.cli.main import command_parser

WORDS = {"LANG": "es", "PRODUCT": "wallet-card", "WHO": "sister anna", "ROLE": "reader", "CHECKSUM": "4f2a91c0"}
TEXT = files("flyers.studio").joinpath("static/next.js").read_text(encoding="utf-8")
SHOWN = re.findall(r'"(flyers [^"]+)"\]', TEXT)


def test_there_is_one_for_each_step() -> None:
    assert [line.split()[1] for line in SHOWN] == [
        "reading",
        "reader-proof",
        "translations",
        "build",
        "package",
        "gallery",
    ]


@pytest.mark.parametrize("command", SHOWN)
def test_a_command_that_the_page_shows_has_these_options(command: str) -> None:
    words = [WORDS.get(word, word) for word in shlex.split(command)[1:]]
    assert not [word for word in words if word.isupper()], "each of them is filled in"
    command_parser().parse_args(words)
    with pytest.raises(SystemExit):
        command_parser().parse_args([*words, "--no-such-option"])
