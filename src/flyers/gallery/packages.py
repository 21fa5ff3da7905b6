"""The package for a print shop as a download: made without an order, if there are no blockers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flyers.errors import FlyersError
from flyers.gallery.model import Download
from flyers.gallery.stock import with_clean_press
from flyers.pipeline.plan import Job

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


def package_of(session: Session, output: Path, tag: str) -> Download | None:
    """Return the package of the language's usual products; None if something keeps it from being final.

    The packages in the output folder are not given out: they may hold an order, with people's names. The words of the
    package are kept on record like those of any other.
    """
    products = [
        product
        for product in session.usual_products
        if (layout := session.readable_layout(product)) and not layout.many_languages and not layout.is_image
    ]
    if not with_clean_press(output, tag, products):
        return None
    from flyers.publish.package import PackageOrder, finished_package

    jobs = [Job(session.folder, tag, product, "press", output) for product in products]
    try:
        with session.changing():
            data = finished_package(jobs, PackageOrder(), session).data
    except FlyersError:  # 'flyers package' reports the reason
        return None
    return Download(f"{tag}/print-shop.zip", None, "gallery.file.package", "ZIP", len(data), data=data)
