"""The files that pieces of a campaign may be made of, with their checksums, and the other parts of what one is made of.

Each entry of ``proof.json`` says what its file was made of, part by part: the program, its libraries, what was asked
for, the date, and the files of the campaign with their checksums. A file counts if the job *may* read it, so a comment
in contacts.yaml makes everything again, which takes less than to know better. `Inputs` reads every file each time: all
of them, fonts included, take 20 ms, and there is no date or record to be trusted.

Parts of files are:

- ``campaign``: ``content`` but for layouts, ``fonts``, and what all languages share;
- ``layout``: the product's layout and those that it extends; all layouts if a base has sign-offs in its languages;
- ``language es``: the folder of each language of the piece, or ``languages``, all of them;
- ``press``: a print shop's own files, outside the campaign.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from flyers import __version__, limits
from flyers.content import STARTER, starter_folder
from flyers.errors import FlyersError
from flyers.files import YOUNGEST, FileState, age_of, names_in, read_bytes, stated_time, states
from flyers.pipeline import outputs
from flyers.pipeline.outputs import Files, MadeOf
from flyers.pipeline.plan import ALL, Job

WITH, IN_ENGLISH, PRESS, AS_PDFX = "with", "English for what is not translated", "press", " as PDF/X-"
"""Words in the part “order”."""

ANY_DAY = "of the day on which it was made"
"""The date of a file where `flyers.files.DATE_VARIABLE` states none: it stays as long as the file does."""


class Inputs:
    """The files that pieces of a campaign may be made of, as they are when this is made.

    *layers* are the folders of the campaign and of its bases, its own first, by the start of their files' names.
    """

    def __init__(self, layers: Mapping[str, Path]) -> None:
        self.layers = dict(layers)
        self.changed = 0  # when the last of them was changed, in nanoseconds since 1970
        self._groups: dict[str, dict[str, str]] = {}
        self._checksums: dict[int, tuple[Files, str]] = {}
        moment = time.time_ns()
        folders = dict(layers)
        starter = starter_folder()  # of which every campaign has languages, fonts and words of sheets
        if not any(folder.resolve() == starter for folder in folders.values()):
            folders[f"{STARTER}:"] = starter
        for (prefix, folder), part in product(folders.items(), ("content", "translations", "fonts")):
            top = str(folder / part)
            for path, now in states(top, leave_out=("manifests",)).items():  # which no build reads
                self.changed = max(self.changed, age_of(now))
                if now[0] >= 0:
                    name = part + path.removeprefix(top).replace(os.sep, "/")
                    settled = prefix and age_of(now) < moment - YOUNGEST
                    value = _known_checksum(path, now) if settled else _checksum(path)
                    self._groups.setdefault(_group(name), {})[f"{prefix}{name}"] = value

    def may_have_changed_since(self, moment: int) -> bool:
        """Return whether something may have been changed after *moment*, in nanoseconds since 1970."""
        return self.changed > moment - YOUNGEST or sys.platform == "win32"  # where dates can be set back unseen

    def group(self, name: str) -> Files:
        """Return the files of “campaign”, “language es” or “layout card”; or of all “languages” or “layouts”."""
        if name in ("languages", "layouts"):
            return self._together(name, [group for group in self._groups if group.startswith(f"{name[:-1]} ")])
        return self._groups.get(name, {})

    def _together(self, name: str, groups: Iterable[str]) -> Files:
        if name not in self._groups:
            self._groups[name] = {file: value for group in groups for file, value in self.group(group).items()}
        return self._groups[name]

    @property
    def languages(self) -> dict[str, str]:
        """The checksum of all files of each language, by its tag."""
        tags = sorted(name.removeprefix("language ") for name in self._groups if name.startswith("language "))
        return {tag: self._checksum_of(self.group(f"language {tag}")) for tag in tags}

    def made_of(self, job: Job, layouts: Sequence[str], press: Sequence[str] = ()) -> MadeOf:
        """Return what the file of *job* is made of; *layouts* are the names of its layout and of those that decide how
        it looks, *press* the paths of a print shop's own files.
        """
        tags = dict.fromkeys(tag for tag in (job.language, job.secondary) if tag)
        names = ["languages"] if ALL in tags else [f"language {tag}" for tag in tags]
        languages = {name: self.group(name) for name in names}
        signoffs = [file for files in languages.values() for file in files if file.endswith("/signoff.yaml")]
        if any(not file.startswith("translations/") for file in signoffs):
            layout = self.group("layouts")  # sign-offs of a base hold for products whose layouts are those of the base
        else:
            layout = self._together(f"layouts {' '.join(layouts)}", [f"layout {name}" for name in layouts])
        of_shop = {path: _checksum(path) for path in press}
        files = {"campaign": self.group("campaign"), "layout": layout, **languages, "press": of_shop}
        sums = {part: self._checksum_of(of_part) for part, of_part in files.items() if of_part}
        date = ANY_DAY if (stated := stated_time()) is None else str(stated)
        values = {"program": program(), "libraries": libraries(), "order": _order(job), "date": date}
        return MadeOf(values | sums, {value: files[part] for part, value in sums.items()})

    def _checksum_of(self, files: Files) -> str:
        """Return the checksum of a group of files, which many jobs have in common."""
        if id(files) not in self._checksums:
            self._checksums[id(files)] = files, outputs.checksum(files)
        return self._checksums[id(files)][1]


def _group(name: str) -> str:
    """Return the group of the file *name*; see `Inputs.group`."""
    top, *middle, last = name.split("/")
    if (top, middle) == ("content", ["layouts"]):
        return f"layout {last.rpartition('.')[0]}"
    if top == "translations" and middle:
        return f"language {middle[0].replace('_', '-')}"
    return "campaign"


def _checksum(path: str) -> str:
    """Return the checksum of a file; a word if it can't be read, which making a file reports if it needs it."""
    try:
        return outputs.short(read_bytes(path, most=limits.FONT_BYTES))
    except FlyersError:
        return "unreadable"


@lru_cache(maxsize=4096)
def _known_checksum(path: str, now: FileState) -> str:
    """Return the checksum of a base's file in the state *now*: with its fonts a thousand campaigns would spend 40 s."""
    return _checksum(path)


def _order(job: Job) -> str:
    """Return what was asked for as words, which `flyers.pipeline.fresh` reads."""
    parts = [job.product, job.exact_purpose]
    if job.secondary:
        parts.append(f"{WITH} {job.secondary}")
    if job.allow_untranslated:
        parts.append(IN_ENGLISH)
    if job.edition == "press" and (job.press.condition or job.press.pdfx):
        condition = job.press.condition
        if is_shop_file(condition):
            condition = os.path.abspath(condition)  # noqa: PTH100 - without “..”, which absolute() keeps
        parts.append(f"{PRESS} {condition}{f'{AS_PDFX}{job.press.pdfx}' if job.press.pdfx else ''}")
    return ", ".join(parts)


def is_shop_file(condition: str) -> bool:
    """Return whether a print condition is named by the path of a shop's own file."""
    return condition.endswith((".yaml", ".yml"))


PACKAGE = Path(__file__).resolve().parents[1]  # The folder of the program.

LIBRARIES = (
    "reportlab", "uharfbuzz", "icu4py", "qrcode", "pillow", "fonttools", "babel", "pyyaml", "pikepdf", "pypdfium2",
    "zxing-cpp", "numpy",
)  # fmt: skip
"""What writes files, what proves them, and what reads their words. Any Python makes the same files of the same words
(a test holds that), so its version is not among them; the compressor that it comes with is (`libraries`)."""


@cache
def program() -> str:
    """Return the program's version and a checksum of its source, so that a changed program makes files again."""
    whole = hashlib.sha256()
    # The campaign inside a wheel, “starter”, is not source, but one of the inputs of a build.
    for path, (size, *_) in sorted(states(PACKAGE, leave_out=("__pycache__", "starter")).items()):
        if size >= 0 and not path.endswith(".pyc"):
            data = read_bytes(path, most=10_000_000)
            name = path.removeprefix(str(PACKAGE)).replace(os.sep, "/")
            whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return f"{__version__} {whole.hexdigest()[:16]}"


@cache
def libraries() -> str:
    """Return the versions of the `LIBRARIES` and of the compressor: ``reportlab 5.1.0, …, zlib 1.3.1``."""
    # The names of packages' folders take a millisecond to read, and `importlib.metadata` thirty.
    installed: dict[str, str] = {}
    for folder in sys.path:
        for name in names_in(folder or "."):
            if match := re.fullmatch(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info", name):
                installed.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    versions = [f"{name} {installed.get(name) or _asked(name)}" for name in LIBRARIES]
    return ", ".join([*versions, f"zlib {zlib.ZLIB_RUNTIME_VERSION}"])


def _asked(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
