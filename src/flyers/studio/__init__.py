"""The studio: a local page that shows translators, coordinators and designers each word on its page while it is typed.

`app` starts it and has the routes; `requests` decides which requests are answered, and checks what they ask. One thread
(`app.Engine`) keeps the campaign, its fonts and its typesetter warm (`live`, which also notices changed files) and does
all work with them: it composes, paints and draws a page with its overlays (`pages`), and describes `messages`, and
contacts and readers' answers (`desk`). What is saved (`desk`) must fit its products and goes through `flyers.workflow`
alone. The page itself is plain HTML, CSS and JavaScript in ``static``. Begin with `app`.
"""
