"""The workflow: what people do around builds.

Each module is one task, with a few public functions. Begin with `status`, which uses most of the others and writes
docs/languages.md. A function that takes a `flyers.pipeline.session.Session` is the recipe of a command; its steps take
what they use. All raise a `flyers.errors.FlyersError` if a file cannot be read or written, or the campaign is broken;
those that check what a person gives name the errors of that.

- Catalogs: `new_language` starts one; `catalog_edit` changes them after messages have changed, for single texts, and by
  files that translators return; `translation_checks` checks them before printing.
- Sign-off: `signing` has what there is to read of a product, with the checksum of its pages, whom it waits for and how
  far it is approved, and records a person's signature; `answers` puts what a reader sends back from a phone on record,
  and what a coordinator decides on objections.
- Record: a `manifest` has the words of printed pieces, and is found by its code.
- Contacts: `contact_edit` edits their file; `contact_change` changes them and lists the effects; `uses` has what each
  product may print, and what nothing prints.
- Campaigns: `new_campaign` starts one; `base_record` shows where each value comes from and what the base has changed.
"""
