"""Buttons, menus and shortcuts."""

from bot.playground import forms
from tests.playground.pages.visits import CARD, Heard, Visit, act, at, card
from tests.playground.town import Town


async def test_what_is_pressed_on_a_card_reaches_the_bot(town: Town, visit: Visit, heard: Heard) -> None:
    ts, path = await card(town), f"/as/{town.nurse}/act"
    await visit.post(path, act(town, ts, "acts", "vote"))
    await visit.post(path, act(town, ts, "idea", "menu", "flag"))
    await visit.post(path, act(town, ts, "acts", "pick", **{forms.name("acts", "pick"): "2"}))
    vote, menu, pick = heard.actions
    assert (vote["actions"][0]["value"], vote["user"]["id"], vote["message"]["ts"]) == ("7", town.nurse, ts)
    assert menu["actions"][0]["selected_option"]["value"] == "flag"
    assert pick["actions"][0]["selected_option"]["value"] == "2"
    assert pick["state"]["values"]["acts"]["pick"]["selected_option"]["value"] == "2"


async def test_every_button_on_the_page_can_be_pressed(town: Town, visit: Visit, heard: Heard) -> None:
    ts = await card(town)
    page = await visit.see(at(town))
    pressed = [str(found["value"]) for found in page.all("button", name="act")]
    for value in pressed:
        await visit.post(f"/as/{town.youth}/act", act(town, ts, "x", "y") | {"act": value})
    assert [body["actions"][0]["action_id"] for body in heard.actions] == ["menu", "menu", "vote", "pick"]


async def test_what_is_gone_cannot_be_pressed(town: Town, visit: Visit, heard: Heard) -> None:
    ts = await card(town)
    private = await town.client().chat_postEphemeral(
        channel=town.ideas, user=town.nurse, text="x", blocks=CARD
    )
    for fields in (
        act(town, ts, "acts", "gone"),
        act(town, "1.000000", "acts", "vote"),
        act(town, str(private["message_ts"]), "acts", "vote"),
        act(town, ts, "acts", "pick", **{forms.name("acts", "pick"): "9"}),
    ):
        _, page = await visit.post(f"/as/{town.youth}/act", fields)
        assert "Det finnes ikke lenger." in page.text
    assert heard.actions == []


async def test_shortcuts_from_the_rail_and_from_a_message(town: Town, visit: Visit, heard: Heard) -> None:
    ts = await card(town)
    page = await visit.see(at(town))
    assert [found["value"] for found in page.all("button", name="callback")] == ["new_idea", "save_idea"]
    place = {"place": f"in/{town.ideas}"}
    await visit.post(f"/as/{town.youth}/shortcut", place | {"callback": "new_idea"})
    message = {"channel": town.ideas, "ts": ts}
    await visit.post(f"/as/{town.youth}/shortcut", place | message | {"callback": "save_idea"})
    assert [body["type"] for body in heard.shortcuts] == ["shortcut", "message_action"]
    assert heard.shortcuts[1]["message"]["ts"] == ts
