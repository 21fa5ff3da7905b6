"""Export of catalogs to files for translators, and import of the files that come back.

Begin with `rows`: a catalog is exported as rows, and a returned file is read into rows, which are compared with the
catalog: what the translator has changed is imported, and rows beside another English are found. A file is XLIFF
(`xliff`), a workbook (`spreadsheet`), or PO. `flyers.workflow.catalog_edit` uses all of it for the commands.
"""
