"""Open modals: each person has one stack of at most three, the visible one on top; and one Home tab."""

import secrets
from typing import Any

from bot.playground import contents, fields, payloads
from bot.playground.limits import blocks as limits
from bot.playground.limits import views as view_limits
from bot.playground.refusal import Refusal
from bot.playground.state import Json, View
from bot.playground.workspace import Workspace

MOST = 3


def checked(workspace: Workspace, view: Any, *, surface: limits.Surface) -> Json:
    """A view as the bot sent it, sound, with every id filled in. Refuses as `limits.views.check` does."""
    sound = view_limits.check(view, surface=surface, usable=payloads.showable(workspace))
    kept: Json = {key: value for key, value in sound.items() if value is not None}
    kept["blocks"] = contents.settled(workspace, sound["blocks"])
    return kept


def open_view(workspace: Workspace, person: str, definition: Any) -> View:
    """A new modal in the place of whatever was open."""
    view = _new(workspace, person, checked(workspace, definition, surface=limits.Surface.MODAL))
    view.root_view_id = view.id
    workspace.state.views[person] = [view]
    workspace.touch()
    return view


def push(workspace: Workspace, person: str, definition: Any, *, above: str | None) -> View:
    """A modal on top of the one named `above`. Refuses with `not_found` where that one is not open."""
    stack = workspace.state.views.get(person, [])
    if above is None or above not in [view.id for view in stack]:
        raise Refusal("not_found")
    if len(stack) >= MOST:
        raise Refusal("push_limit_reached")
    view = _new(workspace, person, checked(workspace, definition, surface=limits.Surface.MODAL))
    view.root_view_id = stack[0].root_view_id
    view.previous_view_id = stack[-1].id
    stack.append(view)
    workspace.touch()
    return view


def update(workspace: Workspace, view: View, definition: Any, *, expected: str | None = None) -> View:
    """Change an open view in place, if it has the hash `expected`; fields that stay keep their values."""
    if expected is not None and expected != view.hash:
        raise Refusal("hash_conflict")
    surface = limits.Surface(view.type)
    sound = checked(workspace, definition, surface=surface)
    external_id = sound.get("external_id") or ""
    if external_id and external_id != view.external_id:
        _claim(workspace, external_id)
    view.definition = sound
    view.external_id = external_id
    view.values = fields.carried_over(sound["blocks"], view.values)
    view.errors = {}
    view.hash = _hash(workspace)
    workspace.touch()
    return view


def publish(workspace: Workspace, person: str, definition: Any, *, expected: str | None = None) -> View:
    """A person's Home tab, new or in place of the earlier one."""
    known = workspace.state.homes.get(person)
    if known is not None:
        return update(workspace, known, definition, expected=expected)
    if expected is not None:
        raise Refusal("hash_conflict")
    view = _new(workspace, person, checked(workspace, definition, surface=limits.Surface.HOME))
    view.root_view_id = view.id
    workspace.state.homes[person] = view
    workspace.touch()
    return view


def close(workspace: Workspace, view: View) -> None:
    """Take one view out of its stack; harmless where it is gone already."""
    stack = workspace.state.views.get(view.person, [])
    workspace.state.views[view.person] = [one for one in stack if one.id != view.id]
    _tidy(workspace, view.person)


def clear(workspace: Workspace, person: str) -> None:
    """Close everything that is open."""
    workspace.state.views[person] = []
    _tidy(workspace, person)


def find(workspace: Workspace, *, view_id: str | None = None, external_id: str | None = None) -> View | None:
    """An open modal or published Home tab, by either id."""
    for view in _all(workspace):
        if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
            return view
    return None


def _all(workspace: Workspace) -> list[View]:
    stacked = [view for stack in workspace.state.views.values() for view in stack]
    return stacked + list(workspace.state.homes.values())


def _tidy(workspace: Workspace, person: str) -> None:
    if not workspace.state.views[person]:
        del workspace.state.views[person]
    workspace.touch()


def _claim(workspace: Workspace, external_id: str) -> None:
    if find(workspace, external_id=external_id) is not None:
        raise Refusal("duplicate_external_id")


def _new(workspace: Workspace, person: str, sound: Json) -> View:
    external_id = sound.get("external_id") or ""
    if external_id:
        _claim(workspace, external_id)
    return View(
        id=workspace.fresh_id("V"),
        person=person,
        definition=sound,
        hash=_hash(workspace),
        external_id=external_id,
        values=fields.initial(sound["blocks"]),
    )


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock().timestamp())}.{secrets.token_urlsafe(6)}"
