"""The commands do what they say, and say when they did not."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.factories import make_member, make_post, make_subwiki
from tests.joining.arriving import line, set_door, stand_in_line
from tests.stores import PostgresServer
from wtsocial import db
from wtsocial.core.settings import settings
from wtsocial.db import migrations
from wtsocial.models import Member
from wtsocial.ops import cli, start


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command says."""
    lines: list[str] = []
    for commands in (cli, start):
        monkeypatch.setattr(commands, "out", lines.append)
    return lines


def _find(lines: list[str], name: str) -> str:
    return next(line for line in lines if f" {name}:" in line)


def test_the_doctor_finds_a_database_without_tables(environment: Path, said: list[str]) -> None:
    assert cli.main(["doctor"]) == 1
    assert _find(said, "database").startswith("WRONG")
    assert "migrate" in _find(said, "database")


def test_the_doctor_is_content_after_migrating(environment: Path, said: list[str]) -> None:
    assert cli.main(["migrate"]) == 0
    assert cli.main(["doctor"]) == 0
    assert not [line for line in said if line.startswith("WRONG")]


def test_the_doctor_says_where_the_source_code_is_or_that_no_page_leads_to_it(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["doctor"])
    assert "WTSOCIAL_SOURCE_URL" in _find(said, "source code")
    said.clear()
    monkeypatch.setenv("WTSOCIAL_SOURCE_URL", "https://code.example.org/site")
    settings.cache_clear()
    cli.main(["doctor"])
    assert "https://code.example.org/site" in _find(said, "source code")


def test_the_doctor_names_a_redis_and_a_postgresql_that_do_not_answer(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WTSOCIAL_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    assert cli.main(["doctor"]) == 1
    assert _find(said, "redis").startswith("WRONG")
    assert _find(said, "database").startswith("WRONG")


def test_the_doctor_knows_a_postgresql(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", postgres.create("examined"))
    settings.cache_clear()
    migrations.upgrade()
    assert cli.main(["doctor"]) == 0
    assert "PostgreSQL answers and is migrated" in _find(said, "database")


def test_the_doctor_finds_a_data_folder_that_is_a_file(environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (environment / "taken").write_text("a file")
    monkeypatch.setenv("WTSOCIAL_DATA_DIR", str(environment / "taken"))
    settings.cache_clear()
    assert cli.main(["doctor"]) == 1
    assert _find(said, "data folder").startswith("WRONG")


def test_migrating_twice_says_that_there_was_nothing_to_do(environment: Path, said: list[str]) -> None:
    assert [cli.main(["migrate"]), cli.main(["migrate"])] == [0, 0]
    assert "0001" in said[0]
    assert "already" in said[1]


def test_several_workers_without_redis_are_refused(environment: Path, said: list[str]) -> None:
    assert cli.main(["run", "--workers", "2"]) == 2
    assert "WTSOCIAL_REDIS_URL" in said[0]


def test_a_command_that_is_none_is_not_understood(environment: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["destroy"])
    assert ended.value.code == 2


async def _is_admin(name: str) -> bool:
    async with db.reading() as session:
        return (await session.exec(select(Member.is_admin).where(Member.name == name))).one()


def test_make_admin_makes_an_admin_and_refuses_a_stranger(environment: Path, said: list[str]) -> None:
    migrations.upgrade()
    cli.work(make_member("ana"))
    assert cli.main(["make-admin", "stranger"]) == 1
    assert cli.work(_is_admin("ana")) is False
    assert cli.main(["make-admin", "ana"]) == 0
    assert cli.work(_is_admin("ana")) is True


async def _is_trusted(name: str) -> bool:
    async with db.reading() as session:
        return (await session.exec(select(Member.is_trusted).where(Member.name == name))).one()


def test_trust_makes_a_trusted_member_and_refuses_a_stranger(environment: Path, said: list[str]) -> None:
    migrations.upgrade()
    cli.work(make_member("ana"))
    assert cli.main(["trust", "stranger"]) == 1
    assert cli.work(_is_trusted("ana")) is False
    assert cli.main(["trust", "ana"]) == 0
    assert cli.work(_is_trusted("ana")) is True


def test_no_demonstration_account_comes_to_a_site_that_others_reach(
    environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WTSOCIAL_SITE_URL", "https://news.example.org")
    settings.cache_clear()
    assert cli.main(["prepare"]) == 0
    assert cli.work(cli._is_empty())
    assert said == []


def test_a_database_of_ones_own_gets_no_demonstration_and_no_word_of_its_accounts(environment: Path, said: list[str]) -> None:
    migrations.upgrade()
    cli.work(make_member("ana"))
    assert cli.main(["prepare"]) == 0
    assert said == []


def test_verify_history_says_that_all_is_well(database: str, said: list[str]) -> None:
    cli.work(_a_post())
    assert cli.main(["verify-history"]) == 0
    assert said == ["2 histories with 2 revisions checked: all are as they were sealed."]


def test_verify_history_names_the_first_broken_link_of_each(database: str, said: list[str]) -> None:
    first, second = cli.work(_a_post()), cli.work(_another_post())
    cli.work(_tamper("UPDATE revision SET text = 'Fire.' WHERE post_id IS NOT NULL"))
    assert cli.main(["verify-history"]) == 1
    wrong = "its text, note, source or salt is not what was digested"
    assert said[:2] == [f"BROKEN  post/{first}, revision 1: {wrong}", f"BROKEN  post/{second}, revision 1: {wrong}"]
    assert said[2].endswith("checked: 2 broken.")


async def _a_post() -> int:
    return await make_post(await make_member("ana", admin=True), await make_subwiki(), text="Ice.")


async def _another_post() -> int:
    return await make_post(await make_member("ben", admin=True), await make_subwiki("energy"), text="Ice.")


async def _tamper(statement: str) -> None:
    async with db.transaction() as change:
        await (await change.session.connection()).execute(text(statement))


def test_the_next_in_line_are_let_in_by_a_command_and_their_mails_leave(environment: Path, said: list[str]) -> None:
    migrations.upgrade()
    assert cli.main(["let-in", "2"]) == 0
    assert said[-1] == "Nobody is waiting."
    cli.work(set_door("waiting"))
    cli.work(stand_in_line("ana", "ben", "cem"))
    assert cli.main(["let-in", "2"]) == 0
    assert said[-1] == "2 let in."
    assert cli.work(line()) == ["cem"]
    assert len(list((environment / "outbox").glob("*.eml"))) == 2
    assert cli.main(["let-in", "0"]) == 1
    assert said[-1] == "This has to be a number from 1 to 1,000."


ON_TABLES: list[list[str]] = [
    ["seed"], ["make-admin", "ana"], ["trust", "ana"], ["let-in", "3"], ["import-posts", "{file}"], ["import-posts", "{file}", "--create"], ["verify-history"],
]  # fmt: skip


@pytest.mark.parametrize("command", ON_TABLES, ids=" ".join)
def test_without_tables_a_command_says_in_one_sentence_what_to_do(
    environment: Path, said: list[str], tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_text('{"subwiki":"climate","author":"ana","headline":"Sea ice","text":"It melts.","published":1600000000}\n')
    assert cli.main([part.format(file=file) for part in command]) == 1
    assert "needs `python -m wtsocial migrate` first" in said[-1]
    assert len([line for line in said if "world" not in line]) == 1


@pytest.mark.parametrize(
    "command", [["import-posts", "{file}"], ["make-admin", "ana"], ["migrate"], ["prepare"], ["verify-history"]], ids=" ".join
)
def test_a_database_that_does_not_answer_is_one_sentence(
    environment: Path, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("WTSOCIAL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    file = tmp_path / "posts.jsonl"
    file.write_text('{"subwiki":"climate","author":"ana","headline":"Sea ice","text":"It melts.","published":1600000000}\n')
    assert cli.main([part.format(file=file) for part in command]) == 1
    assert len(said) == 1
    assert said[0].startswith("The database does not answer: ")


def test_a_file_that_cannot_be_read_is_one_sentence(environment: Path, said: list[str], tmp_path: Path) -> None:
    migrations.upgrade()
    for path in (tmp_path / "none.jsonl", tmp_path, Path("/dev/null/x"), tmp_path / ("x" * 5000)):
        assert cli.main(["import-posts", str(path)]) == 1
    assert len(said) == 4
    assert all("cannot be opened" in line or "too long" in line for line in said)


def test_a_data_folder_that_cannot_be_is_one_sentence(environment: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (environment / "taken").write_text("a file")
    monkeypatch.setenv("WTSOCIAL_DATA_DIR", str(environment / "taken"))
    settings.cache_clear()
    for command in (["migrate"], ["prepare"], ["make-admin", "ana"]):
        assert cli.main(command) == 1
    assert len(said) == 3
    assert all("taken" in line or "database" in line for line in said)


def test_an_import_with_a_refused_line_ends_with_another_code_than_one_without(environment: Path, said: list[str], tmp_path: Path) -> None:
    migrations.upgrade()
    file = tmp_path / "posts.jsonl"
    line = '{"subwiki":"desk-%s","author":"ana","headline":"Sea ice","link":"https://a.example/1","published":"2020-01-02"}\n'
    file.write_text(line % "a" + line % "b")
    assert cli.main(["import-posts", str(file), "--create"]) == 0
    assert said[-1].startswith("2 published, 0 here already, 0 refused")
    file.write_text(line % "a" + line.replace("ana", "\\ud83d") % "a" + line % "c")
    assert cli.main(["import-posts", str(file), "--create"]) == 1
    assert any(one.startswith("1 published, 1 here already, 1 refused") for one in said)
    assert "(line 2)" in said[-1]
