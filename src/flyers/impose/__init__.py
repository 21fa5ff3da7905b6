"""Place faces on sheets of paper: many cards on one sheet, backs behind their fronts, marks and notes in the margin.

Begin with `place`, the data and `place.impose`, which chooses the orientation of the paper, puts faces into the cells
of a sheet, and adds marks and notes. Its sheets are read from ``content/sheets/*.yaml`` or made from a size such as
``12x18`` (`sheets`, with the page that measures a printer's back offset). `document` turns the placements into pages
that are painted and proved like any others; its draft mark says on each piece that nobody has signed it. All functions
are pure; nothing is ever scaled. Lengths are points, y upwards.
"""
