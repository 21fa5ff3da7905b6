"""Catalogs for those whose programs take no PO files, and back: XLIFF and spreadsheets.

`rows` has what goes out, `xliff` and `spreadsheet` write and read it, `intake` takes back what comes in. A file that
comes back was in strangers' hands; `opening` looks at it before any parser does.
"""
