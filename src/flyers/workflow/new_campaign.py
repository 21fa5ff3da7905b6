"""Starts a campaign on the starter campaign: a few short files with what differs, written if all pages can be set."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from flyers.content import CAMPAIGN_FILE, layers, yamlfile
from flyers.content.campaign import CONTACTS_FILE, Campaign
from flyers.content.message_key import MessageKey
from flyers.content.schema import NONE
from flyers.errors import FileAccessError, FlyersError, Source
from flyers.files import PART, exists, locked, names_in, write_whole
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.language_data import REGISTRY_FILE
from flyers.workflow.base_record import RECORD_FILE, base_session, record_text, state_of
from flyers.workflow.campaign_values import (
    PrintedContact,
    contact_entry,
    require_folder,
    require_languages,
    require_logo,
    require_name,
    require_phone,
    require_site,
    theme_with,
)
from flyers.workflow.signing import day_of_build
from flyers.workflow.uses import uses

PRODUCT = "page"

_LAYOUT = """\
# A page to begin with. 'flyers docs layouts' says what else a layout may have; the name of this file is the product's.

title: page.title
about: "A page to begin with."
trim: [8.5in, 11in]
bleed: 0.125in
safe: 0.25in
space: 6pt
smallest_module: 0.5mm
office: letter
roles:
  title: {aim: 44pt, floor: 24pt, weight: bold, tag: H1, balance: true}
  body: {aim: 18pt, floor: 11pt}
  number: {aim: 60pt, floor: 24pt, weight: bold}
  imprint: {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        blocks:
          - column:
              ground: deep
              padding: {y: 0.5in, x: 0.6in}
              blocks:
                - text: {message: page.title, role: title}
          - column:
              grow: 1
              gap: 3
              padding: {y: 0.4in, x: 0.6in}
              blocks:
                - text: {message: page.text, role: body}
                - contact: {contact: coalition_phone, role: number, fill: true}
                - contact: {contact: coalition_site, role: body}
                - contacts: {group: own, role: body, name_role: body, named: contact.coalition.name, gap: 4pt}
          - row:
              padding: {y: 0.3in, x: 0.6in}
              align: center
              blocks:
                - text: {message: contact.coalition.name, role: body}
                - logo: {height: 0.6in, most: 1.4in}
          - row:
              padding: {bottom: 0.35in, x: 0.6in}
              blocks:
                - imprint: {role: imprint}
"""

_MESSAGES = """\
# The words of your page. 'flyers translations update' puts them into the catalogs of your languages.

messages:
  page.title:
    text: Your headline
    note: The headline of the page.

  page.text:
    text: What you offer, to whom, and when.
    note: The text below the headline.
"""


def page_files(without: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the files of the page, by path; *without* are contacts that it leaves out."""
    lines = _LAYOUT.splitlines(keepends=True)
    return {
        f"content/layouts/{PRODUCT}.yaml": "".join(
            line for line in lines if not any(f"contact: {contact}," in line for contact in without)
        ),
        f"content/messages/{PRODUCT}.yaml": _MESSAGES,
    }


NAMES_FILE = "content/messages/names.yaml"
README_FILE = "README.md"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """The values from which a campaign is started, as a person gives them.

    Attributes:
        folder: where it will be; the campaign's id is its name.
        name: of the coalition, as printed.
        state: in which it is.
        phone, site: of the coalition; ``none`` if it has none, and then nothing of it is printed.
        languages: tags or names, of languages of the starter campaign.
        colour: of headings and grounds, ``#7a1f2b``; "" for the starter's.
        logo: the file of the coalition's logo, which is copied; None for none.
        blank: whether it is of another topic: it begins with a page of its own, and has no product of the starter's.
        source: the tag of the language in which its messages are written; "" for the starter's. A campaign in another
            one is not built on the starter, and is ``blank``.
    """

    folder: Path
    name: str
    state: str
    phone: str
    site: str
    languages: Sequence[str]
    colour: str = ""
    logo: Path | None = None
    blank: bool = False
    source: str = ""


def begin(new: NewCampaign) -> list[Path]:
    """Write the files of *new* and return them.

    They are first written into a folder beside the final one, where all pages are set; then the folder is renamed, or
    its files are moved into the empty folder that is there. Files that a killed command has left there are removed.

    Raises:
        UsageError: the folder exists, or a value cannot be used; nothing is written.
        LayoutError: a name or address is too long for a page; nothing is written.
        FileAccessError: the folder cannot be written.
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

    def with_message(message_id: str) -> list[str]:
        return [product for product, used in printed.items() if MessageKey(message_id) in used.messages]

    products = {"name": with_message("contact.coalition.name"), "state": with_message("state.name")}
    for what, contact in (("phone", "coalition_phone"), ("site", "coalition_site")):
        if contact in session.campaign.contacts:
            products[what] = [product for product, used in printed.items() if contact in used.contacts]
    return products


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    """Write the campaign of *files* into the folder *part*, in place of its contents, and set its pages."""
    shutil.rmtree(part / "content", ignore_errors=True)
    for path, data in files.items():
        write_whole(part / path, data)
    session = Session(part)
    _set_pages(session)
    if not session.campaign.layers.bases:
        return
    record = record_text(layers.STARTER, state_of(base_session(session), session.registry.tags))
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
    tags = require_languages(new.languages, new.source)
    phone, site = require_phone(new.phone), require_site(new.site)
    lacking = {"coalition_phone": phone, "coalition_site": site} if new.source else {}
    files = {
        CAMPAIGN_FILE: _about(new, campaign_id, tags),
        CONTACTS_FILE: contacts_text(phone, site, new.source),
        NAMES_FILE: _names(new),
        README_FILE: _readme(new, tags),
    }
    if new.blank:
        files |= page_files([name for name, contact in lacking.items() if contact is None])
    if new.source:
        files[REGISTRY_FILE] = "".join(["languages:\n", *(f"  {tag}: {{}}\n" for tag in tags)])
    if new.colour:
        path, text = theme_with(new.colour)
        files[path] = text
    whole = {path: text.encode() for path, text in files.items()}
    if new.logo is not None:
        whole[f"content/{_logo_file(new.logo)}"] = require_logo(new.logo)
    return whole


def _logo_file(file: Path) -> str:
    """Return the name that the copy gets."""
    return f"logo{file.suffix.lower()}"


def _about(new: NewCampaign, campaign_id: str, tags: Sequence[str]) -> str:
    logo = f"  logo: {_logo_file(new.logo)}   # beside this file\n" if new.logo else ""
    return f"""\
# The campaign of {_comment(new.name)}. {_ON_ITS_OWN if new.source else _ON_THE_STARTER}

campaign:
  id: {campaign_id}
{_source(new) if new.source else "  base: starter"}
  issue: "{day_of_build():%Y-%m}"   # in small print: the month of your last change
{"" if new.source else _languages(tags)}{logo}{_products(new)}"""


_ON_THE_STARTER = """\
It is built on the campaign that comes with flyers and has
# only what differs: what is not in this folder, the base says. 'flyers campaign show' lists both."""

_ON_ITS_OWN = """\
All its words are its own; it is in the languages of
# translations/languages.yaml. Fonts, sheets, colours and print conditions come with the program."""


def _languages(tags: Sequence[str]) -> str:
    return f"  languages: [{', '.join(tags)}]   # 'flyers campaign show languages' lists those that there are\n"


def _source(new: NewCampaign) -> str:
    return f"""\
  source_language: {new.source}   # in which the words of content/messages are written
  publisher: contact.coalition.name
  theme: {Campaign.load(layers.starter_folder()).theme}"""


def _products(new: NewCampaign) -> str:
    if not new.blank:
        return ""
    return f"""\
  name: contact.coalition.name
  products: [{PRODUCT}]   # files of content/layouts, here or in the base
  leave: {NONE}   # the website has no button that leaves it at once, for people who are in danger
"""


def contacts_text(phone: PrintedContact | None, site: PrintedContact | None, alone: str = "") -> str:
    """Return the file with the coalition's phone and site; None if it has none.

    *alone* is the language of a campaign without a base, whose contacts speak it.
    """
    if alone:
        contacts = [("coalition_phone", "phone", phone), ("coalition_site", "web", site)]
        entries = [contact_entry(name, kind, *found, spoken=alone) for name, kind, found in contacts if found]
        return "\n".join(["contacts:" if entries else "contacts: {}", *entries])
    return f"""\
# Your own numbers and addresses. The hotline and 911 are those of the base. Of a phone or site that you don't have,
# “coalition_phone: none” says so; then what belongs to it is not printed.
#
# verified_on stays empty until a person has dialed the number, or opened the address, and found the right people:
# 'flyers contacts verify coalition_phone coalition_site'

contacts:
{_entry_or_none("coalition_phone", "phone", phone)}
{_entry_or_none("coalition_site", "web", site)}"""


def _entry_or_none(name: str, kind: str, contact: PrintedContact | None) -> str:
    return contact_entry(name, kind, *contact) if contact else f"  {name}: {NONE}\n"


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


def _readme(new: NewCampaign, tags: Sequence[str]) -> str:
    """Return what to do next. The last language is an example; the first is the starter's own."""
    tag = tags[-1]
    return f"""\
# {_comment(new.name)}

From this folder the program flyers makes printed pieces, images and a website. It has only what is yours: what is not
in `content` comes with the program. In a terminal, in this folder:

    flyers build                     # makes every file, into output: look at them
    flyers contacts list             # dial each number and open each address that you print, and then …
    flyers contacts verify --help    # … put on record who did, and when
    flyers reader-proof {tag:<12} # pages on which a native reader checks every text; then
    flyers translations sign --help  # … record the signature: until then, every file is a draft
    flyers package --lang {tag:<10} # the files for the print shop
    flyers studio                    # the same in a browser

Manuals come with the program:

    flyers docs                      # lists them
    flyers docs coordinators         # from the first file to the print shop
    flyers docs new-campaign         # how to change words, colours and layouts
"""


def _comment(text: str) -> str:
    return " ".join(text.split())


def _set_pages(session: Session) -> None:
    """Set every usual product in every language, so that overset words are reported before anything is written."""
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
