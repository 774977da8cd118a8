"""Composition objects: texts, options, confirmations."""

from typing import Any

from bot.playground.limits.report import Report
from bot.playground.limits.shapes import Check, boolean, by_type, items, may, need, obj, one_of, string

ID = string(255)


def plain(most: int) -> Check:
    """A `plain_text` object of at most `most` characters."""
    return by_type(
        {
            "plain_text": obj(
                {"type": need(string(20)), "text": need(string(most)), "emoji": may(boolean)},
            )
        }
    )


def text(most: int) -> Check:
    """A `plain_text` or `mrkdwn` object of at most `most` characters."""
    body = need(string(most))
    kind = need(string(20))
    return by_type(
        {
            "plain_text": obj({"type": kind, "text": body, "emoji": may(boolean)}),
            "mrkdwn": obj({"type": kind, "text": body, "verbatim": may(boolean)}),
        }
    )


CONFIRM = obj(
    {
        "title": need(plain(100)),
        "text": need(text(300)),
        "confirm": need(plain(30)),
        "deny": need(plain(30)),
        "style": may(one_of("primary", "danger")),
    }
)

SELECT_OPTION = obj(
    {"text": need(plain(75)), "value": need(string(150)), "description": may(plain(75))},
)
"""An option of a select menu."""

CHOICE_OPTION = obj(
    {"text": need(text(75)), "value": need(string(150)), "description": may(text(75))},
)
"""An option of checkboxes or radio buttons, where mrkdwn is allowed."""

MENU_OPTION = obj(
    {
        "text": need(plain(75)),
        "value": need(string(150)),
        "description": may(plain(75)),
        "url": may(string(3000)),
    },
)
"""An option of an overflow menu."""

OPTION_GROUP = obj({"label": need(plain(75)), "options": need(items(SELECT_OPTION, most=100))})

SLACK_FILE = obj({"id": may(string(255)), "url": may(string(3000))})


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """All options of an element, those in groups too."""
    found = [option for option in element.get("options") or [] if isinstance(option, dict)]
    for group in element.get("option_groups") or []:
        if isinstance(group, dict):
            found += [option for option in group.get("options") or [] if isinstance(option, dict)]
    return found


def chosen_are_offered(key: str) -> Check:
    """The initial option or options under `key` each match one that is offered, text and value alike."""

    def bare(option: Any) -> Any:
        return (
            (option.get("value"), (option.get("text") or {}).get("text"))
            if isinstance(option, dict)
            else None
        )

    def check(element: Any, pointer: str, report: Report) -> None:
        chosen = element.get(key)
        known = [bare(option) for option in offered(element)]
        for option in chosen if isinstance(chosen, list) else [chosen] if chosen is not None else []:
            if bare(option) not in known:
                report.add(f"{key} must match one of the options", f"{pointer}/{key}")

    return check


def options_or_groups(element: Any, pointer: str, report: Report) -> None:
    """A static select has either options or groups of them."""
    given = [key for key in ("options", "option_groups") if element.get(key) is not None]
    if not given:
        report.add("missing required field: options", pointer)
    if len(given) == 2:
        report.add("options and option_groups cannot both be given", pointer)


def distinct_values(element: Any, pointer: str, report: Report) -> None:
    """Two options with one value could not be told apart when they come back."""
    values = [option.get("value") for option in offered(element)]
    if len(set(map(str, values))) != len(values):
        report.add("option values must be unique", pointer)
