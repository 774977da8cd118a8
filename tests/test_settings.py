"""Settings: everything wrong is told at once, and no secret is ever shown."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pydantic
import pytest

from bot import environment, settings
from tests import settings_table

SECRET = "0123456789abcdef" * 2
COMPLETE = {
    "IDEJAKT_SECRET": SECRET,
    "IDEJAKT_SLACK_BOT_TOKEN": "xoxb-hush-1",
    "IDEJAKT_SLACK_SIGNING_SECRET": "hush-2",
}


def problems(**changes: str) -> list[str]:
    with pytest.raises(settings.SettingsError) as caught:
        settings.Settings.load({**COMPLETE, **changes})
    return caught.value.problems


def test_an_empty_environment_names_everything_that_is_missing() -> None:
    with pytest.raises(settings.SettingsError) as caught:
        settings.Settings.load({})
    told = str(caught.value)
    for name in COMPLETE:
        assert f"{name} is missing" in told
    assert len(caught.value.problems) == len(COMPLETE)


def test_the_least_that_is_needed_is_enough() -> None:
    loaded = settings.Settings.load({**COMPLETE, "PATH": "/bin"})
    assert loaded.database_url.get_secret_value() == "sqlite+aiosqlite:///./idejakt.db"
    assert (loaded.host, loaded.port, loaded.locale) == ("127.0.0.1", 8080, "nb")
    assert loaded.zone == ZoneInfo("Europe/Oslo")
    assert loaded.quiet_weeks == (28, 29, 30, 31)
    assert (loaded.empty_chairs, loaded.breadth) == (5, 2)


def test_all_that_is_wrong_is_told_at_once_beside_what_is_missing() -> None:
    with pytest.raises(settings.SettingsError) as caught:
        settings.Settings.load(
            {
                "IDEJAKT_SLACK_TRANSPORT": "socket",
                "IDEJAKT_SLACK_BOT_TOKEN": "xoxp-hush",
                "IDEJAKT_ZONE": "Europe/Atlantis",
                "IDEJAKT_LOCALE": "se",
                "IDEJAKT_SLACK_TOKN": "xoxb-hush",
                "PORT": "high",
            }
        )
    names = [problem.split()[0] for problem in caught.value.problems]
    assert sorted(names) == [
        "IDEJAKT_LOCALE",
        "IDEJAKT_SECRET",
        "IDEJAKT_SLACK_APP_TOKEN",
        "IDEJAKT_SLACK_BOT_TOKEN",
        "IDEJAKT_SLACK_TOKN",
        "IDEJAKT_ZONE",
        "PORT",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("IDEJAKT_SECRET", "hush-hush"),
        ("IDEJAKT_SECRET", "hush" * 20),
        ("IDEJAKT_SLACK_BOT_TOKEN", "xoxp-hush"),
        ("IDEJAKT_SLACK_APP_TOKEN", "xoxb-hush"),
        ("IDEJAKT_DATABASE_URL", "mysql://somebody:hush@database/idejakt"),
        ("IDEJAKT_DATABASE_URL", "postgresql://somebody:hush@database:port/idejakt"),
        ("IDEJAKT_DATABASE_URL", "postgresql://somebody:hush@database"),
        ("IDEJAKT_DATABASE_URL", "hush"),
        ("IDEJAKT_DATABASE_URL", "postgresql://somebody@database/idejakt?password=hush"),
        ("IDEJAKT_DATABASE_URL", "postgresql://somebody:hush@database/idejakt?sslrootcert=hush"),
        ("DATABASE_URL", "sqlite://"),
        ("IDEJAKT_HTTPS_PROXY", "socks5://somebody:hush@proxy.example.org:1080"),
        ("IDEJAKT_SLACK_API_URL", "http://slack.example.org/api/"),
        ("IDEJAKT_SLACK_API_URL", "slack.com"),
        ("IDEJAKT_CA_FILE", "/nowhere/ca.pem"),
        ("IDEJAKT_PORT", "65536"),
        ("IDEJAKT_LOG_LEVEL", "chatty"),
        ("IDEJAKT_ZONE", "../etc/passwd"),
        ("IDEJAKT_ADMINISTRATORS", "U1; U2"),
        ("IDEJAKT_ADMINISTRATORS", "somebody"),
        ("IDEJAKT_EMPTY_CHAIRS", "0"),
        ("IDEJAKT_BREADTH", "-1"),
        ("IDEJAKT_QUIET_WEEKS", "31-28"),
        ("IDEJAKT_QUIET_WEEKS", "54"),
        ("IDEJAKT_QUIET_WEEKS", "summer"),
        ("IDEJAKT_CLOSED_DAYS", "17. mai"),
    ],
)
def test_each_wrong_value_is_refused_by_name_and_never_repeated(name: str, value: str) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(f"{name} ")
    assert "hush" not in problem


def test_a_misspelt_name_is_told_with_the_one_that_is_meant() -> None:
    (problem,) = problems(IDEJAKT_QUIET_WEEK="28")
    assert problem == "IDEJAKT_QUIET_WEEK is no setting; is IDEJAKT_QUIET_WEEKS meant?"
    (problem,) = problems(IDEJAKT_XYZZY="1")
    assert problem == "IDEJAKT_XYZZY is no setting."


def test_each_transport_needs_its_own_secret() -> None:
    (problem,) = problems(IDEJAKT_SLACK_TRANSPORT="socket")
    assert problem.startswith("IDEJAKT_SLACK_APP_TOKEN is missing")
    socket = dict(COMPLETE, IDEJAKT_SLACK_TRANSPORT="socket", IDEJAKT_SLACK_APP_TOKEN="xapp-1")
    del socket["IDEJAKT_SLACK_SIGNING_SECRET"]
    assert settings.Settings.load(socket).slack_signing_secret is None
    (problem,) = problems(IDEJAKT_SLACK_SIGNING_SECRET="  ")
    assert problem.startswith("IDEJAKT_SLACK_SIGNING_SECRET is missing")


def test_no_secret_shows_in_any_rendering() -> None:
    loaded = settings.Settings.load(
        {
            **COMPLETE,
            "DATABASE_URL": "postgres://somebody:hush@database/idejakt",
            "IDEJAKT_HTTPS_PROXY": "http://somebody:hush@proxy.example.org:3128",
            "IDEJAKT_SLACK_APP_TOKEN": "xapp-hush",
        }
    )
    for shown in (repr(loaded), str(loaded), f"{loaded.model_dump()}", loaded.model_dump_json()):
        assert "hush" not in shown
        assert SECRET not in shown


def test_the_logs_are_told_what_to_watch_for() -> None:
    loaded = settings.Settings.load(
        {**COMPLETE, "DATABASE_URL": "postgres://somebody:hush-3@database/idejakt"}
    )
    assert set(settings.secrets(loaded)) == {*COMPLETE.values(), "hush-3"}
    assert set(settings.secrets(settings.Settings.load(COMPLETE))) == set(COMPLETE.values())


def test_values_given_in_code_are_validated_without_being_repeated_or_the_environment_read() -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        settings.Settings(secret=pydantic.SecretStr(SECRET), slack_bot_token=pydantic.SecretStr("xoxp-hush"))
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://u:p@h:5432/d", "postgresql+asyncpg://u:p@h:5432/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
        ("postgresql+asyncpg://u@/d?host=/run/pg", "postgresql+asyncpg://u@/d?host=%2Frun%2Fpg"),
        ("postgres://u:p%40ss@h/d", "postgresql+asyncpg://u:p%40ss@h/d"),
        ("sqlite:////var/lib/idejakt.db", "sqlite+aiosqlite:////var/lib/idejakt.db"),
    ],
)
def test_the_database_may_be_spelt_as_hosts_spell_it(written: str, read: str) -> None:
    loaded = settings.Settings.load({**COMPLETE, "DATABASE_URL": written})
    assert loaded.database_url.get_secret_value() == read
    assert settings.database_url({"DATABASE_URL": written}) == read


def test_the_own_name_goes_before_the_hosts() -> None:
    loaded = settings.Settings.load({**COMPLETE, "PORT": "1", "IDEJAKT_PORT": "2"})
    assert loaded.port == 2
    assert settings.Settings.load({**COMPLETE, "PORT": "1", "IDEJAKT_PORT": ""}).port == 1


def test_the_database_alone_can_be_read_before_anything_else_is_set() -> None:
    assert settings.database_url({}) == "sqlite+aiosqlite:///./idejakt.db"
    with pytest.raises(settings.SettingsError, match=r"DATABASE_URL must begin with") as caught:
        settings.database_url({"DATABASE_URL": "mysql://somebody:hush@database/idejakt"})
    assert "hush" not in str(caught.value)


def test_so_can_the_secret_and_the_rules_of_the_house() -> None:
    assert settings.secret(COMPLETE) == SECRET
    with pytest.raises(settings.SettingsError, match=r"IDEJAKT_SECRET is missing"):
        settings.secret({})
    with pytest.raises(settings.SettingsError, match=r"IDEJAKT_SECRET must be") as caught:
        settings.secret({"IDEJAKT_SECRET": "hush"})
    assert "hush" not in str(caught.value)
    rules = settings.HouseRules.load({"IDEJAKT_BREADTH": "3", "IDEJAKT_SLACK_BOT_TOKEN": "xoxp-hush"})
    assert (rules.breadth, rules.turnout) == (3, 30)
    with pytest.raises(settings.SettingsError) as caught:
        settings.HouseRules.load({"IDEJAKT_BREADTH": "none", "IDEJAKT_BRAEDTH": "3"})
    assert [one.split()[0] for one in caught.value.problems] == ["IDEJAKT_BREADTH", "IDEJAKT_BRAEDTH"]


def test_lists_are_written_with_commas_and_ranges() -> None:
    loaded = settings.Settings.load(
        {
            **COMPLETE,
            "IDEJAKT_ADMINISTRATORS": "U012AB3CD, W045EF6GH,",
            "IDEJAKT_QUIET_WEEKS": "40, 28 - 30,8",
            "IDEJAKT_CLOSED_DAYS": "2027-05-07, 2027-05-18",
        }
    )
    assert loaded.administrators == ("U012AB3CD", "W045EF6GH")
    assert loaded.quiet_weeks == (8, 28, 29, 30, 40)
    assert loaded.closed_days == (date(2027, 5, 7), date(2027, 5, 18))
    assert settings.Settings.load({**COMPLETE, "IDEJAKT_QUIET_WEEKS": "none"}).quiet_weeks == ()


def test_a_certificate_file_and_a_local_api_are_accepted(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("-----BEGIN CERTIFICATE-----\n")
    loaded = settings.Settings.load(
        {**COMPLETE, "IDEJAKT_CA_FILE": str(authority), "IDEJAKT_SLACK_API_URL": "http://127.0.0.1:9/api"}
    )
    assert loaded.ca_file == authority
    assert loaded.slack_api_url == "http://127.0.0.1:9/api/"


def test_the_table_describes_every_setting_with_a_default_that_can_be_written_back() -> None:
    rows = settings_table.table()
    assert sorted(row.name for row in rows) == sorted(
        environment.prefixed(field) for field in settings.Settings.model_fields
    )
    assert rows[0].name == "IDEJAKT_DATABASE_URL"
    for row in rows:
        assert row.description.endswith((".", ")"))
    written = {row.name: row.default for row in rows if row.default != settings_table.REQUIRED}
    assert settings.Settings.load({**written, **COMPLETE}) == settings.Settings.load(COMPLETE)
