"""The demonstration as ``make run`` starts it, inside the test process, and its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bot.config import Config, read_config
from bot.demonstration import open_demo_store, start_demo
from tests.support.engines import lend_engines
from tests.support.process import ROOT
from tests.support.records import Records

SECONDS = 60_000


def demo_config(folder: Path, **settings: str) -> Config:
    """The settings of a demonstration whose data lies in ``folder``."""
    environ: Mapping[str, str] = {"DATA_DIR": str(folder), "PORT": "0", **settings}
    return read_config(environ, ROOT)


@contextmanager
def running_demo(folder: Path, records: Records | None = None) -> Iterator[str]:
    """Everything on loopback; yields the page's address."""
    config = demo_config(folder)
    lend_engines(config.data_dir)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        yield start_demo(stack, config, store, on_record=records.add if records else None)


class Visitor:
    """A person at the page, using it as staff would."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(SECONDS)
        expect.set_options(timeout=SECONDS)
        page.goto(address)

    def become(self, title: str) -> None:
        """Choose who one is by a part of the label."""
        choice = self.page.get_by_label("あなたは")
        option = choice.locator("option", has_text=title).first
        option.wait_for(state="attached")  # the page asks the server who there is
        label = option.inner_text()
        choice.select_option(label=label)
        expect(self.page.locator("#who-title")).to_contain_text(title.split("（", maxsplit=1)[0])

    def open_home(self) -> Locator:
        """The app's Home tab."""
        self.page.get_by_role("tab", name="ホーム").click()
        home = self.page.locator("#panel-home")
        expect(home).to_contain_text("緊急の連絡先")
        return home

    def open_messages(self) -> Locator:
        """The app's message tab."""
        self.page.get_by_role("tab", name="メッセージ").click()
        return self.page.locator("#log")

    def say(self, text: str) -> None:
        """Type into the message box and press Enter."""
        box = self.page.locator("#box")
        box.fill(text)
        box.press("Enter")

    def newest(self, words: str) -> Locator:
        """The newest message with these words, once it is there."""
        message = self.page.locator("[data-ts]").filter(has_text=words).last
        expect(message).to_be_visible()
        return message

    def answer_post(self, post: Locator) -> None:
        """Pick the first choice of whatever a message asks, until it asks nothing more."""
        choices = post.locator("[data-action-id='quiz:choices']")
        while choices.count():
            block = choices.get_attribute("data-block-id")
            post.get_by_role("radio").first.check()
            post.get_by_role("button", name="自信をもって答える").click()
            expect(post.locator(f"[data-block-id='{block}']")).to_have_count(0)

    def dialog(self) -> Locator:
        """The open modal."""
        return self.dialog_of(self.page)

    @staticmethod
    def dialog_of(page: Page) -> Locator:
        """The modal that is open on a page."""
        dialog = page.locator("#modal")
        expect(dialog).to_be_visible()
        return dialog
