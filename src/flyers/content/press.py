"""Print conditions: what a print shop's press and paper ask of a file, one small YAML file and its ICC profile each.

The campaign's own are in content/press; a print shop's may be anywhere. The head of content/press/gracol.yaml explains
the keys to print shops. ICC profiles are read here: which of them an output intent of PDF/X takes, and the inks of a
colour by one.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flyers import limits
from flyers.content import schema
from flyers.content.campaign import Campaign
from flyers.content.schema import Custom, Flag, Length, OneOf, Problem, Record, Required, Text
from flyers.errors import ContentError, Source, UsageError
from flyers.files import exists, read_known
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.units import at_most

if TYPE_CHECKING:
    from PIL import Image


_HEADER = 128
_ENTRY = 12
_MOST_TAGS = 500
_COPY_AGAIN = "Copy it again from where it came."


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile's header and tags."""

    version: tuple[int, int]  # major and minor, ``(2, 2)``
    device_class: str  # ``prtr`` output, ``mntr`` display, ``scnr`` input, ``link``, ``spac``, ``abst`` or ``nmcl``
    space: str  # colour space of the device, without trailing spaces: ``CMYK``, ``RGB``, ``GRAY``
    tags: frozenset[str]  # signatures of the tags that it has
    description: str  # what it calls itself, on one line; "" where that cannot be read


@memoized_by_identity(8)
def read_profile(data: bytes) -> Profile:
    """Return the profile in *data*, or raise a `Problem` whose text follows the file's name in a sentence."""
    if len(data) < _HEADER + 4 or data[36:40] != b"acsp":
        raise Problem("is not an ICC profile.", "Ask the print shop for the .icc or .icm file of its press and paper.")
    if (stated := _number(data, 0)) != len(data):
        raise Problem(f"is cut off or damaged: it has {len(data)} bytes and states that it has {stated}.", _COPY_AGAIN)
    count, first = _number(data, _HEADER), _HEADER + 4
    end = first + count * _ENTRY
    tags = {  # the start and size of each tag's data
        _signature(data, entry): (_number(data, entry + 4), _number(data, entry + 8))
        for entry in range(first, first + min(count, _MOST_TAGS) * _ENTRY, _ENTRY)
    }
    if count > _MOST_TAGS or any(start < end or start + size > len(data) for start, size in tags.values()):
        raise Problem("is damaged: its table of tags points outside the file.", _COPY_AGAIN)
    return Profile(
        version=(data[8], data[9] >> 4),
        device_class=_signature(data, 12),
        space=_signature(data, 16),
        tags=frozenset(tags),
        description=_description(data, *tags["desc"]) if "desc" in tags else "",
    )


def _description(data: bytes, start: int, size: int) -> str:
    tag = data[start : start + size]
    # Version 2 has a textDescriptionType that begins with its ASCII form.
    text = tag[12 : 12 + _number(tag, 8)].decode("latin-1")
    if tag[:4] == b"mluc":  # version 4: a multiLocalizedUnicodeType, of which the English text counts, else the first
        size = max(_number(tag, 12), _ENTRY)
        records = range(16, min(16 + _number(tag, 8) * size, len(tag)), size)
        chosen = next((record for record in records if tag[record : record + 2] == b"en"), 16)
        length, start = _number(tag, chosen + 4), _number(tag, chosen + 8)
        text = tag[start : start + length].decode("utf-16-be", errors="ignore")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text.split("\0")[0]).split())


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _signature(data: bytes, at: int) -> str:
    return data[at : at + 4].decode("latin-1").rstrip()


PdfX = Literal["4", "1a"]  # PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4).

_CLASSES = {
    "scnr": "a scanner or camera", "mntr": "a screen", "link": "a link between two devices",
    "spac": "a colour space", "abst": "an abstract conversion", "nmcl": "named colours",
}  # fmt: skip  # several to a line


def unfit(profile: Profile, pdfx: PdfX) -> Iterator[Problem]:
    """Yield why a profile cannot be in the output intent of a CMYK file (ISO 15930-7, 6.4; ISO 15930-4, 6.2)."""
    if profile.device_class != "prtr":
        what = _CLASSES.get(profile.device_class, f"class “{profile.device_class}”")
        hint = "An output intent takes a profile of the output class, prtr."
        yield Problem(f"is a profile of {what}, not of a press.", hint)
        return
    if profile.space != "CMYK":
        yield Problem(
            f"is for {profile.space}.", "Press files are in CMYK inks: take the CMYK profile of the press and paper."
        )
        return
    versions = {"4": (2, 4), "1a": (2,)}[pdfx]
    if profile.version[0] not in versions:
        stated = ".".join(map(str, profile.version))
        # ICC.1:1998-09, which PDF 1.4 names, is version 2; ICC.1:2003-09 of PDF 1.6 is version 4.
        yield Problem(
            f"is of ICC version {stated}, which PDF/X-{pdfx} does not take.",
            f"Take one of version {' or '.join(map(str, versions))}" + (", or PDF/X-4." if pdfx == "1a" else "."),
        )
    if lacking := [tag for tag in ("desc", "A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2") if tag not in profile.tags]:
        hint = "An output profile needs them all (ICC.1:2010, 8.5): take a complete one."
        yield Problem(f"lacks {', '.join(lacking)}.", hint)


Rgb = tuple[int, int, int]  # Red, green and blue in sRGB, 0 to 255.


def inks_of(colour: Rgb, profile: bytes) -> tuple[int, int, int, int]:
    """Return the inks (cyan, magenta, yellow, black; whole percents) that look like *colour* on the press of *profile*,
    relative to its paper.
    """
    from PIL import Image

    pixel = separate(Image.new("RGB", (1, 1), colour), profile).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    cyan, magenta, yellow, black = (round(ink * 100 / 255) for ink in pixel)
    return cyan, magenta, yellow, black


def separate(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a *picture* in sRGB as its inks on the press of *profile*."""
    from PIL import ImageCms

    press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    separated = ImageCms.applyTransform(picture, transform)
    assert separated is not None
    return separated


Paper = Literal["coated", "uncoated"]

PRESS_FOLDER = "content/press"

LINE_ROOM = 9.0  # Points at the outer edge of the slug for the line that names the job; marks stay out of them.

MOST_BLEED = 72.0  # Points of the widest bleed; more is a slip in the unit.


@dataclass(frozen=True, slots=True)
class Marks:
    """Printer's marks, in points."""

    crop: bool = True  # marks where the sheet is cut
    fold: bool = True  # dashed marks where it is folded
    offset: float = 12.0  # from the trim to the near end of a mark
    length: float = 15.0  # of a mark
    weight: float = 0.25  # width of its line


@dataclass(frozen=True, slots=True, kw_only=True)
class PressCondition:
    """One print condition; lengths in points."""

    name: str = ""  # of its file, ``gracol``
    title: str  # its usual name
    identifier: str  # name of the characterization data (OutputConditionIdentifier, ISO 32000-1 Table 365)
    registry: str = ""  # where *identifier* is registered, ``http://www.color.org``; "" for a name of the shop's own
    info: str  # one line about it (Info of the output intent)
    paper: Paper | Literal[""] = ""  # what kind of paper its profile describes; "" if the shop doesn't say
    profile: Path  # the ICC profile's file
    sha256: str  # the profile's checksum, small hexadecimal letters
    profile_description: str = ""  # what the profile calls itself
    pdfx: PdfX = "4"  # the standard that files for it follow
    bleed: float  # how far the art must run over the trim; a layout with less cannot be printed here
    slug: float = 27.0  # width of the strip outside the bleed; 0 for pages that end with it
    ink_limit: int  # the most ink in one place, percent, all inks added up
    overprint_black: bool = True  # text and lines in 100 % black overprint; they knock out otherwise
    marks: Marks = Marks()  # printer's marks. They fit between the bleed and the edge of the slug.
    source: Source  # where the condition's file begins

    @property
    def has_slug_line(self) -> bool:
        """Whether there is room for the line that names the job."""
        return self.slug >= LINE_ROOM

    def profile_bytes(self) -> bytes:
        """Return the profile, to embed; raises a ContentError if it has changed since the condition was loaded."""
        data = read_known(self.profile, self.profile.name, limits.PROFILE_BYTES)
        if _digest(data) != self.sha256:
            problem = f"The profile {self.profile.name} was changed during the build."
            raise ContentError(problem, hint="Build again.", source=self.source)
        return data


def _percent(value: object) -> int:
    match = re.fullmatch(r"([0-9]{1,3}) ?%", value) if isinstance(value, str) else None
    if match is None:
        raise Problem(f"“{value}” is not a percentage.", "Write it with its sign: “300%”.")
    percent = int(match[1])
    if not 100 <= percent <= 400:
        raise Problem(f"{percent}% is out of range.", "Four inks add up to 400% at most; one alone is 100%.")
    return percent


def _pdfx(value: object) -> str:
    if str(value) in ("4", "1a"):
        return str(value)
    raise Problem(f"“{value}” is not a PDF/X standard written here.", "Write 4 (PDF/X-4) or 1a (PDF/X-1a:2003).")


_ONE_LINE = Text(re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,200}"), "one line of at most 200 characters")
_FILE = re.compile(r"(?=.{1,200}\Z)(?:\w[\w .()+-]*/)*\w[\w .()+-]*\.ic[cm]", re.IGNORECASE)


CONDITION = Record({
    "title": Required(_ONE_LINE),
    "identifier": Required(Text(re.compile(r"[ -~]{1,100}"), "a short name in ASCII, like “CGATS TR 006”")),
    "registry": Text(re.compile(r"https?://[!-~]+"), "a web address, like “http://www.color.org”"),
    "info": Required(_ONE_LINE),
    "paper": OneOf("coated", "uncoated"),
    "profile": Required(Text(_FILE, "an .icc or .icm file in this file's folder or below it", make=Path)),
    "sha256": Required(
        Text(re.compile(r"[0-9A-Fa-f]{64}"), "a SHA-256 checksum of 64 hexadecimal digits", make=str.lower)
    ),
    "pdfx": Custom(_pdfx, "`4` or `1a`"),
    "bleed": Required(Length()), "slug": Length(),
    "ink_limit": Required(Custom(_percent, "percent, like `300%`")), "overprint_black": Flag(),
    "marks": Record({
        "crop": Flag(), "fold": Flag(), "offset": Length(), "length": Length(least=1.0), "weight": Length(least=0.25),
    }, make=Marks),
}, make=PressCondition, source=True)  # fmt: skip  # nested like the file that it describes


def conditions(campaign: Campaign) -> tuple[str, ...]:
    """Return the names of the campaign's own print conditions, sorted."""
    return tuple(campaign.layers.names(PRESS_FOLDER))


def load_condition(
    campaign: Campaign, name_or_path: str | Path, pdfx: PdfX | None = None, bleed: float | None = None
) -> PressCondition:
    """Return a condition of the campaign by its name, or a print shop's own by the path of its ``.yaml`` file.

    *pdfx* replaces the standard in the file, by whose rules the profile is checked, and *bleed* the file's bleed, in
    points.

    Raises:
        UsageError: the campaign has no condition of that name, or its marks are inside *bleed*.
        FileAccessError: the file or its profile cannot be read.
        ContentError: what is wrong in the file or with its profile, all together.
    """
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        known = conditions(campaign)
        if str(name_or_path) not in known:
            near = schema.did_you_mean(str(name_or_path), known)
            raise UsageError(
                f"There is no print condition “{name_or_path}”.",
                hint=f"Known are {', '.join(known)}; a shop's own is the path of its .yaml file. {near}".strip(),
                source=campaign.layers.place_of("press", str(name_or_path)),
            )
        path = next(campaign.layers.all(f"{PRESS_FOLDER}/{name_or_path}.yaml"))
    document = campaign.layers.load(path)
    stated: PressCondition = schema.check(document, CONDITION)
    condition = replace(stated, name=path.stem, profile=path.parent / stated.profile, pdfx=pdfx or stated.pdfx)
    description, problems = _description_and_problems(condition, stated.profile.as_posix())
    schema.raise_problems([*problems, *_wrong_measures(condition)], document)
    condition = replace(condition, profile_description=description)
    return condition if bleed is None else _with_bleed(condition, bleed)


def _with_bleed(condition: PressCondition, bleed: float) -> PressCondition:
    """Return *condition* with another bleed; beside a narrow one its slug is as wide as the marks and the line need."""
    marks = condition.marks
    has_marks = marks.crop or marks.fold
    widest = _before_marks(marks) if has_marks else MOST_BLEED
    if not 0 <= bleed <= widest:
        reached = has_marks and bleed > widest
        where = f": the marks of “{condition.name}” begin {marks.offset:.4g} pt from the trim" if reached else ""
        raise UsageError(
            f"A bleed of {bleed:.4g} pt is not possible{where}.",
            hint=f"--bleed takes 0 to {at_most(widest)} here.{' --press online has no marks.' if reached else ''}",
        )
    needed = marks.offset + marks.length + LINE_ROOM - bleed if has_marks else condition.slug
    return replace(condition, bleed=bleed, slug=max(condition.slug, needed))


def _description_and_problems(condition: PressCondition, name: str) -> tuple[str, list[Problem]]:
    """Return what the profile, *name* in the file, calls itself, and what is wrong with it."""
    if not exists(condition.profile):
        return "", [Problem(f"There is no file “{name}”.", "Put the profile there.", path=["profile"])]
    data = read_known(condition.profile, name, limits.PROFILE_BYTES)
    if (digest := _digest(data)) != condition.sha256:
        hint = "Write that checksum if this is the right profile; otherwise get the right file."
        return "", [Problem(f"The checksum of {name} is {digest}.", hint, path=["sha256"])]
    try:
        profile = read_profile(data)
    except Problem as problem:
        return "", [Problem(f"{name} {problem.text}", problem.hint, path=["profile"])]
    shown = f"{name} (“{profile.description}”)" if profile.description else name
    reasons = unfit(profile, condition.pdfx)
    return profile.description, [Problem(f"{shown} {why.text}", why.hint, path=["profile"]) for why in reasons]


def _wrong_measures(condition: PressCondition) -> Iterator[Problem]:
    """Yield lengths that contradict each other, or are not plausible."""
    bleed, slug, marks = condition.bleed, condition.slug, condition.marks
    if bleed > MOST_BLEED:
        yield Problem("No bleed is wider than 1 in.", "Is the unit right? “0.125in” is usual.", path=["bleed"])
    if 0 < slug < LINE_ROOM:
        problem = f"A slug of {slug:.4g} pt has no room for the line that names the job."
        yield Problem(problem, f"Make it {LINE_ROOM:g} pt or wider, or 0 for none.", path=["slug"])
    if slug > 144:
        yield Problem("No slug is wider than 2 in.", "Is the unit right? “27pt” is usual.", path=["slug"])
    if marks.weight > 1:
        yield Problem("No mark is thicker than 1 pt.", "“0.25pt” is usual.", path=["marks", "weight"])
    if not (marks.crop or marks.fold):
        return
    if bleed > _before_marks(marks):
        problem = f"Marks {marks.offset:g} pt from the trim are inside the bleed, which is {bleed:.4g} pt wide."
        yield Problem(problem, "Make the offset wider than the bleed.", path=["marks", "offset"])
    if (end := marks.offset + marks.length) > bleed + slug - LINE_ROOM:
        room = f"bleed and slug have {bleed + slug:.4g} pt for them and a line"
        hint = f"Leave {LINE_ROOM:g} pt: widen the slug or shorten the marks."
        yield Problem(f"Marks end {end:.4g} pt from the trim; {room}.", hint, path=["marks", "length"])


def _before_marks(marks: Marks) -> float:
    """Return the greatest bleed; the proof also counts half the weight at the ends of a mark, as if square."""
    return marks.offset - marks.weight / 2


@memoized_by_identity(8)
def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
