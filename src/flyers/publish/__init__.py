"""From proved files to what is handed to others: the package for a print shop.

`gather` looks at what stands on the shelf and collects the facts of the job (`ticket`), with every doubt about them;
`package` refuses or goes on, draws the ticket (`leaf`, `drawings`), writes the letter to the shop (`letter`), and puts
all into one archive (`archive`).
"""
