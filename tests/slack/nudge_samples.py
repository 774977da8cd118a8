"""What is said to groups about their weeks, with the texts and numbers that tests of views draw from."""

from datetime import date

from hypothesis import strategies as st

from bot import messages
from bot.messages import nudges as said
from bot.services import rhythm_views
from storage import kinds

levels = st.none() | st.sampled_from([1.0, 2.5, 5.0])
days = st.dates(date(2026, 1, 1), date(2035, 1, 1))


def signals(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[messages.Signal, ...]]:
    """Signals of every kind, in which `text` is people's."""
    return st.lists(
        st.one_of(
            st.builds(said.MissedSignal, count=st.integers(1, 60), since=days),
            st.builds(
                said.LowSignal,
                levels=st.lists(st.sampled_from([1.0, 1.5, 2.0]), min_size=3, max_size=8).map(tuple),
            ),
            st.builds(said.ObstacleSignal, obstacle=st.sampled_from(kinds.Obstacle), count=st.integers(1, 9)),
            st.builds(said.CriterionSignal, text=text, on=days, met=st.booleans()),
            st.builds(said.StageSignal, days=st.integers(1, 900)),
        ),
        min_size=1,
        max_size=9,
    ).map(tuple)


def notes(
    text: st.SearchStrategy[str], places: st.SearchStrategy[str], ids: st.SearchStrategy[int]
) -> st.SearchStrategy[messages.Note]:
    """Notes to single people about their groups' weeks."""
    about = {"project_id": ids, "title": text, "place": places}
    return st.one_of(
        st.builds(messages.CheckInReminder, nudge_id=ids, next_step=text, **about),
        st.builds(messages.WeeksMissed, weeks=st.integers(1, 9), **about),
        st.builds(messages.PlaceLost, why=st.sampled_from(["archived", "not_in", "gone", "other"]), **about),
        st.builds(messages.NobodyReminded, **about),
        st.builds(messages.NudgesMuted, **about),
        st.builds(messages.OwnerGone, **about),
    )


def slot_form(
    text: st.SearchStrategy[str], places: st.SearchStrategy[str], ids: st.SearchStrategy[int]
) -> st.SearchStrategy[rhythm_views.SlotForm]:
    return st.builds(
        rhythm_views.SlotForm,
        project_id=ids,
        title=text,
        weekday=st.integers(1, 7),
        at=st.sampled_from(["08:00", "15:45", "09:07"]),
        every_weeks=st.sampled_from([1, 2]),
        place=places,
    )
