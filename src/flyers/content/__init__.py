"""A campaign's content, read from the YAML files in its folder.

`yamlfile` parses a safe part of YAML and keeps the place of every key and value. `schema` checks a parsed file against
a description and calls constructors with its values. On these rest the readers: `contacts` (facts that are never
translated; `phone_numbers` says what is one), `messages` with their `markup`, `press` (print conditions, with their
`icc` profiles), and `campaign`, which reads a whole folder and checks what refers from file to file. `message_key` and
`richtext` have the types in which texts travel through the rest of the program.

Begin with `campaign`.
"""

CAMPAIGN_FILE = "content/campaign.yaml"
"""The file by which a folder is known as a campaign's; here, since finding it must not cost the import of YAML."""

LAYOUTS_FOLDER = "content/layouts"
