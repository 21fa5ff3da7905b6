"""Languages and translations: which languages there are, what their catalogs say, and whether that may be printed.

Begin with `registry`, the campaign's languages, and `catalog`, a language's translations as plain data. `localize`
checks them, merges them with the contacts and puts several languages on one product; the result is a
`localization`, which layouts print. Around it:

- `language_names` finds the language that a user means, `language_data` has what the program knows of single ones, and
  `locale_data` what Unicode's locale data says of a new one, and of calendars.
- `po` reads and writes PO files, `catalog_files` those of a campaign. `extraction` and `template` bring messages into
  them.
- `checks` finds faults in translations, with the `glossary`.
- `sheet_words` are words that no message has to say.
- `signoff` records who has read which words, and compares these with the words as they are; `standing` is how far that
  approves them, and `approval` what it means for one piece; `objections` are what readers find wrong.
- `exchange` exports catalogs for translators' programs, and imports the files that come back.

Nothing here composes pages or prints; `flyers.workflow` has the commands for translations.
"""
