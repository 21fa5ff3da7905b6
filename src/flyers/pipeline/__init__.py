"""The pipeline makes proved files: campaign → jobs → composed pages → painted PDF → proof → outputs.

Begin with `recipe.make`, which makes one file. Around it:

- `plan`: what a `Job` is, and the jobs for given languages, products and editions.
- `session`: the campaign opened for work; each of its files is read once.
- `composition`: the pages of a job, on sheets if it asks for that.
- `expectations`, `reading_text`: what the finished file must contain, for the proof.
- `images`, `image_words`: the picture of a proved page as a file, and the words beside it.
- `report`, `outputs`: the result of a job, and how file and ``proof.json`` are written.
- `workers`: many jobs on several cores.
- `prove`: the proof of files that were made earlier, which are known by what they record (`identity`); `word_files`
  reads what is beside an image.
"""
