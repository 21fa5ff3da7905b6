"""What a file is made of has the same checksums in every process, whatever the order of its sets (``PYTHONHASHSEED``).

Otherwise a file that one worker made would not be current for the next command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

KEYS = """
import json
from pathlib import Path
from flyers.layout.layout_files import products
from flyers.pipeline.fresh import made_of
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session

session = Session(Path())
jobs = plan(Path(), ["en", "ar"], products(session.campaign), ["press"], output=Path())
print(json.dumps({f"{job.language} {job.product}": dict(made_of(job, session).values) for job in jobs}))
"""


def test_what_files_are_made_of_does_not_depend_on_the_order_of_sets(root: Path) -> None:
    found = []
    for seed in ("1", "2", "3"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "FLYERS_CACHE": "off"}
        done = subprocess.run([sys.executable, "-c", KEYS], cwd=root, env=environment, capture_output=True, check=True)
        found.append(json.loads(done.stdout))
    assert len(found[0]) > 30
    assert found[1] == found[0]
    assert found[2] == found[0]
