"""Takes the README's pictures from the running demonstration (`make screenshots`)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from bot.core.clock import TOKYO
from bot.demonstration import open_demo_store, start_demo
from bot.store import marker
from tests.support.browser import find_chromium, flags
from tests.support.demo import Visitor, demo_config, running_demo

FOLDER = Path(__file__).with_name("screenshots")
QUESTION = "家賃が払えず食べるものもないと言っている"
BEFORE_A_WAVE = datetime(2027, 1, 22, 9, 30, tzinfo=TOKYO)  # it opens on Monday at nine


def shoot(page: Page, name: str, about: Locator | None = None) -> None:
    """Save what the person sees, with ``about`` at the top of the window."""
    clear_notices(page)
    if about is not None:
        about.evaluate("node => node.scrollIntoView({block: 'start'})")
    page.screenshot(path=FOLDER / f"{name}.png")


def clear_notices(page: Page) -> None:
    """Take away what the page says at its edge."""
    for toast in page.get_by_role("button", name="消す", exact=True).all():
        if toast.is_visible() and toast.locator("xpath=ancestor::*[@data-toasts]").count():
            toast.click()


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


@contextmanager
def demo_at(folder: Path, when: datetime) -> Iterator[str]:
    """The demonstration with its clock set to that moment."""
    config = demo_config(folder)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        with store.write() as tx:
            marker.set_clock_offset(tx, when - datetime.now(UTC))
        yield start_demo(stack, config, store)


def take_survey(page: Page, address: str) -> None:
    """The survey's form on the morning of its opening."""
    visitor = Visitor(page, address)
    visitor.open_messages()
    clock = page.locator("#clock-now")
    for _ in range(3):
        before = clock.inner_text()
        page.get_by_role("button", name="1日進める").click()
        expect(clock).not_to_have_text(before)
    clear_notices(page)
    visitor.say("/kizuki アンケート")
    expect(visitor.dialog()).to_contain_text("まで受け付けています")
    page.screenshot(path=FOLDER / "survey.png")


def main() -> None:
    """Start the demonstration and a browser, and take every picture."""
    chromium = find_chromium(os.environ)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=flags(root=os.geteuid() == 0)
        )
        page = browser.new_page(viewport={"width": 1000, "height": 760}, locale="ja-JP")
        with running_demo(Path(folder, "today")) as address:
            take(page, address)
        with demo_at(Path(folder, "survey"), BEFORE_A_WAVE) as address:
            take_survey(page, address)
        browser.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
