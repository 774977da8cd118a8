"""An open form asks once more: what looks like client data stays in its field until the person has decided.

The form is made anew from what Slack sent back of it, with everything that was filled in, so that every form
asks alike.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models import blocks as kit

from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts

KEPT = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "external_id",
    "notify_on_close",
)
CONFIRMED = "confirmed"
NOTICE = "confirm_notice"
FILLED = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
"""How what stands in a field is called when it comes, and when it is put there."""


def form(view: Mapping[str, Any], texts: Texts, *, field: str | None) -> blocks.Json:
    """The open `view` as it was sent, with a box to tick at its end; `field` is what made it necessary.

    The reason stands first: where nothing new is in sight, a form looks as if nothing happened.
    """
    values = view.get("state", {}).get("values", {})
    shown = [
        one for one in view.get("blocks", []) if one.get("block_id") not in {NOTICE, ids.Field.CONFIRMED}
    ]
    label = next(
        (one["label"]["text"] for one in shown if one.get("block_id") == field and "label" in one), ""
    )
    why = texts("guard.form.notice", field=label) if label else texts("error.guard.contact")
    notice, asked = blocks.words(why).to_dict(), box(texts, on=False).to_dict()
    kept = {key: view[key] for key in KEPT if view.get(key)}
    return {
        **kept,
        "blocks": [{**notice, "block_id": NOTICE}, *(_filled(one, values) for one in shown), asked],
    }


def box(texts: Texts, *, on: bool) -> kit.Block:
    """The box to tick; a form that is drawn anew has it where it had been ticked."""
    return inputs.tick(
        ids.Field.CONFIRMED,
        texts("guard.form.label"),
        blocks.option(texts("guard.form.option"), CONFIRMED),
        on=on,
        hint=texts("guard.form.hint"),
    )


def _filled(block: Mapping[str, Any], values: Mapping[str, Any]) -> blocks.Json:
    """An input with what stands in it now; any other block as it is."""
    if block.get("type") != "input":
        return dict(block)
    element = {name: held for name, held in block["element"].items() if name not in FILLED.values()}
    typed = values.get(block["block_id"], {}).get(element.get("action_id"), {})
    element |= {
        FILLED[name]: held for name, held in typed.items() if name in FILLED and held not in (None, "", [])
    }
    return {**block, "element": element}
