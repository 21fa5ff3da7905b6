"""From a campaign folder to proved files: plan → jobs → results.

`plan` decides what is to be made, `make` makes one file by the recipe, `run` makes them all, on several cores, and
every file comes with its entry in ``proof.json``.
"""
