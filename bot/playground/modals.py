"""What people do in modals: submit and close."""

from collections.abc import Mapping
from typing import Any

from bot.playground import acts, fields, payloads, stacks
from bot.playground.answers import Answer
from bot.playground.door import Ack, Door, Post
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Person, View

BAD_RESPONSE = "invalid_response_action"


async def submit(door: Door, person_id: str, view_id: str, values: Mapping[str, Mapping[str, Any]]) -> Answer:
    workspace = door.workspace
    person, view = workspace.person(person_id), _top(door, person_id, view_id)
    view.values = fields.filled(view.blocks, view.values, values)
    view.errors = fields.problems(view.blocks, view.values)
    workspace.touch()
    before = workspace.state.last_ts
    if view.errors:
        return acts.answered(door, person, None, {}, before=before, errors=dict(view.errors))
    trigger_id = workspace.triggers.give(person.id, view_id=view.id)
    payload = payloads.interaction(workspace, "view_submission", person, trigger_id)
    payload |= {"view": payloads.view(workspace, view), "response_urls": []}
    ack = await door.send(Post.INTERACTION, payload, accepts_response=True)
    error, notice = ack.error, ""
    if error is None:
        try:
            _respond(door, view, ack)
        except Refusal as refusal:
            error, notice = BAD_RESPONSE, "; ".join([refusal.code, *refusal.messages])
    return acts.answered(
        door, person, ack, payload, before=before, error=error, notice=notice, errors=dict(view.errors)
    )


def _respond(door: Door, view: View, ack: Ack) -> None:
    """Do what the acknowledgement asks. Refuses an answer that Slack could not carry out."""
    workspace = door.workspace
    if not ack.body:
        stacks.close(workspace, view)
        return
    body: Json = ack.body if isinstance(ack.body, dict) else {}
    match body.get("response_action"):
        case "errors":
            view.errors = _errors(view, body.get("errors"))
            workspace.touch()
        case "clear":
            stacks.clear(workspace, view.person)
        case "update":
            stacks.update(workspace, view, body.get("view"))
        case "push":
            stacks.push(workspace, view.person, body.get("view"), above=view.id)
        case _:
            raise Refusal(BAD_RESPONSE)


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Sentences by block id; each has to name an input block of the view."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Refusal("invalid_errors")
    if not all(isinstance(sentence, str) and sentence for sentence in errors.values()):
        raise Refusal("invalid_errors")
    return dict(errors)


async def dismiss(door: Door, person_id: str, view_id: str, *, everything: bool) -> Answer:
    """The top one goes, or all: asked for, or because it says `clear_on_close`."""
    workspace = door.workspace
    person, view = workspace.person(person_id), _top(door, person_id, view_id)
    before = workspace.state.last_ts
    everything = everything or bool(view.definition.get("clear_on_close"))
    going = list(reversed(workspace.state.views[person.id])) if everything else [view]
    if everything:
        stacks.clear(workspace, person.id)
    else:
        stacks.close(workspace, view)
    answer = acts.answered(door, person, None, {}, before=before)
    for one in going:
        if one.definition.get("notify_on_close"):
            answer = await _tell_closed(door, person, one, cleared=everything, before=before)
    return answer


async def _tell_closed(door: Door, person: Person, view: View, *, cleared: bool, before: str) -> Answer:
    payload = payloads.interaction(door.workspace, "view_closed", person, None)
    payload |= {"view": payloads.view(door.workspace, view), "is_cleared": cleared}
    ack = await door.send(Post.INTERACTION, payload)
    return acts.answered(door, person, ack, payload, before=before)


def _top(door: Door, person_id: str, view_id: str) -> View:
    stack = door.workspace.state.views.get(person_id)
    if not stack or stack[-1].id != view_id:
        raise LookupError(f"{view_id} is not the modal on top")
    return stack[-1]
