"""Takes the README's pictures from the running demonstration (`make screenshots`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.support.browser import find_chromium, flags
from tests.support.demo import Visitor, running_demo

FOLDER = Path(__file__).with_name("screenshots")
QUESTION = "家賃が払えず食べるものもないと言っている"


def shoot(page: Page, name: str, about: Locator | None = None) -> None:
    """Save what the person sees, with ``about`` at the top of the window."""
    for toast in page.get_by_role("button", name="消す", exact=True).all():
        if toast.is_visible() and toast.locator("xpath=ancestor::*[@data-toasts]").count():
            toast.click()
    if about is not None:
        about.evaluate("node => node.scrollIntoView({block: 'start'})")
    page.screenshot(path=FOLDER / f"{name}.png")


def take(page: Page, address: str) -> None:
    """Walk the newcomer's way and stop for a picture at each place."""
    visitor = Visitor(page, address)
    visitor.open_home()
    shoot(page, "home")
    visitor.open_messages()
    visitor.say(f"/kizuki 相談 {QUESTION}")
    shoot(page, "ask", visitor.newest("いまやること"))
    page.get_by_role("button", name="つぎの設問の日").click()
    question = visitor.newest("今週の設問")
    visitor.answer_post(question)
    shoot(page, "quiz", visitor.newest("解説"))
    page.get_by_role("button", name="つぎの設問の日").click()
    visitor.answer_post(visitor.newest("今週の設問"))
    visitor.become("課長（窓口サービス課）")
    visitor.open_messages()
    visitor.say("/kizuki 集計")
    figures = visitor.newest("受講の状況")
    expect(figures).to_contain_text("（受付中）：1／")
    shoot(page, "figures", figures)


def main() -> None:
    """Start the demonstration and a browser, and take every picture."""
    chromium = find_chromium(os.environ)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=flags(root=os.geteuid() == 0)
        )
        page = browser.new_page(viewport={"width": 1000, "height": 760}, locale="ja-JP")
        with running_demo(Path(folder)) as address:
            take(page, address)
        browser.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
