"""Files for others: the package for a print shop, and the proof for a native reader, on paper (`reader_proof`) or on a
phone (`reading`).

Begin with `package`. It reads the press files of a language, with what keeps them from being final, and one `order` and
the campaign's print jobs, and refuses the package or goes on. The facts of the job are a `ticket` with its products and
their tools for cutting and punching. It is written as JSON, as a letter to the shop, as XJDF and as a page with
drawings (`ticket_page`). All files go into one ZIP whose bytes depend on nothing else.
"""
