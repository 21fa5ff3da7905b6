"""The pipeline makes proved files: campaign → jobs → composed pages → painted PDF → proof → outputs.

Begin with `recipe.make`, which makes one file. Around it:

- `plan`: what a `Job` is, the jobs for given languages, products and editions, and parts of a plan for machines.
- `session`: the campaign opened for work; each of its files is read once.
- `images`: the picture of a proved page as a file, and the words beside it.
- `entry`, `outputs`: the entry of a file in ``proof.json``, how both are written, and the result of a job.
- `fresh` compares the `inputs`, the program and the files that a file was made of, with those of today, and keeps the
  plans of earlier builds; it tells what differs, too.
- `prove`: the proof of files that were made earlier, and whether one is what the campaign makes today.

Many jobs:

- `workers` makes them in one process or in several (`processes`), of which any may be killed.
- `scale`: a store takes their files in place of a folder, and a cluster makes them on other machines into a store.
"""
