"""The gallery: a website in a folder that shows what has been made, and gives out what may go out.

`site` is the recipe: what lies in the output folder (`stock`) and how far its words are approved (`standings`) become
plain data (`model`), pictures (`pictures`), packages for print shops (`packages`) and pages (`pages`, from Jinja's
templates), whose words are messages like others (`words`) and bring the letters that a computer may lack (`letters`).
Everything is written to the `folder` so that its reader finds the old site or the new one.
"""
