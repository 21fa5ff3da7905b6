"""What hangs on a contact, in words: shared by ``set`` and ``uses``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flyers.cli.console import Console

if TYPE_CHECKING:
    from flyers.workflow.impact import Impact


def tell(touched: Impact, console: Console, *, changed: bool) -> None:
    """Everything that shows the contact; *changed*: as it was until now."""
    _list(console, "messages", touched.messages)
    _list(console, "products", touched.products)
    _list(console, "languages", touched.languages)
    signed = "sign-offs made stale" if changed else "signed with it"
    for tag, what in touched.signed.items():
        _list(console, f"{signed}, {tag}", what)
    if not touched.signed:
        console.say(f"{signed}: none")
    if not touched.pieces:
        console.say("printed editions on record with it: none")
        return
    console.say("these printed pieces are wrong now:" if changed else "printed editions on record with it:")
    for piece in touched.pieces:
        edition = piece.edition
        console.say(f"  {edition.language} · {', '.join(piece.products)} · {edition.label} · {edition.code}")
        console.say(f"    kept on {edition.kept[-1].day} ({edition.state}), {piece.manifest}")


def _list(console: Console, name: str, items: tuple[str, ...]) -> None:
    console.say(f"{name} ({len(items)}): {', '.join(items) or 'none'}")
