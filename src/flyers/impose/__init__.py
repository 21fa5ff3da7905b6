"""Where faces go on sheets of paper: cards many-up, backs behind their fronts, marks and notes in the margin.

Pure functions of sizes. A sheet is data (``content/sheets/*.yaml``, or a size such as ``12x18``), `place.impose` puts
faces on it, and painting the result is a loop over the `model.SheetSide` of each page. Nothing is ever scaled. Points,
y upwards.
"""
