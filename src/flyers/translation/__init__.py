"""Languages and translations: which languages there are, what their catalogs say, and whether that may be printed.

Begin with `registry`, the campaign's languages, and `catalog`, a language's translations as plain data. `localize`
checks them and merges them with the contacts; its result is what layouts print. Around it:

- `po` reads and writes PO files. `extraction` and `template` bring the messages into them.
- `checks` finds faults in translations, with the `glossary`; `language_data` has what it knows of single languages.
- `signoff` records who has read which words, and `standing` says how far that approves the words as they are now.
- `multilingual` puts several languages on one product.
- `exchange` exports catalogs for translators' programs, and imports the files that come back.
- `locale_data` describes a new language for the registry.

Nothing here composes pages or prints; `flyers.workflow` has the commands for translations.
"""
