"""Make press files without proving them, which no command does; the benchmarks measure this as a process.

python unproved.py OUTPUT LANGUAGES PRODUCTS CAMPAIGN …
"""

from __future__ import annotations

import sys
from pathlib import Path

from flyers.__main__ import end_at_once
from flyers.process_cache import collect_garbage_rarely


def make(output: Path, languages: list[str], products: list[str], campaigns: list[Path]) -> None:
    """Make each product in each language for each campaign."""
    # Loaded here, since the command too begins with `collect_garbage_rarely`.
    from flyers.files import build_time, write_whole
    from flyers.pdf.painter import paint
    from flyers.pipeline.plan import Job
    from flyers.pipeline.recipe import compose_job
    from flyers.pipeline.session import open_session

    for campaign in campaigns:
        for language in languages:
            for product in products:
                session = open_session(campaign)
                job = Job(campaign, language, product, "press", output / campaign.name)
                composition = compose_job(job, session.localized(language), session)
                pdf = paint(composition.document, composition.edition, session.library, build_time())
                job.target.parent.mkdir(parents=True, exist_ok=True)
                write_whole(job.target, pdf)


collect_garbage_rarely()
make(Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3].split(","), list(map(Path, sys.argv[4:])))
end_at_once(0)
