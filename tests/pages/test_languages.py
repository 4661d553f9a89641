"""Every text of another language than the page's says so, wherever it stands."""

from pathlib import Path

from tests.documents import document_site
from tests.factories import join, make_member, make_post, make_subwiki, viewer
from tests.languages import misspoken
from tests.pages.publicity import NEWS, World, expected, make_world
from wtsocial.accounts import profiles
from wtsocial.choices import actions as choices
from wtsocial.choices import presets
from wtsocial.editing.actions import corrections, edits, suggestions
from wtsocial.moderation import appeals, decisions, flags
from wtsocial.posts import comments
from wtsocial.sources.actions import contest
from wtsocial.subwikis import actions as subwikis

NOTE = "הנתונים נמדדו שלוש פעמים"


async def make_hebrew_world() -> World:
    """The world of `publicity`, in Hebrew; nobody said so."""
    wiki = await make_subwiki("climate", name="אקלים וסביבה", description="מה קורה למזג האוויר.", rules="יש לדייק.")
    ana, ben = await join(await make_member("ana"), wiki), await join(await make_member("ben"), wiki)
    mo = await join(await make_member("mo"), wiki, role="moderator")
    await profiles.edit_about(ana, about="מודדת קרח בצפון.")
    news = await make_post(
        ana, wiki, kind="news", headline="כל הקרח נעלם #קרח", text="הטקסט הראשון.", link=NEWS, host="a.example", worded_by="source"
    )
    await corrections.correct_headline(
        ben, post_id=news, headline="חלק מהקרח נעלם #קרח", reason="false", source="https://b.example/", based_on=1, note=NOTE
    )
    await contest(await join(await make_member("dan"), wiki), post_id=news, text="המקור כתב אחרת לגמרי")
    await edits.edit_text(ana, post_id=news, text="הטקסט השני.", based_on=2)
    comment = await comments.add_comment(ben, post_id=news, text="האם *זה* נכון?")
    await comments.edit_comment(ben, comment_id=comment, text="זה *נכון*.", based_on=1)
    talk = await make_post(ana, wiki, mode="individual", headline="היכן אתם קוראים?")
    await suggestions.suggest_headline(
        ben, post_id=talk, headline="היכן ומה אתם קוראים?", reason="context", source="https://c.example/", based_on=1, note=NOTE
    )
    await subwikis.edit_page(ana, slug="climate", description="מה קורה למזג האוויר, ומדוע.", rules="יש לדייק.", based_on=1, note=NOTE)
    await flags.flag(ben, subject_kind="post", subject_id=news, reason="spam", note="")
    entry = await decisions.decide(await viewer(mo), subject_kind="post", subject_id=news, action="dismiss", reason="לא זה מה שנאמר בדוח.")
    await choices.less(ana, kind="word", value="שיטפון", wanted=True)
    preset = await presets.share(ana, name="רגוע", about="פחות מזה.", parts=["words"])
    drawn = await decisions.decide(await viewer(mo), subject_kind="post", subject_id=news, action="warn", reason="לא זה מה שנאמר בדוח.")
    await appeals.begin_appeal(ana, entry_id=drawn)
    return World(ana, ben, mo, wiki, news, talk, comment, preset, entry, drawn)


async def test_hebrew_on_an_english_page_says_that_it_is(tmp_path: Path, database: str) -> None:
    world, met = await make_hebrew_world(), 0
    async with document_site(tmp_path) as site:
        for one in expected(world):
            page = (await site.get(one.path)).text
            met += 'lang="he"' in page
            assert misspoken(page) == [], one.path
    assert met > 15


async def test_english_on_a_hebrew_page_says_that_it_is(tmp_path: Path, database: str) -> None:
    async with document_site(tmp_path) as site:
        site.cookies.set("language", "he")
        for one in expected(await make_world()):
            assert misspoken((await site.get(one.path)).text) == [], one.path


async def test_a_text_that_does_not_say_it_is_noticed(tmp_path: Path, database: str) -> None:
    assert misspoken('<html lang="en"><p>One <bdi>מחקר חדש</bdi></p></html>') == ["en <bdi> מחקר חדש"]
    assert misspoken('<html lang="en"><p>One <bdi lang="he">מחקר חדש</bdi> and <br>more</p></html>') == []
    assert misspoken('<html lang="he"><p>An English sentence</p></html>') == ["he <p> An English sentence"]
