"""A small campaign with every kind of input, and edits of each: which files each edit concerns, and which it does not.

It is built on another one, has two languages, three products (a card on single pages and on sheets, the same card larger,
an image), pictograms, a picture, a logo and a sign-off.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.workflow.signing import Statement, sign

ROOT = Path(__file__).resolve().parents[2]

MESSAGES = """
  lighthouse.sign:
    text: They took your papers.
    icon: clock
  lighthouse.second:
    text: You may not leave.
    icon: phone
  lighthouse.unused:
    text: Nothing shows this.
    icon: bed
    note: For later.
groups:
  signs: [lighthouse.sign, lighthouse.second]
"""

SPANISH = {
    "They took your papers.": "Le quitaron sus papeles.",
    "You may not leave.": "No puede irse.",
    "Nothing shows this.": "Nadie muestra esto.",
}

BLOCKS = """
                - row:
                    gap: 4pt
                    blocks:
                      - icon: {name: phone, size: 9pt, width: fit}
                      - image: {name: tower, height: 12pt, width: fit, decoration: true}
                      - logo: {height: 14pt, most: 40pt, width: fit}
                - list: {group: signs, role: body, marker: icon, marker_size: 8pt, marker_gap: 3pt}
"""

IMAGE = """\
title: lighthouse.title
about: "For chats."
on_request: true
pixels: [600, 400]
space: 12px
safe: 20px
smallest_module: 6px
roles:
  body: {aim: 36px, floor: 30px, tag: H1}
faces:
  - name: front
    ground: paper
    panels:
      - name: image
        blocks:
          - column:
              padding: {x: 40px, y: 40px}
              gap: 2
              grow: 1
              blocks:
                - text: {message: lighthouse.call, role: body}
                - code: {contact: harbor, module: 6px, alt: lighthouse.name}
"""

TOWER = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path fill="currentColor" d="M6 19 8 4h4l2 15z"/></svg>
"""

ICONS = """\
icons:
  phone: {file: phone.svg}
  clock: {file: clock.svg}
  bed: {file: bed.svg}
"""

OWN = {
    "content/campaign.yaml": (
        'campaign: {id: island, base: ../harbor, issue: "2027-02", languages: [en, es], logo: logo.svg, press: gracol}\n'
    ),
    "content/contacts.yaml": """\
contacts:
  pier:
    kind: phone
    name: lighthouse.name
    display: 1-555-555-0177
    target: tel:+15555550177
    languages: {spoken: [en]}
    hours: always
    source: Invented for tests.
""",
    "content/layouts/large.yaml": "extends: card\ntrim: [120mm, 90mm]\nabout: A large card.\n",
    "content/logo.svg": TOWER.replace("currentColor", "#000000"),
}


def make_campaign(folder: Path) -> Path:
    """Make the campaign in *folder*, and the one that it is built on; return its own folder."""
    base = Path(shutil.copytree(ROOT / "tests" / "data" / "second-campaign", folder / "harbor"))
    for font in (ROOT / "fonts").glob("NotoSans-*.ttf"):
        shutil.copy(font, base / "fonts")
    for part in ("press", "sheets"):
        shutil.copytree(ROOT / "content" / part, base / "content" / part)
    (base / "content" / "icons").mkdir()
    (base / "content" / "icons" / "icons.yaml").write_text(ICONS)
    for name in ("phone", "clock", "bed"):
        shutil.copy(ROOT / "content" / "icons" / f"{name}.svg", base / "content" / "icons")
    (base / "content" / "images").mkdir()
    (base / "content" / "images" / "tower.svg").write_text(TOWER)
    (base / "content" / "images" / "unused.svg").write_text(TOWER)
    edit(base / "content" / "messages" / "lighthouse.yaml", r"\Z", MESSAGES)
    catalog = base / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    for name, (english, spanish) in zip(("sign", "second", "unused"), SPANISH.items(), strict=True):
        edit(catalog, r"\Z", f'\nmsgctxt "lighthouse.{name}"\nmsgid "{english}"\nmsgstr "{spanish}"\n')
    layouts = base / "content" / "layouts"
    (layouts / "sticker.yaml").rename(layouts / "card.yaml")
    edit(layouts / "card.yaml", r"trim: .*", "trim: [90mm, 70mm]")
    edit(layouts / "card.yaml", r"bleed: .*", "bleed: 4mm")
    edit(layouts / "card.yaml", r"\Z", BLOCKS)
    (layouts / "picture.yaml").write_text(IMAGE)
    own = folder / "island"
    for path, text in OWN.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text)
    return own


class NothingToChangeError(Exception):
    """What an edit would change is not there any more."""


def edit(path: Path, pattern: str, new: str) -> None:
    """Replace the first match of *pattern* in the file."""
    text, count = re.subn(pattern, lambda match: match.expand(new), path.read_text(encoding="utf-8"), count=1)
    if not count:
        raise NothingToChangeError(f"{pattern} is not in {path}")
    path.write_text(text, encoding="utf-8")


Which = Callable[[Job], bool]


def everything(job: Job) -> bool:
    return True


def nothing(job: Job) -> bool:
    return False


def spanish(job: Job) -> bool:
    return job.language == "es"


def cards(job: Job) -> bool:
    return job.product in ("card", "large")


def large(job: Job) -> bool:
    return job.product == "large"


def on_press(job: Job) -> bool:
    return job.edition == "press"


def on_sheets(job: Job) -> bool:
    return job.edition == "office"


@dataclass(frozen=True)
class Edit:
    """A change of the campaign in the folder that it gets, and whether a job's file is made of what it changes."""

    change: Callable[[Path, random.Random], None]
    concerns: Which


def text(path: str, pattern: str, new: str) -> Callable[[Path, random.Random], None]:
    """Return an edit of one file, from the campaign's own folder; ``{n}`` in *new* is a number from 10 to 99, ``{w}`` a
    word.
    """

    def change(own: Path, chance: random.Random) -> None:
        word = "".join(chance.choices("aeioumnrs", k=5))
        edit(own / path, pattern, new.replace("{n}", str(chance.randrange(10, 100))).replace("{w}", word))

    return change


def number(own: Path, chance: random.Random) -> None:
    _dial(own / CONTACTS, chance)


def own_number(own: Path, chance: random.Random) -> None:
    _dial(own / "content/contacts.yaml", chance)


def _dial(path: Path, chance: random.Random) -> None:
    """Change a number as a whole: what is printed and what it opens."""
    digits = f"{chance.randrange(100, 200):04}"
    edit(path, r"(display: 1-555-555-)\d{4}", rf"\g<1>{digits}")
    edit(path, r"(target: tel:\+1555555)\d{4}", rf"\g<1>{digits}")


def another_font(own: Path, chance: random.Random) -> None:
    """Put other bytes into the font's file, and their checksum into the list; a table's checksum is nobody's matter."""
    font = own / "../harbor/fonts/NotoSans-Bold.ttf"
    data = bytearray(font.read_bytes())
    data[8:12] = chance.randbytes(4)  # checkSumAdjustment lies elsewhere; this is searchRange
    font.write_bytes(data)
    edit(own / FONTS, r"(bold: .*sha256: )\w+", rf"\g<1>{hashlib.sha256(data).hexdigest()}")


def broken_font(own: Path, chance: random.Random) -> None:
    (own / "../harbor/fonts/NotoSans-Regular.ttf").write_bytes(chance.randbytes(100))


def signed(own: Path, chance: random.Random) -> None:
    sign(Session(own), "es", Statement(f"R-{chance.randrange(10**9)}", "native reader", dt.date(2026, 9, 3)))


def touched(own: Path, chance: random.Random) -> None:
    for path in (own / "..").rglob("*.yaml"):
        path.touch()


def written_again(own: Path, chance: random.Random) -> None:
    path = own / CATALOG
    path.write_bytes(path.read_bytes())


def _any_file(own: Path, chance: random.Random) -> Path:
    folders = [folder / part for folder in (own, own / "../harbor") for part in ("content", "translations", "fonts")]
    return chance.choice(sorted(path for folder in folders for path in folder.rglob("*.*") if path.is_file()))


def any_byte(own: Path, chance: random.Random) -> None:
    """Change one byte of any file, and set its date back."""
    path = _any_file(own, chance)
    state, data = path.stat(), bytearray(path.read_bytes())
    data[chance.randrange(len(data))] = chance.randrange(32, 127)
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def any_file_gone(own: Path, chance: random.Random) -> None:
    _any_file(own, chance).unlink()


def taken_over(own: Path, chance: random.Random) -> None:
    """Put a copy of a file of the base, with something at its end, into the campaign's own folder."""
    path = _any_file(own, chance)
    base = own.parent / "harbor"
    if not path.resolve().is_relative_to(base.resolve()):
        raise NothingToChangeError
    target = own / path.resolve().relative_to(base.resolve())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes() + b"\n")


BASE = "../harbor/"
CONTACTS = BASE + "content/contacts.yaml"
CATALOG = BASE + "translations/es/LC_MESSAGES/flyers.po"
LANGUAGES = BASE + "translations/languages.yaml"
WORDS = BASE + "content/messages/lighthouse.yaml"
THEME = BASE + "content/themes/plain.yaml"
CARD = BASE + "content/layouts/card.yaml"
ICON_LIST = BASE + "content/icons/icons.yaml"
FONTS = BASE + "fonts/fonts.yaml"
GRACOL = BASE + "content/press/gracol.yaml"
LETTER = BASE + "content/sheets/letter.yaml"

PROMISE = "promises: {harbor.hours: always}"

EDITS: dict[str, Edit] = {
    # what pages show
    "a contact's number": Edit(number, everything),
    "a number that nothing shows": Edit(own_number, everything),  # the content code stands for all contacts
    "the languages that a contact answers in": Edit(text(CONTACTS, r"spoken: \[.*\]", "spoken: [en, es, fr]"), everything),
    "that a contact was never verified": Edit(text(CONTACTS, r"verified_on: .*", "verified_on:"), everything),
    "a translation": Edit(text(CATALOG, r'msgstr "(¿Trabaja sin paga)[^?]*', r'msgstr "\1 {w}'), spanish),
    "a translation that nothing shows": Edit(text(CATALOG, r"Nadie muestra esto.*\"", 'Nadie muestra esto {w}."'), spanish),
    "a heading of the layout": Edit(text(CARD, r"(body: \{aim: )\d+pt", r"\g<1>11pt"), cards),
    "the number in the layout": Edit(text(CARD, r"(number: \{aim: )\d+", r"\g<1>19"), cards),
    "a layout that extends another": Edit(text("content/layouts/large.yaml", r"120mm", "121mm"), large),
    "the image's layout": Edit(text(BASE + "content/layouts/picture.yaml", r"x: 40px", "x: 44px"), lambda job: job.is_image),
    "a colour": Edit(text(THEME, r"(black: \{cmyk: \[0, 0, 0, 100\], srgb: \"#)\w+", r"\g<1>0000{n}"), everything),
    "the shape of a pictogram": Edit(text(BASE + "content/icons/phone.svg", r" d=\"M", ' d="M1 1H2V2z M'), cards),
    "the pictogram of a message": Edit(text(WORDS, r"icon: clock", "icon: bed"), cards),
    "what a message promises": Edit(text(WORDS, r"icon: clock\n(    promises: .*\n)?", f"icon: clock\n    {PROMISE}\n"), cards),
    "which way a pictogram points": Edit(text(ICON_LIST, r"phone: \{file: phone.svg\}", "phone: {file: phone.svg, mirror: true}"), cards),
    "a picture": Edit(text(BASE + "content/images/tower.svg", r"M6 19", "M5.{n} 19"), cards),
    "the logo": Edit(text("content/logo.svg", r"M6 19", "M5.{n} 19"), cards),
    "the white around the logo": Edit(text("content/campaign.yaml", r"logo: logo.svg|logo: \{.*?\}", "logo: {file: logo.svg, clear: 0.{n}}"), cards),
    "the issue": Edit(text("content/campaign.yaml", r'issue: "\d{4}-\d\d"', 'issue: "20{n}-02"'), everything),
    "the campaign's id": Edit(text("content/campaign.yaml", r"id: \w+", "id: island{n}"), everything),
    "the campaign's press": Edit(text("content/campaign.yaml", r"press: \w+", "press: uncoated"), lambda job: on_press(job)),
    "the leading of a language": Edit(text(LANGUAGES, r"(es: .*leading: )[\d.]+", r"\g<1>1.3{n}"), spanish),
    "words that end no line": Edit(text(LANGUAGES, r"(es: \{)", r"\g<1>ties: [a, y], "), spanish),
    "a font": Edit(another_font, everything),
    "a font's file": Edit(broken_font, everything),
    "the scripts of a family": Edit(text(FONTS, r"scripts: \[Latn.*?\]", "scripts: [Latn, Grek]"), everything),
    "the ink limit": Edit(text(GRACOL, r"ink_limit: \d+", "ink_limit: 2{n}"), on_press),
    "the bleed": Edit(text(GRACOL, r"\Z", "# nothing\n"), nothing),
    "the sheet": Edit(text(LETTER, r"unprintable: .*", "unprintable: 0.2in"), on_sheets),
    "a sign-off": Edit(signed, spanish),
    # what nothing shows
    "a comment": Edit(text(CONTACTS, r"\A", "# A comment {n}.\n"), nothing),
    "where a contact is from": Edit(text(CONTACTS, r"source: .*", "source: Somebody said so {n} times."), nothing),
    "the hours of a contact": Edit(text(CONTACTS, r"hours: .*", "hours: unknown"), nothing),
    "the day of a test call": Edit(text(CONTACTS, r"verified_on: .*", "verified_on: 2026-11-02"), nothing),
    "who made a test call": Edit(text(CONTACTS, r"verified_on: ", "verified_by: N-{n}\n    verified_on: "), nothing),
    "a note for translators": Edit(text(WORDS, r"note: .*", "note: Another note {n}."), nothing),
    "a pictogram of a message that nothing shows": Edit(text(WORDS, r"icon: bed\n    note", "icon: phone\n    note"), nothing),
    "a comment in a catalog": Edit(text(CATALOG, r"\A", "# Translator {n}.\n"), nothing),
    "a catalog's header": Edit(text(CATALOG, r"Last-Translator: [^\\]*", "Last-Translator: Somebody {n}"), nothing),
    "what a layout is for": Edit(text("content/layouts/large.yaml", r"about: .*", "about: A card {n}."), nothing),
    "a pictogram that nothing shows": Edit(text(BASE + "content/icons/bed.svg", r" d=\"M", ' d="M1 1H2V2z M'), nothing),
    "a picture that nothing shows": Edit(text(BASE + "content/images/unused.svg", r"M6 19", "M5.{n} 19"), nothing),
    "a print condition that nothing uses": Edit(text(BASE + "content/press/swop3.yaml", r"ink_limit: \d+", "ink_limit: 280"), nothing),
    "a sheet that nothing uses": Edit(text(BASE + "content/sheets/a4.yaml", r"unprintable: .*", "unprintable: 0.3in"), nothing),
    "the English of a family": Edit(text(FONTS, r"licence: .*", "licence: OFL"), nothing),
    "files written again": Edit(written_again, nothing),
    "files with a new date": Edit(touched, nothing),
    "any byte": Edit(any_byte, nothing),
    "any file that goes": Edit(any_file_gone, nothing),
    "any file of the base, taken over": Edit(taken_over, nothing),
    "another file": Edit(lambda own, chance: (own / f"content/notes{chance.randrange(99)}.txt").write_text("x") and None, nothing),
}  # fmt: skip
