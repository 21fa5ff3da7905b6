"""The options of ``flyers build``, group by group; `add_options` adds all of them."""

from __future__ import annotations

import argparse

from flyers.cli.argument_types import add_format, add_names, at_least_one, measure, offset, place, shard, sheet


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add all options, in the order in which the help lists them."""
    _add_selection(parser)
    _add_press(parser)
    _add_sheets(parser)
    _add_work(parser)
    _add_cluster(parser)
    _add_modes(parser)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """Add what says which files are made: languages, products, editions."""
    add_names(
        parser,
        "--lang",
        "TAGS",
        "languages to build, as in “es” or “es,ar zh-Hans” (zh_Hans is the same); default: all that have a translation",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "products to build, as in “poster” or “poster,brochure”; default: all except those whose layout says "
        "“on_request”",
    )
    add_format(parser)
    add_names(
        parser,
        "--edition",
        "NAMES",
        "what the files are for: press, screen, office, or image for a picture (PNG) with its words; default: press, "
        "for a print shop, with bleed, marks and inks, and image for products that are images",
    )
    parser.add_argument(
        "--with",
        dest="secondary",
        metavar="TAG",
        default="",
        help="print a second language on the back of cards and posters: --lang es --with en has Spanish on the front "
        "and English on the back",
    )


def _add_press(parser: argparse.ArgumentParser) -> None:
    """Add the options about the print shop's press."""
    group = parser.add_argument_group("the print shop's press")
    group.add_argument(
        "--press",
        metavar="NAME",
        default="",
        help="the print condition, that is press and paper: a name from content/press, or the path of the shop's own "
        ".yaml file; default: the campaign's, in content/campaign.yaml",
    )
    group.add_argument(
        "--pdfx",
        choices=("4", "1a"),
        default="",
        help="the standard: 4 for PDF/X-4, 1a for PDF/X-1a:2003; default: the print condition's",
    )
    group.add_argument(
        "--bleed",
        metavar="LENGTH",
        type=measure,
        help="how far the art runs over the trim, such as 0.1in; default: the print condition's",
    )


def _add_sheets(parser: argparse.ArgumentParser) -> None:
    """Add the options about sheets with several copies, and about their ink."""
    group = parser.add_argument_group("sheets with several copies")
    group.add_argument(
        "--sheet",
        metavar="NAME",
        type=sheet,
        default="",
        help="place copies side by side on this sheet: a name from content/sheets, or a size such as 12x18 (inches) or "
        "320x450mm for a press. Default for the office edition: the sheet that the product's layout names",
    )
    group.add_argument("--gutter", metavar="LENGTH", type=measure, help="space between copies, with its unit: 0.25in")
    group.add_argument(
        "--back-offset",
        metavar="X,Y",
        type=offset,
        default=(0.0, 0.0),
        help="move the backs to the right and up, as in “1mm,-0.5mm”, if a printer does not align them with the "
        "fronts; --calibration shows by how much",
    )
    group.add_argument(
        "--calibration",
        action="store_true",
        help="make the two-sided sheet that shows the back offset of a printer, instead of the product",
    )
    group.add_argument(
        "--ink",
        metavar="black",
        choices=("black",),
        default="",
        help="use one ink only, for copiers, risographs and presses with one plate: black",
    )


def _add_work(parser: argparse.ArgumentParser) -> None:
    """Add where files go, and how they are divided between processes, machines and campaigns."""
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=place,
        help="the folder to write to, with one folder per language inside; default: output/ in the campaign. Or a "
        "store of objects, as in s3://bucket/prefix ('flyers docs scale')",
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=at_least_one,
        help="how many files to make at once; default: one per core. The files are the same for any number",
    )
    parser.add_argument(
        "--shard",
        metavar="N/COUNT",
        type=shard,
        help="make one of several parts of the files, as in 3/40 for the third of 40: every file is in exactly one, on "
        "whatever machine it is made",
    )
    parser.add_argument(
        "--campaigns",
        metavar="FOLDERS",
        nargs="+",
        help="build these campaigns instead, as in “network/*”, each into its own output folder (or one of its name in "
        "--output); what they share is read and shaped once",
    )


def _add_cluster(parser: argparse.ArgumentParser) -> None:
    """Add the options about a Dask cluster."""
    group = parser.add_argument_group("many machines", "See 'flyers docs scale'.")
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default="",
        help="let the workers of this Dask cluster make the files, as in tcp://host:8786 or tls://…, into the store "
        "that --output names",
    )
    group.add_argument("--tls-ca", metavar="FILE", default="", help="for tls://, the certificate of the authority")
    group.add_argument("--tls-cert", metavar="FILE", default="", help="for tls://, the certificate of this machine")
    group.add_argument("--tls-key", metavar="FILE", default="", help="for tls://, its key")


def _add_modes(parser: argparse.ArgumentParser) -> None:
    """Add what changes how the command works, and what it prints."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="make every file again. Default: only those of which something has changed; 'flyers why FILE' tells what",
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="print errors only, and no progress")
    parser.add_argument("--dry-run", action="store_true", help="list the files that would be made, and make none")
    parser.add_argument("--json", action="store_true", help="print the results as one JSON document on stdout")
    parser.add_argument(
        "--allow-untranslated",
        action="store_true",
        help="use English for messages without a translation, to preview a layout; file and report say so. "
        "Default: such a language is not built, and the missing messages are listed",
    )
