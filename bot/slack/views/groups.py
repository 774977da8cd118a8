"""A group at work: its desk, where each thing is one tap, and what is said of it in its thread."""

from slack_sdk.models import blocks as kit

from bot import messages
from bot.services import group_views
from bot.services import projects as cases
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, inputs, projects, values
from bot.texts import Texts
from storage.kinds import ProjectState

NEWS = {
    "joined": "group.news.joined",
    "left": "group.news.left",
    "owner": "group.news.owner",
    "stage": "group.news.stage",
    "step": "group.news.step",
    "plan": "group.news.plan",
    "shrunk": "group.news.shrunk",
    "voice": "group.news.voice",
    "voice_asked": "group.news.voice_asked",
    "voice_none": "group.news.voice_none",
    "criterion": "group.news.criterion",
}


def desk(shown: group_views.GroupDesk, texts: Texts) -> blocks.Json:
    """The modal of a group: what stands, and what this person may do about it."""
    pieces = [
        blocks.strong(mrkdwn.inline(shown.title)),
        blocks.small(
            blocks.plain(texts(projects.STATES[shown.state])),
            blocks.mark(texts("project.card.owner", person=mrkdwn.mention(shown.owner))),
            blocks.mark(mrkdwn.channel(shown.place)),
        ),
    ]
    acts = shown.acts and shown.state is ProjectState.ACTIVE
    pieces += _step(shown, texts, acts=acts)
    pieces += _stage(shown, texts, acts=acts)
    if shown.pre_mortem:
        pieces.append(
            blocks.rich(
                blocks.run(texts("project.form.pre_mortem") + "\n", bold=True),
                blocks.run(mrkdwn.clean(shown.pre_mortem)),
            )
        )
    pieces += _criteria(shown, texts, acts=acts)
    people = [blocks.person(one) for one in shown.members[: projects.NAMES]]
    spaced = [part for one in people for part in (one, blocks.run(" "))]
    pieces.append(blocks.rich(blocks.run(texts("group.desk.members") + "\n", bold=True), *spaced))
    if shown.state is ProjectState.ACTIVE:
        pieces.append(blocks.row(*_belonging(shown, texts)))
    if acts:
        pieces += [
            blocks.divider(),
            blocks.strong(texts("group.desk.ways")),
            blocks.row(*_ways(shown.project_id, texts), voice(shown.project_id, texts)),
        ]
    return blocks.modal(
        pieces,
        callback=ids.Callback.NOTICE,
        title=texts("group.desk.heading"),
        close=texts("form.close"),
    )


def ways(project_id: int, texts: Texts) -> list[kit.ButtonElement]:
    """The four ways on for a group that is asked whether it goes on."""
    return _ways(project_id, texts)[:4]


def voice(project_id: int, texts: Texts) -> kit.ButtonElement:
    """To hear somebody from outside before the group decides."""
    return blocks.button(texts("voice.ask"), ids.Action.PROJECT_VOICE, str(project_id))


def step_form(shown: group_views.GroupDesk, texts: Texts) -> blocks.Json:
    """The modal for another next step."""
    line = inputs.line(
        ids.Field.NEXT_STEP,
        texts("project.form.next_step"),
        value=shown.next_step,
        limit=cases.STEP_LIMIT,
        lines=True,
        optional=False,
        hint=texts("project.form.next_step_hint"),
    )
    return blocks.modal(
        [line],
        callback=ids.Callback.STEP,
        title=texts("group.step.heading"),
        submit=texts("form.save"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def owner_form(shown: group_views.GroupDesk, texts: Texts) -> blocks.Json:
    """The modal for handing the group over."""
    chosen = next((one for one in shown.members if one != shown.owner), None)
    field = inputs.person(
        ids.Field.OWNER, texts("group.owner.who"), chosen=chosen, hint=texts("group.owner.hint")
    )
    return blocks.modal(
        [blocks.words(mrkdwn.inline(shown.title)), field],
        callback=ids.Callback.OWNER,
        title=texts("group.owner.heading"),
        submit=texts("group.owner.submit"),
        close=texts("form.cancel"),
        metadata=str(shown.project_id),
    )


def news(message: messages.GroupNews, texts: Texts) -> blocks.Drawn:
    """What happened to the group, in the thread of its card."""
    if message.news == "voice_asked":
        text = texts("group.news.voice_asked")
        how = texts.plural("group.news.lot", message.count, seed=mrkdwn.inline(message.seed))
        return blocks.drawn(text, [blocks.words(text), blocks.small(blocks.plain(how))])
    text = texts(NEWS[message.news], person=mrkdwn.mention(message.person))
    fallback = texts(NEWS[message.news], person=texts("group.news.somebody"))
    pieces = [blocks.marked(text)]
    if message.news == "stage":
        pieces.append(blocks.words(projects.stage(message.stage, message.stages, texts)))
    if message.text:
        pieces.append(blocks.words(message.text))
    return blocks.drawn(fallback, pieces)


def _step(shown: group_views.GroupDesk, texts: Texts, *, acts: bool) -> list[kit.Block]:
    about = blocks.rich(
        blocks.run(texts("project.next_step") + "\n", bold=True), blocks.run(mrkdwn.clean(shown.next_step))
    )
    if not acts:
        return [about]
    change = blocks.button(texts("group.desk.step"), ids.Action.PROJECT_STEP, str(shown.project_id))
    return [about, blocks.row(change)]


def _stage(shown: group_views.GroupDesk, texts: Texts, *, acts: bool) -> list[kit.Block]:
    text = texts("project.card.stage", stage=projects.stage(shown.stage, shown.stages, texts))
    if not acts:
        return [blocks.words(text)]
    names = projects.stages(shown.stages, texts)
    options = [
        blocks.option(name, values.pair(shown.project_id, number))
        for number, name in enumerate(names, start=1)
    ]
    chosen = min(max(shown.stage, 1), len(options)) - 1
    select = kit.StaticSelectElement(
        action_id=ids.Action.PROJECT_STAGE,
        options=options,
        initial_option=options[chosen],
        placeholder=blocks.plain(texts("group.desk.stage"), 150),
    )
    return [blocks.words(text, select)]


def _criteria(shown: group_views.GroupDesk, texts: Texts, *, acts: bool) -> list[kit.Block]:
    if not shown.criteria:
        return []
    pieces = [blocks.strong(texts("project.card.criteria"))]
    for one in shown.criteria:
        button = None
        if acts and not one.met:
            value = values.pair(shown.project_id, one.criterion_id)
            button = blocks.button(
                texts("group.desk.met"), ids.Action.PROJECT_CRITERION, value, tail=one.criterion_id
            )
        pieces.append(blocks.words(projects.criterion(one.text, one.on, texts, met=one.met), button))
    return pieces


def _belonging(shown: group_views.GroupDesk, texts: Texts) -> list[kit.ButtonElement]:
    value = str(shown.project_id)
    if not shown.inside:
        found = [blocks.button(texts("project.join"), ids.Action.PROJECT_JOIN, value)]
    else:
        found = [blocks.button(texts("group.desk.leave"), ids.Action.PROJECT_LEAVE, value)]
    if shown.acts and not shown.owns:
        found.append(blocks.button(texts("group.desk.take"), ids.Action.PROJECT_TAKE, value))
    return found


def _ways(project_id: int, texts: Texts) -> list[kit.ButtonElement]:
    value = str(project_id)
    return [
        blocks.button(texts("way.continue"), ids.Action.PROJECT_CONTINUE, value),
        blocks.button(texts("way.shrink"), ids.Action.PROJECT_SHRINK, value),
        blocks.button(texts("way.hand_over"), ids.Action.PROJECT_HAND_OVER, value),
        blocks.button(texts("way.retire"), ids.Action.PROJECT_RETIRE, value),
        blocks.button(texts("way.complete"), ids.Action.PROJECT_COMPLETE, value),
    ]
