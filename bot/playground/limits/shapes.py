"""Checks to put together: strings, numbers, lists, objects. A check reports what is wrong with one value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.limits.report import Report

Check = Callable[[Any, str, Report], None]
"""Called with a value, its JSON pointer, and the report to add to."""


@dataclass(frozen=True)
class Field:
    check: Check
    required: bool = False


def need(check: Check) -> Field:
    """A key that has to be there."""
    return Field(check, required=True)


def may(check: Check) -> Field:
    """A key that can be left out."""
    return Field(check)


def string(most: int, *, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must provide a string", pointer)
        elif len(value) < least:
            report.add(f"must be more than {least - 1} characters", pointer)
        elif len(value) > most:
            report.add(f"must be less than {most + 1} characters", pointer)

    return check


def pattern(expression: str, what: str) -> Check:
    """A string in a fixed form, such as a date."""
    compiled = re.compile(expression)

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.add(f"must be {what}", pointer)

    return check


def boolean(value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add("must provide a boolean", pointer)


def integer(least: int, most: int) -> Check:
    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add("must provide an integer", pointer)
        elif not least <= value <= most:
            report.add(f"must be a number from {least} to {most}", pointer)

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any, pointer: str, report: Report) -> None:
        if value not in choices:
            report.add(f"must be a valid enum value: {', '.join(choices)}", pointer)

    return check


def items(check_one: Check, *, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must provide an array", pointer)
            return
        if len(value) < least:
            report.add(f"no fewer than {least} items allowed", pointer)
        if len(value) > most:
            report.add(f"no more than {most} items allowed", pointer)
            return
        for number, item in enumerate(value):
            check_one(item, f"{pointer}/{number}", report)

    return check


def obj(fields: Mapping[str, Field]) -> Check:
    """An object with these keys and no others. A null stands for a key that is left out."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
            return
        for key in value:
            if key not in fields:
                report.add(f"invalid additional property: {key}", pointer)
        for key, field in fields.items():
            if value.get(key) is not None:
                field.check(value[key], f"{pointer}/{key}", report)
            elif field.required:
                report.add(f"missing required field: {key}", pointer)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it has to pass."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
        elif "type" not in value:
            report.add("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            report.add(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            kinds[value["type"]](value, pointer, report)

    return check


def both(*checks: Check) -> Check:
    """All of these checks, in turn."""

    def check(value: Any, pointer: str, report: Report) -> None:
        for one in checks:
            one(value, pointer, report)

    return check
