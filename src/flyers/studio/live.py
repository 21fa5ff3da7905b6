"""The campaign as it is now, with texts that are typed and not saved, kept warm between changes.

Unsaved texts are put into the catalog in memory and merged as a build does, so the picture on the screen is that of the
very file. Fonts and all that was shaped with them stay when the campaign is read again: that makes a change quick.
Files that change are noticed by the system's notifications, and browsers learn of it by server-sent events (WHATWG
HTML, 9.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flyers.content.layers import Layers
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import FlyersError, Source
from flyers.files import FileState, files_in, is_folder, state
from flyers.pipeline.plan import ALL
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.localization import Localization, localize, with_others

if TYPE_CHECKING:
    from watchfiles import Change

    from flyers.text.fonts import FontLibrary


_T = TypeVar("_T")

Texts = Mapping[MessageKey, str]  # Texts of one language that are typed and not saved, by key.
Drafts = Mapping[str, Texts]  # The same, by tag.

MOST_KEPT = 8  # Localizations with drafts that are kept: those of the pages on the screen.


class WarmSession(Session):
    """A session that keeps its fonts and shaped text when it reads again, as long as the fonts are the same."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reads = 0  # how often everything was read again
        self.other_fonts = 0  # how often this was so for fonts, too
        self._fonts: tuple[Hashable, ...] = ()  # their state before they were read; () if they were not, or not known

    @property
    def library(self) -> FontLibrary:
        self._fonts = self._fonts or self._fonts_state()
        return super().library

    def reload(self) -> None:
        warm = {key: value for key, value in self.results.items() if key[0] in ("library", "typesetter")}
        super().reload()
        self.reads += 1
        if self._fonts and self._fonts == self._fonts_state():
            self.results.update({key: value for key, value in warm.items() if not isinstance(value, FlyersError)})
        else:
            self._fonts = ()
            self.other_fonts += 1

    def _fonts_state(self) -> tuple[Hashable, ...]:
        """Return a key that differs if fonts or their typesetter's rules have changed; () if that can't be known."""
        try:
            folders = [layer.folder / "fonts" for layer in self.campaign.layers]
            files = [(str(file), file.stat().st_mtime_ns) for folder in folders for file in files_in(folder, "*")]
            rules = sorted(self.registry.line_break_rules.items(), key=lambda pair: pair[0])
        except (FlyersError, OSError):
            return ()
        return (*files, *rules)


@dataclass
class Live:
    """The campaign of a studio. Not for several threads: `flyers.studio.app` has the one that uses it."""

    session: WarmSession
    _kept: dict[Hashable, Localization] = field(default_factory=dict)
    _of_read: int = -1
    _notes: dict[Hashable, Any] = field(default_factory=dict)
    _written: dict[Path, FileState | None] = field(default_factory=dict)

    def localized(self, language: str, secondary: str = "", drafts: Drafts | None = None) -> Localization:
        """Return the content in *language*, with the *secondary* language or all others, and with *drafts* in it.

        Words without a translation are in English.
        """
        self._forget_if_read_again()
        drafts = {tag: texts for tag, texts in (drafts or {}).items() if texts}
        key = (language, secondary, *((tag, *sorted(texts.items())) for tag, texts in sorted(drafts.items())))
        if key not in self._kept:
            self._kept[key] = self._localized(language, secondary, drafts)
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return self._kept[key]

    def _localized(self, language: str, secondary: str, drafts: Drafts) -> Localization:
        session = self.session
        if not drafts:
            return session.localized(language, secondary=secondary, allow_untranslated=True)
        own = self._alone(language, drafts)
        if not secondary:
            return own
        tags = session.registry.tags if secondary == ALL else (secondary,)
        return with_others(own, [self._alone(tag, drafts) for tag in tags], secondary)

    def _alone(self, tag: str, drafts: Drafts) -> Localization:
        session = self.session
        if not drafts.get(tag):
            return session.localized(tag, allow_untranslated=True)
        catalog = self.catalog(tag, drafts[tag])
        language, signoffs = session.registry.language(tag), session.signoffs(tag)
        return localize(session.campaign, language, catalog, signoffs, allow_untranslated=True)

    def catalog(self, tag: str, texts: Texts) -> Catalog:
        """Return the catalog of the language *tag* with typed *texts* in place of its own."""
        catalog, words = self.session.catalog(tag), self.words
        entries = dict(catalog.entries)
        for key, text in texts.items():
            entries[key] = typed(entries.get(key), key, words[key], text, catalog.path)
        return replace(catalog, entries=entries, exists=True)

    def remember_written(self, path: Path) -> None:
        """Remember that the studio itself has just written the file at *path*."""
        self._written[path.resolve()] = state(path)

    def is_as_written(self, path: Path) -> bool:
        """Return whether the file at *path* is as the studio itself wrote it last."""
        written = self._written.get(path.resolve())
        return written is not None and written == state(path)

    @property
    def words(self) -> Mapping[MessageKey, Words]:
        """The English of every form, by key."""
        return self.note("words", lambda: dict(self.session.campaign.words()))

    def note(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what *make* returns, and keep it until files have changed."""
        self._forget_if_read_again()
        if key not in self._notes:
            self._notes[key] = make()
        result: _T = self._notes[key]
        return result

    def _forget_if_read_again(self) -> None:
        if self._of_read != self.session.reads:
            self._of_read = self.session.reads
            self._kept.clear()
            self._notes.clear()


def typed(entry: Entry | None, key: MessageKey, words: Words, text: str, path: str) -> Entry:
    """Return *entry* with a typed *text*, which translates today's English and is not doubtful; a new one for None."""
    present = entry or Entry(key, words.text, "", Source(path))
    return replace(present.with_translation(text, fuzzy=False), english=words.text)


QUIET, GATHERED = 15, 100
"""Milliseconds without a change after which changes are reported, and the longest time for which they are collected: an
editor writes several files to save one."""


def watched_folders(campaign: Path) -> list[Path]:
    """Return the folders of a campaign and of its bases with what pages are made of; the campaign's alone while its
    campaign.yaml is broken, as in the moment in which an editor writes it.
    """
    try:
        folders = [layer.folder for layer in Layers.of(campaign)]
    except FlyersError:
        folders = [campaign]
    parts = [(folder / name).resolve() for folder in folders for name in ("content", "translations", "fonts")]
    return list(filter(is_folder, parts))


async def changes(folders: Sequence[Path], stop: asyncio.Event) -> AsyncIterator[set[Path]]:
    """Yield the files in *folders* that have changed, until *stop* is set.

    Where the system has no watches left, files are polled.
    """
    from watchfiles import awatch

    for polling in (False, True):
        # The system refuses to watch one more folder (OSError), or anything at all (RuntimeError of watchfiles).
        with contextlib.suppress(OSError, *(() if polling else (RuntimeError,))):
            async for batch in awatch(
                *folders,
                watch_filter=_counts,
                debounce=GATHERED,
                step=QUIET,
                stop_event=stop,
                rust_timeout=500,
                force_polling=polling,
            ):
                yield {Path(path) for _, path in batch}
            return


def _counts(change: Change, path: str) -> bool:
    """Return whether a change counts. Partly written files, an editor's temporary files, and folders whose files have
    changed (polling reports them) do not.
    """
    name = Path(path).name
    if name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")):
        return False
    return change.name != "modified" or not is_folder(Path(path))


MOST_WAITING = 64  # Notices that wait for a browser; a slower one loses the oldest, and reads everything anyway.
HEARTBEAT = 15.0  # Seconds between comments, by which lost connections are noticed.


class Notices:
    """Passes notices on to all browsers that listen. For the thread of the event loop only."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closed = False

    def tell(self, notice: dict[str, Any]) -> None:
        """Send *notice* to every browser that listens."""
        self._send(f"data: {json.dumps(notice, ensure_ascii=False)}\n\n")

    def close(self) -> None:
        """End all streams; the server would wait for them."""
        self._closed = True
        self._send("")

    def _send(self, text: str) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(text)

    async def stream(self) -> AsyncIterator[str]:
        """Yield events for one browser until it goes, or the studio ends."""
        queue: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._listeners.add(queue)
        try:
            yield "retry: 500\n\n"
            while not self._closed:
                try:
                    text = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    text = ": still here\n\n"
                if text:
                    yield text
        finally:
            self._listeners.discard(queue)
