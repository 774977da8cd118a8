"""The inside of a rich_text block."""

from bot.playground.limits.shapes import boolean, by_type, integer, items, may, need, obj, one_of, string

_KIND = {"type": need(string(50))}
_STYLE = obj(
    {
        name: may(boolean)
        for name in (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        )
    }
)
_STYLED = _KIND | {"style": may(_STYLE)}

_PIECE = by_type(
    {
        "text": obj(_STYLED | {"text": need(string(40_000))}),
        "link": obj(
            _STYLED | {"url": need(string(3000)), "text": may(string(40_000)), "unsafe": may(boolean)},
        ),
        "user": obj(_STYLED | {"user_id": need(string(50))}),
        "channel": obj(_STYLED | {"channel_id": need(string(50))}),
        "usergroup": obj(_STYLED | {"usergroup_id": need(string(50))}),
        "emoji": obj(
            _STYLED
            | {"name": need(string(100)), "unicode": may(string(100)), "skin_tone": may(integer(1, 6))},
        ),
        "broadcast": obj(_STYLED | {"range": need(one_of("here", "channel", "everyone"))}),
        "color": obj(_KIND | {"value": need(string(7))}),
        "date": obj(
            _STYLED
            | {
                "timestamp": need(integer(0, 9_999_999_999)),
                "format": need(string(500)),
                "url": may(string(3000)),
                "fallback": may(string(500)),
            }
        ),
    }
)
_PIECES = items(_PIECE, most=1000, least=0)
_SECTION = obj(_KIND | {"elements": need(_PIECES)})
_BORDER = {"border": may(integer(0, 1))}

ELEMENTS = items(
    by_type(
        {
            "rich_text_section": _SECTION,
            "rich_text_preformatted": obj(
                _KIND | _BORDER | {"elements": need(_PIECES), "language": may(string(50))},
            ),
            "rich_text_quote": obj(_KIND | _BORDER | {"elements": need(_PIECES)}),
            "rich_text_list": obj(
                _KIND
                | _BORDER
                | {
                    "style": need(one_of("bullet", "ordered")),
                    "elements": need(items(by_type({"rich_text_section": _SECTION}), most=1000, least=0)),
                    "indent": may(integer(0, 8)),
                    "offset": may(integer(0, 10_000)),
                }
            ),
        }
    ),
    most=1000,
    least=0,
)
