"""The reader's proof: pages for a native reader with a pen, who checks every text of a language and signs for it.

It shows each finished page with a number beside every text, then every text by its number: the English, the words as
they are printed, a box to tick and a line to write on. It is composed of the documents that the products are made of
and carries the checksum of their pages (`flyers.workflow.pages_checksum`), so a signature is about what was seen.
"""
