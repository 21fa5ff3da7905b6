"""The files with which a campaign of another topic begins: a page of its own, in place of the starter's products."""

from __future__ import annotations

from collections.abc import Mapping

from flyers.content import yamlfile

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
  campaign.name:
    text: {name}
    note: Name of the whole campaign, for the list of files.
    most: 200

  page.title:
    text: Your headline
    note: The headline of the page.

  page.text:
    text: What you offer, to whom, and when.
    note: The text below the headline.
"""


def page_files(name: str) -> Mapping[str, str]:
    """Return the files of the page, by path; *name* is the coalition's."""
    return {
        f"content/layouts/{PRODUCT}.yaml": _LAYOUT,
        f"content/messages/{PRODUCT}.yaml": _MESSAGES.format(name=yamlfile.quoted(name.strip())),
    }
