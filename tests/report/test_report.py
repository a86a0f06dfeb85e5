"""The report of a workbook: what it shows, that it asks for nothing, and that a phone can read it."""

from __future__ import annotations

import http.server
import re
import shutil
import subprocess
import threading
from functools import partial
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from salesplan_xl.actions.bridge import bridge
from salesplan_xl.actions.decompose import decompose
from salesplan_xl.actions.variance import variance
from salesplan_xl.cli import app
from salesplan_xl.errors import NotFound, OutOfRange
from salesplan_xl.report.contents import read_contents
from salesplan_xl.report.page import page
from salesplan_xl.report.write import write_report
from tests.plan_books import plan_book

HOSTILE = "<img src=http://evil.example/x onerror=alert(1)> $\\frac{1}{2}$"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def plan(language="en", hostile="South"):
    regions = (("East", 60), ("West", 40), (hostile, 20))
    book = plan_book(
        language,
        tblSettings={
            "plan_year": 2027,
            "step": 1,
            "lunar_new_year": "no",
            "company": hostile,
            "money_unit": 1,
        },
        tblTargets=[{"indicator": "sales_amount", "unit": "base", "committed": 2400}],
        tblHistory=[
            {"month": f"2026-{m:02d}", "region": r, "amount": a + m, "quantity": a, "product": "Nuts"}
            for m in range(1, 13)
            for r, a in regions
        ],
        tblActuals=[
            {"month": f"2027-{m:02d}", "region": r, "amount": 1.5 * a, "quantity": a, "product": "Nuts"}
            for m in range(1, 4)
            for r, a in regions
        ],
        tblLevels=[
            {"order": 1, "dimension": "period"},
            {"order": 2, "dimension": "region"},
            {"order": 3, "dimension": "product"},
        ],
    )
    decompose(book)
    variance(book)
    bridge(book)
    return book


class Reader(HTMLParser):
    """Collects what would load something, and the text."""

    def __init__(self):
        super().__init__()
        self.loads, self.tags, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.loads += [value for name, value in attributes if name in ("src", "href", "xlink:href", "action")]

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_the_figures_and_loads_nothing(language):
    contents = read_contents(plan(language, HOSTILE))
    reader = Reader()
    text = page(contents)
    reader.feed(text)
    assert {"script", "img", "link", "iframe", "object"} & set(reader.tags) == set()
    assert all(load.startswith("#") for load in reader.loads), reader.loads
    assert "url(http" not in text
    words = "".join(reader.words)
    assert HOSTILE in words
    year = contents.months.target.sum()
    assert f"{year:,.0f}" == "2,400"
    assert "2,400" in words
    assert {"en": "Annual target", "zh": "年度目标"}[language] in words
    assert {"en": "Attainment: Region by month", "zh": "各月达成率：区域"}[language] in words
    assert contents.waterfalls


def test_every_indicator_may_be_asked_for_by_its_id_or_label_and_no_other():
    book = plan()
    assert read_contents(book, "销售额").indicator == read_contents(book, "sales_amount").indicator
    with pytest.raises(NotFound):
        read_contents(book, "profit of the moon")
    with pytest.raises(NotFound) as refused:
        read_contents(plan_book(tblSettings={"plan_year": 2027}))
    assert refused.value.reason == "report_no_quota"


def test_each_kind_of_file_is_what_its_name_says(tmp_path):
    book = plan()
    for name, start in (("r.html", b"<!DOCTYPE html>"), ("r.pdf", b"%PDF-"), ("r.png", b"\x89PNG")):
        write_report(book, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    again = tmp_path / "again.html"
    write_report(book, again)
    assert again.read_bytes() == (tmp_path / "r.html").read_bytes()
    with pytest.raises(OutOfRange):
        write_report(book, tmp_path / "r.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.html", "r.html", "r.pdf", "r.png"]


def test_the_command_says_what_it_made_or_what_is_missing(tmp_path):
    from salesplan_xl.actions.new import new_workbook

    new_workbook("annual_plan", tmp_path / "plan.xlsx", "zh")
    answer = CliRunner().invoke(app, ["report", str(tmp_path / "plan.xlsx"), "-o", str(tmp_path / "r.html")])
    assert answer.exit_code == 1
    assert "计划年度" in answer.output  # in the workbook's language, whatever the system's
    assert not (tmp_path / "r.html").exists()


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
def test_in_a_browser_no_request_leaves_the_page_and_a_phone_shows_it_whole(tmp_path):
    """Every name is resolved to this server, so that a request for anything would be seen here."""
    write_report(plan(hostile=HOSTILE), tmp_path / "report.html")
    (tmp_path / "phone.html").write_text(
        "<iframe src='report.html' width=390 height=844 onload=\"const d=this.contentDocument;"
        "const s=[...d.querySelectorAll('svg')].map(e=>e.getBoundingClientRect().right);"
        "document.title='wide '+d.documentElement.scrollWidth+' charts '+s.length+' right '"
        '+Math.ceil(Math.max(...s))"></iframe>'
    )
    asked = []

    class Server(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def do_GET(self):
            asked.append((self.headers.get("Host", ""), self.path))
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    try:
        command = [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--host-resolver-rules=MAP * 127.0.0.1:{port}",
            "--dump-dom",
            f"http://report.test:{port}/phone.html",
        ]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    finally:
        server.shutdown()
    assert {path for host, path in asked if "report.test" in host} <= {
        "/phone.html",
        "/report.html",
        "/favicon.ico",
    }
    assert "evil.example" not in {host for host, _ in asked}
    found = re.search(r"<title>wide (\d+) charts (\d+) right (\d+)</title>", shown)
    assert found, shown[:500]
    wide, charts, right = map(int, found.groups())
    assert wide <= 390
    assert charts >= 5
    assert right <= 390
