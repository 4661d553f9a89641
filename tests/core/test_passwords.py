"""Passwords are long enough, not guessable, and kept so that nobody can read them."""

import asyncio

import pytest

from tests.text import samples
from wtsocial.core import passwords
from wtsocial.core.errors import Invalid
from wtsocial.core.passwords import check_password, hash_password, needs_rehash, verify_password

GOOD = "a plain, long sentence"


def refused(password: str, **about: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_password(password, **about)
    assert caught.value.field == "password"
    return caught.value.key


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery staple",
        "x9 " * 30 + "tail",
        "🎉🐍🌍🚀🎈🐈🦊🍕🥑🌵",
        "סיסמה ארוכה מאוד",
        "Tr0ub4dour&3",
        "n\x00t\ud800 often seen",
        "lamps and rivers " * 60,
    ],
    ids=ascii,
)
def test_a_long_or_unusual_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert len(password) >= 10
    check_password(password, username="maria", email="maria@mail.example")


def test_the_three_thousand_commonest_are_refused() -> None:
    common = samples.commonest_passwords(3000)
    assert common
    assert [password for password in common if refused(password) not in ("password.short", "password.common")] == []


@pytest.mark.parametrize(
    "password",
    ["Password123", "P@ssw0rd!!", "aaaaaaaaaaaaaaa", "a" * 1000, "abcdefghijkl", "🎉" * 20, "password" * 8, "1111111111111111111"],
)
def test_what_is_guessed_as_quickly_is_refused(password: str) -> None:
    assert refused(password) == "password.common"


def test_nine_characters_are_too_few_and_ten_will_do() -> None:
    assert refused("zk4 w!q9x") == "password.short"
    check_password("zk4 w!q9xv")


@pytest.mark.parametrize("password", ["x" * 1025, "x" * 1_000_000, "\ufdfa" * 1000], ids=["one over", "1 MB", "grows when normalised"])
async def test_a_huge_password_is_refused_before_any_hashing(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = await hash_password(GOOD)
    monkeypatch.setattr(passwords, "_verify", lambda *_: pytest.fail("hashed"))
    assert refused(password) == "password.long"
    assert not await verify_password(password, stored)


@pytest.mark.parametrize(
    "password", ["maria-loves-tea", "I am MARIA today", "ｍａｒｉａ of the sea", "write to maria@mail.example", "sunny maria.k letter"]
)
def test_a_password_with_the_name_or_the_address_in_it_is_refused(password: str) -> None:
    assert refused(password, username="Maria", email="maria.k@mail.example") == "password.personal"


def test_a_name_of_three_letters_does_not_forbid_its_syllable() -> None:
    check_password("lanterns under ice", username="ant", email="ant@mail.example")
    assert refused("lanterns under ice", username="lant") == "password.personal"
    assert refused("lanterns under ice", email="lant@mail.example") == "password.personal"


async def test_a_password_fits_its_hash_and_no_other_does() -> None:
    stored = await hash_password(GOOD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_password(GOOD, stored)
    assert not await verify_password(GOOD + " ", stored)
    assert not await verify_password("", stored)


async def test_passwords_that_differ_after_the_72nd_byte_are_different() -> None:
    stored = await hash_password("é" * 40 + "a")
    assert await verify_password("é" * 40 + "a", stored)
    assert not await verify_password("é" * 40 + "b", stored)


@pytest.mark.parametrize("password", ["🎉" * 1024, "nul\x00after", "half \ud800 a pair"], ids=["4 KiB", "NUL", "lone surrogate"])
async def test_every_password_that_may_be_chosen_can_be_kept(password: str) -> None:
    stored = await hash_password(password)
    assert await verify_password(password, stored)
    assert not await verify_password(password[:-1], stored)


async def test_two_keyboards_that_spell_a_letter_differently_open_the_same_account() -> None:
    assert await verify_password("cafe\u0301 au lait", await hash_password("caf\u00e9 au lait"))


async def test_where_there_is_no_account_the_same_work_is_done_and_the_answer_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    verify = passwords._verify

    def noted(password: bytes, stored: str) -> bool:
        done.append(stored)
        return verify(password, stored)

    monkeypatch.setattr(passwords, "_verify", noted)
    assert not await verify_password(GOOD, None)
    assert len(done) == 1
    assert not needs_rehash(done[0])


@pytest.mark.parametrize("stored", ["", "garbage", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$2b$12$" + "a" * 53])
async def test_a_damaged_hash_fits_nothing_and_asks_to_be_renewed(stored: str) -> None:
    assert not await verify_password(GOOD, stored)


async def test_a_hash_of_other_parameters_is_renewed_and_one_of_todays_is_not() -> None:
    assert needs_rehash("$argon2id$v=19$m=65536,t=3,p=4$DMEYg3AOQSiF0LrX+r+Xkg$CMn7L0XvzLm0zjfTle2TsZPRo/rzTmG/q1Weg3NUYKA")
    assert needs_rehash("garbage")
    assert not needs_rehash(await hash_password(GOOD))


async def test_hashing_leaves_the_event_loop_free() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await asyncio.gather(*(hash_password(GOOD) for _ in range(4)))
    counting.cancel()
    assert turns > 50
