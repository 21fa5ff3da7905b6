"""The workflow: what people do around builds.

Each module is one task, with one or two public functions. Begin with `status`, which uses most of the others
(`language_page` writes it for docs/languages.md). A function that takes a `flyers.pipeline.session.Session` is the
recipe of a command; its steps take what they use.

- Catalogs: `catalog_edit` after messages have changed and for single texts, `language_init` for a new language,
  `exchange` with translators, `translation_checks` before printing.
- Sign-off: `signing` says how far each product is approved, and records a person's signature; `pages_checksum`
  identifies the pages that were read. On a phone, `readings` has what there is to read of a product and whom it waits
  for; `answers` puts what a reader sends back on record, and what a coordinator decides on objections.
- Record: a `manifest` has the words of printed pieces, `lookup` finds them by code.
- Contacts: `contact_edit` edits their file; `contact_change` changes them and lists the effects; `uses` has what each
  product may print, and what nothing prints.
- Campaigns: `new_campaign` starts one from `campaign_values`; `base_record` shows where each value comes from and what
  the base has changed.
"""
