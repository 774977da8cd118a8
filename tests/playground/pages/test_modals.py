"""Modals and the Home tab."""

from bot.playground import forms, pages
from tests.playground.pages.visits import Heard, Visit, at, opened
from tests.playground.town import Town


async def test_a_modal_stands_over_the_page(town: Town, visit: Visit, heard: Heard) -> None:
    page, _ = await opened(town, visit)
    dialog = page.one("section", role="dialog")
    assert dialog["aria-modal"] == "true"
    assert dialog["aria-labelledby"] in [found.get("id") for found in page.all("h2")]
    assert "inert" in page.one("div", id="page")
    assert all(word in page.text for word in ("Ny idé", "Del", "La være", "Fagområde (valgfritt)"))
    assert (await visit.see(at(town, town.nurse))).all("section", role="dialog") == []


async def test_a_modal_keeps_what_was_typed_until_it_is_right(town: Town, visit: Visit, heard: Heard) -> None:
    _, fields = await opened(town, visit)
    title, boxes = forms.name("title", "text"), forms.name("area", "boxes")
    path = f"/as/{town.youth}/submit"
    _, page = await visit.post(path, fields | {title: "  ", boxes: ["b"]})
    assert "Dette feltet må fylles ut." in page.text
    assert heard.views == []
    _, page = await visit.post(path, fields | {title: "nei", boxes: ["b"]})
    assert "Si litt <mer>." in page.text
    entry = page.one("input", name=title)
    assert (entry["value"], entry["aria-invalid"]) == ("nei", "true")
    assert "checked" in page.one("input", value="b")
    _, page = await visit.post(path, fields | {title: "Ventetid «på» Ås", boxes: ["u", "b"]})
    assert page.all("section", role="dialog") == []
    assert heard.views[-1]["title"]["text"]["value"] == "Ventetid «på» Ås"
    assert [one["value"] for one in heard.views[-1]["area"]["boxes"]["selected_options"]] == ["u", "b"]


async def test_a_button_in_a_modal_keeps_what_was_typed(town: Town, visit: Visit, heard: Heard) -> None:
    _, fields = await opened(town, visit)
    title = forms.name("title", "text")
    pressed = fields | {title: "halvveis", "act": forms.name("more", "explain")}
    _, page = await visit.post(f"/as/{town.youth}/submit", pressed)
    assert heard.actions[0]["actions"][0]["action_id"] == "explain"
    assert page.one("input", name=title)["value"] == "halvveis"


async def test_a_modal_is_closed(town: Town, visit: Visit, heard: Heard) -> None:
    _, fields = await opened(town, visit)
    _, page = await visit.post(f"/as/{town.youth}/close", fields)
    assert page.all("section", role="dialog") == []
    assert len(heard.closed) == 1
    _, page = await visit.post(f"/as/{town.youth}/submit", fields)
    assert "Det finnes ikke lenger." in page.text


async def test_home_is_opened_by_looking_and_not_by_refreshing(
    town: Town, visit: Visit, heard: Heard
) -> None:
    path = f"/as/{town.youth}/home"
    page = await visit.see(path)
    assert "Ideene dine" in page.text
    assert page.one("a", aria_current="page", class_="place")["href"] == path
    status, _ = await visit.get(path, **{pages.REFRESH: "1"})
    assert status == 200
    assert [event["type"] for event in heard.events] == ["app_home_opened"]
    home = town.slack.home(town.youth)
    assert home is not None
    fields = {"place": "home", "ts": home.id, "act": forms.name("acts", "vote")}
    address, _ = await visit.post(f"/as/{town.youth}/act", fields)
    assert address == path
    assert heard.actions[0]["view"]["type"] == "home"
