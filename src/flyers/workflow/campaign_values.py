"""A theme with another main colour, whose inks come from the profile of the usual print condition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import ImageColor

from flyers import limits
from flyers.colour import Colour, contrast
from flyers.content import layers, schema, yamlfile
from flyers.content.campaign import LOGO_ENDINGS, Campaign
from flyers.content.contacts import Contact, keypad_digits, letters_problem, read_contacts
from flyers.content.messages import read_messages
from flyers.content.press import inks_of, load_condition
from flyers.content.schema import NONE
from flyers.errors import FlyersError, UsageError
from flyers.files import exists, files_in, is_folder, read_bytes
from flyers.layout.drawing import read_drawing
from flyers.layout.photograph import PHOTOGRAPH_ENDINGS, read_photograph
from flyers.layout.svg import hexadecimal
from flyers.layout.theme import LEAST_CONTRAST, load_theme
from flyers.pipeline.session import open_session
from flyers.translation.language_data import ENGLISH
from flyers.translation.language_names import TO_BEGIN_IT
from flyers.translation.signoff import one_line

REPLACED = {"night", "deep"}
"""The starter's colours of grounds and headings, which are replaced."""

SHADES = {"line", "pale", "tint"}
"""The starter's colours of pictograms and of a light ground. They become shades of the colour as light as they were, so
that every contrast stays."""

_NOTES = {
    "night": "the ground of headlines",
    "deep": "headings",
    "door": "the door in pictures",
    "line": "pictograms",
    "pale": "their second tone",
    "tint": "a light ground",
}

_LEAST_OF_PICTURES = 3.0
"""WCAG 2.2, 1.4.11."""

_HEX = re.compile(r"#?([0-9a-f]{6})")


def theme_with(colour: str) -> tuple[str, str]:
    """Return the path and the text of a theme file that has *colour*, ``#7a1f2b``, instead of the starter's main one.

    Raises:
        UsageError: it is not a colour, or so light that text would not be read on it, or in it.
    """
    digits = _HEX.fullmatch(colour.strip().lower())
    if not digits:
        raise UsageError(
            f"“{colour}” is not a colour.", hint="Write six hexadecimal digits, in quotation marks: “#7a1f2b”."
        )
    hexadecimal = f"#{digits[1]}"
    campaign = Campaign.load(layers.starter_folder())
    _require_contrast(hexadecimal, campaign)
    base = load_theme(campaign, campaign.theme).colours
    shades = dict.fromkeys(REPLACED, hexadecimal) | {"door": _door(hexadecimal, base)}
    shades |= {name: _shade(hexadecimal, base[name].luminance, lighter=name == "tint") for name in SHADES}
    entries = ""
    for name, note in _NOTES.items():
        inks = ", ".join(map(str, _inks(shades[name], campaign)))
        black = base[name].black
        in_one_ink = "" if black is None else f", black: {round(black * 100)}"
        entries += f'  {name}: {{cmyk: [{inks}], srgb: "{shades[name]}"{in_one_ink}}}   # {note}\n'
    text = f"""\
# Your colour in place of the base's, and shades of it. `cmyk` is what a press prints (percent of each ink), `srgb` what
# screens show, `black` what one ink prints. The inks were computed for coated paper: ask the print shop for a proof if
# the colour matters.

colours:
{entries}"""
    return f"content/themes/{campaign.theme}.yaml", text


def _door(hexadecimal: str, base: Mapping[str, Colour]) -> str:
    """Return the shade of the door in pictures, which stands out from the ground of the colour as the base's does from
    its own: lighter, or darker where it would come near the light that falls through it.
    """
    ground = _of(hexadecimal)
    step = contrast(base["door"], base["night"])
    lighter = _shade(hexadecimal, step * (ground.luminance + 0.05) - 0.05, lighter=True)
    if contrast(_of(lighter), base["accent"]) >= _LEAST_OF_PICTURES:
        return lighter
    return _shade(hexadecimal, (ground.luminance + 0.05) / step - 0.05, lighter=False)


def _shade(hexadecimal: str, luminance: float, *, lighter: bool) -> str:
    """Return the colour, mixed with black or white, at least or at most as light as *luminance* (WCAG 2.2)."""
    parts = ImageColor.getrgb(hexadecimal)[:3]
    darker = [[part * step // 256 for part in parts] for step in range(256)]
    paler = [[part + (255 - part) * step // 255 for part in parts] for step in range(256)]
    shades = ["#" + "".join(f"{part:02x}" for part in shade) for shade in [*darker, *paler]]
    if lighter:
        return next((shade for shade in shades if _of(shade).luminance >= luminance), shades[-1])
    return next((shade for shade in reversed(shades) if _of(shade).luminance <= luminance), shades[0])


def _of(hexadecimal: str) -> Colour:
    """Return a colour of screens."""
    red, green, blue = (part / 255 for part in ImageColor.getrgb(hexadecimal)[:3])
    return Colour("", (0, 0, 0, 0), (red, green, blue))


def _require_contrast(hexadecimal: str, campaign: Campaign) -> None:
    """Refuse a colour that has too little contrast with what is over it, or under it, in the campaign's theme."""
    theme = load_theme(campaign, campaign.theme)
    pairs = {(above, name) for name, ground in theme.grounds.items() for above in (ground.text, ground.strong)}
    others = [theme.colours[next(iter({*pair} - REPLACED))] for pair in pairs if len({*pair} & REPLACED) == 1]

    def least(tried: str) -> float:
        return min(contrast(_of(tried), other) for other in others)

    if (ratio := least(hexadecimal)) >= LEAST_CONTRAST:
        return
    for percent in range(99, -1, -1):
        darker = "#" + "".join(f"{part * percent // 100:02x}" for part in ImageColor.getrgb(hexadecimal)[:3])
        if least(darker) >= LEAST_CONTRAST:
            break
    raise UsageError(
        f"--colour {hexadecimal} is too light for headings, and for grounds of white text: its contrast is "
        f"{ratio:.2f}, and text needs {LEAST_CONTRAST} (WCAG 2.2, 1.4.3).",
        hint=f"Choose a darker one, such as “{darker}”.",
    )


def _inks(hexadecimal: str, campaign: Campaign) -> tuple[int, ...]:
    """Return percent of cyan, magenta, yellow and black that look like the colour on the starter's print condition."""
    red, green, blue = ImageColor.getrgb(hexadecimal)[:3]
    return inks_of((red, green, blue), load_condition(campaign, campaign.press).profile_bytes())


_NOTHING = ("", NONE)
"""What a person answers who has no phone or site."""

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names of devices in Windows


PrintedContact = tuple[str, str]
"""A contact as printed, and what a code opens."""


def require_folder(folder: Path) -> str:
    """Return the id of a campaign in *folder*, which must not exist, or be empty: its name in small plain letters.

    Raises:
        UsageError: something is in it, or nothing of its name can be in an id.
    """
    name = folder.resolve().name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    campaign_id = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    if not schema.NAME.fullmatch(campaign_id) or _RESERVED.fullmatch(name.lower()):
        raise UsageError(
            f"“{schema.shorten(name)}” cannot be the name of a campaign: files are named by it.",
            hint="Name the folder in Latin letters and digits, as in “new-hampshire”.",
        )
    if exists(folder) and (not is_folder(folder) or files_in(folder, "*")):
        raise UsageError(
            f"{folder.resolve()} exists already, and something is in it.",
            hint="Name an empty folder, or one that isn't there.",
        )
    return campaign_id


def require_name(option: str, text: str) -> str:
    """Return *text*, the name of the coalition or the state.

    Raises:
        UsageError: it is not one line, is too long, or has signs with a meaning of their own.
    """
    if not text.strip():
        raise UsageError(f"The {option} is empty.", hint="It is printed: write it.")
    try:
        name = one_line(text)
        document = f"messages: {{name: {{text: {yamlfile.quoted(name)}, name: {option}}}}}"
        read_messages(yamlfile.parse(document.encode(), f"--{option}"))
    except schema.Problem as problem:
        raise UsageError(f"The {option} cannot be used: {problem.text}", hint=problem.hint) from None
    except FlyersError as error:
        raise UsageError(f"The {option} cannot be used: {error.problem}", hint=error.hint) from None
    if re.search(r"(?:[0-9][ .()-]*){5}|\.[a-z]{2,}\b", name):
        raise UsageError(f"The {option} has a number or an address in it.", hint="Give those with --phone and --site.")
    return name


def require_phone(text: str) -> PrintedContact | None:
    """Return a phone number as printed, and what a code opens; None for the word “none”.

    Raises:
        UsageError: it is not a number of the United States and Canada, nor an international one.
    """
    written = text.strip()
    if written.lower() in _NOTHING:
        return None
    if problem := letters_problem(written):
        raise UsageError(problem.text, hint=problem.hint)
    digits = keypad_digits(written)
    if written.startswith("+") and not digits.startswith("1"):
        display, target = written, f"tel:+{digits}"
        if not 8 <= len(digits) <= 15:  # including the country code: ITU-T E.164, 6.2
            raise UsageError(
                f"“{schema.shorten(text, 40)}” is not a phone number with its country.",
                hint="Write all of its digits, as in +44 20 7946 0958.",
            )
    else:
        national = digits.removeprefix("1") if len(digits) == 11 else digits
        if not re.fullmatch(r"[2-9][0-9]{2}[2-9][0-9]{6}", national):
            raise UsageError(
                f"“{schema.shorten(text, 40)}” is not a phone number with its area code.",
                hint="Write ten digits, as in 207-555-0143, or a number of another country with “+”.",
            )
        display = written if written != digits else f"{national[:3]}-{national[3:6]}-{national[6:]}"
        target = f"tel:+1{national}"
    _contact("phone", "phone", display, target)
    return display, target


def require_site(text: str) -> PrintedContact | None:
    """Return a web address as printed, and what a code opens; None for the word “none”.

    Raises:
        UsageError: it is not a plain web address.
    """
    if text.strip().lower() in _NOTHING:
        return None
    address = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE).rstrip("/")
    _contact("site", "web", address, f"https://{address}")
    return address, f"https://{address}"


def _contact(option: str, kind: str, display: str, target: str) -> Contact:
    """Return the contact; its rules are those of every contact."""
    try:
        entry = contact_entry("contact", kind, display, target)
        return read_contacts(yamlfile.parse(f"contacts:\n{entry}".encode(), ""))["contact"]
    except FlyersError as error:
        first = error.errors[0]
        raise UsageError(f"The {option} cannot be used: {first.problem}", hint=first.hint) from None


def require_languages(words: Sequence[str], source: str = "") -> tuple[str, ...]:
    """Return the tags of the languages that *words* name, with *source* or else English, in the starter's order.

    Raises:
        UsageError: the starter campaign does not have one, or has no translation in it yet.
    """
    session = open_session(layers.starter_folder())
    try:
        tags = {language.tag for _, language in session.registry.named(words)}
    except UsageError as error:
        if error.hint.startswith(TO_BEGIN_IT):
            error.hint = f"Leave it out until the campaign is there. {error.hint}"
        raise
    tags.add(source or session.campaign.source_language)
    for tag in sorted(tags):
        if not session.has_translations(tag):
            raise UsageError(
                f"Nothing is translated into {session.registry.language(tag).english} yet.",
                hint="Leave it out; 'flyers docs coordinators' says how to have a language translated.",
            )
    return tuple(tag for tag in session.registry.tags if tag in tags)


def require_logo(file: Path) -> bytes:
    """Return the content of the logo's *file*.

    Raises:
        UsageError: it is not a picture that can be printed.
        FileAccessError: it cannot be read.
    """
    is_photograph = file.suffix.lower() in PHOTOGRAPH_ENDINGS
    data = read_bytes(file, str(file), limits.PHOTOGRAPH_BYTES if is_photograph else limits.PICTURE_BYTES)
    if file.suffix.lower() not in LOGO_ENDINGS:
        raise UsageError(
            f"“{schema.shorten(file.name)}” is not the file of a logo that can be printed.",
            hint=f"Take one that ends in {' or '.join(LOGO_ENDINGS)}: the designer of the logo has it.",
        )
    try:
        if is_photograph:
            read_photograph(data, file.name, "logo")
        else:
            read_drawing(data, file.name, "logo", hexadecimal)
    except FlyersError as error:
        error.problem = f"The logo cannot be used: {error.problem}"
        raise
    return data


def contact_entry(
    name: str,
    kind: str,
    display: str,
    target: str,
    *,
    label: str = "contact.coalition.name",
    source: str = "Given when the campaign was begun.",
    group: str = "",
    spoken: str = ENGLISH,
) -> str:
    """Return the text of a contact in a contacts file.

    Args:
        spoken: the tag of the language in which it answers.
        label: id of the message that names who is reached.
        group: with which layouts print it; "" for none.
    """
    in_group = f"    group: {group}\n" if group else ""
    return f"""\
  {name}:
    kind: {kind}
    name: {label}
    display: {yamlfile.quoted(display)}
    target: {yamlfile.quoted(target)}
    languages: {{spoken: [{spoken}], interpreted: false}}
    hours: unknown
    source: {yamlfile.quoted(source)}
{in_group}    verified_on:
"""
