"""The command line: one module for each family of commands, as a reader of ``flyers help`` would group them.

Begin with `main`, which has the table of commands and their parser, runs a command and reports its errors. A command
(`command.Command`) declares its help and its options, opens the session, calls `flyers.pipeline`, `flyers.workflow` or
`flyers.publish`, and prints the result on the `console`. What commands share:

- `command` turns the text of an argument into a value; `selection` turns the options of ``build`` and ``package`` into
  jobs, says which files are current, and warns of what nothing prints.
- `summary` says what was made, and combines errors that several languages have for the same reason; `campaigns` builds
  many campaigns, or runs another command in each.
"""
