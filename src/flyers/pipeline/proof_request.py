"""The request for the proof of a file, which another process carries out.

The process that asks imports nothing of the proof but this and `flyers.pipeline.verdict`, since the proof takes longer
to import than to prove a card.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.errors import ContentError
from flyers.pipeline.verdict import Verdict, refused
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.word_files import WordFiles


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """A file to prove in another process: the campaign's folder, and the arguments of
    `flyers.pipeline.prove.prove`."""

    campaign: Path
    path: Path
    press: str = ""


def prove_file(request: ProofRequest) -> Verdict:
    """Read and prove the file of *request*.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.pipeline.prove import prove
    from flyers.pipeline.session import open_session
    from flyers.proof.size_guard import UnreadableError

    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)


def is_todays(request: ProofRequest) -> bool:
    """Return whether the file of *request* is what the campaign makes today, and is in its place.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    from flyers.pipeline.session import open_session
    from flyers.pipeline.todays_file import is_todays_file
    from flyers.proof.size_guard import UnreadableError

    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError):
        return False
    return is_todays_file(request.path, data, words, open_session(request.campaign))


def _read(path: Path) -> tuple[bytes, WordFiles]:
    """Return a file, and the words beside it if it is an image."""
    from flyers.files import read_bytes
    from flyers.pipeline.word_files import NO_WORDS, words_beside
    from flyers.proof.images import is_png
    from flyers.proof.size_guard import check_size

    data = read_bytes(path, most=limits.PDF_BYTES)
    if is_png(data):
        return data, words_beside(path)
    check_size(data)
    return data, NO_WORDS
