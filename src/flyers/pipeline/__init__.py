"""The pipeline makes proved files: campaign → jobs → composed pages → painted PDF → proof → outputs.

Begin with `recipe.make`, which makes one file. Around it:

- `plan`: what a `Job` is, and the jobs for given languages, products and editions; `shards` divides a plan.
- `session`: the campaign opened for work, with `campaign_files`, each of which is read once. `shared` is what campaigns
  have in common.
- `composition`: the pages of a job, on sheets if it asks for that.
- `expectations`: what the finished file must contain, for the proof.
- `images`: the picture of a proved page as a file, and the words beside it.
- `layout_places`: where a layout file has what the proof has found.
- `report`, `outputs`: the result of a job, and how file and ``proof.json`` are written.
- `todays_file`: whether a file that is handed out is the one that the campaign makes today, in its place.
- `prove`: the proof of files that were made earlier, which are known by what they record (`identity`). Its `verdict` is
  asked for (`proof_request`) in processes that can be ended (`guarded`); `word_files` reads what is beside an image.

Nothing is made twice:

- `fresh` compares the `inputs`, the files that a file was made of, with those of today, and the `program`; `why` tells
  what differs.
- `plan_record` keeps the plans of earlier builds, so that nothing is opened where nothing has changed.

Many jobs:

- `workers` runs them in one process or in several `processes`, of which any may be killed.
- A `store` takes their files in place of a folder. A `cluster` sends jobs to other machines (`cluster_worker`), which
  make them into a store.
"""
