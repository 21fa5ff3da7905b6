"""The proof of images (PNG): what is in the file, what its pixels show, and the words in the files beside it.

An image is the picture of a page, and the page is proved as a PDF first. Begin with `run.image_proof`; `reading` has
what a file contains, `checks` what must be true of it, and `same_image` compares it with the program's own.
"""
