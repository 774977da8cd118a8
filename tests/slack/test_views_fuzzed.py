"""Whatever people wrote, in every language and state: Slack takes it, and their text is only text."""

import ast
import dataclasses
import json
import typing
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from bot import errors, messages, texts
from bot.domain import roster
from bot.domain.deeds import Deed
from bot.services import rhythm_views, views
from bot.slack import forms
from bot.slack import views as drawn_by
from bot.slack.views import (
    ballots,
    choices,
    comparisons,
    confirming,
    deed_forms,
    endings,
    gatherings,
    groups,
    home,
    hunt_forms,
    hunts,
    idea_forms,
    idea_lists,
    idea_papers,
    ids,
    nudges,
    overviews,
    placements,
    privacy,
    project_forms,
    replies,
    results,
    rhythm,
    ripples,
    round_forms,
    setup,
)
from bot.slack.views import messages as drawings
from storage.edits import Words

from . import nudge_samples, samples, strict, view_samples

WORKSPACE = "https://example.invalid/"
WORDLESS = {
    "privacy.erased",
    "privacy.sent",
    "replies.ended",
    "replies.help_",
    "replies.hunt_started",
    "replies.locale_chosen",
    "replies.project_started",
    "replies.round_opened",
    "replies.setup_saved",
    "replies.voice_noted",
    "replies.waiting",
    "setup.facilitators",
}
"""What is drawn of our own words, of numbers and of ids alone."""
languages = st.sampled_from(texts.LOCALES).map(texts.load)
fuzz = hypothesis.settings(
    max_examples=12,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)


def test_every_message_has_samples() -> None:
    union = typing.get_args(messages.Message)[0]
    assert {kind.model_fields["type"].default for kind in typing.get_args(union)} == set(samples.MESSAGES)


def test_whatever_is_drawn_is_drawn_here() -> None:
    """Of every form and answer; what draws a message is reached through the message."""
    called = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    for path in sorted(Path(next(iter(drawn_by.__path__))).glob("*.py")):
        for one in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(one, ast.FunctionDef) or one.returns is None or one.name.startswith("_"):
                continue
            draws = ast.unparse(one.returns) in {"blocks.Json", "blocks.Drawn"}
            of_message = "messages." in ast.unparse(one.args) and one.name != "order"
            if draws and not of_message:
                assert f"{path.stem}.{one.name}" in called | WORDLESS


@pytest.mark.parametrize("kind", sorted(samples.MESSAGES))
@fuzz
@hypothesis.given(data=st.data(), texts_=languages)
def test_messages(kind: str, data: st.DataObject, texts_: texts.Texts) -> None:
    message = data.draw(samples.MESSAGES[kind])
    drawn = drawings.draw(message, texts_)
    if kind == "ballot_file":  # a file with a comment
        assert 0 < len(drawn.text) <= strict.LARGEST_TEXT
        return
    strict.message(drawn)
    if isinstance(message, messages.RoundResult):
        strict.message(results.order(message, texts_))


@hypothesis.settings(max_examples=3, suppress_health_check=fuzz.suppress_health_check)
@hypothesis.given(shown=view_samples.paper, texts_=languages)
def test_a_long_road_is_told_as_far_as_there_is_room(shown: typing.Any, texts_: texts.Texts) -> None:
    said = Words("En tittel", who="noen", frequency="ofte", evidence="spurt", cost="tid")
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    shown = dataclasses.replace(shown, road=(views.Step(at, None, "en grunn", said),) * 40)
    drawn = idea_papers.road(shown, texts_, zone="Europe/Oslo")
    strict.view(drawn)
    assert "26" in str(drawn["blocks"][-1]), "fourteen steps of seven blocks fit under the title"


@fuzz
@hypothesis.given(shown=view_samples.paper, listed=view_samples.disciplines, texts_=languages)
def test_an_idea_and_what_may_be_done_with_it(
    shown: typing.Any, listed: typing.Any, texts_: texts.Texts
) -> None:
    strict.view(idea_papers.paper(shown, texts_, workspace=WORKSPACE))
    strict.view(idea_papers.road(shown, texts_, zone="Europe/Oslo"))
    for deed in Deed:
        form = deed_forms.form(deed, shown, texts_, areas=listed, candidates=[shown.line], metadata="m")
        strict.view(form)
        sent = form | {"state": {"values": {}}}
        strict.view(confirming.form(sent, texts_, field="title"))


@fuzz
@hypothesis.given(
    found=view_samples.holding,
    stored=st.recursive(samples.people_text, st.lists, max_leaves=20),
    texts_=languages,
)
def test_what_is_stored_about_a_person(found: typing.Any, stored: typing.Any, texts_: texts.Texts) -> None:
    strict.message(privacy.holding(found, texts_, months=12))
    strict.view(privacy.confirm(found, texts_))
    strict.view(privacy.exported(json.dumps(stored, ensure_ascii=False, indent=1), texts_))


@fuzz
@hypothesis.given(page=view_samples.idea_page, texts_=languages)
def test_list_of_ideas(page: typing.Any, texts_: texts.Texts) -> None:
    strict.view(idea_lists.browse(page, texts_, workspace=WORKSPACE))


@fuzz
@hypothesis.given(taken=view_samples.posted, disciplines=view_samples.disciplines, texts_=languages)
def test_answer_to_an_author(taken: typing.Any, disciplines: typing.Any, texts_: texts.Texts) -> None:
    strict.message(idea_forms.posted(taken, texts_, disciplines=disciplines))
    strict.message(idea_forms.published([taken] * 30, texts_, discipline=taken.title))
    strict.message(idea_forms.ask_discipline(texts_, disciplines))


@fuzz
@hypothesis.given(
    typed=st.builds(
        forms.IdeaInput,
        title=samples.maybe_text,
        who=samples.maybe_text,
        frequency=samples.maybe_text,
        evidence=samples.maybe_text,
        cost=samples.maybe_text,
        areas=st.lists(samples.numbers, max_size=5).map(tuple),
        confirmed=st.booleans(),
        named=st.booleans(),
        discipline_id=st.none() | samples.numbers,
    ),
    disciplines=view_samples.disciplines,
    similar=st.lists(view_samples.listed_idea, max_size=3, unique_by=lambda one: one.idea_id),
    texts_=languages,
)
def test_idea_form(
    typed: forms.IdeaInput, disciplines: typing.Any, similar: typing.Any, texts_: texts.Texts
) -> None:
    asked = idea_forms.Asked(disciplines, disciplines)
    strict.view(
        idea_forms.form(texts_, typed=typed, asked=asked, similar=similar, workspace=WORKSPACE, metadata="m")
    )
    for idea in similar:
        strict.message(idea_forms.supported(idea, texts_, workspace=WORKSPACE))


@fuzz
@hypothesis.given(shown=view_samples.round_form, texts_=languages)
def test_round_form(shown: typing.Any, texts_: texts.Texts) -> None:
    for more in (False, True):
        strict.view(round_forms.form(shown, texts_, more=more, metadata="m"))


@fuzz
@hypothesis.given(steering=view_samples.steering_form, pick=view_samples.pick_form, texts_=languages)
def test_forms_of_a_round(steering: typing.Any, pick: typing.Any, texts_: texts.Texts) -> None:
    strict.view(round_forms.steering_form(steering, texts_))
    strict.view(round_forms.pick_form(pick, texts_))


@fuzz
@hypothesis.given(recount=view_samples.recount, compared=view_samples.compared, texts_=languages)
def test_answers_about_a_result(recount: typing.Any, compared: typing.Any, texts_: texts.Texts) -> None:
    strict.message(comparisons.recounted(recount, texts_))
    strict.message(comparisons.compared(compared, texts_))


@fuzz
@hypothesis.given(ballot=view_samples.ballot, page=st.integers(-1, 9), texts_=languages)
def test_ballot(ballot: typing.Any, page: int, texts_: texts.Texts) -> None:
    strict.view(ballots.form(ballot, texts_, page=page))


@fuzz
@hypothesis.given(shown=view_samples.project_form, texts_=languages)
def test_project_form(shown: typing.Any, texts_: texts.Texts) -> None:
    for more in (False, True):
        strict.view(project_forms.form(shown, texts_, more=more, metadata="m"))


@fuzz
@hypothesis.given(shown=view_samples.team_proposal, texts_=languages)
def test_proposal_of_a_group(shown: typing.Any, texts_: texts.Texts) -> None:
    strict.view(gatherings.team(shown, texts_))
    strict.message(gatherings.sent(shown, texts_))


@fuzz
@hypothesis.given(said=view_samples.volunteered, texts_=languages)
def test_what_a_volunteer_said(said: typing.Any, texts_: texts.Texts) -> None:
    strict.message(gatherings.said(said, texts_))
    strict.message(gatherings.accepted(said, texts_))
    strict.message(gatherings.waiting([said] * 30, texts_))


@fuzz
@hypothesis.given(shown=view_samples.group_desk, texts_=languages, listed=view_samples.disciplines)
def test_group_and_its_forms(shown: typing.Any, listed: typing.Any, texts_: texts.Texts) -> None:
    strict.view(groups.desk(shown, texts_))
    strict.view(groups.step_form(shown, texts_))
    strict.view(groups.owner_form(shown, texts_))
    strict.view(endings.plan_form(shown, texts_, shrink=shown.inside))
    strict.view(endings.retire_form(shown, texts_))
    strict.view(endings.wake_form(shown.project_id, texts_))
    if listed:
        strict.view(endings.complete_form(shown, listed, texts_))


@fuzz
@hypothesis.given(told=view_samples.told, texts_=languages)
def test_what_is_told_of_a_result(told: typing.Any, texts_: texts.Texts) -> None:
    strict.message(ripples.told(told, texts_))
    strict.view(ripples.form(told, texts_))


@fuzz
@hypothesis.given(found=view_samples.group_page, texts_=languages)
def test_overview_of_groups(found: typing.Any, texts_: texts.Texts) -> None:
    strict.view(overviews.page(found, texts_))


@fuzz
@hypothesis.given(answer=view_samples.answered, texts_=languages)
def test_own_answer(answer: typing.Any, texts_: texts.Texts) -> None:
    strict.message(nudges.answered(answer, texts_))


@fuzz
@hypothesis.given(
    shown=nudge_samples.slot_form(samples.people_text, samples.channels, samples.numbers),
    next_at=st.none() | samples.moments,
    texts_=languages,
)
def test_rhythm(shown: typing.Any, next_at: typing.Any, texts_: texts.Texts) -> None:
    done = rhythm_views.Rhythm(shown.project_id, shown.title, next_at, "Europe/Oslo", shown.every_weeks)
    strict.view(rhythm.form(shown, texts_))
    strict.view(rhythm.snooze_form(shown.project_id, texts_, suggested=date(2027, 1, 4)))
    strict.message(rhythm.snoozed(done, texts_))
    strict.message(rhythm.changed(done, texts_))
    strict.message(rhythm.muted(done, texts_))
    strict.message(rhythm.muted_own(done.project_id, done.title, texts_))
    strict.message(rhythm.unmuted_own(done.title, texts_))


@fuzz
@hypothesis.given(desk=view_samples.desk, texts_=languages)
def test_desk(desk: typing.Any, texts_: texts.Texts) -> None:
    strict.view(home.desk(desk, texts_, workspace=WORKSPACE))


@fuzz
@hypothesis.given(form=view_samples.setup_form, texts_=languages)
def test_setup_form(form: typing.Any, texts_: texts.Texts) -> None:
    strict.view(setup.form(form, texts_, metadata="m"))


@fuzz
@hypothesis.given(shown=view_samples.choices_form, texts_=languages)
def test_choices(shown: typing.Any, texts_: texts.Texts) -> None:
    strict.view(choices.parts(texts_))
    for part in choices.PARTS:
        strict.view(choices.form(part, shown, texts_))


@fuzz
@hypothesis.given(shown=view_samples.discipline_list, texts_=languages)
def test_disciplines(shown: typing.Any, texts_: texts.Texts) -> None:
    strict.view(setup.disciplines(shown, texts_))
    for chosen in (None, *(line.discipline_id for line in shown.lines[:2])):
        strict.view(setup.discipline(shown, chosen, texts_, metadata="m"))


@fuzz
@hypothesis.given(found=view_samples.unconfirmed, texts_=languages)
def test_people_to_confirm(found: typing.Any, texts_: texts.Texts) -> None:
    strict.view(placements.unconfirmed(found, texts_))


@fuzz
@hypothesis.given(
    lines=st.lists(
        st.builds(
            placements.Reported,
            line=st.builds(
                roster.Line, number=samples.numbers, address=st.just(""), discipline=samples.people_text
            ),
            what=st.sampled_from([*placements.VERDICTS, *placements.FAULTS]),
        ),
        max_size=30,
    ),
    texts_=languages,
)
def test_report_of_an_import(lines: list[placements.Reported], texts_: texts.Texts) -> None:
    strict.view(placements.report(lines, texts_))
    strict.view(placements.form(texts_, most=30))


@fuzz
@hypothesis.given(
    found=view_samples.hunt_list,
    form=view_samples.hunt_form,
    lead=view_samples.hunt_lead,
    texts_=languages,
)
def test_hunts(found: typing.Any, form: typing.Any, lead: typing.Any, texts_: texts.Texts) -> None:
    strict.message(hunts.listed(found, texts_, workspace=WORKSPACE))
    strict.view(hunt_forms.form(form, texts_, metadata="m"))
    strict.view(hunt_forms.lead(lead, texts_))
    for finished in (False, True):
        strict.view(hunt_forms.ending(lead.hunt_id, texts_, finished=finished))


@fuzz
@hypothesis.given(word=samples.people_text, given_=samples.maybe_text, texts_=languages)
def test_errors(word: str, given_: str, texts_: texts.Texts) -> None:
    problems = [
        errors.Invalid("error.unknown_subcommand", word=word, command="/idea"),
        errors.TooLate("error.round.idea_taken", field="ideas", title=word),
        errors.Invalid("error.place.not_in", channel="C0PLACE1"),
        errors.Invalid("error.idea.title_long", field="nonsense", limit=150),
    ]
    for problem in problems:
        strict.message(replies.error(texts_, problem, given=given_))
        strict.view(replies.error_modal(texts_, problem, given=given_))
        said = texts_("wake.done", title=word)
        strict.message(replies.notice(said))
        strict.view(replies.as_modal(texts_, replies.notice(said)))
        strict.view(replies.notice_modal(texts_, said, title=texts_("notice.heading")))
        seen = errors.ClientData("error.guard.identity", field="title")
        strict.message(replies.stopped(texts_, seen, given=given_))
        strict.view(replies.stopped_modal(texts_, seen, given=given_))
        assert set(replies.error_fields(texts_, problem, fallback=ids.Field.TITLE)) <= set(ids.Field)
