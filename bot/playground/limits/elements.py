"""Block elements: what each may hold, and in which blocks it may stand."""

from typing import Any

from bot.playground.limits import objects
from bot.playground.limits.report import Report
from bot.playground.limits.shapes import (
    Check,
    Field,
    boolean,
    both,
    by_type,
    integer,
    items,
    may,
    need,
    obj,
    one_of,
    pattern,
    string,
)

DATE = pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date in the form YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time in the form HH:mm")
NUMBER = pattern(r"-?\d+(\.\d+)?", "a number, as a string")
MOMENT = integer(1_000_000_000, 9_999_999_999)

_SHARED = {"type": need(string(50)), "action_id": may(objects.ID)}
_CONFIRM = {"confirm": may(objects.CONFIRM)}
_FOCUS = {"focus_on_load": may(boolean)}
_MENU = _SHARED | _CONFIRM | _FOCUS | {"placeholder": may(objects.plain(150))}
_MANY = {"max_selected_items": may(integer(1, 100))}
_FILTER = {
    "filter": may(
        obj(
            {
                "include": may(items(one_of("im", "mpim", "private", "public"), most=4)),
                "exclude_external_shared_channels": may(boolean),
                "exclude_bot_users": may(boolean),
            }
        )
    ),
    "default_to_current_conversation": may(boolean),
}
_OPTIONS = {
    "options": may(items(objects.SELECT_OPTION, most=100)),
    "option_groups": may(items(objects.OPTION_GROUP, most=100)),
}
_IDS = items(string(50), most=100)


def _typing(extra: dict[str, Field]) -> Check:
    """The inputs into which one types."""
    shared = _SHARED | _FOCUS | {"placeholder": may(objects.plain(150))}
    dispatch = obj(
        {"trigger_actions_on": may(items(one_of("on_enter_pressed", "on_character_entered"), most=2))},
    )
    return obj(shared | {"dispatch_action_config": may(dispatch)} | extra)


def _lengths(element: Any, pointer: str, report: Report) -> None:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        report.add("min_length must not exceed max_length", pointer)
    initial = element.get("initial_value")
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        report.add(f"must be less than {most + 1} characters", f"{pointer}/initial_value")


def image_source(element: Any, pointer: str, report: Report) -> None:
    given = [key for key in ("image_url", "slack_file") if element.get(key) is not None]
    if len(given) != 1:
        report.add("exactly one of image_url and slack_file is required", pointer)
    file = element.get("slack_file")
    if isinstance(file, dict) and len([key for key in ("id", "url") if file.get(key)]) != 1:
        report.add("exactly one of id and url is required", f"{pointer}/slack_file")


BUTTON = obj(
    _SHARED
    | _CONFIRM
    | {
        "text": need(objects.plain(75)),
        "value": may(string(2000, least=0)),
        "url": may(string(3000)),
        "style": may(one_of("primary", "danger")),
        "accessibility_label": may(string(75)),
    }
)

OVERFLOW = both(
    obj(_SHARED | _CONFIRM | {"options": need(items(objects.MENU_OPTION, most=5))}),
    objects.distinct_values,
)

CHECKBOXES = both(
    obj(
        _SHARED
        | _CONFIRM
        | _FOCUS
        | {
            "options": need(items(objects.CHOICE_OPTION, most=10)),
            "initial_options": may(items(objects.CHOICE_OPTION, most=10)),
        }
    ),
    objects.chosen_are_offered("initial_options"),
    objects.distinct_values,
)

RADIO_BUTTONS = both(
    obj(
        _SHARED
        | _CONFIRM
        | _FOCUS
        | {
            "options": need(items(objects.CHOICE_OPTION, most=10)),
            "initial_option": may(objects.CHOICE_OPTION),
        }
    ),
    objects.chosen_are_offered("initial_option"),
    objects.distinct_values,
)

STATIC_SELECT = both(
    obj(_MENU | _OPTIONS | {"initial_option": may(objects.SELECT_OPTION)}),
    objects.options_or_groups,
    objects.chosen_are_offered("initial_option"),
    objects.distinct_values,
)

MULTI_STATIC_SELECT = both(
    obj(_MENU | _OPTIONS | _MANY | {"initial_options": may(items(objects.SELECT_OPTION, most=100))}),
    objects.options_or_groups,
    objects.chosen_are_offered("initial_options"),
    objects.distinct_values,
)

IMAGE = both(
    obj(
        {
            "type": need(string(50)),
            "alt_text": need(string(2000)),
            "image_url": may(string(3000)),
            "slack_file": may(objects.SLACK_FILE),
        }
    ),
    image_source,
)

MENUS: dict[str, Check] = {
    "static_select": STATIC_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "users_select": obj(_MENU | {"initial_user": may(string(50))}),
    "multi_users_select": obj(_MENU | _MANY | {"initial_users": may(_IDS)}),
    "channels_select": obj(
        _MENU | {"initial_channel": may(string(50)), "response_url_enabled": may(boolean)},
    ),
    "multi_channels_select": obj(_MENU | _MANY | {"initial_channels": may(_IDS)}),
    "conversations_select": obj(
        _MENU | _FILTER | {"initial_conversation": may(string(50)), "response_url_enabled": may(boolean)},
    ),
    "multi_conversations_select": obj(_MENU | _MANY | _FILTER | {"initial_conversations": may(_IDS)}),
}

PICKERS: dict[str, Check] = {
    "datepicker": obj(_MENU | {"initial_date": may(DATE)}),
    "timepicker": obj(_MENU | {"initial_time": may(TIME), "timezone": may(string(100))}),
}

DATETIMEPICKER: dict[str, Check] = {
    "datetimepicker": obj(_SHARED | _CONFIRM | _FOCUS | {"initial_date_time": may(MOMENT)}),
}

CHOICES: dict[str, Check] = {"checkboxes": CHECKBOXES, "radio_buttons": RADIO_BUTTONS}

TYPING: dict[str, Check] = {
    "plain_text_input": both(
        _typing(
            {
                "initial_value": may(string(3000, least=0)),
                "multiline": may(boolean),
                "min_length": may(integer(0, 3000)),
                "max_length": may(integer(1, 3000)),
            }
        ),
        _lengths,
    ),
    "number_input": _typing(
        {
            "is_decimal_allowed": need(boolean),
            "initial_value": may(NUMBER),
            "min_value": may(NUMBER),
            "max_value": may(NUMBER),
        }
    ),
    "email_text_input": _typing({"initial_value": may(string(3000))}),
    "url_text_input": _typing({"initial_value": may(string(3000))}),
}

IN_ACTIONS = by_type(
    {"button": BUTTON, "overflow": OVERFLOW} | CHOICES | MENUS | PICKERS | DATETIMEPICKER,
)
BESIDE_TEXT = by_type(
    {"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE} | CHOICES | MENUS | PICKERS,
)
IN_INPUT = by_type(CHOICES | MENUS | PICKERS | DATETIMEPICKER | TYPING)
