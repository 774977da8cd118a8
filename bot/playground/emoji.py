"""Shortcodes of the emoji that a bot of this kind uses; any other is shown as it is written."""

import re

GLYPHS = {
    "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "clap": "👏", "raised_hands": "🙌",
    "wave": "👋", "hand": "✋", "raised_hand": "✋", "raising_hand": "🙋", "handshake": "🤝", "pray": "🙏",
    "point_right": "👉", "point_left": "👈", "point_up": "☝️", "point_down": "👇", "muscle": "💪",
    "eyes": "👀", "brain": "🧠", "speech_balloon": "💬", "thought_balloon": "💭", "bust_in_silhouette": "👤",
    "busts_in_silhouette": "👥", "family": "👪", "baby": "👶", "child": "🧒", "adult": "🧑",
    "smile": "😄", "slightly_smiling_face": "🙂", "grinning": "😀", "blush": "😊", "wink": "😉", "joy": "😂",
    "thinking_face": "🤔", "neutral_face": "😐", "confused": "😕", "worried": "😟", "cry": "😢",
    "sweat_smile": "😅", "sunglasses": "😎", "tada": "🎉", "partying_face": "🥳", "confetti_ball": "🎊",
    "heart": "❤️", "green_heart": "💚", "blue_heart": "💙", "sparkles": "✨", "star": "⭐", "star2": "🌟",
    "fire": "🔥", "zap": "⚡", "sunny": "☀️", "cloud": "☁️", "rainbow": "🌈", "snowflake": "❄️", "ocean": "🌊",
    "seedling": "🌱", "herb": "🌿", "evergreen_tree": "🌲", "four_leaf_clover": "🍀", "horse": "🐴",
    "racehorse": "🐎", "carousel_horse": "🎠", "dart": "🎯", "trophy": "🏆", "medal": "🏅",
    "first_place_medal": "🥇", "second_place_medal": "🥈", "third_place_medal": "🥉", "crown": "👑",
    "rocket": "🚀", "bulb": "💡", "mag": "🔍", "mag_right": "🔎", "key": "🔑", "lock": "🔒", "unlock": "🔓",
    "closed_lock_with_key": "🔐", "bell": "🔔", "no_bell": "🔕", "mega": "📣", "loudspeaker": "📢",
    "calendar": "📅", "date": "📅", "spiral_calendar_pad": "🗓️", "clock9": "🕘", "alarm_clock": "⏰",
    "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "stopwatch": "⏱️", "zzz": "💤", "memo": "📝",
    "pencil": "📝", "pencil2": "✏️", "clipboard": "📋", "pushpin": "📌", "round_pushpin": "📍",
    "paperclip": "📎", "link": "🔗", "books": "📚", "book": "📖", "open_book": "📖", "bar_chart": "📊",
    "chart_with_upwards_trend": "📈", "email": "✉️", "envelope": "✉️", "inbox_tray": "📥",
    "outbox_tray": "📤", "wastebasket": "🗑️", "ballot_box": "🗳️", "ballot_box_with_ballot": "🗳️",
    "ballot_box_with_check": "☑️", "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌",
    "negative_squared_cross_mark": "❎", "warning": "⚠️", "no_entry": "⛔", "no_entry_sign": "🚫",
    "question": "❓", "exclamation": "❗", "information_source": "ℹ️", "arrow_right": "➡️",
    "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "arrows_counterclockwise": "🔄", "repeat": "🔁",
    "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "large_green_circle": "🟢", "large_blue_circle": "🔵",
    "large_yellow_circle": "🟡", "red_circle": "🔴", "white_circle": "⚪", "black_circle": "⚫",
    "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣", "coffee": "☕", "cake": "🍰",
    "gift": "🎁", "balloon": "🎈", "house": "🏠", "school": "🏫", "hospital": "🏥", "office": "🏢",
    "chair": "🪑", "door": "🚪", "hammer_and_wrench": "🛠️", "wrench": "🔧", "gear": "⚙️", "robot_face": "🤖",
    "test_tube": "🧪", "game_die": "🎲", "puzzle_piece": "🧩", "scales": "⚖️", "compass": "🧭", "map": "🗺️",
    "flag-no": "🇳🇴", "bike": "🚲", "bus": "🚌", "soccer": "⚽", "droplet": "💧", "moneybag": "💰",
}  # fmt: skip

_CODE = re.compile(r":([a-z0-9_+'-]+):")


def shown(text: str) -> str:
    """`text` with every shortcode that is known here (`:tada:`) replaced by its glyph."""
    return _CODE.sub(lambda found: GLYPHS.get(found.group(1), found.group(0)), text)
