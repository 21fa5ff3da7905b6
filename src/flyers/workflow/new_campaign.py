"""Begin a campaign on the starter campaign: a few short files with what differs, written only if pages come of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flyers import limits
from flyers.content import CAMPAIGN_FILE, schema, starter, yamlfile
from flyers.content.campaign import CONTACTS_FILE, LOGO_ENDINGS
from flyers.content.contacts import Contact, keypad_digits, read_contacts
from flyers.content.messages import read_messages
from flyers.errors import CombinedError, FileAccessError, FlyersError, Source, UsageError
from flyers.files import PART, exists, files_in, is_folder, locked, read_bytes, write_whole
from flyers.layout.drawing import read_drawing
from flyers.layout.photograph import ENDINGS as PHOTOGRAPH_ENDINGS
from flyers.layout.photograph import read_photograph
from flyers.layout.picture_colours import hexadecimal
from flyers.pipeline.session import Session, open_session
from flyers.records import dataclass
from flyers.translation.signoff import one_line
from flyers.workflow.base_record import RECORD_FILE, base_session, record_text, state_of
from flyers.workflow.signing import day_of_build
from flyers.workflow.theme_colour import theme_with

NAMES_FILE = "content/messages/names.yaml"
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names of devices in Windows


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """What a campaign is begun with, as a person gives it.

    Attributes:
        folder: where it will be; the campaign's id is its name.
        name: of the coalition, as printed.
        state: in which it is.
        phone, site: of the coalition.
        languages: tags or names, of languages of the starter campaign.
        colour: of headings and grounds, ``#7a1f2b``; "" for the starter's.
        logo: the file of the coalition's logo, which is copied; None for none.
    """

    folder: Path
    name: str
    state: str
    phone: str
    site: str
    languages: Sequence[str]
    colour: str = ""
    logo: Path | None = None


def begin(new: NewCampaign) -> list[Path]:
    """Write the files of *new* and return them.

    They are written into a folder beside it first, where all of its pages are set; only then does it get its name. What
    a command that was killed left there is removed.

    Raises:
        UsageError: the folder exists, or a value cannot be used; nothing is written.
        LayoutError: a name or address is too long for a page; nothing is written.
        FileAccessError: the folder cannot be written.
    """
    files = files_of(new)
    # Always the same one, so that what a command left that was killed is cleared by the next.
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
            if exists(new.folder):
                new.folder.rmdir()
            part.rename(new.folder)
        except OSError as error:
            raise _unwritable(error, new.folder) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return [new.folder / path for path in (*files, RECORD_FILE)]


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    """Write the campaign of *files* into the folder *part*, whatever is in it, and set its pages."""
    shutil.rmtree(part / "content", ignore_errors=True)
    for path, data in files.items():
        write_whole(part / path, data)
    session = Session(part)
    _set_pages(session)
    record = record_text(starter.NAME, state_of(base_session(session), session.registry.tags))
    write_whole(part / RECORD_FILE, record.encode())


def files_of(new: NewCampaign) -> Mapping[str, bytes]:
    """Return the campaign's files, by path.

    Raises:
        UsageError: a value cannot be used.
        FileAccessError: the logo cannot be read.
    """
    campaign_id = require_folder(new.folder)
    require_name("name", new.name)
    require_name("state", new.state)
    tags = require_languages(new.languages)
    files = {
        CAMPAIGN_FILE: _about(new, campaign_id, tags),
        CONTACTS_FILE: contacts_text(require_phone(new.phone), require_site(new.site)),
        NAMES_FILE: _names(new),
    }
    if new.colour:
        path, text = theme_with(new.colour)
        files[path] = text
    whole = {path: text.encode() for path, text in files.items()}
    if new.logo is not None:
        whole[f"content/{_logo_file(new.logo)}"] = require_logo(new.logo)
    return whole


# -- values -----------------------------------------------------------------------------------------------------------


def require_folder(folder: Path) -> str:
    """Return the id of a campaign in *folder*, which must not exist, or be empty.

    Raises:
        UsageError: it exists, or its name is no id.
    """
    name = folder.resolve().name
    if not schema.NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise UsageError(
            f"“{schema.shorten(name)}” cannot be the name of a campaign.",
            hint="Take small letters, digits and “-”, as in “new-hampshire”.",
        )
    if exists(folder) and (not is_folder(folder) or files_in(folder, "*")):
        raise UsageError(f"{folder} exists already.", hint="Choose another name, or remove it; nothing was written.")
    return name


def require_name(option: str, text: str) -> str:
    """Return *text*, the name of the coalition or the state.

    Raises:
        UsageError: it is not one line, is too long, or has signs with a meaning of their own.
    """
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


def require_phone(text: str) -> tuple[str, str]:
    """Return a phone number as printed, and what a code opens.

    Raises:
        UsageError: it is not a number of the United States and Canada, nor an international one.
    """
    written = text.strip()
    digits = keypad_digits(written)
    if written.startswith("+") and not digits.startswith("1"):
        display, target = written, f"tel:+{digits}"
        if not 8 <= len(digits) <= 15:  # with the country: ITU-T E.164, 6.2
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


def require_site(text: str) -> tuple[str, str]:
    """Return a web address as printed, and what a code opens.

    Raises:
        UsageError: it is not a plain web address.
    """
    address = re.sub(r"^https?://", "", text.strip(), flags=re.IGNORECASE).rstrip("/")
    _contact("site", "web", address, f"https://{address}")
    return address, f"https://{address}"


def _contact(option: str, kind: str, display: str, target: str) -> Contact:
    """Return the contact; its rules are those of every contact."""
    try:
        return read_contacts(yamlfile.parse(_entry("contact", kind, display, target, head=True).encode(), ""))[
            "contact"
        ]
    except FlyersError as error:
        first = error.errors[0] if isinstance(error, CombinedError) else error
        raise UsageError(f"The {option} cannot be used: {first.problem}", hint=first.hint) from None


def require_languages(words: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of the languages that *words* name, with English, in the order of the starter campaign.

    Raises:
        UsageError: the starter campaign does not have one, or has no translation in it yet.
    """
    session = open_session(starter.starter_folder())
    tags = {session.campaign.source_language, *(session.registry.language(word).tag for word in words)}
    for tag in sorted(tags):
        if not session.has_translations(tag):
            raise UsageError(
                f"Nothing is translated into {session.registry.language(tag).english} yet.",
                hint="Leave it out; docs/coordinators.md says how to have a language translated.",
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
            hint=f"Take one that ends in {' or '.join(LOGO_ENDINGS)}: whoever drew the logo has it.",
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


def _logo_file(file: Path) -> str:
    """Return the name that the copy gets."""
    return f"logo{file.suffix.lower()}"


# -- files ------------------------------------------------------------------------------------------------------------


def _about(new: NewCampaign, campaign_id: str, tags: Sequence[str]) -> str:
    return f"""\
# The campaign of {_comment(new.name)}. It is built on the campaign that comes with flyers and has
# only what differs: what is not in this folder, the base says. 'flyers campaign show' lists both.

campaign:
  id: {campaign_id}
  base: starter
  issue: "{day_of_build():%Y-%m}"   # in small print: the month of your last change
  languages: [{", ".join(tags)}]   # 'flyers campaign show languages' lists those that there are
{_logo(new)}"""


def _logo(new: NewCampaign) -> str:
    return f"  logo: {_logo_file(new.logo)}   # beside this file\n" if new.logo else ""


def contacts_text(phone: tuple[str, str], site: tuple[str, str]) -> str:
    """Return the file with the coalition's phone and site, each as printed and what a code opens."""
    return f"""\
# Your own numbers and addresses. The hotline and 911 are those of the base.
#
# verified_on stays empty until a person has dialed the number, or opened the address, and found the right people:
# 'flyers contacts verify coalition_phone coalition_site'

contacts:
{_entry("coalition_phone", "phone", *phone)}
{_entry("coalition_site", "web", *site)}"""


def _entry(name: str, kind: str, display: str, target: str, *, head: bool = False) -> str:
    return f"""\
{"contacts:" if head else ""}
  {name}:
    kind: {kind}
    name: contact.coalition.name
    display: {yamlfile.quoted(display)}
    target: {yamlfile.quoted(target)}
    languages: {{spoken: [en], interpreted: false}}
    hours: unknown
    source: Given when the campaign was begun.
    verified_on:
""".lstrip("\n")


def _names(new: NewCampaign) -> str:
    return f"""\
# Names that other messages print where they say {{coalition}} and {{state}}. They are printed as they are in every
# language, unless translations/ has another form ('flyers translations update').

messages:
  contact.coalition.name:
    text: {yamlfile.quoted(new.name.strip())}
    name: coalition

  state.name:
    text: {yamlfile.quoted(new.state.strip())}
    name: state
"""


def _comment(text: str) -> str:
    return " ".join(text.split())


def _set_pages(session: Session) -> None:
    """Set every usual product in every language, so that what does not fit is known before anything is written."""
    for tag in session.usual_languages:
        localized = session.localized(tag)
        for product in session.usual_products:
            try:
                session.composed(localized, session.layout(product))
            except FlyersError as error:
                raise error.within(product, tag) from None


def _unwritable(error: OSError, path: Path) -> FileAccessError:
    return FileAccessError(
        f"This folder cannot be written ({error.strerror}).", hint="Choose another one.", source=Source(str(path))
    )
