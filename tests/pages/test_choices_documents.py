"""Documents of choices: the greeting, a tag and a preset are read without scripts, and what is sensitive stays covered there, too."""

from pathlib import Path

import httpx
import pytest

from tests.documents import document_site
from tests.factories import make_member, make_subwiki
from wtsocial.choices import actions as choices
from wtsocial.choices import presets
from wtsocial.core.settings import settings
from wtsocial.posts.publishing import open_discussion
from wtsocial.subwikis.actions import join


@pytest.fixture
def site(tmp_path: Path, database: str) -> httpx.AsyncClient:
    return document_site(tmp_path)


async def _post(*, sensitive: bool = False) -> int:
    ana = await make_member("ana")
    await make_subwiki("climate", description="What the weather becomes.")
    await join(ana, slug="climate")
    return await open_discussion(ana, subwiki="climate", headline="Low water", text="All #rivers run low.", sensitive=sensitive)


@pytest.mark.parametrize(
    ("address", "title"),
    [("/welcome", "Make your own choices about what content you are served"), ("/settings/choices", "Your choices")],
)
async def test_the_choices_say_what_each_subwiki_would_add(site: httpx.AsyncClient, address: str, title: str) -> None:
    await _post()
    text = (await site.get(address)).text
    assert f"<h1>{title}</h1>" in text
    assert "What the weather becomes." in text
    assert "adds 1 of 1" in text


async def test_a_tags_page_has_one_address_whatever_its_spelling(site: httpx.AsyncClient) -> None:
    await _post()
    for address in ("/tag/rivers", "/tag/Rivers"):
        answer = await site.get(address)
        assert (answer.status_code, '<link rel="canonical" href="' + settings().site_url + '/tag/rivers">' in answer.text) == (200, True)
        assert "Low water" in answer.text


@pytest.mark.parametrize("address", ["/tag/a%20b", "/tag/-", "/preset/nonsense"])
async def test_what_is_no_tag_or_preset_is_not_found(site: httpx.AsyncClient, address: str) -> None:
    assert (await site.get(address)).status_code == 404


async def test_a_preset_says_what_it_holds_until_it_is_withdrawn(site: httpx.AsyncClient) -> None:
    ana = await make_member("ana")
    await choices.less(ana, kind="word", value="flood", wanted=True)
    code = await presets.share(ana, name="Calm <weather>", about="Less of it.", parts=["words"])
    text = (await site.get(f"/preset/{code}")).text
    assert '<bdi lang="en">Calm &lt;weather&gt;</bdi>' in text
    assert '<bdi class="chip" lang="en">flood</bdi>' in text
    await presets.withdraw(ana, code=code)
    assert (await site.get(f"/preset/{code}")).status_code == 404


@pytest.mark.parametrize("sensitive", [True, False])
async def test_a_sensitive_text_is_folded_away_and_its_tags_lead_on(site: httpx.AsyncClient, sensitive: bool) -> None:
    number = await _post(sensitive=sensitive)
    text = (await site.get(f"/post/{number}")).text
    assert ("Sensitive: show" in text) == sensitive
    assert '<a href="/tag/rivers"><bdi lang="en">#rivers</bdi></a>' in text
