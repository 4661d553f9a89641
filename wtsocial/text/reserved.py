"""Reserved names: addresses of the site, roles that a stranger must not claim, and names that mean nobody."""

from typing import Final

# The first part of every address of the site, machines' ones included, and what may stand there some day.
ADDRESSES: Final = frozenset(
    """
    about account accounts activate admin all api appeals apps archive assets atom auth blog books calendar changes
    choices comment comments confirm contact delete developers diff discussions docs donate donations edit embed error
    errors event events explore export favicon feed feeds files flag flags follow followers following forgot forum graph
    groups health help history home images import inbox index invite invitations jobs join journal jury latest leave
    legal list lists live log login logout logs mail manifest media members mentions messages metrics moderation new
    news notifications oauth pages password ping popular post posts preferences presets preview previews privacy
    profile public random register report reports reset revisions robots root rss rules saved search security session
    sessions settings share signin signout signup sitemap source sources static stats status submit subscribe subwiki
    subwikis suggestions support tag tags terms thanks themes topics u unsubscribe update upload uploads user username
    users verify version votes w waiting webhook webhooks welcome widgets wiki ws www xml
    """.split()
)

ROLES: Final = frozenset(
    """
    abuse administration administrator admins anonymous billing bot community compliance director editor editors
    everyone everybody founder founders guest helpdesk host hostmaster info lawyer management manager member mod
    moderator moderators mods noreply official owner owners payments police postmaster president press sales
    staff superuser sysadmin system team treasurer trust webmaster wikitribune wtsocial wtsocialteam
    """.split()
)

# The roles in other large languages, as a site in them would call them.
ROLES_ELSEWHERE: Final = frozenset(
    """
    administrador administradores administrateur administrateurs administratoren administrators amministratore amministratori beheerder
    beheerders moderador moderadores moderateur moderateurs moderatoren moderatore moderatori moderatorzy soporte yonetici yoneticiler
    админ админы администратор администраторы администрация модератор модераторы поддержка адміністратор адміністратори
    διαχειριστης διαχειριστες συντονιστης מנהל מנהלת מנהלים מנהלות הנהלה מפקח מפקחת מפקחים צוות תמיכה
    مدير مديرون المدير الإدارة مشرف مشرفون المشرف المشرفون الدعم مدیر مدیران पर्यवेक्षक प्रशासक
    管理员 管理員 版主 官方 客服 管理人 管理者 運営 公式 モデレーター 관리자 운영자 운영진 공식
    """.split()
)

NOBODY: Final = frozenset("deleted erased false hidden me my nan nil nobody none null self true undefined unknown you yourname".split())

USERNAMES: Final = ADDRESSES | ROLES | ROLES_ELSEWHERE | NOBODY

# Subwikis live under /w/, so only what stands there beside them, and what would pass for the site itself, is taken:
# "news", "music" or "events" are good names for a subwiki.
SLUGS: Final = (
    ROLES - {"bot", "community", "editor", "management", "press", "police", "sales", "trust", "host", "president"}
    | ROLES_ELSEWHERE
    | NOBODY
    | frozenset("about admin all api edit feed history log moderation new rules settings subwiki subwikis support".split())
)

SLUGS_THAT_ARE_WORDS: Final = frozenset(
    "about all edit feed history log me my new rules settings you null true false nan nil hidden".split()
)
"""Kept as addresses alone: a subwiki may well be called "History"."""

# "/u/NAME.atom" is NAME's feed, so a name that ends like a file would take somebody else's address.
ENDINGS: Final = (".atom", ".css", ".html", ".ico", ".js", ".json", ".png", ".rss", ".txt", ".xml")
