"""Settings: every knob of the program, typed, from the environment (`WTSOCIAL_…`) or a `.env` file."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ("localhost", "127.0.0.1")
"""The machine's own names for itself."""


class NonsensicalSettings(SystemExit):
    """The program cannot start with these settings; the message names each one and what is wrong with it."""


class Settings(BaseSettings):
    """All settings with their defaults. `docs/OPERATING.md` has a line on each; a test compares the two."""

    model_config = SettingsConfigDict(env_prefix="WTSOCIAL_", env_file=".env", extra="ignore", frozen=True)

    site_url: str = Field(default="http://localhost:3000", description="where people reach the site; decides cookies and allowed origins")
    site_name: str = Field(
        default="WT.Social", min_length=1, max_length=60, description="what the site is called in mails, titles, feeds and on receipts"
    )
    source_url: str = Field(default="", description="where the source code of this very version stands (AGPL, section 13)")
    data_dir: Path = Field(default=Path(".data"), description="database, pictures and unsent mails when nothing else is set")
    database_url: str = Field(default="", description="PostgreSQL as postgresql://…; empty: SQLite in the data folder")
    redis_url: str = Field(default="", description="redis://…; needed as soon as there is more than one worker")
    smtp_url: str = Field(default="", description="smtp://, smtp+starttls:// or smtps://; empty: mails are written to the outbox folder")
    mail_from: str = Field(default="WT.Social <noreply@localhost>", description="the sender of every mail")
    stripe_secret_key: str = Field(default="", repr=False, description="Stripe's secret key, sk_… or rk_…; empty: no donations")
    stripe_webhook_secret: str = Field(
        default="", repr=False, description="whsec_…, with which Stripe signs what it tells /webhooks/stripe; empty: all of it is refused"
    )
    stripe_account: str = Field(
        default="",
        pattern="^(acct_[A-Za-z0-9]+)?$",
        description="acct_…, if Stripe names the account in its events; those of others credit nothing",
    )
    stripe_api_base: str = Field(default="", description="a test server that speaks Stripe's API; empty: Stripe itself")
    books_currency: str = Field(default="EUR", pattern="^[A-Z]{3}$", description="the currency that the books count costs and places in")
    trusted_proxy_hops: int = Field(
        default=0, ge=0, le=10, description="how many reverse proxies of yours stand in front (X-Forwarded-For)"
    )
    session_days: int = Field(default=30, ge=1, le=365, description="days until an unused login ends")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="how much is logged")
    log_format: Literal["text", "json"] = Field(default="text", description="for people or for machines")
    preview_hosts: dict[str, str] = Field(
        default_factory=dict, description='hosts reached at a fixed address when a link is previewed: {"intranet.example": "10.0.0.5:80"}'
    )
    hold_new_sources: bool = Field(
        default=True,
        description="whether what a new member posts waits for a moderator when it links to a source that nobody posted from before",
    )
    events_per_minute: int = Field(default=600, ge=1, description="how many events one tab, and one member, may send in a minute")
    events_per_minute_of_address: int = Field(
        default=6000, ge=1, description="how many events all tabs of one network address may send in a minute"
    )
    sockets_per_address: int = Field(default=1000, ge=1, description="how many tabs one network address may have open at one worker")
    pages_per_minute: int = Field(
        default=600, ge=1, description="how many pages one network address may load in a minute at one worker, without a login"
    )
    pages_kept_seconds: float = Field(
        default=30, ge=0, le=3600, description="how long a page for readers without a login is kept ready at most; 0: each is made anew"
    )
    logins_per_minute: int = Field(default=10, ge=1, description="how many attempts to log in or register one address may make in a minute")
    brake_hours: float = Field(default=6, gt=0, le=168, description="how long the vote that ends an edit war runs, in hours")
    joining: Literal["open", "waiting", "invited"] = Field(
        default="open", description="how people come in before an admin says otherwise: at once, by a waiting list, by invitation alone"
    )
    jobs: Literal["embedded", "apart"] = Field(
        default="embedded", description="who runs jobs: the workers that serve the site, or processes of their own (`work`)"
    )
    slow_loop_ms: int = Field(default=0, ge=0, description="log whatever holds the event loop longer than this; 0: do not watch")

    @field_validator("site_url")
    @classmethod
    def _a_plain_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be an origin such as https://example.org, without a path")
        return value.rstrip("/")

    @field_validator("source_url")
    @classmethod
    def _a_link_to_the_source(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must be a link such as https://code.example.org/site")
        return value

    @field_validator("database_url")
    @classmethod
    def _a_known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "sqlite:///")):
            raise ValueError("must begin with postgresql:// or sqlite:///")
        return value

    @field_validator("redis_url")
    @classmethod
    def _a_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtp+starttls://", "smtps://")):
            raise ValueError("must begin with smtp://, smtp+starttls:// or smtps://")
        return value

    @field_validator("stripe_secret_key")
    @classmethod
    def _a_key_of_stripe(cls, value: str) -> str:
        if value and not value.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_")):
            raise ValueError("must begin with sk_test_, sk_live_, rk_test_ or rk_live_")
        return value

    @field_validator("stripe_webhook_secret")
    @classmethod
    def _a_secret_of_stripe(cls, value: str) -> str:
        if value and not value.startswith("whsec_"):
            raise ValueError("must begin with whsec_")
        return value

    @field_validator("stripe_api_base")
    @classmethod
    def _a_test_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query):
            raise ValueError("must be an origin such as http://localhost:12111, without a path")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _no_real_money_at_a_test_server(self) -> Self:
        if self.stripe_api_base and self.stripe_secret_key[:8] in ("sk_live_", "rk_live_"):
            raise ValueError("stripe_api_base names a test server: stripe_secret_key must be a test key")
        return self

    @model_validator(mode="after")
    def _a_sender_for_real_mail(self) -> Self:
        if self.smtp_url and self.mail_from.endswith("localhost>"):
            raise ValueError("mail_from must be a real address once smtp_url is set")
        return self

    @model_validator(mode="after")
    def _jobs_reach_the_browsers(self) -> Self:
        if self.jobs == "apart" and not self.redis_url:
            raise ValueError("jobs apart need redis_url: what they announce would reach no browser")
        return self

    @property
    def secure(self) -> bool:
        """Whether the site is served over https, and cookies may be `__Host-` and Secure."""
        return self.site_url.startswith("https://")

    @property
    def host(self) -> str:
        """The site's host name without a port."""
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches the site."""
        return self.host in LOOPBACK

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the asynchronous driver that is used for it."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir}/wtsocial.db"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://").replace("sqlite://", "sqlite+aiosqlite://")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once.

    Raises NonsensicalSettings, naming each wrong variable, when they make no sense.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        lines = [f"  {_variable(problem['loc'])}: {problem['msg']}" for problem in wrong.errors()]
        raise NonsensicalSettings("The settings make no sense, so nothing was started:\n" + "\n".join(lines)) from None


def _variable(location: tuple[int | str, ...]) -> str:
    return "WTSOCIAL_" + str(location[0]).upper() if location else "together"
