"""The text engine: from messages to lines of positioned glyphs, in every script and direction.

`paragraph.Typesetter` is the way in: it takes a message and a `model.TypeSpec`, and returns a `model.Paragraph`. Read
`model` and `paragraph` first, then the steps in their order:

1. `itemize` splits a message into items of one level, script, language and face, with `bidi` (UAX #9, by ICU),
   `scripts` (UAX #24 and #29), `fonts` (the font library, from the campaign's `font_list`, with each open `font_face`)
   and `fallback` (a face for each cluster);
2. `shaping` turns items into glyphs with HarfBuzz; `kerning` corrects the white space that fonts leave wrong, and
   `cjk_spacing` finds that of full-width type;
3. `breaks` finds where lines may break (UAX #14); `penalties` and `cjk_words` say what a break costs the reader;
   `linebreak` chooses the breaks of a whole paragraph;
4. `placing` places the pieces of a line side by side, and finds how far apart two lines must be (in narrow `strips`,
   for letters that cascade);
5. `message` holds all that is known of one message, for every size and measure.

`characters` has facts about single characters. Lengths are in em until `paragraph` turns them into points.
"""
