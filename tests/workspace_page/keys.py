"""Moving through the page with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

STEPS = 90
FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return { ringed, body: node === document.body, html: node.outerHTML.slice(0, 90) };
}"""


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until ``selector`` has the focus; every stop on the way must show its focus."""
    for _ in range(STEPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = page.evaluate(FOCUS)
        if not stop["body"]:
            assert stop["ringed"], f"no visible focus on {stop['html']}"
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def focused(page: Page, attribute: str) -> str | None:
    """An attribute of the element that has the focus."""
    script = "(name) => document.activeElement.getAttribute(name)"
    value: str | None = page.evaluate(script, attribute)
    return value
