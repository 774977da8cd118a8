"""views.*: triggers, stacks, hashes, and what stays in the fields."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Json
from tests.playground.test_web_api import refused
from tests.playground.town import MODAL, Town


def trigger(town: Town, view_id: str | None = None) -> str:
    return town.slack.workspace.triggers.give(town.youth, view_id=view_id)


async def opened(town: Town, **more: Any) -> Json:
    answer = await town.client().views_open(trigger_id=trigger(town), view=MODAL | more)
    view: Json = answer["view"]
    return view


async def test_a_trigger_opens_one_modal_and_soon(town: Town, client: AsyncWebClient) -> None:
    given = trigger(town)
    assert (await client.views_open(trigger_id=given, view=MODAL))["ok"]
    again = await refused(client.views_open(trigger_id=given, view=MODAL))
    assert again["error"] == "exchanged_trigger_id"
    late = trigger(town)
    town.hand.seconds += 3.1
    assert (await refused(client.views_open(trigger_id=late, view=MODAL)))["error"] == "expired_trigger_id"
    wrong = await refused(client.views_open(trigger_id="1.2.3", view=MODAL))
    assert wrong["error"] == "invalid_trigger_id"


async def test_a_view_comes_back_with_all_that_slack_adds(town: Town) -> None:
    view = await opened(town)
    state = town.slack.workspace.state
    assert view["id"].startswith("V")
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert view["team_id"] == view["app_installed_team_id"] == state.team_id
    assert (view["app_id"], view["bot_id"]) == (state.app_id, state.bot_id)
    assert view["hash"]
    assert view["clear_on_close"] is False
    assert view["blocks"][0]["label"]["emoji"] is True
    shown = town.slack.view(town.youth)
    assert shown is not None
    assert shown.id == view["id"]
    assert town.slack.view(town.nurse) is None


async def test_an_unsound_view_says_where(town: Town, client: AsyncWebClient) -> None:
    bad = MODAL | {"title": {"type": "plain_text", "text": "x" * 25}}
    body = await refused(client.views_open(trigger_id=trigger(town), view=bad))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert town.slack.view(town.youth) is None


async def test_three_views_fit_on_a_stack(town: Town, client: AsyncWebClient) -> None:
    root = await opened(town)
    second = await client.views_push(trigger_id=trigger(town, root["id"]), view=MODAL)
    third = await client.views_push(trigger_id=trigger(town, second["view"]["id"]), view=MODAL)
    assert third["view"]["previous_view_id"] == second["view"]["id"]
    assert third["view"]["root_view_id"] == root["id"]
    body = await refused(client.views_push(trigger_id=trigger(town, third["view"]["id"]), view=MODAL))
    assert body["error"] == "push_limit_reached"
    await town.slack.dismiss(town.youth, third["view"]["id"])
    below = town.slack.view(town.youth)
    assert below is not None
    assert below.id == second["view"]["id"]
    body = await refused(client.views_push(trigger_id=trigger(town), view=MODAL))
    assert body["error"] == "not_found"


async def test_opening_takes_the_place_of_what_was_open(town: Town) -> None:
    await opened(town)
    other = await opened(town)
    assert [view.id for view in town.slack.workspace.state.views[town.youth]] == [other["id"]]


async def test_an_update_needs_the_right_hash(town: Town, client: AsyncWebClient) -> None:
    view = await opened(town)
    changed = await client.views_update(view_id=view["id"], view=MODAL, hash=view["hash"])
    assert changed["view"]["hash"] != view["hash"]
    body = await refused(client.views_update(view_id=view["id"], view=MODAL, hash=view["hash"]))
    assert body["error"] == "hash_conflict"
    assert (await client.views_update(view_id=view["id"], view=MODAL))["ok"]
    await town.slack.dismiss(town.youth, view["id"])
    body = await refused(client.views_update(view_id=view["id"], view=MODAL))
    assert body["error"] == "not_found"


async def test_external_ids_name_one_view(town: Town, client: AsyncWebClient) -> None:
    view = await opened(town, external_id="mine")
    found = await client.views_update(external_id="mine", view=MODAL | {"external_id": "mine"})
    assert found["view"]["id"] == view["id"]
    twice = client.views_open(trigger_id=trigger(town), view=MODAL | {"external_id": "mine"})
    assert (await refused(twice))["error"] == "duplicate_external_id"


async def test_an_update_keeps_what_was_typed_in_fields_that_stay(town: Town, client: AsyncWebClient) -> None:
    view = await opened(town)
    await town.slack.click(town.youth, None, None, "text", value="Kø")
    await town.slack.click(town.youth, None, None, "pick", value="health")
    fewer = MODAL["blocks"][1]["element"]
    fewer = fewer | {"options": fewer["options"][:1]}
    blocks = [MODAL["blocks"][0], MODAL["blocks"][1] | {"element": fewer}]
    answer = await client.views_update(view_id=view["id"], view=MODAL | {"blocks": blocks})
    values = answer["view"]["state"]["values"]
    assert values["title"]["text"]["value"] == "Kø"
    assert values["area"]["pick"]["selected_option"]["value"] == "youth"
    renamed = MODAL["blocks"][0] | {"block_id": "other"}
    answer = await client.views_update(view_id=view["id"], view=MODAL | {"blocks": [renamed]})
    assert answer["view"]["state"]["values"] == {
        "other": {"text": {"type": "plain_text_input", "value": None}}
    }


async def test_closing_can_clear_the_whole_stack(town: Town, client: AsyncWebClient) -> None:
    root = await opened(town)
    top = await client.views_push(trigger_id=trigger(town, root["id"]), view=MODAL | {"clear_on_close": True})
    answer = await town.slack.dismiss(town.youth, top["view"]["id"])
    assert answer.view_id is None
    assert town.slack.view(town.youth) is None


async def test_the_home_tab(town: Town, client: AsyncWebClient) -> None:
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    first = await client.views_publish(user_id=town.youth, view=home)
    shown = town.slack.home(town.youth)
    assert shown is not None
    assert shown.id == first["view"]["id"]
    await client.views_publish(user_id=town.youth, view=home, hash=first["view"]["hash"])
    stale = client.views_publish(user_id=town.youth, view=home, hash=first["view"]["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    nobody = client.views_publish(user_id="U0NOBODY", view=home)
    assert (await refused(nobody))["error"] == "user_not_found"
    modal = client.views_publish(user_id=town.youth, view=MODAL)
    assert (await refused(modal))["error"] == "invalid_arguments"
