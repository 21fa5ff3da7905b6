"""Whether products fit the sheet that ``--sheet`` names."""

from __future__ import annotations

from collections.abc import Iterable

from flyers.errors import FlyersError, LayoutError
from flyers.impose.model import CellGrid, SheetSpec
from flyers.impose.place import described, make_grid
from flyers.page.document import Page
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.units import dimensions


def require_room(jobs: Iterable[Job], spec: SheetSpec, session: Session) -> None:
    """Refuse *jobs* if some of their products do not fit the sheet *spec*.

    Raises:
        LayoutError: the products that do not fit. The hint names those that do: of the chosen ones, or else of all.
    """
    secondary = {job.product: job.secondary for job in jobs}
    faults = {product: _fault(product, second, spec, session) for product, second in secondary.items()}
    refused = {product: fault for product, fault in faults.items() if fault}
    if not refused:
        return
    if fitting := [product for product, fault in faults.items() if not fault]:
        hint = f"Add --product {','.join(fitting)}, which fits, or leave --sheet out."
    elif others := _others(faults, spec, session):
        more = ", …" if len(others) > 4 else ""
        hint = f"Leave --sheet out, or name a product that fits: {', '.join(others[:4])}{more}"
    else:
        hint = "Leave --sheet out, or choose a larger sheet."
    if len(refused) == 1:
        ((product, fault),) = refused.items()
        raise LayoutError(fault.problem, hint=hint, source=fault.source, trail=[product, *fault.trail])
    *first, last = refused
    problem = f"{', '.join(first)} and {last} do not fit {_place(spec)}; nothing is scaled."
    raise LayoutError(problem, hint=hint, source=spec.source)


def _place(spec: SheetSpec) -> str:
    """Return where a product does not fit: on the paper, or in the places that are fixed on it."""
    if isinstance(spec.cells, CellGrid):
        return f"the cells of {spec.title}, {dimensions(spec.cells.width, spec.cells.height, digits=2)}"
    return f"on {described(spec)}"


def _others(chosen: Iterable[str], spec: SheetSpec, session: Session) -> list[str]:
    """Return the products of the campaign, other than the *chosen* ones, that fit the sheet *spec*."""
    layouts = {product: session.readable_layout(product) for product in session.products if product not in chosen}
    printed = [product for product, layout in layouts.items() if layout and not layout.is_image]
    return [product for product in printed if not _fault(product, "", spec, session)]


def _fault(product: str, secondary: str, spec: SheetSpec, session: Session) -> FlyersError | None:
    """Return why *product* does not fit; None if it fits, or if its layout is broken, which is reported when it is
    made.
    """
    try:
        layout = session.layout(product, secondary=secondary)
    except FlyersError:
        return None
    try:
        size = (layout.width, layout.height, layout.bleed, layout.safe)
        make_grid([Page(face.name, *size, items=()) for face in layout.faces], spec)
    except LayoutError as error:
        return error
    return None
