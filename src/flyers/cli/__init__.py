"""The command line: one module per command, or per family of commands (`campaign`, `contacts`, `translations`).

Begin with `main`, which runs a command and reports its errors; `parser` has the table of commands. A command module
declares its options and help texts, opens the session, calls `flyers.pipeline`, `flyers.workflow` or `flyers.publish`,
and prints the result on the `console`. What commands share:

- `argument_types` turns the text of an argument into a value; `selection` turns the options of ``build`` and
  ``package`` into jobs.
- ``build`` has its options from `build_options`, and asks `requested_files` for its plan and which files are current,
  `fitting` whether the products fit a sheet, and `press_options` about the print shop's press; `network` builds many
  campaigns, and `store_build` builds into a store of objects.
- `progress` shows how far a build is, `summary` what was made, `json_on_disk` keeps the rows of ``--json``, and
  `error_groups` combines errors that several languages have for the same reason. `unprinted` warns of what nothing
  prints.
"""
