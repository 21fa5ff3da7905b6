"""docs/questions.md shows today's wording and names items of the seed that exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from flyers.content.campaign import Campaign

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| question") and not line.startswith("| ---")
]
CAMPAIGN = Campaign.load(ROOT)


def test_every_question_has_today_s_words_a_source_and_an_alternative() -> None:
    assert len(ROWS) >= 20
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


def test_every_question_names_an_item_of_the_seed_or_says_that_there_is_none() -> None:
    seed = yaml.safe_load((ROOT / "content" / "seed" / "items.yaml").read_text(encoding="utf-8"))
    ids = {item["id"] for part in seed.values() if isinstance(part, list) for item in part}
    assert [row[2] for row in ROWS if row[2].partition(":")[0].partition(";")[0] not in {*ids, "not in the seed"}] == []


def test_the_page_quotes_todays_wording_as_it_is_printed() -> None:
    printed = " ".join(words.text for _, words in CAMPAIGN.words())
    for question, today, *_ in ROWS:
        names = re.findall(r"`([a-z_.-]+)`", today)
        assert [name for name in names if name not in {*CAMPAIGN.messages, *CAMPAIGN.contacts}] == [], question
        for quoted in re.findall(r"“([^”]+)”", today) if names and "nothing" not in today else []:
            for part in quoted.rstrip(".").split(" … "):
                assert part in printed, (
                    f"{question}: “{part}” is no longer printed; bring docs/questions.md up to date."
                )
