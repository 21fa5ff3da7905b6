"""``flyers campaign``: what a campaign has of its own, and what of its base."""

from __future__ import annotations

from flyers.cli.campaign import check, copy, show

NAME = "campaign"
SUMMARY = "show what a campaign has of its own and what of its base, and what has changed in the base"
DESCRIPTION = """\
A campaign may be built on another one (“base:” in content/campaign.yaml): it then has only what differs. Show where
each value comes from, and what the base has changed since somebody last looked."""
EXAMPLES = """\
  flyers campaign show
  flyers campaign show contact language
  flyers campaign check
  flyers campaign copy brochure"""

COMMANDS = (show, check, copy)
"""One module each, like `flyers.cli.parser.COMMANDS`."""
