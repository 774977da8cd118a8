"""Ideas in Slack: what a card offers, what a list tells, what the form asks."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import messages, texts
from bot.services import ideas as cases
from bot.services import views
from bot.slack import forms
from bot.slack.views import idea_forms, idea_lists, ideas
from bot.slack.views import messages as drawings
from storage.kinds import IdeaKind, IdeaState

from . import strict

WORKSPACE = "https://example.invalid/"
NB = texts.load("nb")
CARD = messages.IdeaCard(
    idea_id=7,
    kind=IdeaKind.PROBLEM,
    state=IdeaState.NEW,
    title="Hvordan kan vi nå ungdom *tidlig*?",
    author="U0ROLE1",
    discipline="Ungdomstjenesten",
    supporters=2,
)
LINE = views.ListedIdea(
    idea_id=7,
    kind=IdeaKind.PROBLEM,
    state=IdeaState.NEW,
    title="Hvordan kan vi nå ungdom tidlig?",
    discipline="Ungdomstjenesten",
    supporters=2,
    breadth=1,
    supported=False,
    own=False,
    place="C1",
    ref="1795512345.000100",
    created_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
)
POSTED = views.Posted(7, "Hvordan kan vi nå ungdom tidlig?", "C1", waiting=False)
DISCIPLINES = (views.Discipline(1, "Ungdomstjenesten"), views.Discipline(2, "Helsestasjonen"))


def taps(drawn: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["action_id"], one["value"]) for one in strict.actions(drawn) if one["type"] == "button"]


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


@pytest.mark.parametrize("state", list(IdeaState))
def test_a_card_can_be_supported_where_the_case_can(state: IdeaState) -> None:
    drawn = drawings.draw(CARD.model_copy(update={"state": state}), NB)
    offered = [("idea_support", "7"), ("idea_unsupport", "7")] if state in cases.SUPPORTABLE else []
    if state is IdeaState.CHOSEN:
        offered = [("group_want.7", "7"), ("group_later.7", "7"), ("group_team", "7")]
    more = [("idea_more.7", "7")] if state not in {IdeaState.DRAFT, IdeaState.WITHDRAWN} else []
    assert taps(drawn.blocks) == offered + more
    moved_on = NB(ideas.NEWS[state]) in strict.texts(drawn.blocks)
    assert moved_on == (state not in {IdeaState.NEW, IdeaState.DRAFT})


def test_a_card_shows_people_s_text_as_written() -> None:
    drawn = drawings.draw(CARD, NB)
    assert drawn.blocks[0] == {
        "type": "header",
        "text": {"type": "plain_text", "text": "Hvordan kan vi nå ungdom *tidlig*?", "emoji": False},
    }
    assert drawn.text == "Problemidé: Hvordan kan vi nå ungdom *tidlig*?"
    assert "<@U0ROLE1>" in strict.texts(drawn.blocks)
    assert "2 støtter ideen" in strict.texts(drawn.blocks)


def test_a_card_without_the_name_mentions_nobody() -> None:
    shown = strict.texts(
        drawings.draw(CARD.model_copy(update={"author": None, "discipline": None}), NB).blocks
    )
    assert "<@" not in shown
    assert "Lagt ut uten navn" in shown
    assert "Ungdomstjenesten" not in shown


def test_a_note_gives_the_reason_in_its_own_words() -> None:
    note = messages.IdeaNote(idea_id=7, title="T", state=IdeaState.CHOSEN, reason="<!here> fordi")
    drawn = drawings.draw(note, NB)
    assert [block["text"]["text"] for block in drawn.blocks] == [NB("idea.note.chosen"), "<!here> fordi"]
    assert {block["text"]["type"] for block in drawn.blocks} == {"plain_text"}


def test_a_list_offers_the_other_state_and_tells_one_s_own() -> None:
    page = views.IdeaPage((LINE, replace(LINE, idea_id=8, supported=True, own=True)), 1, 1, 2, "")
    drawn = idea_lists.browse(page, NB, workspace=WORKSPACE)["blocks"]
    assert taps(drawn) == [
        ("idea_support", "7"),
        ("idea_more.7", "7"),
        ("idea_unsupport", "8"),
        ("idea_more.8", "8"),
    ]
    shown = strict.texts(drawn)
    assert "✓ Du støtter den" in shown
    assert "Din idé" in shown
    assert "<https://example.invalid/archives/C1/p1795512345000100|Åpne kortet>" in shown


def test_an_idea_that_has_moved_on_is_listed_without_a_button() -> None:
    page = views.IdeaPage((replace(LINE, state=IdeaState.COMPLETED),), 1, 1, 1, "")
    drawn = idea_lists.browse(page, NB, workspace=WORKSPACE)["blocks"]
    assert [action for action, _ in taps(drawn)] == ["idea_more.7"]
    assert NB("idea.state.completed") in strict.texts(drawn)


@pytest.mark.parametrize(("page", "turns"), [(1, ["after"]), (2, ["before", "after"]), (3, ["before"])])
def test_pages_turn_both_ways_and_keep_the_search(page: int, turns: list[str]) -> None:
    view = idea_lists.browse(views.IdeaPage((), page, 3, 20, 'fra"vær', theme=4), NB, workspace=WORKSPACE)
    offered = taps(view["blocks"])
    steps = {"before": page - 1, "after": page + 1}
    assert offered == [(f"ideas_filter.{turn}", f"page:{steps[turn]}") for turn in turns]
    query = json.loads(view["private_metadata"])["query"]
    assert (query["search"], query["theme"], query["page"]) == ('fra"vær', 4, page)


@pytest.mark.parametrize(
    ("total", "search", "said"),
    [
        (0, "", "Det er ingen problemideer her ennå. Skriv /idea og legg ut den første."),
        (0, "x", "Ingen problemideer passer med «x». Prøv et kortere ord, eller skriv /ideas for å se alle."),
        (1, "x", "1 problemidé passer med «x»"),
        (9, "", "9 problemideer"),
    ],
)
def test_a_list_says_what_it_holds(total: int, search: str, said: str) -> None:
    view = idea_lists.browse(views.IdeaPage((), 1, 1, total, search), NB, workspace=WORKSPACE)
    assert said in strict.texts(view["blocks"])


def test_the_form_asks_for_a_discipline_only_where_there_is_none() -> None:
    asked = ["title", "who", "frequency", "evidence", "cost", "areas", "kind", "discipline", "named"]
    assert list(fields(idea_forms.form(NB, asked=idea_forms.Asked(DISCIPLINES, DISCIPLINES)))) == asked
    without = [name for name in asked if name not in {"discipline", "areas"}]
    assert list(fields(idea_forms.form(NB))) == without


def test_the_form_requires_the_title_alone() -> None:
    found = fields(idea_forms.form(NB, asked=idea_forms.Asked((), DISCIPLINES)))
    assert [name for name, block in found.items() if not block.get("optional")] == ["title", "kind"]


def test_the_form_keeps_what_was_typed() -> None:
    written = {"title": "En tittel", "who": "Hvem", "frequency": "Ofte", "evidence": "Hva", "cost": "Mye"}
    typed = forms.IdeaInput(
        **written,
        areas=(2,),
        kind=IdeaKind.DEAD_HORSE,
        named=False,
        discipline_id=2,
        hunt_id=None,
        confirmed=True,
    )
    asked = idea_forms.Asked(DISCIPLINES, DISCIPLINES)
    view = idea_forms.form(NB, typed=typed, asked=asked, metadata="nøkkel")
    found = fields(view)
    assert {name: found[name]["element"]["initial_value"] for name in written} == written
    assert [one["value"] for one in found["areas"]["element"]["initial_options"]] == ["2"]
    assert found["confirmed"]["element"]["initial_options"]
    assert found["kind"]["element"]["initial_option"]["value"] == "dead_horse"
    assert found["discipline"]["element"]["initial_option"]["value"] == "2"
    assert "initial_options" not in found["named"]["element"]
    assert view["private_metadata"] == "nøkkel"
    assert {block["element"]["action_id"] for block in found.values()} == {"value"}


def test_an_author_hears_where_it_is() -> None:
    shown = strict.texts(idea_forms.posted(replace(POSTED, disguise=True), NB).blocks)
    assert "<#C1>" in shown
    assert NB("idea.posted.disguise") in shown
    assert NB("deed.edit") in shown
    written = idea_forms.form(NB, typed=forms.IdeaInput(title="Vi trenger en app"))
    assert NB("idea.posted.disguise") in strict.texts(written["blocks"])
    assert NB("idea.posted.disguise") not in strict.texts(idea_forms.posted(POSTED, NB).blocks)


def test_the_form_shows_similar_ideas_first_and_lets_one_join_those_one_has_not() -> None:
    similar = (LINE, replace(LINE, idea_id=8, supported=True), replace(LINE, idea_id=9, own=True))
    view = idea_forms.form(NB, similar=similar, workspace=WORKSPACE)
    assert taps(view["blocks"]) == [("idea_mine_too", "7"), ("draft_keep", "keep")]
    assert view["submit"]["text"] == "Legg ut likevel"
    assert "Du støtter nå «Hvordan kan vi nå ungdom tidlig?»" in strict.texts(view["blocks"])
    assert next(iter(fields(view))) == "title"


def test_a_card_tells_where_an_idea_belongs() -> None:
    belonging = CARD.model_copy(update={"areas": ("Skole", "Helse"), "themes": ("søvn",), "cost": "To timer"})
    shown = strict.texts(drawings.draw(belonging, NB).blocks)
    assert "Angår Skole og Helse · Tema: søvn" in shown
    assert "To timer" in shown


def test_a_waiting_idea_asks_for_the_discipline() -> None:
    waiting = replace(POSTED, waiting=True)
    asked = strict.actions(idea_forms.posted(waiting, NB, disciplines=DISCIPLINES).blocks)
    assert [one["action_id"] for one in asked] == ["discipline_choose"]
    assert [one["value"] for one in asked[0]["options"]] == ["1", "2"]
    without = idea_forms.posted(waiting, NB)
    assert strict.actions(without.blocks) == []
    assert NB("discipline.none") in strict.texts(without.blocks)


@pytest.mark.parametrize("supports", [True, False])
def test_a_tap_is_answered_with_the_state_it_set(supports: bool) -> None:
    drawn = idea_forms.supported(replace(LINE, supported=supports), NB, workspace=WORKSPACE)
    key = "idea.supported" if supports else "idea.unsupported"
    assert drawn.text == NB(key, title=LINE.title)


def test_a_chosen_discipline_publishes_what_waited() -> None:
    drawn = idea_forms.published([POSTED], NB, discipline="Helse & omsorg")
    assert drawn.text == "Fagområdet ditt er Helse &amp; omsorg."
    assert "• Hvordan kan vi nå ungdom tidlig?" in strict.texts(drawn.blocks)
    assert len(idea_forms.published([], NB, discipline="Strategi").blocks) == 1
