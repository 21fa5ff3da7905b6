"""Makes jobs one after the other in this process, and keeps its memory flat."""

from __future__ import annotations

import ctypes
import gc
import sys
from weakref import WeakValueDictionary

from flyers import process_cache
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.recipe import make_if_needed
from flyers.pipeline.report import Result
from flyers.pipeline.session import Session, open_session


class Maker:
    """Makes the jobs whose files are not current, with *force* all. When the language changes, it forgets what was kept
    for the former ones (`flyers.process_cache`).
    """

    def __init__(self, *, force: bool = False) -> None:
        self._force = force
        self._languages: tuple[str, ...] | None = None
        # Of many campaigns only a few are open at a time (`open_session`); the others must be able to go.
        self._sessions: WeakValueDictionary[int, Session] = WeakValueDictionary()

    def turn_to(self, job: Job) -> None:
        """Get ready for the language of *job*."""
        languages = (job.language, job.secondary)
        if languages != self._languages:
            if self._languages is not None and ALL not in self._languages:
                self._forget()
            self._languages = languages

    def __call__(self, job: Job) -> Result:
        self.turn_to(job)
        session = open_session(job.campaign)
        self._sessions[id(session)] = session
        return make_if_needed(job, session, force=self._force)

    def _forget(self) -> None:
        for session in list(self._sessions.values()):
            session.forget_languages()
        self._sessions.clear()
        process_cache.next_language()
        _remove_garbage()
        _give_back_memory()


_has_frozen = False


def _remove_garbage() -> None:
    """Collect garbage: all of it the first time, later only what is new. Otherwise Python would examine all modules
    again for each language, which took a twelfth of a proved batch.
    """
    global _has_frozen
    gc.collect()
    if not _has_frozen:
        gc.freeze()
        _has_frozen = True


def _give_back_memory() -> None:
    """Return free memory to the system, where the C library does not do so by itself."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others don't
        if trim is not None:
            trim(0)
