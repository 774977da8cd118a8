"""Groups, nudges, notes, the Home tab and private answers in Slack."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import errors, messages, texts
from bot.services import home_views, rhythm_views, views
from bot.services.drafts import Draft
from bot.services.wordings import Wording
from bot.slack.views import (
    home,
    ids,
    nudges,
    project_forms,
    projects,
    replies,
    setup,
    values,
)
from bot.slack.views import messages as drawings
from storage.kinds import IdeaState, Movement, Obstacle, ProjectState

from . import strict
from .test_views_ideas import LINE, fields, taps

NB = texts.load("nb")
DUE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
GROUP = messages.ProjectCard(
    project_id=5,
    state=ProjectState.ACTIVE,
    title="Hvordan kan vi nå ungdom?",
    owner="U0ROLE1",
    members=("U0ROLE1", "U0ROLE2"),
    disciplines=("Helsestasjonen", "Ungdomstjenesten"),
    next_step="Ring skolen *i dag*",
    weekday=2,
    at="09:00",
    every_weeks=1,
    next_nudge_at=DUE,
    zone="Europe/Oslo",
)
NUDGE = messages.NudgeCard(
    nudge_id=9,
    project_id=5,
    title="Hvordan kan vi nå ungdom?",
    next_step="Ring skolen",
    owner="U0ROLE1",
    answers=0,
    confidence=None,
    moving=0,
    stuck=0,
    done=0,
    obstacles=(),
    open=True,
)
FORM = views.ProjectForm((LINE,), 7, "U0ROLE1", ("U0ROLE2",), 2, "09:00", "Europe/Oslo")
LISTED = views.ListedProject(
    5, "Hvordan kan vi nå ungdom?", ProjectState.ACTIVE, "U0ROLE1", "C1", "Ring", DUE, "Europe/Oslo", True
)
DESK = home_views.Desk(
    locale="nn",
    discipline=None,
    disciplines=(views.Discipline(1, "Ungdomstjenesten"),),
    drafts=(),
    waiting=(),
    ideas=(),
    ideas_in_all=0,
    invitations=(),
    staff=True,
    rounds=(),
    projects=(),
    administrator=False,
    day=date(2026, 11, 24),
)
SETUP = views.SetupForm("C1", None, "nb", True, ("Helsestasjonen", "Strategi"), locked=False)


def shown(message: messages.Message) -> str:
    return strict.texts(drawings.draw(message, NB).blocks)


def actions(blocks: list[dict[str, Any]]) -> list[str]:
    return [one["action_id"] for one in strict.actions(blocks)]


def test_a_group_shows_who_what_and_when() -> None:
    text = shown(GROUP)
    assert "Ring skolen *i dag*" in text
    assert "Ansvarlig: <@U0ROLE1>" in text
    assert "Fagområder: Helsestasjonen og Ungdomstjenesten" in text
    assert "Påminnelse hver tirsdag kl. 09:00" in text
    assert "Neste påminnelse: tirsdag 1. desember kl. 09:00" in text


def test_a_fortnightly_group_says_so() -> None:
    assert "annenhver tirsdag" in shown(GROUP.model_copy(update={"every_weeks": 2}))


@pytest.mark.parametrize("state", [ProjectState.COMPLETED, ProjectState.RETIRED])
def test_a_finished_group_promises_no_nudge(state: ProjectState) -> None:
    text = shown(GROUP.model_copy(update={"state": state}))
    assert "Påminnelse" not in text
    assert NB(projects.STATES[state]) in text


def test_the_form_offers_working_days_and_hours_only() -> None:
    found = fields(project_forms.form(FORM, NB))
    assert list(found) == [
        *("idea", "owner", "members", "leader", "next_step", "pre_mortem", "criterion", "criterion_on"),
        *("place", "new_channel", "weekday", "at"),
    ]
    assert [one["value"] for one in found["weekday"]["element"]["options"]] == ["1", "2", "3", "4", "5"]
    times = [one["value"] for one in found["at"]["element"]["options"]]
    assert (times[0], times[-1], len(times)) == ("08:00", "15:45", 32)
    assert found["at"]["element"]["initial_option"]["value"] == "09:00"
    assert found["place"]["element"]["filter"]["include"] == ["public", "private"]


def test_no_chosen_idea_is_said_without_a_form() -> None:
    view = project_forms.form(replace(FORM, ideas=()), NB)
    assert (view["callback_id"], "submit" in view) == ("notice", False)


def test_a_nudge_names_the_step_and_takes_every_answer() -> None:
    drawn = drawings.draw(NUDGE, NB)
    assert drawn.text == "Neste steg: Ring skolen"
    assert taps(drawn.blocks) == [
        *[(f"nudge_confidence.{level}", f"9:{level}") for level in range(1, 6)],
        *[(f"nudge_movement.{one}", f"9:{one}") for one in ("moving", "stuck", "done")],
    ]
    for one in strict.actions(drawn.blocks):
        for shown in one.get("options", [one]):
            assert any(sign.isalpha() for sign in shown["text"]["text"])
        assert any(ids.pattern(action).search(one["action_id"]) for action in ids.Action)


def test_a_nudge_sums_up_without_names() -> None:
    answers = {"answers": 3, "confidence": 2.5, "moving": 1, "stuck": 2, "obstacles": tuple(Obstacle)[:2]}
    text = shown(NUDGE.model_copy(update=answers))
    assert "• 3 har svart\n• 1 sier at det går framover\n• 2 sier at gruppen står fast" in text
    assert "Står fast på: tid og en beslutning" in text
    assert "2,5 av 5" in text
    assert "sier at steget er gjort" not in text
    assert "har svart" not in shown(NUDGE)


def test_a_nudge_that_has_ended_takes_no_answer() -> None:
    drawn = drawings.draw(NUDGE.model_copy(update={"open": False}), NB)
    assert actions(drawn.blocks) == []
    assert NB("nudge.closed") in strict.texts(drawn.blocks)


@pytest.mark.parametrize("movement", [None, *Movement])
def test_only_one_who_is_stuck_is_asked_on_what(movement: Movement | None) -> None:
    answer = rhythm_views.Answered(9, 5, "Ungdom", 4, movement, Obstacle.TIME)
    drawn = nudges.answered(answer, NB)
    stuck = movement is Movement.STUCK
    asked = {Movement.STUCK: [f"nudge_obstacle.{one}" for one in Obstacle], Movement.DONE: ["project_step"]}
    assert actions(drawn.blocks) == asked.get(movement or Movement.MOVING, [])
    assert ("Står fast på: tid" in strict.texts(drawn.blocks)) == stuck
    assert "Trygghet: 4 Trygg" in strict.texts(drawn.blocks)
    assert NB("nudge.own") in strict.texts(drawn.blocks)


@pytest.mark.parametrize("state", list(IdeaState))
@pytest.mark.parametrize("locale", texts.LOCALES)
def test_a_note_says_what_became_of_the_idea(state: IdeaState, locale: str) -> None:
    moved = messages.IdeaMoved(idea_id=7, title="Ungdom", state=state, reason="Fordi")
    joined = messages.JoinedProject(
        project_id=5, title="Skole", place="C1", owner="U0ROLE1", next_step="Ring"
    )
    text = strict.texts(drawings.draw(messages.Bundle(notes=(moved, joined)), texts.load(locale)).blocks)
    assert all(said in text for said in ("Ungdom", "Fordi", "Skole", "Ring", "<#C1>", "<@U0ROLE1>"))


def test_the_desk_asks_for_a_discipline_once() -> None:
    assert actions(home.desk(DESK, NB, workspace="https://example.invalid/")["blocks"]) == [
        "idea_new",
        "discipline_choose",
        "digest_choose",
        "locale_choose",
    ]
    settled = replace(DESK, discipline="Strategi", administrator=True)
    assert actions(home.desk(settled, NB, workspace="https://example.invalid/")["blocks"]) == [
        "idea_new",
        "setup_open",
        "digest_choose",
        "locale_choose",
    ]


def test_the_desk_shows_what_waits() -> None:
    waiting = views.OpenRound(3, "C1", None, DUE, "Europe/Oslo", 5, handed_in=False, approved=0)
    draft = Draft(9, Wording(title="", who="Unge som flytter"), None, DUE)
    full = replace(
        DESK,
        rounds=(waiting,),
        projects=(LISTED,),
        ideas=(LINE,) * 10,
        ideas_in_all=12,
        waiting=(LINE,),
        drafts=(draft,),
        invitations=(home_views.Invitation(4, "Søvn", "C1", None),),
    )
    view = home.desk(full, NB, workspace="https://example.invalid/")
    text = strict.texts(view["blocks"])
    assert "5 ideer. Stem innen tirsdag 1. desember kl. 09:00." in text
    assert "Du har ikke stemt ennå." in text
    assert "Alle ideene mine (12)" in text
    assert "Unge som flytter" in text
    assert NB("home.empty") not in text
    for tap in (("ballot_open", "3"), ("draft_open", "9"), ("invitation_accept", "4"), ("project_open", "5")):
        assert tap in [(action.split(".")[0], value) for action, value in taps(view["blocks"])]
    language = next(one for one in strict.actions(view["blocks"]) if one["action_id"] == "locale_choose")
    assert language["initial_option"]["value"] == "nn"


def test_who_may_only_look_is_asked_for_nothing() -> None:
    view = home.desk(replace(DESK, staff=False), NB, workspace="https://example.invalid/")
    assert actions(view["blocks"]) == ["locale_choose"]
    assert NB("home.guest") in strict.texts(view["blocks"])


def test_setup_asks_for_the_first_list_and_only_shows_a_later_one() -> None:
    asked = ["ideas_place", "wide_place", "locale", "rounds_by"]
    assert list(fields(setup.form(replace(SETUP, disciplines=()), NB))) == [*asked, "disciplines"]
    for locked in (False, True):
        later = setup.form(replace(SETUP, locked=locked), NB)
        assert list(fields(later)) == asked
        assert "• Helsestasjonen\n• Strategi" in strict.texts(later["blocks"])
        assert (NB("setup.disciplines_locked") in strict.texts(later["blocks"])) is locked


def test_an_error_gives_back_what_was_written() -> None:
    problem = errors.NotFound("error.place.not_in", channel="C1")
    drawn = replies.error(NB, problem, given="  *min* idé\n<!here>")
    assert "<#C1>" in strict.texts(drawn.blocks)
    assert drawn.blocks[-1]["elements"][0]["type"] == "rich_text_preformatted"
    assert drawn.blocks[-1]["elements"][0]["elements"][0]["text"] == "  *min* idé\n<!here>"
    assert drawn.text == "Jeg er ikke med i den kanalen. Skriv /invite @Idéjakt der, og prøv igjen."
    assert len(replies.error(NB, problem).blocks) == 1


def test_an_error_goes_to_the_field_it_is_about() -> None:
    late = errors.Invalid("error.round.far", field="closes_at", limit=90)
    said = "Velg en frist innen 90 dager."
    assert replies.error_fields(NB, late, fallback=ids.Field.IDEAS) == {"closes_at": said}
    strange = errors.Invalid("error.round.far", field="elsewhere", limit=90)
    assert replies.error_fields(NB, strange, fallback=ids.Field.IDEAS) == {"ideas": said}


def test_values_of_errors_are_said_in_the_language() -> None:
    problem = errors.Invalid("error.idea.text_long", limit=2000)
    assert replies.error(NB, problem).text == "Gjør det kortere: høyst 2\u00a0000 tegn."
    assert replies.error(texts.load("en"), problem).text == "Make it shorter: at most 2,000 characters."


@pytest.mark.parametrize("command", list(replies.HELP))
@pytest.mark.parametrize("locale", texts.LOCALES)
def test_help_shows_its_command(command: str, locale: str) -> None:
    drawn = replies.help_(texts.load(locale), command)
    strict.message(drawn)
    assert f"`/{command} help`" in strict.texts(drawn.blocks)


@pytest.mark.parametrize("locale", texts.LOCALES)
def test_short_answers_can_be_said_and_shown(locale: str) -> None:
    said = texts.load(locale)
    for drawn in (
        replies.locale_chosen(said),
        replies.setup_saved(said),
        replies.round_opened(said, place="C1"),
        replies.project_started(said, place="C1"),
    ):
        strict.message(drawn)
        strict.view(replies.as_modal(said, drawn))
    strict.view(replies.waiting(said))


def test_names_are_told_apart() -> None:
    for names in (ids.Action, ids.Callback, ids.Field):
        assert len({str(name) for name in names}) == len(list(names))
    for action in ids.Action:
        matching = [other for other in ids.Action if ids.pattern(action).search(ids.tailed(other, "x"))]
        assert matching == [action]
        assert ids.pattern(action).search(action)
        assert not ids.pattern(action).search(f"{action}\nx")


@pytest.mark.parametrize("value", ["", "3", "3:", ":4", "x:4", "-3:4", "0:4", "99999999999:1", "٣:4"])
def test_pairs_of_others_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"ours|pair"):
        values.read_pair(value)
