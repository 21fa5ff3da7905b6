"""Kill a command before one of its operations on the disk, and look at what is left."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from campaigncopy import CampaignCopy
from diskwatch import Operation, watch_disk
from fuzzcampaign import translated_again

from silence import silence

KILLED = 137

CACHE = "cache"
"""The folder of the records of builds, inside the campaign."""

Tree = Mapping[str, str]
"""The checksums of files by their paths in the campaign."""


def _older_card(folder: Path) -> None:
    """Leave cards that an older version made, in every edition, and no other report."""
    for card in (folder / "out" / "en").glob("wallet-card.*.pdf"):
        card.write_bytes(b"%PDF-1.4 of last year")
    shutil.rmtree(folder / "out" / "ar")


def _built_card(folder: Path) -> None:
    """Leave cards in two languages, for screens."""
    from flyers.pipeline.plan import plan
    from flyers.pipeline.workers import run

    results = run(plan(folder, ["en", "ar"], ["wallet-card"], ["screen"], output=folder / "out"), workers=1)
    assert all(result.good for result in results)


def _built_site(folder: Path) -> None:
    """Leave a site that another version has made: a page more, and other pictures."""
    from flyers.gallery.site import SiteOrder, make_site
    from flyers.pipeline.session import Session

    _built_card(folder)
    site = folder / "out" / "site"
    make_site(Session(folder), SiteOrder(folder / "out", site, ["en", "ar"], ["wallet-card"], workers=1))
    for picture in (site / "pictures" / "en").glob("*.webp"):
        picture.rename(picture.with_name(f"old-{picture.name}"))
    shutil.copy(site / "wallet-card.html", site / "banner.html")


def _broken_theme(folder: Path) -> None:
    theme = folder / "content" / "themes" / "open-door.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("colours:", "colors:"), encoding="utf-8")


def _other_english(folder: Path) -> None:
    messages = folder / "content" / "messages" / "signs.yaml"
    messages.write_text(messages.read_text(encoding="utf-8").replace("text: ", "text: Now ", 1), encoding="utf-8")


def _translated_again(folder: Path) -> None:
    file = folder / "in" / "flyers-ct.ar.xlf"
    file.write_text(translated_again(file.read_text(encoding="utf-8"), "card.headline", "أولا"), encoding="utf-8")


def _nothing(folder: Path) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Writer:
    """A command that writes.

    Attributes:
        words: of the command.
        prepare: changes a campaign so that the command has something to do.
        code: how it ends.
        slow: it composes pages.
        least: operations on the disk that it has at least.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None] = _nothing
    code: int = 0
    slow: bool = False
    least: int = 4


BUILD = ("build", "--product", "wallet-card", "--jobs", "1", "--output", "out")
NEW = (
    "new",
    "out/maine",
    "--name",
    "A Coalition",
    "--state",
    "Maine",
    "--phone",
    "207-555-0143",
    "--site",
    "example.org",
    "--languages",
    "es",
)
GALLERY = ("gallery", "--product", "wallet-card", "--jobs", "1", "--output", "out", "--site", "out/site", "--drafts")
SIGN = ("translations", "sign", "ar", "--reviewer", "R-08", "--role", "native reader", "--date", "2026-09-15")

WRITERS: dict[str, Writer] = {
    "build": Writer((*BUILD, "--lang", "en"), _older_card, slow=True),
    "build in two editions": Writer((*BUILD, "--lang", "en", "--edition", "screen,office"), _older_card, slow=True),
    "build of what is current": Writer((*BUILD, "--lang", "en,ar"), least=3),  # it writes its plan alone
    "build that fails": Writer((*BUILD, "--lang", "en"), _broken_theme, code=6),
    "reader-proof": Writer(("reader-proof", "en", "--product", "wallet-card-eu", "--output", "out"), slow=True),
    "package": Writer(("package", "--lang", "en", "--product", "wallet-card", "--quantity", "wallet-card=10", "--output", "out")),
    "package of a draft": Writer(("package", "--lang", "ar", "--product", "wallet-card", "--draft", "--output", "out")),
    "gallery": Writer((*GALLERY, "--no-build"), _built_card, slow=True),
    "gallery that changes": Writer((*GALLERY, "--no-build", "--leave", "https://example.org/"), _built_site, slow=True),
    "manifest --keep": Writer(("manifest", "--lang", "en,ar", "--keep")),
    "contacts set": Writer(("contacts", "set", "hotline.source", "somebody")),
    "contacts verify": Writer(("contacts", "verify", "hotline", "--date", "2026-09-15")),
    "translations update": Writer(("translations", "update"), _other_english),
    "translations init": Writer(("translations", "init", "de")),
    "translations sign": Writer(SIGN),
    "campaign check --accept": Writer(("campaign", "check", "--accept", "--project", "layer"), _other_english),
    "new": Writer(NEW, slow=True),
    "translations export": Writer(("translations", "export", "--lang", "ar", "--format", "xliff", "--output", "out/new")),
    "translations export xlsx": Writer(("translations", "export", "--lang", "ar", "--format", "xlsx", "--output", "in")),
    "translations import": Writer(("translations", "import", "in/flyers-ct.ar.xlf"), _translated_again),
}  # fmt: skip


class CrashTest:
    """A command in its campaign, run whole, run twice, and killed before each of its operations.

    *call* runs words of the command line in the current process and returns the exit code.
    """

    def __init__(self, name: str, pristine: Path, folder: Path, call: Callable[[Path, tuple[str, ...]], int]) -> None:
        self._writer = WRITERS[name]
        self._call = call
        base = Path(shutil.copytree(pristine, folder / "base"))
        self._writer.prepare(base)
        self._copy = CampaignCopy(base, folder / "killed")
        self._before = _tree(base)
        self._operations, self._versions, self._removed = self._recorded()

    @property
    def points(self) -> int:
        """How many operations on the disk the command has."""
        return len(self._operations)

    def faults(self, point: int) -> Iterator[str]:
        """Kill the command before its operation *point*, from 0, and say what is wrong with what is left."""
        at = f"killed before {' '.join(self._operations[point])}"
        code = self._in_child(stop_at=point)
        if code != KILLED:
            yield f"{at}: it ended with {code}"
        yield from (f"{at}: {fault}" for fault in (*self._torn(), *self._broken_records()))
        again = self._after_run()
        if again != self._once and again != self._twice():
            yield f"{at}: after another run, {self._difference(again)}"
        self._copy.restore()

    def _recorded(self) -> tuple[list[tuple[str, ...]], dict[str, set[str]], set[str]]:
        """Return the operations of a whole run, the contents that files get in it, and those that it removes.

        Keep what is there after it.
        """
        record = self._copy.folder.parent / "record"
        code = self._in_child(record=record)
        assert code == self._writer.code, f"it ended with {code}"
        operations: list[tuple[str, ...]] = []
        versions: dict[str, set[str]] = {}
        removed = set()
        for line in record.read_text(encoding="utf-8").splitlines():
            event, digest, *paths = line.split("\t")
            if event != "within":
                operations.append((event, *paths))
            if event in ("os.rename", "within"):
                versions.setdefault(paths[1], set()).add(digest)
            if event == "os.remove":
                removed.add(paths[0])
        record.unlink()
        for path, digest in _tree(self._copy.folder).items():
            if digest != self._before.get(path):
                assert digest in versions.get(path, ()), f"{path} was not written by renaming"
        self._once = self._state(code)
        self._copy.restore()
        return operations, versions, removed

    def _torn(self) -> Iterator[str]:
        """Say which files are neither old nor new."""
        now = _tree(self._copy.folder)
        for path, digest in now.items():
            if not _is_part(path) and digest not in {self._before.get(path), *self._versions.get(path, ())}:
                yield f"{path} is neither old nor new"
        for path in self._before.keys() - now.keys() - self._removed:
            yield f"{path} is gone"

    def _broken_records(self) -> Iterator[str]:
        """Say which records are not whole. (What is in them differs from run to run: they have dates.)"""
        for path in (self._copy.folder / CACHE).glob("[!.]*"):
            checksum, _, text = path.read_bytes().partition(b"\n")
            if hashlib.sha256(text).hexdigest().encode() != checksum:
                yield f"{path.name} is not whole"

    def _after_run(self) -> tuple[int, Tree, tuple[str, ...]]:
        """Run the command; return its code, the files and what is left over."""
        return self._state(self._in_child())

    def _twice(self) -> tuple[int, Tree, tuple[str, ...]]:
        """Return the same of a command that was not killed, and then ran again: it may say so, and sign twice."""
        self._copy.restore()
        self._in_child()
        return self._after_run()

    def _state(self, code: int) -> tuple[int, Tree, tuple[str, ...]]:
        tree = _tree(self._copy.folder)
        records = (f"{CACHE}/{path.name}" for path in (self._copy.folder / CACHE).glob("*"))
        return code, tree, tuple(path for path in (*tree, *records) if _is_part(path))

    def _difference(self, again: tuple[int, Tree, tuple[str, ...]]) -> str:
        code, tree, left = again
        other = {path for path in tree.keys() | self._once[1].keys() if tree.get(path) != self._once[1].get(path)}
        return f"it ends with {code}; other files: {sorted(other)}; left over: {list(left)}"

    def _in_child(self, stop_at: int = -1, record: Path | None = None) -> int:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                silence(1, 2)
                os.environ["FLYERS_CACHE"] = str(self._copy.folder / CACHE)
                if record is not None or stop_at >= 0:
                    _Counter(self._copy.folder, stop_at, record)
                code = self._call(self._copy.folder, self._writer.words)
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class _Counter:
    """Counts operations on the disk, records them, and ends the process before the one with the number *stop_at*."""

    def __init__(self, folder: Path, stop_at: int, record: Path | None) -> None:
        self._folder, self._left = str(folder.resolve()), stop_at
        self._record = None if record is None else os.open(record, os.O_WRONLY | os.O_CREAT, 0o600)
        watch_disk(self._see)

    def _see(self, operation: Operation) -> None:
        event, paths = operation
        if self._record is not None:
            self._note(event, *paths)
            if event == "os.rename":  # of a folder: each file in it gets another name
                for path in sorted(Path(paths[0]).rglob("*")):
                    self._note("within", str(path), str(Path(paths[1]) / path.relative_to(paths[0])))
            return
        if self._left == 0:
            self._left = -1  # what follows is not counted
            if event == "os.fsync":  # what is not on the disk yet may be lost
                handle = int(paths[0].removeprefix("handle "))
                os.pwrite(handle, b"?", 0)
                os.ftruncate(handle, os.fstat(handle).st_size // 2)
            os._exit(KILLED)
        self._left -= 1

    def _note(self, event: str, *paths: str) -> None:
        moves = event in ("os.rename", "within") and Path(paths[0]).is_file()
        named = [path.removeprefix(self._folder + "/") for path in paths]
        line = "\t".join([event, _digest(Path(paths[0])) if moves else "-", *named])
        os.write(self._record or 0, f"{line}\n".encode())


def _is_part(path: str) -> bool:
    return any(name.endswith((".part", ".lock", "~")) for name in path.split("/"))


def _tree(folder: Path) -> dict[str, str]:
    places = [folder / part for part in ("content", "translations", "out", "output", "in", "layer")]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(files)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
