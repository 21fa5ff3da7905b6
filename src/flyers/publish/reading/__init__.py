"""A reading page: one HTML file on which a native reader with a phone reads a product, and makes a short text to send.

Begin with `recipe`. It takes texts, pictures of pages and the places of texts on them from the same composed pages as a
reader's proof, and puts them into ``page.html`` with ``page.css`` and its scripts: ``page.js`` is the page,
``sha256.js`` closes the answer, ``qr.js`` shows it as a code. The words around the texts are in the reader's
language. The file asks nothing of any server, and its policy forbids that it could. `flyers.workflow.answers`
takes what comes back.
"""
