"""The press edition for the campaign's print condition, as builds use it."""

from __future__ import annotations

from pathlib import Path

from flyers.content.campaign import Campaign
from flyers.content.press import load_condition
from flyers.page import editions

PRESS = editions.PRESS.on(load_condition(Campaign.load(Path(__file__).parents[1]), "gracol"))
