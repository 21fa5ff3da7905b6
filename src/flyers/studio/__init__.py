"""The studio: a local page that shows translators, coordinators and designers each word on its page while it is typed.

`server` starts it, `app` has the routes, `guard` decides which requests are answered, `requests` checks what they ask.
One thread (`app.Engine`) keeps the campaign, its fonts and its typesetter warm (`live`) and does all work with them: it
composes, paints and draws a page with its overlays (`pages`), and describes messages (`messages`, `places`), contacts
and readers' answers (`desk`). What is saved (`saving`) must fit its products and goes through `flyers.workflow` alone.
`watching` notices changed files, and tells the browsers. The page itself is plain HTML, CSS and JavaScript in
``static``. Begin with `app`.
"""
