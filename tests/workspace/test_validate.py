"""Block Kit limits, each with a payload just inside and one just outside."""

from __future__ import annotations

import pytest

from bot.workspace.validate import message_block_errors, view_errors
from tests.workspace.samples import (
    actions,
    button,
    field,
    home,
    modal,
    mrkdwn,
    option,
    plain,
    section,
    select,
    text_input,
)
from tests.workspace.validate_samples import (
    Make,
    X,
    choices,
    confirm,
    grouped,
    image,
    picking,
    pressing,
    with_text,
)

# name, blocks with n of something, the most that is allowed, the pointer of the fault
UPPER: list[tuple[str, Make, int, str]] = [
    ("section text", lambda n: [section(X * n)], 3000, "/blocks/0/text/text"),
    (
        "section plain text",
        lambda n: with_text("section", plain(X * n)),
        3000,
        "/blocks/0/text/text",
    ),
    ("section fields", lambda n: [section(fields=[plain()] * n)], 10, "/blocks/0/fields"),
    ("field text", lambda n: [section(fields=[plain(X * n)])], 2000, "/blocks/0/fields/0/text"),
    ("header", lambda n: with_text("header", plain(X * n)), 150, "/blocks/0/text/text"),
    (
        "context elements",
        lambda n: [{"type": "context", "elements": [mrkdwn()] * n}],
        10,
        "/blocks/0/elements",
    ),
    (
        "context text",
        lambda n: [{"type": "context", "elements": [mrkdwn(X * n)]}],
        3000,
        "/blocks/0/elements/0/text",
    ),
    (
        "actions elements",
        lambda n: [actions(*[button(f"b{i}") for i in range(n)])],
        25,
        "/blocks/0/elements",
    ),
    ("block_id", lambda n: [section(block_id=X * n)], 255, "/blocks/0/block_id"),
    (
        "action_id",
        lambda n: [actions(button(X * n))],
        255,
        "/blocks/0/elements/0/action_id",
    ),
    ("button text", lambda n: pressing(text=plain(X * n)), 75, "/blocks/0/elements/0/text/text"),
    ("button value", lambda n: pressing(value=X * n), 2000, "/blocks/0/elements/0/value"),
    ("button url", lambda n: pressing(url=X * n), 3000, "/blocks/0/elements/0/url"),
    (
        "button label",
        lambda n: pressing(accessibility_label=X * n),
        75,
        "/blocks/0/elements/0/accessibility_label",
    ),
    (
        "confirm title",
        lambda n: pressing(confirm=confirm(title=n)),
        100,
        "/blocks/0/elements/0/confirm/title/text",
    ),
    (
        "confirm text",
        lambda n: pressing(confirm=confirm(text=n)),
        300,
        "/blocks/0/elements/0/confirm/text/text",
    ),
    (
        "confirm yes",
        lambda n: pressing(confirm=confirm(yes=n)),
        30,
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    (
        "confirm no",
        lambda n: pressing(confirm=confirm(no=n)),
        30,
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    ("select options", choices("static_select"), 100, "/blocks/0/elements/0/options"),
    ("radio buttons", choices("radio_buttons"), 10, "/blocks/0/elements/0/options"),
    ("checkboxes", choices("checkboxes"), 10, "/blocks/0/elements/0/options"),
    ("overflow", choices("overflow"), 5, "/blocks/0/elements/0/options"),
    (
        "multi select options",
        lambda n: [field(select("multi_static_select", n))],
        100,
        "/blocks/0/element/options",
    ),
    (
        "option text",
        lambda n: picking(options=[option(text=X * n)]),
        75,
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option value",
        lambda n: picking(options=[option(X * n)]),
        150,
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "option description",
        lambda n: picking(options=[option(description=plain(X * n))]),
        75,
        "/blocks/0/elements/0/options/0/description/text",
    ),
    (
        "overflow url",
        lambda n: picking(kind="overflow", options=[option(url=X * n)]),
        3000,
        "/blocks/0/elements/0/options/0/url",
    ),
    ("option groups", grouped, 100, "/blocks/0/elements/0/option_groups"),
    (
        "options in a group",
        lambda n: grouped(1, n),
        100,
        "/blocks/0/elements/0/option_groups/0/options",
    ),
    (
        "group label",
        lambda n: grouped(1, 1, n),
        75,
        "/blocks/0/elements/0/option_groups/0/label/text",
    ),
    (
        "placeholder",
        lambda n: picking(placeholder=plain(X * n)),
        150,
        "/blocks/0/elements/0/placeholder/text",
    ),
    ("input label", lambda n: [field(label=plain(X * n))], 2000, "/blocks/0/label/text"),
    ("input hint", lambda n: [field(hint=plain(X * n))], 2000, "/blocks/0/hint/text"),
    (
        "input max_length",
        lambda n: [field(text_input(max_length=n))],
        3000,
        "/blocks/0/element/max_length",
    ),
    (
        "input min_length",
        lambda n: [field(text_input(min_length=n))],
        3000,
        "/blocks/0/element/min_length",
    ),
    (
        "input initial value",
        lambda n: [field(text_input(initial_value=X * n))],
        3000,
        "/blocks/0/element/initial_value",
    ),
    ("image url", lambda n: [image(image_url=X * n)], 3000, "/blocks/0/image_url"),
    ("image alt", lambda n: [image(alt_text=X * n)], 2000, "/blocks/0/alt_text"),
    (
        "accessory alt",
        lambda n: [section(accessory=image(alt_text=X * n))],
        2000,
        "/blocks/0/accessory/alt_text",
    ),
    ("markdown", lambda n: [{"type": "markdown", "text": X * n}], 12000, "/blocks/0/text"),
    (
        "markdown together",
        lambda n: [
            {"type": "markdown", "text": X * (n - 6000)},
            {"type": "markdown", "text": X * 6000},
        ],
        12000,
        "/blocks",
    ),
    ("blocks of a message", lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
]


@pytest.mark.parametrize(
    ("make", "most", "pointer"), [row[1:] for row in UPPER], ids=[row[0] for row in UPPER]
)
def test_the_most_is_allowed_and_one_more_is_not(make: Make, most: int, pointer: str) -> None:
    assert message_block_errors(make(most)) == []
    found = message_block_errors(make(most + 1))
    assert len(found) == 1
    assert str(most) in found[0]
    assert found[0].endswith(f"[json-pointer:{pointer}]")


def view_text(name: str) -> Make:
    return lambda n: modal() | {name: plain(X * n)}


VIEW_UPPER: list[tuple[str, Make, int, str]] = [
    ("title", view_text("title"), 24, "/view/title/text"),
    ("submit", view_text("submit"), 24, "/view/submit/text"),
    ("close", view_text("close"), 24, "/view/close/text"),
    ("private_metadata", lambda n: modal(private_metadata=X * n), 3000, "/view/private_metadata"),
    ("callback_id", lambda n: modal(callback_id=X * n), 255, "/view/callback_id"),
    ("external_id", lambda n: modal(external_id=X * n), 255, "/view/external_id"),
    ("modal blocks", lambda n: modal(*[section()] * n), 100, "/view/blocks"),
    ("home blocks", lambda n: home(*[section()] * n), 100, "/view/blocks"),
    ("home metadata", lambda n: home(private_metadata=X * n), 3000, "/view/private_metadata"),
]


@pytest.mark.parametrize(
    ("make", "most", "pointer"), [row[1:] for row in VIEW_UPPER], ids=[row[0] for row in VIEW_UPPER]
)
def test_views_have_limits_of_their_own(make: Make, most: int, pointer: str) -> None:
    assert view_errors(make(most)) == []
    found = view_errors(make(most + 1))
    assert len(found) == 1
    assert str(most) in found[0]
    assert found[0].endswith(f"[json-pointer:{pointer}]")
