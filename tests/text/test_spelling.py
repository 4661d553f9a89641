"""What is spelling and what is another headline, in many pairs; the same both ways unless a word is put right."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.processor import least, reference
from wtsocial.text.spelling import is_spelling

SPELLING = [
    ("Bidne wins", "Biden wins"),
    ("Its raining", "It's raining"),
    ("river rises", "River Rises"),
    ("RIVER RISES", "River rises"),
    ("Cafe in Sao Paulo closes", "Café in São Paulo closes"),
    ("Teh river rises", "The river rises"),
    ("Goverment falls", "Government falls"),
    ("Ministers recieve letters", "Ministers receive letters"),
    ("Schools to be seperate", "Schools to be separate"),
    ("It definately rained", "It definitely rained"),
    ("The flood occured at night", "The flood occurred at night"),
    ("Missisippi rises", "Mississippi rises"),
    ("Zelesnky speaks", "Zelensky speaks"),
    ("Alot of rain", "A lot of rain"),
    ("Noone was hurt", "No one was hurt"),
    ("River rises , two hurt", "River rises, two hurt"),
    ("River  rises", "River rises"),
    ("River rises.", "River rises"),
    ('"River rises"', "“River rises”"),
    ("Covid-19 returns", "COVID 19 returns"),
    ("Well known writer dies", "Well-known writer dies"),
    ("The minister cant come", "The minister can't come"),
    ("5 km of coast", "5\u00a0km of coast"),
    ("Ｒｉｖｅｒ rises", "River rises"),
    ("Straße gesperrt", "STRASSE gesperrt"),
    ("Regierug stürzt in Wien", "Regierung stürzt in Wien"),
    ("Наводнение в Киеве", "Наводнение в киеве"),
    ("שטפון בעיר", "שטפון, בעיר"),
    ("הממשלה נפלה", "הַמֶּמְשָׁלָה נָפְלָה"),
    ("東京で地震", "東京で地震。"),
    ("東京 で 地震", "東京で地震"),
    ("コミニュケーション不足", "コミュニケーション不足"),
    ("น้ำท่วมกรุงเทพ", "น้ำท่วม กรุงเทพ"),
    ("홍수가 났다", "홍수가 났다!"),
]

OTHER = [
    ("Kittens rescued from flood", "Vote for the party of the people"),
    ("Kittens rescued from flood", "Kittens drowned in flood"),
    ("5 hurt", "6 hurt"),
    ("1.5 million lost", "15 million lost"),
    ("Profit of 5% expected", "Profit of 5 expected"),
    ("-5 degrees in May", "5 degrees in May"),
    ("Costs $5", "Costs €5"),
    ("٥ مصابين", "٦ مصابين"),
    ("A million lost", "A billion lost"),
    ("World War II begins", "World War III begins"),
    ("Louis XIV dies", "Louis XVI dies"),
    ("Iran strikes", "Iraq strikes"),
    ("Austria votes", "Australia votes"),
    ("Niger votes", "Nigeria votes"),
    ("Minister charged", "Minister changed"),
    ("Minister elected", "Minister ejected"),
    ("Minister guilty", "Minister not guilty"),
    ("Minister not guilty", "Minister guilty"),
    ("Minister can come", "Minister can't come"),
    ("Ruling is legal", "Ruling is illegal"),
    ("The therapist was jailed", "The the rapist was jailed"),
    ("Therapist jailed", "The rapist jailed"),
    ("A county votes", "A country votes"),
    ("Marital law", "Martial law"),
    ("How the rules affect us", "How the rules effect us"),
    ("Employee wins", "Employer wins"),
    ("Hamas speaks", "Hamad speaks"),
    ("Dog bites man", "Man bites dog"),
    ("River rises", "River rises again"),
    ("River rises", "🙂 River rises"),
    ("North wins", "South wins"),
    ("Nu regnar det", "Nu regnar inte"),
    ("חייל נהרג", "חייל נהרס"),
    ("ראש הממשלה אשם", "ראש הממשלה לא אשם"),
    ("東京で地震", "京都で地震"),
    ("日本で会議", "本日で会議"),
    ("北京下雪", "南京下雪"),
    ("น้ำท่วมกรุงเทพ", "น้ำแห้งกรุงเทพ"),
    ("Киев победил", "Москва победила"),
    ("Teh goverment recieves alot", "Schools recieved a lot of it"),
    ("Aged 10-12", "Aged 1012"),
    ("Votes 9-11", "Votes 911"),
    ("Costs a = b", "Costs a ≠ b"),
    ("Is it ∈ or ∉", "Is it ∈ or ∈"),
    ("Ranked #1", "Ranked 1"),
    ("C# wins", "C wins"),
    ("R&D cut", "RD cut"),
    ("Immortal words", "Immoral words"),
    ("Soldiers return: a soldier", "Soldiers return: a solder"),
    ("The killer is out", "The kilter is out"),
    ("③ arrested", "④ arrested"),
    ("५ घायल", "६ घायल"),
    ("৳5 lost", "₹5 lost"),
    ("有罪とされた", "無罪とされた"),
    ("Teh goverment beleived thier freind", "The government believed their friend"),
]


@pytest.mark.parametrize(("old", "new"), SPELLING)
def test_a_headline_spelt_right_is_the_same_headline(old: str, new: str) -> None:
    assert is_spelling(old, new)


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_another_number_name_or_word_is_another_headline(old: str, new: str) -> None:
    assert not is_spelling(old, new)


@given(st.text(max_size=60))
def test_capitals_and_a_full_stop_are_spelling_in_any_text(text: str) -> None:
    assert is_spelling(text, text)
    assert is_spelling(text, f"{text} .")


@given(st.text(alphabet="abcdef 0123456789", max_size=40), st.integers(0, 10**6))
def test_a_number_more_is_never_spelling(text: str, number: int) -> None:
    assert not is_spelling(text, f"{text} {number}")


@pytest.mark.parametrize("texts", [("a" * 300, "b" * 300), ("日" * 300, "月日" * 150), ("a b " * 75, "b c " * 75), ("'" * 300, "’" * 299)])
def test_the_longest_headlines_are_compared_at_once(texts: tuple[str, str]) -> None:
    assert least(lambda: [is_spelling(old, new) for old, new in pairwise([*texts, texts[0]])]) < 10 * reference()
