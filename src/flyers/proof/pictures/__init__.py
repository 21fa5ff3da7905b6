"""The picture that each page must show, and its comparison with the one that pdfium shows."""

import os

# numpy would start a thread for each core, which takes longer than the proof of a small page. Nothing here has use for
# them: they are for linear algebra.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
