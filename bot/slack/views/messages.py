"""Every message the bot says unasked, as Slack shows it."""

from typing import assert_never

from bot import messages
from bot.slack.views import (
    askings,
    blocks,
    endings,
    gatherings,
    groups,
    hunts,
    idea_notes,
    ideas,
    notes,
    nudges,
    placements,
    projects,
    results,
    rounds,
)
from bot.texts import Texts


def draw(message: messages.Message, texts: Texts) -> blocks.Drawn:
    """The message in the language of `texts`, within Slack's limits whatever it holds."""
    match message:
        case messages.IdeaCard():
            return ideas.card(message, texts)
        case messages.IdeaNote():
            return ideas.note(message, texts)
        case messages.IdeaComment():
            return idea_notes.comment(message, texts)
        case messages.IdeaChanged():
            return idea_notes.changed(message, texts)
        case messages.RoundCard():
            return rounds.card(message, texts)
        case messages.RoundNote():
            return rounds.note(message, texts)
        case messages.RoundResult():
            return results.draw(message, texts)
        case messages.BallotFile():
            return rounds.ballot_file(message, texts)
        case messages.VoteInvitation():
            return rounds.invitation(message, texts)
        case messages.ProjectCard():
            return projects.card(message, texts)
        case messages.GroupNews():
            return groups.news(message, texts)
        case messages.GroupWanted():
            return gatherings.wanted(message, texts)
        case messages.GroupCall():
            return gatherings.call(message, texts)
        case messages.Invited():
            return gatherings.invitation(message, texts)
        case messages.TeamAnswered():
            return gatherings.answered(message, texts)
        case messages.EndingCard():
            return endings.card(message, texts)
        case messages.NudgeCard():
            return nudges.card(message, texts)
        case messages.HuntCard():
            return hunts.card(message, texts)
        case messages.HuntNews():
            return hunts.news(message, texts)
        case messages.HuntCase():
            return hunts.case(message, texts)
        case messages.ConfirmationsWaiting():
            return placements.waiting(message, texts)
        case messages.DisciplineSettled():
            return placements.settled(message, texts)
        case messages.AskingCard():
            return askings.card(message, texts)
        case messages.Bundle():
            return notes.bundle(message, texts)
        case _:
            assert_never(message)
