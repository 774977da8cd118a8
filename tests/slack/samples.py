"""Messages of every shape, with ordinary, hostile and huge text of people in them."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot import messages
from storage import kinds

from . import nudge_samples

MARK = "zqx"
"""Stands in every hostile text, so that a test can see where people's text went."""

HOSTILE = [
    f"<!channel> {MARK} <!here> <@U0HOSTILE>",
    f"*{MARK}* _{MARK}_ ~{MARK}~ `{MARK}` ```{MARK}```",
    f"> {MARK}\n>>> {MARK} :tada: &lt;!everyone&gt; &amp;",
    f"<https://example.invalid|{MARK}> https://example.invalid/{MARK}",
    f"\u202e{MARK}\u202c \u2066{MARK}\u2069 \u200b{MARK}\ufeff \x00\x07{MARK}",
    f"{{title}} {{0}} %s {MARK} $x \\n",
    f"مرحبا {MARK} שלום",
    f"👩‍👩‍👧‍👦🏳️‍🌈🇳🇴 {MARK} " * 40,
    f"{MARK} " * 1000,
    "W" * 5000 + MARK,
    f"e{chr(0x301) * 60} {MARK}",
    f"{MARK}\n\n\n\n{MARK}\t{MARK}\r\n{MARK}",
]

people_text = st.one_of(
    st.sampled_from(["Ungdom vet ikke hvem de kan spørre", "Åpningstidene passer ikke ☀", *HOSTILE]),
    st.text(min_size=1, max_size=200),
)
maybe_text = st.one_of(st.just(""), people_text)
numbers = st.integers(1, 2**31 - 1)
counts = st.integers(0, 10_000)
persons = st.sampled_from(["U0ROLE1", "U0ROLE2", "W0ROLE3"])
channels = st.sampled_from(["C0PLACE1", "G0PLACE2"])
refs = st.sampled_from(["1795512345.000100", None])
moments = st.integers(1_767_225_600, 2_051_222_400).map(lambda at: datetime.fromtimestamp(at, UTC))
days = st.dates(date(2026, 1, 1), date(2035, 1, 1))
zones = st.sampled_from(["Europe/Oslo", "America/New_York", "Pacific/Kiritimati"])
hashes = st.just("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")

idea_card = st.builds(
    messages.IdeaCard,
    idea_id=numbers,
    kind=st.sampled_from(kinds.IdeaKind),
    state=st.sampled_from(kinds.IdeaState),
    title=people_text,
    who=maybe_text,
    frequency=maybe_text,
    evidence=maybe_text,
    cost=maybe_text,
    areas=st.lists(people_text, max_size=8).map(tuple),
    themes=st.lists(people_text, max_size=3).map(tuple),
    author=st.none() | persons,
    discipline=st.none() | people_text,
    supporters=counts,
    willing=counts,
    source=st.none()
    | st.sampled_from(["https://example.invalid/archives/C1/p1?a=1&b=2", f"javascript:{MARK}", f"<{MARK}>"]),
)
idea_comment = st.builds(
    messages.IdeaComment,
    idea_id=numbers,
    title=people_text,
    text=people_text,
    author=st.none() | persons,
)
idea_changed = st.builds(
    messages.IdeaChanged,
    idea_id=numbers,
    title=people_text,
    change=st.sampled_from(["edited", "joined", "parted"]),
    other=maybe_text,
    reason=maybe_text,
)
idea_news = st.builds(
    messages.IdeaNews,
    idea_id=numbers,
    title=people_text,
    change=st.sampled_from(["moved", "joined", "parted", "commented"]),
    state=st.sampled_from(kinds.IdeaState),
    other=maybe_text,
    reason=maybe_text,
)
idea_note = st.builds(
    messages.IdeaNote,
    idea_id=numbers,
    title=people_text,
    state=st.sampled_from(kinds.IdeaState),
    reason=maybe_text,
)
round_card = st.builds(
    messages.RoundCard,
    round_id=numbers,
    state=st.sampled_from(kinds.RoundState),
    secret=st.booleans(),
    winners=st.integers(1, 5),
    tap_limit=st.none() | st.integers(1, 100),
    breadth=st.integers(0, 9),
    empty_chairs=st.integers(0, 9),
    opened_by=persons | st.just(""),
    closes_at=moments,
    zone=zones,
    ideas=st.lists(
        st.builds(messages.BallotIdea, idea_id=numbers, title=people_text), min_size=1, max_size=100
    ).map(tuple),
    ballots=st.none() | counts,
    seed_hash=hashes,
    published=st.booleans(),
    follows=st.booleans(),
    steps=st.lists(
        st.builds(
            messages.RoundStep,
            event=st.sampled_from(kinds.RoundEvent),
            by=st.none() | persons,
            reason=maybe_text,
        ),
        max_size=6,
    ).map(tuple),
)
round_note = st.builds(
    messages.RoundNote,
    round_id=numbers,
    event=st.sampled_from([*kinds.RoundEvent, "turnout", "withdrawn", "joined", "merged"]),
    by=st.none() | persons,
    reason=maybe_text,
    closes_at=moments,
    zone=zones,
    quiet=st.lists(people_text, max_size=6).map(tuple),
    small=st.booleans(),
    title=people_text,
    into=people_text,
)
vote_invitation = st.builds(
    messages.VoteInvitation,
    round_id=numbers,
    place=channels,
    ideas=st.integers(1, 100),
    secret=st.booleans(),
    closes_at=moments,
    zone=zones,
)
ballot_file = st.builds(
    messages.BallotFile, round_id=numbers, name=st.just("idejakt-1.pb"), content=maybe_text, ballots=counts
)
ranked = st.builds(
    messages.RankedIdea,
    rank=st.integers(1, 100),
    idea_id=numbers,
    title=people_text,
    bar=st.none() | st.integers(0, 5),
    taps=st.none() | counts,
    broad=st.none() | st.booleans(),
    chosen=st.none() | st.integers(1, 5),
    voters=st.none() | st.lists(persons, max_size=60).map(tuple),
)
titles = st.lists(people_text, max_size=6).map(tuple)
reason = st.builds(
    messages.Reason,
    ground=st.sampled_from(["alone", "support", "turn", "breadth", "weakest", "taps", "lot"]),
    title=people_text,
    over=st.none() | people_text,
    bar=st.integers(1, 5),
    narrow=titles,
    outweighed=titles,
)
round_result = st.builds(
    messages.RoundResult,
    round_id=numbers,
    secret=st.booleans(),
    outcome=st.sampled_from(kinds.Outcome),
    winners=st.integers(1, 5),
    ideas=st.lists(ranked, max_size=100).map(tuple),
    ballots=st.none() | counts,
    heard=st.lists(st.builds(messages.Heard, name=st.none() | people_text, ballots=counts), max_size=30).map(
        tuple
    ),
    reason=st.none() | reason,
    lot_decided=st.booleans(),
    seed=hashes,
    seed_hash=hashes,
    receipt=hashes,
    closed_at=moments,
    zone=zones,
    bar=st.integers(1, 5),
    extended=st.booleans(),
    barely=st.lists(people_text, max_size=6).map(tuple),
    barely_small=st.booleans(),
    ballots_given=st.none() | st.booleans(),
    complaint_until=st.none() | moments,
    decision=st.none()
    | st.builds(
        messages.Decision,
        event=st.sampled_from([kinds.RoundEvent.PICKED, kinds.RoundEvent.FOLLOWED]),
        by=persons | st.just(""),
        title=people_text,
        reason=maybe_text,
    ),
    picture=st.none() | st.just("F0PICTURE1"),
)
project_card = st.builds(
    messages.ProjectCard,
    project_id=numbers,
    state=st.sampled_from(kinds.ProjectState),
    title=people_text,
    owner=persons,
    members=st.lists(persons, max_size=80).map(tuple),
    disciplines=st.lists(people_text, max_size=20).map(tuple),
    next_step=people_text,
    weekday=st.integers(1, 7),
    at=st.sampled_from(["08:00", "15:45"]),
    every_weeks=st.sampled_from([1, 2]),
    next_nudge_at=st.none() | moments,
    zone=zones,
    leader=maybe_text,
    stage=st.integers(1, 9),
    stages=st.just(()) | st.lists(people_text, min_size=1, max_size=20).map(tuple),
    criteria=st.lists(
        st.builds(messages.Criterion, text=people_text, on=days, met=st.booleans()), max_size=3
    ).map(tuple),
    muted=st.booleans(),
)
crowd = st.lists(persons, max_size=25).map(tuple)
group_news = st.builds(
    messages.GroupNews,
    project_id=numbers,
    news=st.sampled_from(
        [
            *("joined", "left", "owner", "stage", "step", "plan", "shrunk"),
            *("voice", "voice_asked", "voice_none", "criterion"),
        ]
    ),
    person=persons,
    text=maybe_text,
    stage=st.integers(1, 9),
    stages=st.just(()) | st.lists(people_text, min_size=1, max_size=20).map(tuple),
)
group_wanted = st.builds(
    messages.GroupWanted,
    idea_id=numbers,
    title=people_text,
    willing=counts,
    runner_up=st.none() | people_text,
)
group_call = st.builds(
    messages.GroupCall,
    idea_id=numbers,
    title=people_text,
    disciplines=st.lists(people_text, max_size=20).map(tuple),
    missing=counts,
)
invited = st.builds(
    messages.Invited,
    idea_id=numbers,
    title=people_text,
    by=persons,
    others=crowd,
    willing=st.booleans(),
)
team_answered = st.builds(
    messages.TeamAnswered, idea_id=numbers, title=people_text, accepted=crowd, declined=counts
)
units = st.lists(people_text, max_size=30).map(tuple)
ending_card = st.builds(
    messages.EndingCard,
    project_id=numbers,
    state=st.sampled_from([kinds.ProjectState.COMPLETED, kinds.ProjectState.RETIRED]),
    title=people_text,
    tried=maybe_text,
    learnt=maybe_text,
    wake_when=maybe_text,
    wake_on=st.none() | days,
    woken=st.booleans(),
    changed=maybe_text,
    stopped=maybe_text,
    discipline=st.none() | people_text,
    keeper=st.none() | persons,
    thanked=crowd,
    people=counts,
    reach=st.builds(
        messages.Reach,
        own=st.booleans(),
        taken_up=units,
        adapted=units,
        not_for_us=counts,
        lasting=st.tuples(*(st.tuples(st.just(months), counts) for months in (3, 6, 12))),
    ),
    closing=st.none() | maybe_text,
    picture=st.none() | st.just("F0PICTURE1"),
)
nudge_card = st.builds(
    messages.NudgeCard,
    nudge_id=numbers,
    project_id=numbers,
    title=people_text,
    next_step=people_text,
    owner=persons,
    answers=counts,
    confidence=st.none() | st.sampled_from([1.0, 2.5, 5.0]),
    moving=counts,
    stuck=counts,
    done=counts,
    obstacles=st.lists(st.sampled_from(kinds.Obstacle), max_size=5).map(tuple),
    open=st.booleans(),
    history=st.lists(nudge_samples.levels, max_size=8).map(tuple),
    snoozed_until=st.none() | moments,
    zone=zones,
    muted=st.booleans(),
    offers=st.booleans(),
    picture=st.none() | st.just("F0PICTURE1"),
)
asking_card = st.builds(
    messages.AskingCard,
    asking_id=numbers,
    project_id=numbers,
    title=people_text,
    owner=persons | st.just(""),
    signals=nudge_samples.signals(people_text),
    answer=st.none() | st.sampled_from(kinds.Way),
    open=st.booleans(),
)
notes = st.one_of(
    st.builds(messages.HuntDue, hunt_id=numbers, question=maybe_text, cohort=people_text, place=channels),
    st.builds(
        messages.IdeaMoved,
        idea_id=numbers,
        title=people_text,
        state=st.sampled_from(kinds.IdeaState),
        reason=maybe_text,
        why=st.sampled_from(["", "nobody_came", "woken"]),
    ),
    invited,
    st.builds(messages.AskedLater, idea_id=numbers, title=people_text),
    st.builds(messages.StartedWithout, project_id=numbers, title=people_text),
    st.builds(
        messages.BecameOwner,
        project_id=numbers,
        title=people_text,
        place=channels,
        next_step=people_text,
    ),
    st.builds(messages.ThanksQuestion, project_id=numbers, title=people_text),
    st.builds(
        messages.VoiceQuestion,
        project_id=numbers,
        title=people_text,
        next_step=people_text,
        ambassador=st.booleans(),
    ),
    st.builds(
        messages.StillInUse,
        check_id=numbers,
        title=people_text,
        months=st.sampled_from([3, 6, 12]),
        unit=maybe_text,
    ),
    st.builds(
        messages.RippleQuestion,
        project_id=numbers,
        title=people_text,
        months=st.sampled_from([3, 6, 12]),
    ),
    st.builds(messages.WokenNote, idea_id=numbers, title=people_text, reason=maybe_text),
    idea_news,
    st.builds(
        messages.JoinedProject,
        project_id=numbers,
        title=people_text,
        place=channels,
        owner=persons,
        next_step=people_text,
    ),
    st.builds(
        messages.SetAside,
        place=st.none() | channels,
        problem=st.sampled_from(["is_archived", "not_in_channel", "msg_too_long", "internal ValueError"]),
    ),
    nudge_samples.notes(people_text, channels, numbers),
)
hunt_card = st.builds(
    messages.HuntCard,
    hunt_id=numbers,
    state=st.sampled_from(kinds.HuntState),
    question=maybe_text,
    cohort=people_text,
    year=st.integers(2020, 2040),
    collect_until=moments,
    vote_until=moments,
    group_by=moments,
    zone=zones,
    ideas=counts,
    round_id=st.none() | numbers,
    chosen=st.lists(people_text, max_size=5).map(tuple),
    groups=st.integers(0, 5),
    voting_again=st.booleans(),
)
hunt_news = st.builds(
    messages.HuntNews,
    hunt_id=numbers,
    news=st.sampled_from(["moved", "more_time", "cancelled", "too_few"]),
    collect_until=moments,
    vote_until=moments,
    group_by=moments,
    zone=zones,
    by=st.none() | persons,
    reason=maybe_text,
)
hunt_case = st.builds(
    messages.HuntCase,
    hunt_id=numbers,
    question=maybe_text,
    cohort=people_text,
    year=st.integers(2020, 2040),
    ideas=st.lists(
        st.builds(
            messages.CaseIdea,
            title=people_text,
            state=st.sampled_from(kinds.IdeaState),
            chosen=st.booleans(),
        ),
        max_size=60,
    ).map(tuple),
    outcome=st.none() | st.sampled_from(kinds.Outcome),
    decision=maybe_text,
    learnt=st.lists(people_text, max_size=12).map(tuple),
)
confirmations_waiting = st.builds(messages.ConfirmationsWaiting, closes_at=moments, zone=zones)
discipline_settled = st.builds(
    messages.DisciplineSettled,
    confirmed=st.booleans(),
    discipline=people_text,
    round_id=numbers,
    closes_at=moments,
    zone=zones,
)
bundle = st.builds(messages.Bundle, notes=st.lists(notes, min_size=1, max_size=40).map(tuple))

MESSAGES: dict[str, st.SearchStrategy[messages.Message]] = {
    "idea_card": idea_card,
    "idea_note": idea_note,
    "idea_comment": idea_comment,
    "idea_changed": idea_changed,
    "round_card": round_card,
    "round_note": round_note,
    "round_result": round_result,
    "ballot_file": ballot_file,
    "vote_invitation": vote_invitation,
    "project_card": project_card,
    "group_news": group_news,
    "group_wanted": group_wanted,
    "group_call": group_call,
    "invited": invited,
    "team_answered": team_answered,
    "ending_card": ending_card,
    "nudge_card": nudge_card,
    "asking_card": asking_card,
    "bundle": bundle,
    "hunt_card": hunt_card,
    "hunt_news": hunt_news,
    "hunt_case": hunt_case,
    "confirmations_waiting": confirmations_waiting,
    "discipline_settled": discipline_settled,
}
