"""The workflow: what people do around builds.

Each module is one task, with one or two public functions. Begin with `status`, which uses most of the others. A
function that takes a `flyers.pipeline.session.Session` is the recipe of a command; its steps take what they use.

- Catalogs: `catalog_update` after messages have changed, `catalog_edit` for single texts, `language_init` for a new
  language, `exchange` with translators, `translation_checks` before printing, `language_page` for docs/languages.md.
- Sign-off: `signing` records a person's signature; `pages_checksum` identifies the pages that were read;
  `product_standing` says how far each product is approved. On a phone, `readings` has what there is to read of a
  product and whom it waits for; `answers` puts what a reader sends back on record, and `disputes` are decided by a
  coordinator.
- Record: a `manifest` has the words of printed pieces, `manifests` keeps it in a file, `lookup` finds them by code.
- Contacts: `contact_entries` adds and removes them; `contact_change` changes them and lists the effects, with
  `contact_edit` (the file) and `contact_target` (what codes open); `impact` lists what shows a contact, and `uses` what
  each product may print.
- Campaigns: `new_campaign` starts one from `campaign_values`, with a `theme_colour` or a blank page of its own;
  `layer_values` shows where each value comes from, `base_record` what the base has changed, `unused_entries` what
  nothing prints.
"""
