"""A visitor of the running office, and what every page must be: whole, fitting, accessible."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "rembuk-demo-2026"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async rules => (await axe.run(document, {
        runOnly: rules, resultTypes: ['violations'], selectors: false
    })).violations.map(
    v => v.id + ': ' + v.nodes.slice(0, 4).map(
        n => n.html.slice(0, 160) + ' ' + (n.any[0] || {}).message).join(' | '))"""


class Visitor:
    """One signed-in browser context; remembers console errors, so CSP refusals show."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def sign_in(self, username: str) -> None:
        """Through the sign-in page, as a person does."""
        self.page.goto(f"{self.address}/akun/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/akun/login" not in url)

    def open(self, path: str) -> Page:
        """Open a path and wait until scripts have drawn."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.page.wait_for_load_state("networkidle")
        return self.page


def opened(browser: Browser, server: str, username: str, width: int) -> Visitor:
    """A visitor in a window of that width; signed in when there is a user name."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="id-ID", reduced_motion="reduce"
    )
    visitor = Visitor(context, server)
    if username:
        visitor.sign_in(username)
    return visitor


def findings(page: Page, axe_source: str, rules: list[str]) -> list[str]:
    """What axe finds on the open page."""
    page.evaluate(axe_source)
    found: list[str] = page.evaluate(AXE, rules)
    return found


def assert_clean(visitor: Visitor, axe_source: str) -> None:
    """The open page: no script error or refusal, one h1, no sideways scroll, no finding of axe."""
    page = visitor.page
    page.wait_for_load_state("networkidle")
    assert visitor.errors == []
    assert page.locator("h1").count() == 1
    overflow = page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url}: {overflow} px sideways"
    assert findings(page, axe_source, RULES) == [], page.url
