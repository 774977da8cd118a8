"""Modals with a real Bolt app behind them: what is submitted, what the bot may answer, what stays."""

import asyncio
import dataclasses

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Json
from tests.playground.town import MODAL, Serve, Town, bolt


async def opened(town: Town, serve: Serve, view: Json = MODAL) -> str:
    """A modal opened by a command; its id."""
    app = bolt(town)

    @app.command("/idea")
    async def idea(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("idea")
    async def submitted(ack: AsyncAck, body: Json) -> None:
        written = body["view"]["state"]["values"]["title"]["text"]["value"]
        match written:
            case "feil":
                await ack(response_action="errors", errors={"title": "Skriv mer"})
            case "rart":
                await ack(response_action="errors", errors={"nowhere": "Skriv mer"})
            case "bytt":
                changed = view | {"title": {"type": "plain_text", "text": "Bytt"}}
                await ack(response_action="update", view=changed)
            case "mer":
                await ack(response_action="push", view=view | {"callback_id": "second"})
            case "alt":
                await ack(response_action="clear")
            case "for stort":
                await ack(response_action="update", view=view | {"blocks": []})
            case "stille":
                await asyncio.sleep(0.5)
                await ack()
            case _:
                await ack()

    await serve(app)
    answer = await town.slack.command(town.youth, town.ideas, "/idea")
    assert answer.ok
    assert answer.view_id is not None
    return answer.view_id


async def test_a_submission_holds_untouched_fields_too(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    answer = await town.slack.submit(town.youth, view_id, {"title": {"text": "Kø"}})
    assert answer.ok
    assert answer.view_id is None
    view = answer.payload["view"]
    assert view["state"]["values"]["title"]["text"] == {"type": "plain_text_input", "value": "Kø"}
    assert view["state"]["values"]["area"]["pick"]["selected_option"]["value"] == "youth"
    assert view["private_metadata"] == "ideer"
    assert view["callback_id"] == "idea"
    assert view["root_view_id"] == view["id"] == view_id
    assert answer.payload["type"] == "view_submission"
    assert answer.payload["response_urls"] == []


async def test_slack_itself_guards_the_fields(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    empty = await town.slack.submit(town.youth, view_id)
    assert empty.errors == {"title": "Please complete this required field."}
    long = await town.slack.submit(town.youth, view_id, {"title": {"text": "x" * 21}})
    assert long.errors == {"title": "This entry must be 20 characters or fewer."}
    assert long.payload == {}
    view = town.slack.view(town.youth)
    assert view is not None
    assert view.values["title"]["text"]["value"] == "x" * 21
    with pytest.raises(LookupError):
        await town.slack.submit(town.youth, view_id, {"title": {"nothing": "x"}})
    with pytest.raises(LookupError):
        await town.slack.submit(town.nurse, view_id, {"title": {"text": "x"}})


async def test_errors_from_the_bot_stand_under_the_field_and_what_was_typed_stays(
    town: Town, serve: Serve
) -> None:
    view_id = await opened(town, serve)
    answer = await town.slack.submit(
        town.youth, view_id, {"title": {"text": "feil"}, "area": {"pick": "health"}}
    )
    assert answer.errors == {"title": "Skriv mer"}
    assert answer.error is None
    view = town.slack.view(town.youth)
    assert view is not None
    assert view.values["title"]["text"]["value"] == "feil"
    assert view.values["area"]["pick"]["selected_option"]["value"] == "health"
    assert (await town.slack.submit(town.youth, view_id, {"title": {"text": "riktig"}})).ok
    assert town.slack.view(town.youth) is None


async def test_what_the_bot_may_answer_to_a_submission(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    updated = await town.slack.submit(town.youth, view_id, {"title": {"text": "bytt"}})
    assert updated.view_id == view_id
    view = town.slack.view(town.youth)
    assert view is not None
    assert view.definition["title"]["text"] == "Bytt"
    assert view.values["title"]["text"]["value"] == "bytt"
    pushed = await town.slack.submit(town.youth, view_id, {"title": {"text": "mer"}})
    assert pushed.view_id not in (None, view_id)
    top = town.slack.view(town.youth)
    assert top is not None
    assert (top.previous_view_id, top.root_view_id) == (view_id, view_id)
    with pytest.raises(LookupError):
        await town.slack.submit(town.youth, view_id, {"title": {"text": "x"}})
    await town.slack.dismiss(town.youth, top.id)
    cleared = await town.slack.submit(town.youth, view_id, {"title": {"text": "alt"}})
    assert cleared.view_id is None


@pytest.mark.parametrize("word", ["rart", "for stort"])
async def test_an_answer_that_slack_cannot_carry_out_is_an_error(town: Town, serve: Serve, word: str) -> None:
    view_id = await opened(town, serve)
    answer = await town.slack.submit(town.youth, view_id, {"title": {"text": word}})
    assert answer.error == "invalid_response_action"
    assert answer.view_id == view_id


async def test_a_submission_without_answer_leaves_the_modal_as_typed(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    town.slack.pace = dataclasses.replace(town.slack.pace, ack=0.1)
    answer = await town.slack.submit(town.youth, view_id, {"title": {"text": "stille"}})
    assert answer.error == "operation_timeout"
    view = town.slack.view(town.youth)
    assert view is not None
    assert (view.id, view.values["title"]["text"]["value"]) == (view_id, "stille")


async def test_closing_is_told_only_where_the_view_asks_for_it(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    answer = await town.slack.dismiss(town.youth, view_id)
    assert answer.payload["type"] == "view_closed"
    assert answer.payload["is_cleared"] is False
    quiet = {key: value for key, value in MODAL.items() if key != "notify_on_close"}
    silent = await town.slack.dismiss(town.youth, await opened(town, serve, quiet))
    assert silent.payload == {}
    assert town.slack.view(town.youth) is None


async def test_a_choice_inside_a_modal_is_sent_where_it_asks_to_be(town: Town, serve: Serve) -> None:
    view_id = await opened(town, serve)
    sent = await town.slack.click(town.youth, None, view_id, "pick", value="health")
    assert sent.payload["container"] == {"type": "view", "view_id": view_id}
    assert sent.payload["actions"][0]["selected_option"]["value"] == "health"
    assert sent.payload["view"]["state"]["values"]["area"]["pick"]["selected_option"]["value"] == "health"
    assert "response_url" not in sent.payload
    assert "message" not in sent.payload
    kept = await town.slack.click(town.youth, None, None, "text", value="bare her")
    assert kept.payload == {}
    view = town.slack.view(town.youth)
    assert view is not None
    assert view.values["title"]["text"]["value"] == "bare her"
