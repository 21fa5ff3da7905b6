"""Alterations of pages and of what belongs to them: their order and boxes, resources, links and notes, actions."""

from __future__ import annotations

from random import Random
from typing import Any

import pikepdf
from kinds import Unfit, kind, one_of
from pikepdf import Array, Dictionary, Name, OutlineItem, String


def _page(pdf: pikepdf.Pdf, random: Random) -> Any:
    return random.choice(list(pdf.pages)).obj


def _two(pdf: pikepdf.Pdf) -> None:
    if len(pdf.pages) < 2:
        raise Unfit


@kind("page")
def swapped_pages(pdf: pikepdf.Pdf, random: Random) -> None:
    _two(pdf)
    pdf.pages.reverse()


@kind("page")
def dropped_page(pdf: pikepdf.Pdf, random: Random) -> None:
    _two(pdf)
    del pdf.pages[random.randrange(len(pdf.pages))]


@kind("page")
def added_page(pdf: pikepdf.Pdf, random: Random) -> None:
    """A blank one, or one that is there already."""
    if random.random() < 0.5:
        pdf.add_blank_page(page_size=(252, 144))
    else:
        pdf.pages.append(pdf.pages[random.randrange(len(pdf.pages))])


@kind("page")
def swapped_contents(pdf: pikepdf.Pdf, random: Random) -> None:
    _two(pdf)
    one, other = pdf.pages[0].obj, pdf.pages[1].obj
    one.Contents, other.Contents = other.Contents, one.Contents


@kind("page")
def another_stream(pdf: pikepdf.Pdf, random: Random) -> None:
    """One stream more before or after a page's own."""
    page = _page(pdf, random)
    art = f"{random.random():.2f} g {random.randrange(200)} {random.randrange(140)} {random.choice((2, 30))} 20 re f\n"
    added = pdf.make_stream(random.choice((art, "q 1.02 0 0 1.02 0 0 cm\n", "q 0 0 60 60 re W n\n")).encode())
    page.Contents = Array([added, page.Contents] if random.random() < 0.5 else [page.Contents, added])


@kind("page")
def cut_stream(pdf: pikepdf.Pdf, random: Random) -> None:
    """A page's content ends early."""
    page = _page(pdf, random)
    lines = page.Contents.read_bytes().split(b"\n")
    page.Contents = pdf.make_stream(b"\n".join(lines[: random.randrange(len(lines) // 2, len(lines))]))


@kind("page")
def another_box(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    name = random.choice(("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"))
    box = [float(side) for side in page.get(name, page.MediaBox)]
    by = random.choice((0.4, 2, 9, 40))
    side = random.randrange(5)
    for each in range(4):
        box[each] += (by if each < 2 else -by) * (side in (4, each)) * random.choice((1, -1))
    page[name] = Array(box)


@kind("page")
def turned_page(pdf: pikepdf.Pdf, random: Random) -> None:
    _page(pdf, random).Rotate = random.choice((90, 180, 270))


@kind("page")
def larger_units(pdf: pikepdf.Pdf, random: Random) -> None:
    _page(pdf, random).UserUnit = random.choice((1.1, 2))


# -- resources -----------------------------------------------------------------------------------------------------


@kind("resource")
def graphics_state(pdf: pikepdf.Pdf, random: Random) -> None:
    """Opacity, blending, a mask, a line width, a dash or a transfer curve, in a state of the page or a new one."""
    page = _page(pdf, random)
    entries: list[tuple[str, Any]] = [
        ("/ca", 0.4),
        ("/CA", 0.4),
        ("/BM", Name.Multiply),
        ("/LW", 4),
        ("/D", Array([Array([2, 2]), 0])),
        ("/TR", Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)),
        ("/op", True),
        ("/OPM", 0),
        ("/SMask", _mask(pdf)),
        ("/Font", Array([_any_font(page), 30])),
    ]
    key, value = random.choice(entries)
    states = page.Resources.get("/ExtGState")
    if states is not None and random.random() < 0.5:
        states[random.choice(sorted(states.keys()))][key] = value
        return
    if states is None:
        page.Resources.ExtGState = Dictionary()
    page.Resources.ExtGState["/GSnew"] = Dictionary({key: value})
    page.Contents = Array([pdf.make_stream(b"/GSnew gs\n"), page.Contents])


def _mask(pdf: pikepdf.Pdf) -> Dictionary:
    form = pdf.make_stream(b"0.3 g 0 0 900 900 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 900, 900])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    return Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form)


def _any_font(page: Any) -> Any:
    fonts = page.Resources.Font
    return fonts[sorted(fonts.keys())[0]]


@kind("resource")
def swapped_states(pdf: pikepdf.Pdf, random: Random) -> None:
    states = _page(pdf, random).Resources.get("/ExtGState")
    if states is None or len(states) < 2:
        raise Unfit
    one, other = sorted(states.keys())[:2]
    states[one], states[other] = states[other], states[one]


@kind("resource")
def another_colour_space(pdf: pikepdf.Pdf, random: Random) -> None:
    """A default for device colours, or another meaning of registration colour."""
    page = _page(pdf, random)
    spaces = page.Resources.get("/ColorSpace")
    if spaces is not None and random.random() < 0.5:
        space = spaces[random.choice(sorted(spaces.keys()))]
        space[3] = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 0.1, 0, 0]), N=1)
        return
    if spaces is None:
        page.Resources.ColorSpace = Dictionary()
    name = random.choice(("/DefaultRGB", "/DefaultCMYK", "/DefaultGray"))
    components = {"/DefaultRGB": 3, "/DefaultCMYK": 4, "/DefaultGray": 1}[name]
    tint = Dictionary(FunctionType=4, Domain=Array([0, 1] * components), Range=Array([0, 1] * 3))
    function = pdf.make_stream(b"{" + b" pop" * components + b" 1 0 0 }")
    for key, value in tint.items():
        function[key] = value
    inks = Array([Name(f"/Ink{number}") for number in range(components)])
    page.Resources.ColorSpace[name] = Array([Name.DeviceN, inks, Name.DeviceRGB, function])


@kind("resource")
def inherited_resources(pdf: pikepdf.Pdf, random: Random) -> None:
    """A page without resources of its own."""
    del _page(pdf, random)["/Resources"]


# -- annotations and actions ---------------------------------------------------------------------------------------


@kind("annotation")
def added_annotation(pdf: pikepdf.Pdf, random: Random) -> None:
    page = _page(pdf, random)
    x, y = random.randrange(20, 200), random.randrange(20, 120)
    subtype = random.choice(("Text", "FreeText", "Square", "Highlight", "Stamp", "Line", "Widget", "Link", "Redact"))
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([x, y, x + 40, y + 20]))
    note.Contents, note.F = String("Call 911"), 4
    if subtype == "Link":
        note.A = Dictionary(S=Name.URI, URI=String(random.choice(("https://example.org", "tel:911"))))
    elif random.random() < 0.7:
        look = pdf.make_stream(b"1 0 0 rg 0 0 40 20 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 40, 20])
        note.AP = Dictionary(N=look)
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(note))


def _link(pdf: pikepdf.Pdf, random: Random) -> Any:
    return one_of(random, [link for page in pdf.pages for link in page.obj.get("/Annots", Array())])


@kind("annotation")
def changed_link(pdf: pikepdf.Pdf, random: Random) -> None:
    """Another target, area, description, look or state, or another action after it."""
    link = _link(pdf, random)
    match random.randrange(10):
        case 0:
            link.A.URI = String("tel:+18883737889")
        case 1:
            by = random.choice((-30, -4, 4, 30))
            link.Rect = Array([float(side) + by for side in link.Rect])
        case 2:
            link.Contents = String("911")
        case 3:
            link.Border, link.C = Array([0, 0, 3]), Array([1, 0, 0])
        case 4:
            link.F = random.choice((0, 2, 32, 36))
        case 5:
            link.A.Next = Dictionary(S=Name.URI, URI=String("tel:911"))
        case 6:
            link.A = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))
        case 7:
            link.QuadPoints = Array([0, 0, 1, 0, 0, 1, 1, 1])
        case 8:
            link.AA = Dictionary(E=Dictionary(S=Name.URI, URI=String("tel:911")))
        case 9:
            side, by = random.randrange(4), random.choice((40, 90))
            link.Rect[side] = float(link.Rect[side]) + (by if side > 1 else -by)


@kind("annotation")
def removed_link(pdf: pikepdf.Pdf, random: Random) -> None:
    annotations = one_of(random, [page.obj.Annots for page in pdf.pages if len(page.obj.get("/Annots", Array()))])
    del annotations[random.randrange(len(annotations))]


@kind("annotation")
def swapped_links(pdf: pikepdf.Pdf, random: Random) -> None:
    one, other = _link(pdf, random), _link(pdf, random)
    if one.A.URI == other.A.URI:
        raise Unfit
    one.A, other.A = other.A, one.A


@kind("annotation")
def added_action(pdf: pikepdf.Pdf, random: Random) -> None:
    """Something that happens when the file is opened, a form, or bookmarks."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('911')"))
    match random.randrange(4):
        case 0:
            pdf.Root.OpenAction = script
        case 1:
            pdf.Root.AA = Dictionary(WC=script)
        case 2:
            pdf.Root.AcroForm = Dictionary(Fields=Array())
        case 3:
            with pdf.open_outline() as outline:
                outline.root.append(OutlineItem("Call 911", 0))


@kind("annotation")
def another_title(pdf: pikepdf.Pdf, random: Random) -> None:
    pdf.docinfo["/Title"] = String("Call 911")
