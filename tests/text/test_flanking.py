"""Emphasis begins and ends where the writer put the stars, in scripts that put no space there, too."""

import pytest

from tests.text.conftest import Counter
from wtsocial.text.markdown import render


def shown(text: str) -> str:
    return render(text).strip().removeprefix('<p dir="auto">').removesuffix("</p>").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('ב**"הארץ"** נכתב', 'ב<strong>"הארץ"</strong> נכתב'),
        ("ו**„ציטוט”** כך", "ו<strong>„ציטוט”</strong> כך"),
        ("ב*(סוגריים)*ו", "ב<em>(סוגריים)</em>ו"),
        ("这是**我想做的事。**所以", "这是<strong>我想做的事。</strong>所以"),
        ("문서를 **마크다운(Markdown)**을", "문서를 <strong>마크다운(Markdown)</strong>을"),
        ("彼は**「ありがとう」**と言った", "彼は<strong>「ありがとう」</strong>と言った"),
        ("ข่าว**“ด่วน”**ครับ", "ข่าว<strong>“ด่วน”</strong>ครับ"),
        ("قال**«نعم»**ثم", "قال<strong>«نعم»</strong>ثم"),
        ("价格**100%**的", "价格<strong>100%</strong>的"),
        ("用**C++**写，用**$x**也行", "用<strong>C++</strong>写，用<strong>$x</strong>也行"),
        ("**注意：**Python 3", "<strong>注意：</strong>Python 3"),
        ("Python**(파이썬)**은", "Python<strong>(파이썬)</strong>은"),
        ('**"הארץ"**2', '<strong>"הארץ"</strong>2'),
        ("他~~（旧）~~说", "他<s>（旧）</s>说"),
        ('这是***"强调"***的', '这是<em><strong>"强调"</strong></em>的'),
        ("**他**说**“好”**吧", "<strong>他</strong>说<strong>“好”</strong>吧"),
        ("テスト**`code`**テスト", "テスト<strong><code>code</code></strong>テスト"),
        ("**你好 *「世界」*吧。**他", "<strong>你好 <em>「世界」</em>吧。</strong>他"),
        ("dell**«Unità»**a", "dell<strong>«Unità»</strong>a"),
        ("これは**！**です", "これは<strong>！</strong>です"),
        ("**📢**です", "<strong>📢</strong>です"),
        ("他**——**她", "他<strong>——</strong>她"),
        ("**……**了，**🇯🇵**の", "<strong>……</strong>了，<strong>🇯🇵</strong>の"),
        ("א**!**ב**!**ג", "א<strong>!</strong>ב<strong>!</strong>ג"),
        ("这**很好**！**真的**是", "这<strong>很好</strong>！<strong>真的</strong>是"),
        ("**~~「甲」~~**は", "<strong><s>「甲」</s></strong>は"),
        ("~~**「甲」**~~は", "<s><strong>「甲」</strong></s>は"),
        ("甲**~~乙~~**丙", "甲<strong><s>乙</s></strong>丙"),
    ],
)
def test_a_run_between_a_letter_and_a_sign_is_emphasis(text: str, html: str) -> None:
    assert shown(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*(*foo*)*", "<em>(<em>foo</em>)</em>"),
        ("**א (**ב**)**", "<strong>א (<strong>ב</strong>)</strong>"),
        ("**「**文**」**", "<strong>「<strong>文</strong>」</strong>"),
    ],
)
def test_an_opening_sign_before_a_run_lets_nothing_end_there(text: str, html: str) -> None:
    assert shown(text) == html


@pytest.mark.parametrize("text", ['a*"foo"*', 'snake_"case"_x', "这_“是”_的", "文_字_文", "文 ** 字** 文", "**“ 文", "3*(4+5)*6"])
def test_the_rest_stays_as_typed(text: str) -> None:
    assert shown(text) == text


def test_work_grows_with_the_length_only(calls_made: Counter) -> None:
    once, twice = (calls_made(lambda n=n: render('文**"' * n)) for n in (200, 400))
    assert twice <= 2.6 * once
