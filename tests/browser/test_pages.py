"""The pages in a browser: accessible, by keyboard, on a narrow screen, on paper, without JavaScript, with nothing from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = {
    "rounds": "/runder",
    "rules": "/regler",
    "round": "/runder/1",
    "held": "/runder/1/holdte",
    "fairness": "/runder/1/retfaerdighed",
    "list": "/runder/1/liste?sort=start&outcome=wish",
    "search": "/runder/1/soeg",
    "child": "/runder/1/ansoegninger/A0001",
    "protected child": "/runder/1/ansoegninger/A0002",
    "twin": "/runder/1/ansoegninger/A0008",
    "work": "/runder/1/arbejde",
    "approve": "/runder/1/godkend",
    "breach": "/runder/1/ansoegninger/A0004",
    "settings": "/indstillinger",
    "letters": "/runder/1/breve",
    "texts": "/brevtekster",
    "text": "/brevtekster/breach/en",
    "new round": "/runder/ny",
    "data": "/data",
    "accounts": "/konti",
    "log": "/log",
    "insight": "/log/indsigt",
    "sign in": "/log-ind",
    "changes": "/runder/1/aendringer",
    "change": "/runder/1/aendr/A0002",
    "comparison": "/runder/1/sammenlign/1",
    "units": "/runder/1/enheder",
    "house": "/runder/1/enheder/H2-V",
    "home": "/runder/1/enheder/P4",
    "forecasts": "/prognoser",
    "forecast": "/prognoser/2",
    "forecast of a district": "/prognoser/2/distrikter/D1/vuggestue",
    "back-test": "/prognoser/2/traefsikkerhed",
    "earlier forecasts": "/prognoser/2/tidligere",
    "assumptions": "/prognoser/3/forudsaetninger",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


def faults(page: Page) -> list[str]:
    """What axe finds wrong on the page: rule, help, and where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes'][:3]]}" for fault in found.response["violations"]]


@every_page
def test_axe_finds_no_fault(watched: Page, address: str) -> None:
    watched.goto(address)
    assert faults(watched) == []


def test_axe_finds_no_fault_in_english(watched: Page) -> None:
    watched.goto(f"{PAGES['child']}?lang=en")
    assert faults(watched) == []


def test_axe_finds_no_fault_in_what_can_be_opened(watched: Page) -> None:
    watched.goto("/runder/1")
    for summary in watched.locator("summary").all():
        summary.click()
    assert faults(watched) == []


def test_axe_does_find_a_fault(page: Page) -> None:
    page.goto("/runder")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(fault.startswith("html-has-lang") for fault in faults(page))


def test_an_error_page_is_accessible_too(page: Page) -> None:
    page.goto("/nix")
    assert faults(page) == []


@every_page
def test_the_first_tab_leads_to_the_content(watched: Page, address: str) -> None:
    watched.goto(address)
    watched.keyboard.press("Tab")
    skip = watched.get_by_role("link", name="Gå til indholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("main")).to_be_focused()


@every_page
def test_a_narrow_screen_needs_no_sideways_scrolling(watched: Page, address: str) -> None:
    watched.set_viewport_size({"width": 320, "height": 640})
    watched.goto(address)
    assert watched.evaluate("document.documentElement.scrollWidth") <= 320


@every_page
def test_every_control_is_large_enough_to_hit(watched: Page, address: str) -> None:
    watched.goto(address)
    small = watched.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, nav a, summary')]
               .map(e => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 24)"""
    )
    assert small == []


def test_focus_is_seen(watched: Page) -> None:
    watched.goto("/runder/1")
    watched.get_by_role("link", name="Se alle enheder").focus()
    watched.keyboard.press("Shift+Tab")
    width = watched.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2


def test_from_the_rounds_to_a_child_and_on_to_its_unit_by_links(watched: Page) -> None:
    watched.goto("/")
    watched.get_by_role("link", name="Runde 1").click()
    watched.get_by_role("row", name=re.compile("^Ønske opfyldt")).get_by_role("link").click()
    expect(watched.get_by_role("status")).to_have_text("Viser 4 af 62 ansøgninger")
    watched.get_by_role("link", name="David Dahl").click()
    expect(watched.get_by_role("heading", level=1)).to_have_text("David Dahl")
    expect(watched.get_by_role("navigation", name="Ansøgninger i listen")).to_contain_text("2 af 4")
    watched.get_by_role("link", name="Næste").click()
    expect(watched.get_by_role("heading", level=1)).to_have_text("Ida Iversen")
    watched.get_by_label("Ønske opfyldt").get_by_role("link").click()
    expect(watched.get_by_role("heading", level=1)).to_have_text("Dagplejer Karen Ås")
    expect(watched.get_by_role("img", name=re.compile("^Belægning i Dagplejer Karen Ås"))).to_be_visible()


def test_filters_sorting_search_and_language_need_no_javascript(
    browser: Browser, browser_context_args: dict[str, Any], base_url: str
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False, "base_url": base_url})
    page = context.new_page()
    page.goto("/runder/1/liste")
    page.get_by_label("Alder").select_option("3-5 år")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_role("status")).to_have_text("Viser 2 af 62 ansøgninger")
    page.get_by_role("link", name="Barn", exact=True).click()
    expect(page.get_by_role("columnheader", name="Barn")).to_have_attribute("aria-sort", "ascending")
    page.get_by_label("Find et barn").fill("bæk")
    page.get_by_role("button", name="Søg").click()
    expect(page.get_by_role("link", name="Bjørn Bæk")).to_be_visible()
    assert "b%C3%A6k" not in page.url
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a child")
    context.close()


def test_a_page_prints_without_its_controls(watched: Page) -> None:
    watched.goto("/runder/1/liste")
    watched.emulate_media(media="print")
    for hidden in (watched.get_by_role("search"), watched.get_by_role("form", name="Filtre"), watched.get_by_role("banner")):
        expect(hidden).to_be_hidden()
    expect(watched.get_by_role("table")).to_be_visible()
    assert watched.pdf(format="A4").startswith(b"%PDF")


def test_the_chart_is_as_wide_as_its_words_say(watched: Page) -> None:
    watched.goto("/runder/1/enheder/H2-V")
    bars = watched.locator("svg.chart rect.bar.present").count()
    expect(watched.get_by_role("table", name="Belægning måned for måned").locator("tbody tr")).to_have_count(18)
    # present children are there in 16 of 18 months
    assert bars == 16
