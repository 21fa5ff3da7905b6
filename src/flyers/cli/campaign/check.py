"""``flyers campaign check``: what the base has changed since somebody last looked."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "check"
SUMMARY = "say what the base has changed since you last looked, message by message"
DESCRIPTION = """\
Compare the base with content/base-record.yaml, which says what it was: contacts, messages in the languages of this
campaign, layouts and other files. What this campaign has of its own is not affected; look whether it should follow.
--accept writes the record again, when you have looked. Nothing else depends on the record.

Messages, contacts and translations of your own that nothing prints are named too: their ids are perhaps misspelled, so
that the base's count."""
EXAMPLES = """\
  flyers campaign check
  flyers campaign check --accept            from now on, compare with today's base"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accept", action="store_true", help="write down today's base")
    parser.add_argument("--json", action="store_true", help="print the changes as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.files import write_whole
    from flyers.pipeline.session import open_session
    from flyers.workflow.base_record import RECORD_FILE, base_session, changes, read_record, record_text, state_of
    from flyers.workflow.unused_entries import unused_entries

    session = open_session(options.project)
    with session.changing(options.accept):
        before = read_record(session)
        after = state_of(base_session(session), session.registry.tags)
        found = list(changes(session, before, after)) if before else []
        if options.accept:
            name = session.campaign.layers.bases[0].name
            write_whole(session.folder / RECORD_FILE, record_text(name, after).encode())
    if options.json:
        console.data([asdict(change) for change in found])
        return ExitCode.OK
    if before is None:
        console.note(f"There is no {RECORD_FILE}: it records what the base was when you last looked.")
    elif not found:
        console.note("The base has not changed.")
    else:
        rows = ((one.kind, one.name, one.change, "your own counts" if one.own else "you use it") for one in found)
        console.table([("kind", "name", "in the base", "here"), *rows])
    for place, problem in unused_entries(session):
        console.note(f"{place}: {problem}")
    if not options.accept and (found or before is None):
        console.note("To record that you have looked: flyers campaign check --accept")
    return ExitCode.OK
