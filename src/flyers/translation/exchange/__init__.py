"""Export of catalogs to files for translators, and import of the files that come back.

Begin with `rows`: a catalog is exported as rows, and a returned file is read into rows. It is XLIFF (`xliff`), a
workbook (`spreadsheet`), or PO. A returned file was in strangers' hands, so `rows` looks at it before any parser does.
`importer` compares its rows with the catalog, imports what the translator has changed, says so in the catalog, and
finds rows that are beside another English. `flyers.workflow.catalog_edit` uses all of it for the commands.
"""
