"""Project groups: the form that makes one, its card, and the list."""

from collections.abc import Sequence

from slack_sdk.models import blocks as kit

from bot import messages
from bot.services import projects as cases
from bot.services import views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs
from bot.texts import Texts
from storage.kinds import ProjectState

WORKDAYS = range(1, 6)
TIMES = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(8 * 60, 15 * 60 + 46, 15)]
"""When a nudge may come: every quarter from 08:00 to 15:45."""
NAMES = 40
NEW = "new"

STATES = {
    ProjectState.ACTIVE: "project.state.active",
    ProjectState.COMPLETED: "project.state.completed",
    ProjectState.RETIRED: "project.state.retired",
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
    if message.disciplines:
        listed = texts.listed([mrkdwn.inline(one) for one in message.disciplines])
        pieces.append(blocks.small(blocks.plain(texts("project.card.disciplines", disciplines=listed))))
    if message.state is ProjectState.ACTIVE:
        pieces.append(blocks.small(*[blocks.plain(text) for text in _slot(message, texts)]))
    fallback = texts("project.card.fallback", title=mrkdwn.inline(message.title))
    return blocks.drawn(fallback, pieces)


def listed(groups: Sequence[views.ListedProject], texts: Texts) -> blocks.Drawn:
    """The groups there are, for the one who asked; two dozen in full, the rest by number."""
    if not groups:
        return blocks.drawn(texts("projects.none"), [blocks.words(texts("projects.none"))])
    title = texts.plural("projects.all", len(groups))
    shown = groups[: (blocks.BLOCKS - 2) // 2]
    pieces = [blocks.words(title)]
    for group in shown:
        pieces += line(group, texts)
    if len(groups) > len(shown):
        more = texts.plural("list.more", len(groups) - len(shown))
        pieces.append(blocks.small(blocks.plain(more)))
    return blocks.drawn(title, pieces)


def line(group: views.ListedProject, texts: Texts) -> list[kit.Block]:
    """One group of a list: two blocks."""
    step = texts("project.step", step=mrkdwn.inline(group.next_step, cases.STEP_LIMIT))
    details: list[kit.TextObject] = [blocks.plain(texts(STATES[group.state]))]
    if group.own:
        details.append(blocks.plain(texts("projects.own")))
    details.append(blocks.mark(texts("project.card.owner", person=mrkdwn.mention(group.owner))))
    details.append(blocks.mark(mrkdwn.channel(group.place)))
    if group.next_nudge_at:
        due = texts("project.card.next_nudge", moment=texts.moment(group.next_nudge_at, group.zone))
        details.append(blocks.plain(due))
    about = blocks.rich(blocks.run(mrkdwn.inline(group.title) + "\n", bold=True), blocks.run(step))
    return [about, blocks.small(*details)]


def form(shown: views.ProjectForm, texts: Texts, *, metadata: str = "") -> blocks.Json:
    """The modal for a new group, or a word about there being no chosen idea without one."""
    if not shown.ideas:
        return blocks.modal(
            [blocks.words(texts("error.project.nothing_chosen"))],
            callback=ids.Callback.NOTICE,
            title=texts("project.form.heading"),
            close=texts("form.close"),
        )
    pieces = [
        inputs.choice(
            ids.Field.IDEA,
            texts("project.form.idea"),
            [blocks.option(idea.title, idea.idea_id) for idea in shown.ideas],
            chosen=shown.selected,
            placeholder=texts("project.form.idea_placeholder"),
        ),
        inputs.person(
            ids.Field.OWNER,
            texts("project.form.owner"),
            chosen=shown.owner,
            hint=texts("project.form.owner_hint"),
        ),
        inputs.people(
            ids.Field.MEMBERS,
            texts("project.form.members"),
            chosen=shown.supporters,
            hint=texts("project.form.members_hint"),
        ),
        inputs.line(
            ids.Field.NEXT_STEP,
            texts("project.form.next_step"),
            limit=cases.STEP_LIMIT,
            lines=True,
            optional=False,
            hint=texts("project.form.next_step_hint"),
            placeholder=texts("project.form.next_step_placeholder"),
        ),
        inputs.place(
            ids.Field.PLACE, texts("project.form.place"), chosen=None, hint=texts("project.form.place_hint")
        ),
        inputs.tick(
            ids.Field.NEW_CHANNEL,
            texts("project.form.new_channel"),
            blocks.option(texts("project.form.new_channel_option"), NEW),
            on=False,
        ),
        inputs.choice(
            ids.Field.WEEKDAY,
            texts("project.form.weekday"),
            [blocks.option(texts.weekday(day), day) for day in WORKDAYS],
            chosen=shown.weekday,
        ),
        inputs.choice(
            ids.Field.AT,
            texts("project.form.at"),
            [blocks.option(texts("project.form.at_option", time=time), time) for time in TIMES],
            chosen=shown.at,
            hint=texts("project.form.at_hint"),
        ),
    ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.PROJECT,
        title=texts("project.form.heading"),
        submit=texts("project.form.submit"),
        close=texts("form.cancel"),
        metadata=metadata,
    )


def _people(members: Sequence[str], texts: Texts) -> str:
    names = [mrkdwn.mention(person) for person in members[:NAMES]]
    if len(members) > NAMES:
        names.append(texts.plural("list.more", len(members) - NAMES))
    return "\n".join(names) or texts("project.card.nobody")


def _slot(message: messages.ProjectCard, texts: Texts) -> list[str]:
    found = [texts(SLOTS[message.every_weeks], weekday=texts.weekday(message.weekday), time=message.at)]
    if message.next_nudge_at:
        moment = texts.moment(message.next_nudge_at, message.zone)
        found.append(texts("project.card.next_nudge", moment=moment))
    return found
