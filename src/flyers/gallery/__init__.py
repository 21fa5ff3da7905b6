"""The gallery: a website in a folder that shows all finished files, and offers the signed ones for download.

`site` is the recipe: the files in the output folder, with packages of them for print shops, and the approval of their
words become plain data, `pictures` and `pages` (from Jinja's templates), whose words are messages like others and bring
the letters that a computer may lack. Everything is written to the `folder` in an order in which its reader always finds
a whole site, the old or the new one.
"""
