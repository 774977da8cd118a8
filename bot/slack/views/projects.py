"""Project groups: the card, and the list."""

from collections.abc import Sequence
from datetime import date

from bot import messages
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids
from bot.texts import Texts
from storage.kinds import ProjectState

NAMES = 40

STATES = {
    ProjectState.ACTIVE: "project.state.active",
    ProjectState.COMPLETED: "project.state.completed",
    ProjectState.RETIRED: "project.state.retired",
}
STAGES = {
    1: "project.stage.1",
    2: "project.stage.2",
    3: "project.stage.3",
    4: "project.stage.4",
    5: "project.stage.5",
}
SLOTS = {1: "project.card.weekly", 2: "project.card.fortnightly"}


def card(message: messages.ProjectCard, texts: Texts) -> blocks.Drawn:
    """A group in its channel."""
    pieces = [
        blocks.small(blocks.plain(texts(STATES[message.state]))),
        blocks.heading(message.title),
        blocks.rich(
            blocks.run(texts("project.next_step"), bold=True),
            blocks.run("\n" + mrkdwn.clean(message.next_step)),
        ),
        blocks.fields(
            [
                texts("project.card.owner", person=mrkdwn.mention(message.owner)),
                texts("project.card.members", people=_people(message.members, texts)),
            ]
        ),
    ]
    about = [texts("project.card.stage", stage=stage(message.stage, message.stages, texts))]
    if message.leader:
        about.append(texts("project.card.leader", leader=mrkdwn.inline(message.leader)))
    pieces.append(blocks.small(*[blocks.plain(one) for one in about]))
    if message.criteria:
        lines = [criterion(one.text, one.on, texts, met=one.met) for one in message.criteria]
        pieces.append(blocks.footnote([texts("project.card.criteria"), *lines]))
    if message.disciplines:
        listed = texts.listed([mrkdwn.inline(one) for one in message.disciplines])
        pieces.append(blocks.small(blocks.plain(texts("project.card.disciplines", disciplines=listed))))
    if message.state is ProjectState.ACTIVE:
        pieces.append(blocks.small(*[blocks.plain(text) for text in _slot(message, texts)]))
        value = str(message.project_id)
        pieces.append(
            blocks.row(
                blocks.button(texts("project.open"), ids.Action.PROJECT_OPEN, value),
                blocks.button(texts("project.join"), ids.Action.PROJECT_JOIN, value),
            )
        )
    fallback = texts("project.card.fallback", title=mrkdwn.inline(message.title))
    return blocks.drawn(fallback, pieces)


def stages(own: Sequence[str], texts: Texts) -> list[str]:
    """The names of a group's stages: its own, or the ones everybody has."""
    return [mrkdwn.inline(one) for one in own] if own else [texts(key) for key in STAGES.values()]


def stage(number: int, own: Sequence[str], texts: Texts) -> str:
    """One stage with its place among all."""
    names = stages(own, texts)
    number = min(max(number, 1), len(names))
    return texts("project.stage", name=names[number - 1], number=number, of=len(names))


def criterion(text: str, on: date, texts: Texts, *, met: bool) -> str:
    """A stop criterion as a line."""
    said = mrkdwn.inline(text, 300)
    day = texts.day(on)
    return (
        texts("project.criterion_met", text=said, day=day)
        if met
        else texts("project.criterion", text=said, day=day)
    )


def _people(members: Sequence[str], texts: Texts) -> str:
    names = [mrkdwn.mention(person) for person in members[:NAMES]]
    if len(members) > NAMES:
        names.append(texts.plural("list.more", len(members) - NAMES))
    return "\n".join(names) or texts("project.card.nobody")


def _slot(message: messages.ProjectCard, texts: Texts) -> list[str]:
    if message.muted:
        return [texts("nudge.muted")]
    found = [texts(SLOTS[message.every_weeks], weekday=texts.weekday(message.weekday), time=message.at)]
    if message.next_nudge_at:
        moment = texts.moment(message.next_nudge_at, message.zone)
        found.append(texts("project.card.next_nudge", moment=moment))
    return found
