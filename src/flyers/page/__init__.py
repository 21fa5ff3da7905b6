"""The page as data: what layouts compose, sheets arrange, the painter paints and the proof compares a file with.

`document.Document` has `document.Page` after page with their items: lines of text with glyphs in their places, boxes,
shapes, QR codes and photographs. `items` moves, scales, turns, measures and clips them, and `paths` is the geometry of
outlines. `editions` say what each kind of file has, and its page boxes.
"""
