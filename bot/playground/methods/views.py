"""views.*"""

from bot.playground import payloads, stacks
from bot.playground.arguments import Argument, data, may, need, text
from bot.playground.methods.call import Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, View
from bot.playground.triggers import Trigger

_OPENING: dict[str, Argument] = {
    "view": need(data),
    "trigger_id": may(text),
    "interactivity_pointer": may(text),
}


async def open_view(call: Call) -> Json:
    trigger = _trigger(call)
    return _shown(call, stacks.open_view(call.workspace, trigger.person, call["view"]))


async def push(call: Call) -> Json:
    trigger = _trigger(call)
    return _shown(call, stacks.push(call.workspace, trigger.person, call["view"], above=trigger.view_id))


async def update(call: Call) -> Json:
    view_id, external_id = call.get("view_id"), call.get("external_id")
    if not view_id and not external_id:
        raise Refusal("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    view = stacks.find(call.workspace, view_id=view_id, external_id=external_id)
    if view is None:
        raise Refusal("not_found")
    return _shown(call, stacks.update(call.workspace, view, call["view"], expected=call.get("hash")))


async def publish(call: Call) -> Json:
    if not call.workspace.registration.home_tab:
        raise Refusal("not_enabled")
    person = call.person(call["user_id"])
    if person.deleted or person.is_bot:
        raise Refusal("user_not_found")
    view = stacks.publish(call.workspace, person.id, call["view"], expected=call.get("hash"))
    return _shown(call, view)


def _trigger(call: Call) -> Trigger:
    """Use the trigger up: one opening each, and soon."""
    trigger_id = call.get("trigger_id") or call.get("interactivity_pointer")
    if not trigger_id:
        raise Refusal("invalid_arguments", messages=["[ERROR] missing required field: trigger_id"])
    return call.workspace.triggers.exchange(trigger_id)


def _shown(call: Call, view: View) -> Json:
    return {"view": payloads.view(call.workspace, view)}


METHODS = (
    Method(name="views.open", run=open_view, takes=_OPENING, tier=4),
    Method(name="views.push", run=push, takes=_OPENING, tier=4),
    Method(
        name="views.update",
        run=update,
        takes={
            "view": need(data),
            "view_id": may(text),
            "external_id": may(text),
            "hash": may(text),
        },
        tier=4,
    ),
    Method(
        name="views.publish",
        run=publish,
        takes={
            "user_id": need(text),
            "view": need(data),
            "hash": may(text),
            "interactivity_pointer": may(text),
        },
        tier=4,
    ),
)
