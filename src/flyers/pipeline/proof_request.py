"""The request for the proof of a file, which another process carries out.

The process that asks imports nothing of the proof but this and `flyers.pipeline.verdict`, since the proof takes longer
to import than to prove a card.
"""

from __future__ import annotations

from pathlib import Path

from flyers import limits
from flyers.errors import ContentError
from flyers.pipeline.verdict import Verdict, refused
from flyers.records import dataclass


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
    from flyers.files import read_bytes
    from flyers.pipeline.prove import prove
    from flyers.pipeline.session import open_session
    from flyers.pipeline.word_files import NO_WORDS, words_beside
    from flyers.proof.images.reading import is_png
    from flyers.proof.size_guard import UnreadableError, check_size

    try:
        data = read_bytes(request.path, most=limits.PDF_BYTES)
        if not is_png(data):
            check_size(data)
        words = words_beside(request.path) if is_png(data) else NO_WORDS
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)
