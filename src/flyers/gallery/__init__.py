"""The gallery: a website in a folder that shows what has been made, and gives out what may go out.

`flyers.gallery.site` is the recipe: what lies in the output folder (`stock`) and how far its words are approved
(`standings`) become pictures (`pictures`) and pages (`pages`, from Jinja's templates), whose words are messages like
others (`words`). Everything is written so that a reader of the folder finds the old site or the new one.
"""
