"""Files for others: the package for a print shop, and the proof for a native reader, on paper (`reader_proof`) or on a
phone (`reading`, with the letters that `web_fonts` takes from the fonts).

Begin with `package`. It reads the `press_files` of a language, with what keeps them from being final, the campaign's
print jobs (`print_jobs`) and one `order`, and refuses the package or goes on. The facts of the job are a `ticket` with
its products and their tools for cutting and punching. It is written as JSON, as a page with drawings (`ticket_page`),
as XJDF (`xjdf`) and in a `letter` to the shop. All files go into one ZIP whose bytes depend on nothing else.
"""
