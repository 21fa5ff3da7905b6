"""The workflow: what people do around builds.

Each module is one task, with one or two public functions. Begin with `status`, which brings most of the others
together. A function that takes a `flyers.pipeline.session.Session` is the recipe of a command; its steps take what they
use.

- Catalogs: `catalog_update` after messages have changed, `language_init` for a new language, `exchange` with
  translators, `translation_checks` and `fit_checks` before printing, `language_page` for docs/languages.md.
- Sign-off: `signing` puts a person's signature on record; `pages_checksum` identifies the pages that were read.
- Record: a `manifest` has the words of printed pieces, `manifests` keeps it in a file, `lookup` finds them by code.
- Contacts: `contact_edit` changes one, `impact` lists what shows it, `uses` knows what each product may print.
"""
