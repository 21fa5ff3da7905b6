"""The command line: one module per command, or per family of commands (`contacts`, `translations`).

Begin with `main`, which runs a command and reports its errors; `parser` has the table of commands. A command module
declares its options and help texts, opens the session, calls `flyers.pipeline`, `flyers.workflow` or `flyers.publish`,
and prints the result on the `console`. `selection` turns the options of ``build`` and ``package`` into jobs.
"""
