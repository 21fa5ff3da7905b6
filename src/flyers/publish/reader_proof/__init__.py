"""The reader's proof: pages for a native reader with a pen, who checks every text of a language and signs for it.

Begin with `recipe`. It composes the language's products, numbers their texts (`rows`), and sets the pages with a
`flyers.layout.page_builder.PageBuilder`: what to do and where to sign (`cover`), a picture of each face with a number
beside every text (`pictures`), then a row for each text: the English, the words as they are printed and how they
sound, a box to tick and a line to write on. They share a `page_style`, with what is said around the texts in
the reader's language. The translator's remarks are quoted beside the texts that they are about. The pages carry the
checksum of the pages that they show (`flyers.workflow.signing`), so that a signature is about what the reader has
seen.
"""
