"""Inputs of forms: one field each, named by its block id."""

from collections.abc import Sequence
from datetime import date, datetime

from slack_sdk.models import blocks as kit

from bot.slack import mrkdwn
from bot.slack.views import blocks, ids

OPTIONS = 100
"""What a select holds at most."""


def line(
    field: ids.Field,
    label: str,
    *,
    value: str = "",
    limit: int,
    lines: bool = False,
    optional: bool = True,
    hint: str | None = None,
    placeholder: str | None = None,
) -> kit.Block:
    """A text field, of several lines with `lines`. A value too long for it is cut."""
    element = kit.PlainTextInputElement(
        action_id=ids.VALUE,
        initial_value=mrkdwn.clip(value, limit) or None,
        multiline=lines,
        max_length=limit,
        placeholder=blocks.plain(placeholder, 150) if placeholder else None,
    )
    return _input(field, label, element, optional=optional, hint=hint)


def choice(
    field: ids.Field,
    label: str,
    options: Sequence[kit.Option],
    *,
    chosen: object = None,
    placeholder: str | None = None,
    hint: str | None = None,
) -> kit.Block:
    """One of a list, a hundred at most."""
    shown = options[:OPTIONS]
    element = kit.StaticSelectElement(
        action_id=ids.VALUE,
        options=shown,
        initial_option=_chosen(shown, chosen),
        placeholder=blocks.plain(placeholder, 150) if placeholder else None,
    )
    return _input(field, label, element, optional=False, hint=hint)


def choices(
    field: ids.Field,
    label: str,
    options: Sequence[kit.Option],
    *,
    chosen: Sequence[object],
    placeholder: str,
    hint: str | None = None,
    optional: bool = False,
    most: int | None = None,
) -> kit.Block:
    """Several of a list, a hundred at most; `most` of them may be chosen."""
    shown = options[:OPTIONS]
    values = {str(one) for one in chosen}
    element = kit.StaticMultiSelectElement(
        action_id=ids.VALUE,
        options=shown,
        initial_options=[one for one in shown if one.value in values],
        placeholder=blocks.plain(placeholder, 150),
        max_selected_items=most,
    )
    return _input(field, label, element, optional=optional, hint=hint)


def radio(
    field: ids.Field, label: str, options: Sequence[kit.Option], *, chosen: object, hint: str | None = None
) -> kit.Block:
    element = kit.RadioButtonsElement(
        action_id=ids.VALUE, options=options, initial_option=_chosen(options, chosen)
    )
    return _input(field, label, element, optional=False, hint=hint)


def tick(field: ids.Field, label: str, option: kit.Option, *, on: bool, hint: str | None = None) -> kit.Block:
    """One box, ticked or not."""
    element = kit.CheckboxesElement(
        action_id=ids.VALUE, options=[option], initial_options=[option] if on else None
    )
    return _input(field, label, element, optional=True, hint=hint)


def person(field: ids.Field, label: str, *, chosen: str | None, hint: str | None = None) -> kit.Block:
    element = kit.UserSelectElement(action_id=ids.VALUE, initial_user=chosen)
    return _input(field, label, element, optional=False, hint=hint)


def people(field: ids.Field, label: str, *, chosen: Sequence[str], hint: str | None = None) -> kit.Block:
    element = kit.UserMultiSelectElement(action_id=ids.VALUE, initial_users=list(chosen) or None)
    return _input(field, label, element, optional=True, hint=hint)


def place(
    field: ids.Field, label: str, *, chosen: str | None, optional: bool = True, hint: str | None = None
) -> kit.Block:
    """A channel, public or private; no direct messages."""
    element = kit.ConversationSelectElement(
        action_id=ids.VALUE,
        initial_conversation=chosen,
        filter=kit.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return _input(field, label, element, optional=optional, hint=hint)


def moment(field: ids.Field, label: str, *, chosen: datetime, hint: str | None = None) -> kit.Block:
    """A day and a time of day, which Slack shows in the person's own zone."""
    element = kit.DateTimePickerElement(action_id=ids.VALUE, initial_date_time=int(chosen.timestamp()))
    return _input(field, label, element, optional=False, hint=hint)


def day(
    field: ids.Field,
    label: str,
    *,
    chosen: date | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> kit.Block:
    """A day without a time."""
    element = kit.DatePickerElement(action_id=ids.VALUE, initial_date=chosen.isoformat() if chosen else None)
    return _input(field, label, element, optional=optional, hint=hint)


def number(
    field: ids.Field,
    label: str,
    *,
    lowest: int,
    highest: int,
    value: int | None = None,
    optional: bool = True,
    hint: str | None = None,
) -> kit.Block:
    """A whole number, or nothing where that is `optional`."""
    element = kit.NumberInputElement(
        action_id=ids.VALUE,
        is_decimal_allowed=False,
        min_value=lowest,
        max_value=highest,
        initial_value=None if value is None else str(value),
    )
    return _input(field, label, element, optional=optional, hint=hint)


def _input(
    field: ids.Field, label: str, element: kit.InputInteractiveElement, *, optional: bool, hint: str | None
) -> kit.Block:
    return kit.InputBlock(
        block_id=field,
        label=blocks.plain(label, 2000),
        hint=blocks.plain(hint, 2000) if hint else None,
        element=element,
        optional=optional,
    )


def _chosen(options: Sequence[kit.Option], value: object) -> kit.Option | None:
    return next((one for one in options if value is not None and one.value == str(value)), None)
