"""`python -m tests.stripe_server --port 12111 --webhook http://localhost:3000/webhooks/stripe`: runs until it is told to stop."""

import argparse
import asyncio
from contextlib import suppress

from tests.stripe_server.serving import KEY, SECRET, standing_in


async def serve(arguments: argparse.Namespace) -> None:
    async with standing_in(port=arguments.port, webhook=arguments.webhook, key=arguments.key, secret=arguments.secret) as running:
        print(f"Stripe's stand-in on {running.url}, telling {arguments.webhook or 'nobody'}", flush=True)  # noqa: T201
        await asyncio.Event().wait()


parser = argparse.ArgumentParser(prog="python -m tests.stripe_server", description="A server that speaks Stripe's API. No money moves.")
parser.add_argument("--port", type=int, default=12111)
parser.add_argument("--webhook", default="http://localhost:3000/webhooks/stripe", help="where events are sent; empty: nowhere")
parser.add_argument("--key", default=KEY, help="the only secret key that is accepted")
parser.add_argument("--secret", default=SECRET, help="what webhooks are signed with")

if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))
