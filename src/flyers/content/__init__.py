"""A campaign's content, read from the YAML files in its folder.

`yamlfile` parses a safe part of YAML into maps and lists that keep the place of every key and value, and names what was
probably mistyped where it cannot. `schema` checks a parsed file against a description and calls constructors with its
values. On these rest the readers: `contacts` (facts that are never translated, with the rules of printed numbers and of
what codes and links open), `messages` with their `markup`, `press` (print conditions and ICC profiles), and `campaign`,
which reads a whole folder, campaign.yaml first, and checks what refers from file to file. `layers` are the folders that
a campaign is built from, the last of them often the starter campaign. `message_key` and `markup` have the types in
which texts travel through the rest of the program.

Begin with `campaign`.
"""

CAMPAIGN_FILE = "content/campaign.yaml"
"""The file by which a folder is known as a campaign's; it is here so that a campaign can be found without importing
YAML."""

LAYOUTS_FOLDER = "content/layouts"
