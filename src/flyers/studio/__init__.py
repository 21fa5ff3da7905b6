"""The studio: a local page that shows translators, coordinators and designers each word on its page while it is typed.

`server` starts it, `app` has the routes, `guard` decides which requests are answered. One thread (`engine`) keeps the
campaign, its fonts and its typesetter warm (`live`) and does all that touches them: it composes and paints a page
(`pages`), draws it (`pictures`), and tells about a message (`messages`, `work`, `places`, `room`). `watching` notices
changed files, `notices` tells the browsers. What is written goes through `flyers.workflow` alone. The page itself is
plain HTML, CSS and JavaScript in `static`. Begin with `app`.
"""
