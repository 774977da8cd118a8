"""Where a person can see what: messages, modals, the Home tab, and the elements in them."""

from bot.playground import fields
from bot.playground.state import Json, Kind, Message, Person, View
from bot.playground.workspace import Workspace


def find(workspace: Workspace, person: Person, *, channel_id: str | None, ts: str | None) -> Message | View:
    """The message, or without a channel the view with the id `ts`, or the modal on top, or the Home tab.

    Raises LookupError where the person does not see it. Only the modal on top can be used.
    """
    if channel_id is not None and ts is not None:
        return visible(workspace, person, channel_id, ts)
    stack = workspace.state.views.get(person.id)
    home = workspace.state.homes.get(person.id)
    for view in ([stack[-1]] if stack else []) + ([home] if home else []):
        if ts is None or view.id == ts:
            return view
    raise LookupError(f"{person.id} sees no view {ts or ''}".rstrip())


def visible(workspace: Workspace, person: Person, channel_id: str, ts: str) -> Message:
    """A message that the person can see. Raises LookupError otherwise."""
    channel = workspace.channel(channel_id)
    message = workspace.message(channel.id, ts)
    hidden = channel.kind is not Kind.PUBLIC and person.id not in channel.members
    if hidden or message.shown_to not in (None, person.id):
        raise LookupError(f"{person.id} does not see {ts}")
    return message


def element(blocks: list[Json], action_id: str, *, block_id: str | None) -> tuple[Json, Json]:
    """The one element with this action id, and its block. Raises LookupError for none and for several."""
    found = [
        (block, one)
        for block, one in fields.elements(blocks)
        if one["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(found) != 1:
        raise LookupError(
            f"{len(found) or 'no'} elements {action_id!r}" + (f" in {block_id!r}" if block_id else "")
        )
    return found[0]
