"""The text engine: from messages to lines of positioned glyphs, in every script and direction.

`paragraph.Typesetter` is the way in: it takes a message and a `model.TypeSpec`, and returns its lines. Read
`model` and `paragraph` first, then the steps in their order:

1. `itemize` splits a message into items of one level, script, language and face, with `bidi` (UAX #9, by ICU),
   `characters` (UAX #24 and #29, and facts about single characters) and `fonts` (the campaign's font list, the font
   library, and its open faces);
2. `shaping` turns items into glyphs with HarfBuzz and corrects the white space that fonts leave wrong; `cjk` finds that
   of full-width type, and the words that should stay whole;
3. `breaks` finds where lines may break (UAX #14), what a break costs the reader, and the best breaks of a whole
   paragraph;
4. `placing` places the pieces of a line side by side, and finds how far apart two lines must be.

Lengths are in em until `paragraph` turns them into points.
"""
