"""The order file: what it may say, and where the print shop reads it. tests/bad/orders has one bad file per rule."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
import yaml
from lxml import etree

from flyers.content.press import Paper
from flyers.errors import ContentError, ExitCode, FlyersError, FontError
from flyers.publish.order import NO_ORDER, ORDER, load_order, load_print_jobs
from flyers.publish.package import gather, package, size_in_name
from flyers.publish.ticket import NAMESPACE, letter, product_intent

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "order-example.yaml"
BAD = sorted((ROOT / "tests" / "bad" / "orders").glob("*.yaml"))
PRODUCTS = ["brochure", "poster", "wallet-card"]
XJDF = etree.XMLSchema(etree.parse(ROOT / "tests" / "data" / "cip4" / "xjdf.xsd"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_says_where_an_order_is_wrong(tmp_path: Path, path: Path) -> None:
    shutil.copyfile(path, tmp_path / "order.yaml")
    with pytest.raises(FlyersError) as caught:
        load_order(tmp_path / "order.yaml", PRODUCTS)
    assert caught.value.exit_code == ExitCode.CONTENT
    (wanted,) = re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert re.search(wanted, str(caught.value)), str(caught.value)


def test_the_example_has_every_key_and_is_right() -> None:
    assert yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")).keys() == ORDER.fields.keys()
    order = load_order(EXAMPLE, PRODUCTS)
    assert all(value for _, value in order.rows)
    assert order.amounts(5000) == (5000, 5250)


def test_an_empty_order_is_right_and_all_blank(tmp_path: Path) -> None:
    (tmp_path / "order.yaml").write_text("# nothing is known yet\n")
    assert load_order(tmp_path / "order.yaml", PRODUCTS) == NO_ORDER
    assert not any(value for _, value in NO_ORDER.rows)


def test_a_character_that_the_ticket_cannot_show_is_named_with_its_line(order, session, tmp_path: Path) -> None:
    path = tmp_path / "order.yaml"
    path.write_text("packing: boxes of 500\ndelivery:\n  - Main Street 1\n  - Back door \U00012000\n", encoding="utf-8")
    with pytest.raises(FontError, match=r"order\.yaml:4:5: No font of the job ticket has “\U00012000”, U\+12000\."):
        package(*order(details=load_order(path, PRODUCTS)), session)


def test_a_word_wider_than_the_ticket_is_divided(order, session, tmp_path: Path) -> None:
    path, wide = tmp_path / "order.yaml", "W" * 79
    path.write_text(f"packing: {wide}\n", encoding="utf-8")
    made = package(*order(details=load_order(path, PRODUCTS)), session)
    with zipfile.ZipFile(made.path) as opened:
        (ticket,) = (opened.read(name) for name in opened.namelist() if name.endswith("job-ticket.pdf"))
    with pymupdf.open(stream=io.BytesIO(ticket)) as pdf:
        assert wide in re.sub(r"[\s\u200b]", "", "".join(page.get_text() for page in pdf))


def test_letters_with_accents_of_their_own_are_composed(order, session, tmp_path: Path) -> None:
    """As some systems write them: é as e and a mark, which no type is set from."""
    path = tmp_path / "order.yaml"
    path.write_text("packing: Cafe\u0301\ndelivery: [Cafe\u0301]\nnotes: Cafe\u0301\n", encoding="utf-8")
    details = load_order(path, PRODUCTS)
    assert (details.packing, details.delivery, details.notes) == ("Café", ("Café",), "Café")
    package(*order(details=details), session)


def test_words_of_a_print_job_that_the_ticket_cannot_show_are_named_with_their_place(
    order, session, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = load_print_jobs(session.campaign)
    odd = {product: replace(job, finishing="Trim \U00012000") for product, job in jobs.items()}
    monkeypatch.setattr("flyers.publish.package.load_print_jobs", lambda campaign: odd)
    with pytest.raises(FlyersError) as caught:
        package(*order(), session)
    assert re.search(r"print-jobs\.yaml:\d+:\d+: No font of the job ticket has “\U00012000”", str(caught.value))


@pytest.fixture
def ordered(order, session):
    return gather(*order(details=load_order(EXAMPLE, PRODUCTS)), session).ticket


def test_ticket_letter_and_json_say_what_the_order_says(order, session) -> None:
    made = package(*order(details=load_order(EXAMPLE, PRODUCTS)), session)
    with zipfile.ZipFile(made.path) as opened:
        files = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
    with pymupdf.open(stream=io.BytesIO(files["job-ticket.pdf"])) as pdf:
        assert pdf.page_count == 2
        page = re.sub(r"\s+", " ", pdf[1].get_text())
    written = re.sub(r"\s+", " ", files["README.txt"].decode())
    for value in (value for _, value in load_order(EXAMPLE, PRODUCTS).rows):
        assert value in page, value
        assert value in written, value
    assert "Simulate overprint in the RIP" in page
    assert "Simulate overprint in the RIP" in written
    stated = json.loads(files["job-ticket.json"])["order"]
    assert (stated["due"], stated["purchase_order"], stated["ganging"]) == ("2026-12-11", "PO 2026-118", True)
    assert "en-wallet-card-3.5x2in-5000.press.pdf" in files
    assert "en-poster-8.5x11in-200.press.pdf" in files
    assert "en-brochure-11x8.5in.press.pdf" in files


def test_what_is_not_known_is_a_blank_with_room_to_write(order, session) -> None:
    made = gather(*order(), session).ticket
    written = letter(made)
    for label, _ in NO_ORDER.rows:
        assert re.search(rf"^  {re.escape(label)} +_{{40}}$", written, re.MULTILINE), label


def test_the_intent_names_customer_due_date_fold_and_digest(ordered) -> None:
    document = etree.fromstring(product_intent(ordered))
    XJDF.assertValid(document)
    names = {"x": NAMESPACE}
    assert document.xpath("string(//x:CustomerInfo/@CustomerOrderID)", namespaces=names) == "PO 2026-118"
    assert document.xpath("string(//x:DeliveryParams/@Required)", namespaces=names) == "2026-12-11T23:59:59"
    assert document.xpath("//x:Part/@ContactType", namespaces=names) == ["Customer", "Approver", "Delivery"]
    assert document.xpath("//x:ComChannel/@Locator", namespaces=names)[:2] == [
        "mailto:ana@example.org",
        "tel:8605550100",
    ]
    assert document.xpath("//x:FoldingIntent/@FoldCatalog", namespaces=names) == ["F6-4"]
    (card,) = document.xpath("//x:Product[@ID='wallet-card']", namespaces=names)
    assert (card.get("Amount"), card.get("MinAmount"), card.get("MaxAmount")) == ("5000", "5000", "5250")
    digests = document.xpath("//x:GeneralID[@IDUsage='SHA-256']/@IDValue", namespaces=names)
    assert digests == [product.sha256 for product in ordered.products]
    assert document.xpath("//x:FileSpec/@CheckSum", namespaces=names) == []


def test_an_intent_without_an_order_is_valid(order, session) -> None:
    XJDF.assertValid(etree.fromstring(product_intent(gather(*order(), session).ticket)))


@pytest.mark.parametrize("name", ["order.yaml", "order-2026-11.yaml", "orders/spring.yaml"])
def test_git_never_takes_an_order(name: str, tool) -> None:
    subprocess.run([tool("git"), "check-ignore", "-q", "--no-index", name], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((252, 144), "3.5x2in"),
        ((612, 792), "8.5x11in"),
        ((240.945, 153.071), "85x54mm"),
        ((265.5, 612), "3.6875x8.5in"),
    ],
)
def test_a_size_in_a_name_is_the_one_that_people_know(points: tuple[float, float], words: str) -> None:
    assert size_in_name(*points) == words


@pytest.mark.parametrize(("press", "paper"), [("gracol", "coated"), ("uncoated", "uncoated"), ("online", "coated")])
def test_the_paper_on_the_ticket_is_the_one_of_the_condition(session, press: str, paper: Paper) -> None:
    """A profile of coated paper was sent with a suggestion of uncoated paper."""
    condition = session.condition(press)
    assert condition.paper == paper
    for job in load_print_jobs(session.campaign).values():
        stock = job.stock_for(condition)
        assert set(re.findall(r"\b(?:un)?coated\b", stock)) == {paper}
        bare = replace(job, stock={kind: words for kind, words in job.stock.items() if kind != paper})
        with pytest.raises(ContentError, match=f"has no {paper} stock"):
            bare.stock_for(condition)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("{ordered: 2026-11-05, due: 2026-11-05}", True),  # while you wait
        ("{ordered: 2026-11-05, due: 2026-11-04}", False),
        ("{due: 2026-11-04}", True),
        ('{overs: "0%"}', True),
        ('{overs: "25%"}', True),
        ('{overs: "25.1%"}', False),
        ('{unders: "2.5 %"}', True),
        ('{unders: "2.55%"}', False),
        ("{unders: 5}", False),
        ("{quantities: {poster: 1}}", True),
        ("{quantities: {poster: 0}}", False),
        ("{quantities: {poster: 10000000}}", True),
        ("{quantities: {poster: 10000001}}", False),
        ("{quantities: {poster: 1.5}}", False),
        (f"{{notes: {'a' * 200}}}", True),
        (f"{{notes: {'a' * 201}}}", False),
        (f"{{purchase_order: {'a' * 40}}}", True),
        (f"{{purchase_order: {'a' * 41}}}", False),
        (f"{{delivery: [{', '.join('a' * 8)}]}}", True),
        (f"{{delivery: [{', '.join('a' * 9)}]}}", False),
        ("{delivery: []}", False),
        ("{sender: {email: a@example.org}}", True),
        ("{sender: {email: a@example}}", False),
        ("{sender: {email: a b@example.org}}", False),
        ("{sender: {phone: 55501}}", True),
        ("{sender: {phone: 5550}}", False),
    ],
)
def test_limits_of_an_order(tmp_path: Path, line: str, right: bool) -> None:
    path = tmp_path / "order.yaml"
    path.write_text(line, encoding="utf-8")
    if right:
        load_order(path, PRODUCTS)
    else:
        with pytest.raises(ContentError):
            load_order(path, PRODUCTS)


def test_percentages_are_numbers_and_products_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "order.yaml"
    path.write_text('{overs: "2.5 %", unders: "0%"}', encoding="utf-8")
    order = load_order(path, PRODUCTS)
    assert (order.overs, order.unders) == (2.5, 0.0)
    path.write_text("quantities: {postr: 5}\nstock: {crad: gloss}\n", encoding="utf-8")
    with pytest.raises(FlyersError) as refused:
        load_order(path, PRODUCTS)
    for product, line in (("postr", 1), ("crad", 2)):
        assert f"order.yaml:{line}:" in str(refused.value)
        assert f"There is no product “{product}”. There are: brochure, poster, wallet-card." in str(refused.value)
