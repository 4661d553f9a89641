"""Function words: articles, prepositions, pronouns and the like, which say nothing of what a headline is about."""

from functools import cache
from typing import Final

from wtsocial.text.words import fold

# Closed classes of words, by language: a name or a topic is never among them.
_WORDS: Final[dict[str, str]] = {
    "ar": """
        في من على إلى عن مع هذا هذه ذلك تلك التي الذي أن إن لا ما لم لن قد كان كانت هو هي هم و أو ثم بعد قبل بين حتى كل
        أي
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber als wie dass ob wenn weil in im an am auf
        aus bei beim mit nach von vom vor zu zum zur über unter für gegen ohne um durch bis seit er sie es ich du wir
        ihr ihn ihm ihnen sich sein seine ist sind war waren wird werden wurde hat haben hatte kann nicht auch nur noch
        so was wer wo
    """,
    "en": """
        a an the of on in at by to for from with without into onto over under about after before between during against
        through than as and or but nor so yet if then that this these those there here it its he him his she her hers
        they them their we us our you your i my me who whom whose which what when where why how is are was were be been
        being am do does did has have had will would can could shall should may might must not no up down out off s t
    """,
    "es": """
        el la los las lo un una unos unas de del a al en con por para sin sobre entre desde hasta y e o u pero que como
        si no se su sus es son fue era ha han más ya este esta estos estas ese esa le les nos yo tú él ella ellos
    """,
    "fr": """
        le la les l un une des du de d à au aux en dans par pour avec sans sur sous entre et ou mais que qui quoi dont
        où si ne n pas plus se s sa son ses leur leurs ce cet cette ces c il elle ils elles on nous vous je tu est sont
        était a ont été y qu j m t
    """,
    "he": """
        של את על אל עם אם או כי לא כן גם רק אך אבל כל זה זו זאת אלה אלו הוא היא הם הן אני אתה אתם אנחנו מי מה איך כמו עד
        בין לפני אחרי אחר יותר פחות יש אין היה היתה הייתה היו יהיה לו לה להם לי לך לנו בו בה בהם מן אשר כבר עוד
    """,
    "it": """
        il lo la i gli le l un uno una di del della dei degli delle da dal in nel nella con su sul per tra fra e o ma
        che chi non si è sono ha a al
    """,
    "nl": """
        de het een van in op aan met voor door over uit bij naar om te tot en of maar dat die dit deze is zijn was werd
        wordt heeft niet ook er
    """,
    "pt": """
        o a os as um uma de do da dos das em no na nos nas por para com sem sobre e ou mas que se não é são foi ao à
        mais seu sua
    """,
    "ru": """
        в во на с со к ко у о об от до за из под над при для без по и а но или что как если не ни же бы он она они оно
        мы вы я его её их это тот
    """,
    "zh": """
        的 了 在 是 和 与 及 或 也 都 就 而 但 不 之 于 把 被 从 对 向 为 以 其 这 那 他 她 它 我 你 们 个 着 过 吗 呢 吧
    """,
}
_UNKNOWN: Final = ("en", "he")
"""The site's own languages, for what does not say which it is written in."""


def is_function_word(word: str, language: str) -> bool:
    """Whether a folded word is one in this language ("" for not said)."""
    return any(word in _folded(code) for code in ((language,) if language else _UNKNOWN))


@cache
def _folded(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORDS.get(language, "").split())
