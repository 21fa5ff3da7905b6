"""Starts a campaign on the starter campaign: a few short files with what differs, written if all pages can be set.

The values that a person gives are checked one by one, so that each question can be asked again; the functions that do
so raise a UsageError with what to give instead. A theme with another main colour takes its inks from the profile of the
usual print condition. The texts of files that every new campaign begins with are in ``first_files``.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import ImageColor

from flyers import limits
from flyers.colour import Colour, contrast
from flyers.content import CAMPAIGN_FILE, STARTER, schema, starter_folder, yamlfile
from flyers.content.campaign import CONTACTS_FILE, LOGO_ENDINGS, Campaign
from flyers.content.contacts import keypad_digits, letters_problem, read_contacts
from flyers.content.message_key import MessageKey
from flyers.content.messages import read_messages
from flyers.content.press import inks_of, load_condition
from flyers.content.schema import NONE
from flyers.errors import FileAccessError, FlyersError, Source, UsageError
from flyers.files import PART, exists, files_in, is_folder, locked, names_in, read_bytes, write_whole
from flyers.layout.pictures import PHOTOGRAPH_ENDINGS, read_photograph
from flyers.layout.svg import hexadecimal, read_drawing
from flyers.layout.theme import LEAST_CONTRAST, Theme, load_theme
from flyers.pipeline.session import Session, open_session
from flyers.records import dataclass
from flyers.translation.language_data import ENGLISH, REGISTRY_FILE
from flyers.translation.registry import TO_BEGIN_IT
from flyers.translation.signoff import one_line
from flyers.workflow.base_record import RECORD_FILE, base_session, record_text, state_of
from flyers.workflow.signing import day_of_build
from flyers.workflow.uses import uses

_REPLACED = {"night", "deep"}  # The starter's colours of grounds and headings, which are replaced.

# The colours of a theme file. Those of pictograms and of a light ground become shades of the colour as light as they
# were, so that every contrast stays.
_NOTES = {
    "night": "the ground of headlines", "deep": "headings", "door": "the door in pictures", "line": "pictograms",
    "pale": "their second tone", "tint": "a light ground",
}  # fmt: skip  # a list to be read


def theme_with(colour: str) -> tuple[str, str]:
    """Return the path and the text of a theme file with *colour*, ``#7a1f2b``, in place of the starter's main one."""
    digits = re.fullmatch("#?([0-9a-f]{6})", colour.strip().lower())
    if not digits:
        hint = "Write six hexadecimal digits, in quotation marks: “#7a1f2b”."
        raise UsageError(f"“{colour}” is not a colour.", hint=hint)
    hexadecimal = f"#{digits[1]}"
    campaign = Campaign.load(starter_folder())
    theme = load_theme(campaign, campaign.theme)
    _require_contrast(hexadecimal, theme)
    base, profile = theme.colours, load_condition(campaign, campaign.press).profile_bytes()
    shades = {name: _shade(hexadecimal, base[name].luminance, lighter=name == "tint") for name in _NOTES}
    shades |= {**dict.fromkeys(_REPLACED, hexadecimal), "door": _door(hexadecimal, base)}
    entries = ""
    for name, note in _NOTES.items():
        red, green, blue = ImageColor.getrgb(shades[name])[:3]
        inks, black = ", ".join(map(str, inks_of((red, green, blue), profile))), base[name].black
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
    ground = _of(hexadecimal).luminance + 0.05
    step = contrast(base["door"], base["night"])
    lighter = _shade(hexadecimal, step * ground - 0.05, lighter=True)
    if contrast(_of(lighter), base["accent"]) >= 3:  # WCAG 2.2, 1.4.11
        return lighter
    return _shade(hexadecimal, ground / step - 0.05, lighter=False)


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


def _require_contrast(hexadecimal: str, theme: Theme) -> None:
    """Refuse a colour that has too little contrast with what is over it, or under it, in the *theme*."""
    pairs = {(above, name) for name, ground in theme.grounds.items() for above in (ground.text, ground.strong)}
    others = [theme.colours[next(iter({*pair} - _REPLACED))] for pair in pairs if len({*pair} & _REPLACED) == 1]

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


_NOTHING = ("", NONE)  # What a person answers who has no phone or site.

PrintedContact = tuple[str, str]  # A contact as printed, and what a code opens.


def require_folder(folder: Path) -> str:
    """Return the id of a campaign in *folder*, which must not exist, or be empty: its name in small plain letters."""
    name = folder.resolve().name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    campaign_id = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    is_device = re.fullmatch(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", name.lower())  # of Windows
    if is_device or not schema.NAME.fullmatch(campaign_id):
        problem = f"“{schema.shorten(name)}” cannot be the name of a campaign: files are named by it."
        raise UsageError(problem, hint="Name the folder in Latin letters and digits, as in “new-hampshire”.")
    if exists(folder) and (not is_folder(folder) or files_in(folder, "*")):
        hint = "Name an empty folder, or one that isn't there."
        raise UsageError(f"{folder.resolve()} exists already, and something is in it.", hint=hint)
    return campaign_id


def require_name(option: str, text: str) -> None:
    """Refuse a name of the coalition or the state that is not on one line, or has a number or an address in it."""
    if not text.strip():
        raise UsageError(f"The {option} is empty.", hint="It is printed: write it.")
    try:
        name = one_line(text)
        document = f"messages: {{name: {{text: {yamlfile.quoted(name)}, name: {option}}}}}"
        read_messages(yamlfile.parse(document.encode(), f"--{option}"))
    except (schema.Problem, FlyersError) as error:
        problem = error.text if isinstance(error, schema.Problem) else error.problem
        raise UsageError(f"The {option} cannot be used: {problem}", hint=error.hint) from None
    if re.search(r"(?:[0-9][ .()-]*){5}|\.[a-z]{2,}\b", name):
        raise UsageError(f"The {option} has a number or an address in it.", hint="Give those with --phone and --site.")


def require_phone(text: str) -> PrintedContact | None:
    """Return a number of North America, or one with “+” and its country, and what a code opens; None for “none”."""
    written = text.strip()
    if written.lower() in _NOTHING:
        return None
    if problem := letters_problem(written):
        raise UsageError(problem.text, hint=problem.hint)
    digits, no_number = keypad_digits(written), f"“{schema.shorten(text, 40)}” is not a phone number with its"
    if written.startswith("+") and not digits.startswith("1"):
        display, target = written, f"tel:+{digits}"
        if not 8 <= len(digits) <= 15:  # including the country code: ITU-T E.164, 6.2
            raise UsageError(f"{no_number} country.", hint="Write all of its digits, as in +44 20 7946 0958.")
    else:
        national = digits.removeprefix("1") if len(digits) == 11 else digits
        if not re.fullmatch(r"[2-9][0-9]{2}[2-9][0-9]{6}", national):
            hint = "Write ten digits, as in 207-555-0143, or a number of another country with “+”."
            raise UsageError(f"{no_number} area code.", hint=hint)
        display = written if written != digits else f"{national[:3]}-{national[3:6]}-{national[6:]}"
        target = f"tel:+1{national}"
    _require_contact("phone", "phone", display, target)
    return display, target


def require_site(text: str) -> PrintedContact | None:
    """Return a web address as printed, and what a code opens; None for the word “none”."""
    if text.strip().lower() in _NOTHING:
        return None
    address = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE).rstrip("/")
    _require_contact("site", "web", address, f"https://{address}")
    return address, f"https://{address}"


def _require_contact(option: str, kind: str, display: str, target: str) -> None:
    try:
        entry = contact_entry("contact", kind, display, target)
        read_contacts(yamlfile.parse(f"contacts:\n{entry}".encode(), ""))
    except FlyersError as error:
        first = error.errors[0]
        raise UsageError(f"The {option} cannot be used: {first.problem}", hint=first.hint) from None


def require_languages(words: Sequence[str], source: str = "") -> tuple[str, ...]:
    """Return the tags of the languages that *words* name, with *source* or else English, in the starter's order."""
    session = open_session(starter_folder())
    try:
        tags = {language.tag for _, language in session.registry.named(words)}
    except UsageError as error:
        if error.hint.startswith(TO_BEGIN_IT):
            error.hint = f"Leave it out until the campaign is there. {error.hint}"
        raise
    tags.add(source or session.campaign.source_language)
    for tag in sorted(tags):
        if not session.has_translations(tag):
            hint = "Leave it out; 'flyers docs coordinators' says how to have a language translated."
            raise UsageError(f"Nothing is translated into {session.registry.language(tag).english} yet.", hint=hint)
    return tuple(tag for tag in session.registry.tags if tag in tags)


def require_logo(file: Path) -> bytes:
    """Return the content of the logo's *file*."""
    is_photograph = file.suffix.lower() in PHOTOGRAPH_ENDINGS
    data = read_bytes(file, str(file), limits.PHOTOGRAPH_BYTES if is_photograph else limits.PICTURE_BYTES)
    if file.suffix.lower() not in LOGO_ENDINGS:
        hint = f"Take one that ends in {' or '.join(LOGO_ENDINGS)}: the designer of the logo has it."
        raise UsageError(f"“{schema.shorten(file.name)}” is not the file of a logo that can be printed.", hint=hint)
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
    """Return the text of a contact in a contacts file: *label* is the id of the message that names who is reached,
    *group* the one with which layouts print it, *spoken* the tag of the language in which it answers.
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


_PRODUCT = "page"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """The values from which a campaign is started, as a person gives them."""

    folder: Path  # where it will be; the campaign's id is its name
    name: str  # of the coalition, as printed
    state: str  # in which it is
    phone: str  # phone, site: of the coalition; ``none`` if it has none, and then nothing of it is printed
    site: str
    languages: Sequence[str]  # tags or names, of languages of the starter campaign
    colour: str = ""  # of headings and grounds, ``#7a1f2b``; "" for the starter's
    logo: Path | None = None  # the file of the coalition's logo, which is copied; None for none
    # Whether it is of another topic: it begins with a page of its own, and has no product of the starter's.
    blank: bool = False
    # The tag of the language in which its messages are written; "" for the starter's. A campaign in another one is not
    # built on the starter, and is ``blank``.
    source: str = ""


def begin(new: NewCampaign) -> list[Path]:
    """Write the files of *new* and return them.

    They are first written into a folder beside the final one, where all pages are set; then the folder is renamed, or
    its files are moved into the empty folder that is there. Nothing is written if the folder exists, a value cannot be
    used, or a name or address is too long for a page.
    """
    files = files_of(new)
    # Always the same folder, so that the next command removes what a killed one has left.
    place = new.folder.resolve()
    part = place.with_name(PART.format(name=place.name))
    try:
        part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(error, new.folder.parent) from error
    with locked(part):
        try:
            require_folder(new.folder)  # another command may have been quicker
            _fill(part, files)
            if exists(place):
                # It may be the folder where the terminal is. What makes it a campaign comes last.
                for name in sorted(names_in(part), key=lambda name: name == "content"):
                    (part / name).rename(place / name)
            else:
                part.rename(place)
        except OSError as error:
            raise _unwritable(error, new.folder) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return [new.folder / path for path in (*files, *([] if new.source else [RECORD_FILE]))]


def products_with(folder: Path) -> dict[str, list[str]]:
    """Return the products of the campaign in *folder* that print its name, its state and its phone and site, if any."""
    session = Session(folder)
    printed = {product: uses(session.layout(product), session.campaign) for product in session.products}
    products = {
        what: [product for product, used in printed.items() if MessageKey(message) in used.messages]
        for what, message in (("name", "contact.coalition.name"), ("state", "state.name"))
    }
    for what, contact in (("phone", "coalition_phone"), ("site", "coalition_site")):
        if contact in session.campaign.contacts:
            products[what] = [product for product, used in printed.items() if contact in used.contacts]
    return products


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    """Write the campaign of *files* into the folder *part*, in place of its contents, and set every usual product in
    every language, so that overset words are reported before anything is written.
    """
    shutil.rmtree(part / "content", ignore_errors=True)
    for path, data in files.items():
        write_whole(part / path, data)
    session = Session(part)
    for tag in session.usual_languages:
        localized = session.localized(tag)
        for product in session.usual_products:
            try:
                session.composed(localized, session.layout(product))
            except FlyersError as error:
                raise error.within(product, tag) from None
    if session.campaign.layers.bases:
        record = record_text(STARTER, state_of(base_session(session), session.registry.tags))
        write_whole(part / RECORD_FILE, record.encode())


def files_of(new: NewCampaign) -> Mapping[str, bytes]:
    """Return the campaign's files, by path."""
    campaign_id = require_folder(new.folder)
    require_name("name", new.name)
    require_name("state", new.state)
    tags = require_languages(new.languages, new.source)
    contacts = {"coalition_phone": require_phone(new.phone), "coalition_site": require_site(new.site)}
    files = {
        CAMPAIGN_FILE: _about(new, campaign_id, tags),
        CONTACTS_FILE: _contacts(contacts, new.source),
        "content/messages/names.yaml": _first("names.yaml").format(
            name=yamlfile.quoted(new.name.strip()), state=yamlfile.quoted(new.state.strip())
        ),
        # The last language is an example; the first is the starter's own.
        "README.md": _first("README.md").format(name=" ".join(new.name.split()), tag=tags[-1]),
    }
    if new.blank:
        absent = [name for name, contact in contacts.items() if new.source and contact is None]
        lines = _first("layout.yaml").splitlines(keepends=True)
        files[f"content/layouts/{_PRODUCT}.yaml"] = "".join(
            line for line in lines if not any(f"contact: {name}," in line for name in absent)
        )
        files[f"content/messages/{_PRODUCT}.yaml"] = _first("messages.yaml")
    if new.source:
        files[REGISTRY_FILE] = "".join(["languages:\n", *(f"  {tag}: {{}}\n" for tag in tags)])
    if new.colour:
        path, text = theme_with(new.colour)
        files[path] = text
    whole = {path: text.encode() for path, text in files.items()}
    if new.logo is not None:
        whole[f"content/logo{new.logo.suffix.lower()}"] = require_logo(new.logo)
    return whole


def _first(name: str) -> str:
    return (Path(__file__).with_name("first_files") / name).read_text(encoding="utf-8")


def _about(new: NewCampaign, campaign_id: str, tags: Sequence[str]) -> str:
    built, base = "It is built on the campaign that comes with flyers and has", "  base: starter"
    built += "\n# only what differs: what is not in this folder, the base says. 'flyers campaign show' lists both."
    languages = f"  languages: [{', '.join(tags)}]   # 'flyers campaign show languages' lists those that there are\n"
    if new.source:
        built, languages = "All its words are its own; it is in the languages of", ""
        built += "\n# translations/languages.yaml. Fonts, sheets, colours and print conditions come with the program."
        base = f"""\
  source_language: {new.source}   # in which the words of content/messages are written
  publisher: contact.coalition.name
  theme: {Campaign.load(starter_folder()).theme}"""
    logo = f"  logo: logo{new.logo.suffix.lower()}   # beside this file\n" if new.logo else ""
    products = f"""\
  name: contact.coalition.name
  products: [{_PRODUCT}]   # files of content/layouts, here or in the base
  leave: {NONE}   # the website has no button that leaves it at once, for people who are in danger
"""
    return f"""\
# The campaign of {" ".join(new.name.split())}. {built}

campaign:
  id: {campaign_id}
{base}
  issue: "{day_of_build():%Y-%m}"   # in small print: the month of your last change
{languages}{logo}{products if new.blank else ""}"""


def _contacts(contacts: Mapping[str, PrintedContact | None], source: str) -> str:
    """Return the file with the coalition's phone and site; None if it has none.

    *source* is the language of a campaign without a base, whose contacts speak it.
    """
    kinds = {"coalition_phone": "phone", "coalition_site": "web"}
    entries = {
        name: contact_entry(name, kinds[name], *contact, spoken=source or ENGLISH)
        for name, contact in contacts.items()
        if contact
    }
    if source:
        return "\n".join(["contacts:" if entries else "contacts: {}", *entries.values()])
    return _first("contacts.yaml") + "\n".join(entries.get(name, f"  {name}: {NONE}\n") for name in contacts)


def _unwritable(error: OSError, path: Path) -> FileAccessError:
    return FileAccessError(
        f"This folder cannot be written ({error.strerror}).", hint="Choose another one.", source=Source(str(path))
    )
