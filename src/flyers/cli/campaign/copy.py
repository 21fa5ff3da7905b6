"""``flyers campaign copy``: a layout, a sheet or a message of the base as a file of this campaign, to be changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import names
from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.layers import Layers

NAME = "copy"
SUMMARY = "copy a layout, a sheet or a message of the base into this campaign, to change it"
DESCRIPTION = """\
Copy layouts, messages, or with --sheet sheets, of the base into this campaign. From then on they are the campaign's
own, and follow the base no longer; 'flyers campaign check' says when the base changes its own. Of a message that is
copied, delete what you leave as it is. Of contacts, colours and translations write only what differs
('flyers docs new-campaign'). To change a few keys of a layout, such as its size, a file with “extends:” is enough."""
EXAMPLES = """\
  flyers campaign copy brochure
  flyers campaign copy signs.school         the sentence with its shorter forms and its note
  flyers campaign copy letter --sheet"""

LAYOUTS, SHEETS = "content/layouts", "content/sheets"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names",
        metavar="NAME",
        nargs="+",
        type=names,
        help="of layouts, as 'flyers products' has them, or of messages, as 'flyers campaign show message' has them",
    )
    parser.add_argument("--sheet", action="store_true", help="the names are those of sheets")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers import limits
    from flyers.files import read_bytes, write_whole
    from flyers.pipeline.session import open_session
    from flyers.workflow.base_record import base_session

    session = open_session(options.project)
    base_session(session)  # there must be one
    layers = session.campaign.layers
    folder = SHEETS if options.sheet else LAYOUTS
    given = [name for words in options.names for name in words]
    messages = [] if options.sheet else [name for name in given if name in session.campaign.messages]
    wanted = [f"{folder}/{name}.yaml" for name in given if name not in messages]
    entries = [_message_file(name, session.campaign) for name in messages]
    for path in wanted:
        _require_only_in_base(path, folder, layers, session.campaign)
    with session.changing():
        for path in wanted:
            file = layers.file(path)
            assert file is not None, "a base has it"
            data = read_bytes(file, layers.shown(file), limits.YAML_BYTES)
            write_whole(session.folder / path, data)
            console.say(path)
        for path, text in entries:
            write_whole(session.folder / path, text.encode())
            console.say(path)
    return ExitCode.OK


def _message_file(name: str, campaign: Campaign) -> tuple[str, str]:
    """Return the path and the text of a file with the message of the base as it is written there."""
    from flyers.workflow.contact_edit import entry_lines

    source = campaign.messages[name].source
    layer = campaign.layers.layer_of(source)
    if layer is campaign.layers.own:
        raise UsageError(f"“{name}” is this campaign's own already ({source}).", hint="Change it there.")
    lines = entry_lines(layer, source.path.removeprefix(layer.shown("")), "messages", name)
    return f"content/messages/{name}.yaml", f"messages:\n  {lines}\n"


def _require_only_in_base(path: str, folder: str, layers: Layers, campaign: Campaign) -> None:
    from flyers.content.schema import did_you_mean, shorten
    from flyers.files import exists

    name = path.removeprefix(f"{folder}/").removesuffix(".yaml")
    known = tuple(layers.names(folder))
    if name not in known:
        meant = known if folder == SHEETS else (*known, *campaign.messages)
        hint = did_you_mean(name, meant) or f"Those that there are: {', '.join(known)}."
        raise UsageError(f"The base has no {path.split('/')[1].removesuffix('s')} “{shorten(name)}”.", hint=hint)
    if exists(layers.own.folder / path):
        raise UsageError(f"{path} is this campaign's own already.", hint="Change that file, or delete it first.")
