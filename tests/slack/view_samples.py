"""What use cases answer with, of every shape, with the same texts of people."""

from datetime import date

from hypothesis import strategies as st

from bot.domain import (
    choices,
    comparison,
    grouping,
    hunting,
)
from bot.domain.deeds import Deed
from bot.services import drafts, group_views, home_views, privacy, rhythm_views, views, wordings
from storage import edits, kinds

from . import nudge_samples, samples

disciplines = st.lists(
    st.builds(views.Discipline, discipline_id=samples.numbers, name=samples.people_text),
    max_size=120,
    unique_by=lambda one: one.discipline_id,
).map(tuple)
listed_idea = st.builds(
    views.ListedIdea,
    idea_id=samples.numbers,
    kind=st.sampled_from(kinds.IdeaKind),
    state=st.sampled_from(kinds.IdeaState),
    title=samples.people_text,
    discipline=st.none() | samples.people_text,
    supporters=samples.counts,
    breadth=st.integers(0, 9),
    supported=st.booleans(),
    own=st.booleans(),
    place=samples.channels,
    ref=samples.refs,
    created_at=samples.moments,
)
listed_ideas = st.lists(listed_idea, max_size=120, unique_by=lambda one: one.idea_id).map(tuple)
idea_page = st.builds(
    views.IdeaPage,
    ideas=st.lists(listed_idea, max_size=20).map(tuple),
    page=st.integers(1, 3),
    pages=st.integers(1, 3),
    total=samples.counts,
    search=samples.maybe_text,
)
posted = st.builds(
    views.Posted,
    idea_id=samples.numbers,
    title=samples.people_text,
    place=samples.channels,
    waiting=st.booleans(),
    disguise=st.booleans(),
)
round_form = st.builds(
    views.RoundForm,
    ideas=listed_ideas,
    selected=st.lists(samples.numbers, max_size=10).map(tuple),
    closes_at=samples.moments,
    zone=samples.zones,
    breadth=st.integers(1, 5),
    empty_chairs=st.integers(0, 9),
    people=st.integers(0, 50),
    disciplines=st.integers(0, 9),
    total=st.integers(2, 300),
    found=st.integers(0, 100),
    search=samples.maybe_text,
)
steering_form = st.builds(
    views.SteeringForm,
    round_id=samples.numbers,
    closes_at=samples.moments,
    zone=samples.zones,
    deadlines=st.lists(samples.moments, min_size=2, max_size=10).map(tuple),
)
pick_form = st.builds(
    views.PickForm,
    round_id=samples.numbers,
    ideas=st.lists(
        st.builds(views.Pickable, idea_id=samples.numbers, title=samples.people_text),
        max_size=100,
        unique_by=lambda one: one.idea_id,
    ).map(tuple),
)
recount = st.builds(
    views.Recount,
    round_id=samples.numbers,
    receipt=samples.hashes,
    hash_agrees=st.booleans(),
    result_agrees=st.booleans(),
    until=samples.moments,
    zone=samples.zones,
)
compared = st.builds(
    views.Compared,
    plain=st.lists(st.tuples(st.integers(1, 100), samples.people_text, samples.counts), max_size=100).map(
        tuple
    ),
    moved=st.lists(
        st.builds(
            views.Moved,
            title=samples.people_text,
            balanced=st.integers(1, 100),
            plain=st.integers(1, 100),
            why=st.sampled_from(comparison.Why),
        ),
        max_size=100,
    ).map(tuple),
    winners=samples.titles,
    plain_winners=samples.titles,
)
ballot = st.builds(
    views.Ballot,
    round_id=samples.numbers,
    secret=st.booleans(),
    winners=st.integers(1, 5),
    tap_limit=st.none() | st.integers(1, 100),
    closes_at=samples.moments,
    zone=samples.zones,
    lines=st.lists(
        st.builds(
            views.BallotLine,
            idea_id=samples.numbers,
            title=samples.people_text,
            who=samples.maybe_text,
            approved=st.booleans(),
            own=st.booleans(),
            more=st.booleans(),
            standing=st.booleans(),
        ),
        max_size=100,
    ).map(tuple),
    handed_in=st.booleans(),
)
project_form = st.builds(
    views.ProjectForm,
    ideas=listed_ideas,
    selected=st.none() | samples.numbers,
    owner=samples.persons,
    members=st.lists(samples.persons, max_size=80, unique=True).map(tuple),
    weekday=st.integers(1, 5),
    at=st.sampled_from(["09:00", "15:45", "07:13"]),
    zone=samples.zones,
)
suggested = st.builds(
    group_views.Suggested,
    person=samples.persons,
    discipline=st.none() | samples.people_text,
    why=st.sampled_from([one.value for one in grouping.Why if one is not grouping.Why.KEPT]),
)
team_proposal = st.builds(
    group_views.TeamProposal,
    idea_id=samples.numbers,
    title=samples.people_text,
    picks=st.lists(suggested, max_size=7).map(tuple),
    others=st.lists(suggested, max_size=30).map(tuple),
    accepted=samples.crowd,
    waiting=samples.crowd,
    declined=st.integers(0, 20),
    unheard=st.lists(samples.people_text, max_size=20).map(tuple),
    missing=st.integers(0, 4),
    narrow=st.booleans(),
    wide_place=st.none() | samples.channels,
    advertised=st.booleans(),
)
volunteered = st.builds(
    group_views.Volunteered,
    idea_id=samples.numbers,
    title=samples.people_text,
    answer=st.none() | st.sampled_from(kinds.Willingness),
    place=st.none() | samples.channels,
    asked_again=st.none() | samples.moments,
)
group_desk = st.builds(
    group_views.GroupDesk,
    project_id=samples.numbers,
    title=samples.people_text,
    state=st.sampled_from(kinds.ProjectState),
    owner=samples.persons,
    members=samples.crowd,
    place=samples.channels,
    next_step=samples.people_text,
    leader=samples.maybe_text,
    pre_mortem=samples.maybe_text,
    stage=st.integers(1, 9),
    stages=st.just(()) | st.lists(samples.people_text, min_size=1, max_size=20).map(tuple),
    criteria=st.lists(
        st.builds(
            group_views.ListedCriterion,
            criterion_id=samples.numbers,
            text=samples.people_text,
            on=samples.days,
            met=st.booleans(),
        ),
        max_size=3,
        unique_by=lambda one: one.criterion_id,
    ).map(tuple),
    inside=st.booleans(),
    owns=st.booleans(),
    acts=st.booleans(),
)
told = st.builds(
    group_views.Told,
    project_id=samples.numbers,
    title=samples.people_text,
    unit=samples.maybe_text,
    kind=st.sampled_from(kinds.RippleKind),
    line=samples.maybe_text,
)
listed_project = st.builds(
    views.ListedProject,
    project_id=samples.numbers,
    title=samples.people_text,
    state=st.sampled_from(kinds.ProjectState),
    owner=samples.persons,
    place=samples.channels,
    next_step=samples.people_text,
    next_nudge_at=st.none() | samples.moments,
    zone=samples.zones,
    own=st.booleans(),
)
listed_projects = st.lists(listed_project, max_size=60).map(tuple)
fares = st.builds(
    group_views.Fares,
    history=st.lists(st.none() | st.sampled_from([1.0, 2.5, 5.0]), max_size=8).map(tuple),
    last_sign=st.none() | samples.days,
    started=samples.days,
    asked=st.none() | samples.days,
    signals=nudge_samples.signals(samples.people_text),
)
group_page = st.builds(
    group_views.GroupPage,
    groups=st.lists(
        st.builds(
            group_views.ListedGroup,
            project_id=samples.numbers,
            title=samples.people_text,
            state=st.sampled_from(kinds.ProjectState),
            owner=samples.persons,
            place=samples.channels,
            next_step=samples.people_text,
            stage=st.integers(0, 9),
            stages=samples.titles,
            next_nudge_at=st.none() | samples.moments,
            zone=samples.zones,
            muted=st.booleans(),
            own=st.booleans(),
            fares=st.none() | fares,
        ),
        max_size=6,
        unique_by=lambda one: one.project_id,
    ).map(tuple),
    page=st.integers(1, 2),
    pages=st.integers(2, 9),
    total=st.integers(0, 10_000),
    rates=st.none()
    | st.builds(
        group_views.Rates,
        weeks=st.just(12),
        sent=samples.numbers,
        answered=samples.numbers,
        put_off=samples.numbers,
        groups=samples.numbers,
        muted=samples.numbers,
    ),
)
open_round = st.builds(
    views.OpenRound,
    round_id=samples.numbers,
    place=samples.channels,
    ref=samples.refs,
    closes_at=samples.moments,
    zone=samples.zones,
    ideas=samples.counts,
    handed_in=st.booleans(),
    approved=st.integers(0, 100),
)
answered = st.builds(
    rhythm_views.Answered,
    nudge_id=samples.numbers,
    project_id=samples.numbers,
    title=samples.people_text,
    confidence=st.none() | st.integers(1, 5),
    movement=st.none() | st.sampled_from(kinds.Movement),
    obstacle=st.none() | st.sampled_from(kinds.Obstacle),
    earlier=st.none()
    | st.builds(
        rhythm_views.Earlier,
        at=samples.moments,
        zone=samples.zones,
        confidence=st.integers(1, 5),
        movement=st.none() | st.sampled_from(kinds.Movement),
    ),
)
draft = st.builds(
    drafts.Draft,
    draft_id=samples.numbers,
    wording=st.builds(wordings.Wording, title=samples.maybe_text, who=samples.people_text),
    hunt_id=st.none(),
    at=samples.moments,
)
desk = st.builds(
    home_views.Desk,
    locale=st.sampled_from(["nb", "nn", "en", "de"]),
    discipline=st.none() | samples.people_text,
    disciplines=disciplines,
    drafts=st.lists(draft, max_size=12, unique_by=lambda one: one.draft_id).map(tuple),
    waiting=st.lists(listed_idea, max_size=12).map(tuple),
    ideas=listed_ideas,
    ideas_in_all=samples.counts,
    invitations=st.lists(
        st.builds(
            home_views.Invitation,
            idea_id=samples.numbers,
            title=samples.people_text,
            place=samples.channels,
            ref=st.none() | st.just("1700000000.000100"),
        ),
        max_size=12,
        unique_by=lambda one: one.idea_id,
    ).map(tuple),
    staff=st.booleans(),
    rounds=st.lists(open_round, max_size=12).map(tuple),
    projects=listed_projects,
    administrator=st.booleans(),
    day=st.dates(date(2026, 1, 1), date(2035, 1, 1)),
)
choices_form = st.builds(
    views.ChoicesForm,
    values=st.builds(
        choices.Choices,
        quiet_weeks=st.frozensets(st.integers(1, 53)),
        closed_days=st.frozensets(st.dates(date(2026, 1, 1), date(2035, 1, 1)), max_size=60),
        nudge_at=st.sampled_from(["08:00", "09:17"]),
        closing_line=samples.maybe_text,
    ),
    zone=samples.zones,
    chosen=st.just(frozenset()),
)
setup_form = st.builds(
    views.SetupForm,
    ideas_place=st.none() | samples.channels,
    wide_place=st.none() | samples.channels,
    locale=st.sampled_from(["nb", "nn", "en"]),
    rounds_by_all=st.booleans(),
    disciplines=st.lists(samples.people_text, max_size=60).map(tuple),
    locked=st.booleans(),
    unconfirmed=samples.counts,
)
discipline_list = st.builds(
    views.DisciplineList,
    lines=st.lists(
        st.builds(
            views.DisciplineLine,
            discipline_id=samples.numbers,
            name=samples.people_text,
            people=samples.counts,
        ),
        max_size=60,
        unique_by=lambda one: one.discipline_id,
    ).map(tuple),
    locked=st.booleans(),
)
unconfirmed = st.lists(
    st.builds(
        views.Unconfirmed, person_id=samples.numbers, person=samples.persons, discipline=samples.people_text
    ),
    max_size=60,
)
hunt_list = st.builds(
    views.HuntList,
    running=st.lists(
        st.builds(
            views.ListedHunt,
            card=samples.hunt_card.filter(lambda card: card.state.value not in {"finished", "cancelled"}),
            place=samples.channels,
            ref=samples.refs,
        ),
        max_size=20,
    ).map(tuple),
    finished=st.lists(
        st.builds(views.ListedHunt, card=samples.hunt_card, place=samples.channels, ref=samples.refs),
        max_size=5,
    ).map(tuple),
    leads=st.booleans(),
)
plan = st.builds(
    hunting.Plan, collect_until=samples.moments, vote_until=samples.moments, group_by=samples.moments
)
hunt_form = st.builds(views.HuntForm, plan=plan, zone=samples.zones, year=st.integers(2020, 2040))
hunt_lead = st.builds(
    views.HuntLead,
    hunt_id=samples.numbers,
    question=samples.maybe_text,
    state=st.sampled_from(kinds.HuntState),
    plan=plan,
    movable=st.sampled_from([(), ("group_by",), ("collect_until", "vote_until", "group_by")]),
    zone=samples.zones,
)
words = st.builds(
    edits.Words,
    title=samples.people_text,
    who=samples.maybe_text,
    frequency=samples.maybe_text,
    evidence=samples.maybe_text,
    cost=samples.maybe_text,
)
themes = st.lists(
    st.builds(views.Theme, theme_id=samples.numbers, name=samples.people_text),
    max_size=12,
    unique_by=lambda one: one.theme_id,
).map(tuple)
paper = st.builds(
    views.Paper,
    line=listed_idea,
    words=words,
    named=st.booleans(),
    areas=disciplines,
    themes=themes,
    listed_themes=themes,
    into=samples.maybe_text,
    muted=st.booleans(),
    deeds=st.lists(st.sampled_from(Deed), max_size=8, unique=True).map(tuple),
    road=st.lists(
        st.builds(
            views.Step,
            at=samples.moments,
            state=st.none() | st.sampled_from(kinds.IdeaState),
            reason=samples.maybe_text,
            former=st.none() | words,
        ),
        max_size=30,
    ).map(tuple),
)
holding = st.builds(
    privacy.Holding,
    discipline=st.none() | samples.people_text,
    locale=st.sampled_from(["nb", "nn", "en"]),
    ideas=samples.counts,
    supports=samples.counts,
    ballots=samples.counts,
    projects=samples.counts,
    check_ins=samples.counts,
    messages=samples.counts,
    others=samples.counts,
    owned=samples.titles,
)
