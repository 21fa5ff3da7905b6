"""Languages and translations: which languages there are, what their catalogs say, and whether that may be printed.

Begin with `registry`, the campaign's languages and how users name them, and `catalog`, a language's translations as
plain data. `localization` checks them, merges them with the contacts and puts several languages on one product; the
result, a `Localization`, is what layouts print. Around it:

- `language_data` has what the program and Unicode's locale data know of single languages, new ones and their calendars.
- `po` reads and writes PO files. `template` brings messages into them.
- `checks` finds faults in translations, with the glossary.
- `signoff` records who has read which words, and what readers find wrong; it compares that with the words as they are,
  and says how far a language, a product or a piece is approved.
- `exchange` exports catalogs for translators' programs, and imports the files that come back.

Nothing here composes pages or prints; `flyers.workflow` has the commands for translations.
"""
