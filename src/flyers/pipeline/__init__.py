"""The pipeline makes proved files: campaign → jobs → composed pages → painted PDF → proof → outputs.

Begin with `recipe.make`, which makes one file. Around it:

- `plan`: what a `Job` is, the jobs for given languages, products and editions, and parts of a plan for machines.
- `session`: the campaign opened for work, with `campaign_files`, each of which is read once.
- `composition`: the pages of a job, on sheets if it asks for that.
- `images`: the picture of a proved page as a file, and the words beside it.
- `report`, `entry`, `outputs`: the result of a job, its entry in ``proof.json``, and how both are written.
- `todays_file`: whether a file that is handed out is the one that the campaign makes today, in its place.
- `prove`: the proof of files that were made earlier, which are known by what they record. It is asked for in processes
  that can be ended (`guarded`).

Nothing is made twice:

- `fresh` compares the `inputs`, the program and the files that a file was made of, with those of today, and keeps the
  plans of earlier builds; it tells what differs, too.

Many jobs:

- `workers` runs them in one process or in several `processes`, of which any may be killed.
- A `store` takes their files in place of a folder. A `cluster` sends jobs to other machines, which make them into
  a store.
"""
