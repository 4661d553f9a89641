"""A reverse proxy in front of the site, as most sites have one: nginx, where it is installed."""

import re
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.running import free_port
from wtsocial.ops.serve import HOME

DOCUMENT = HOME / "docs" / "OPERATING.md"
"""What stands there for nginx is what is tried."""
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {around}
  server {{
    listen 127.0.0.1:{port};
    {location}
  }}
}}
"""


def _documented(behind: str) -> dict[str, str]:
    """The two parts of the lines for nginx in OPERATING.md, for a site that listens elsewhere."""
    lines = re.search(r"```nginx\n(map .*?\n)(location .*?)```", DOCUMENT.read_text(), re.DOTALL)
    if not lines or "127.0.0.1:3000" not in lines[1]:
        raise ValueError("OPERATING.md has no lines for nginx any more")
    return {"around": lines[1].replace("127.0.0.1:3000", behind.partition("://")[2]), "location": lines[2]}


@dataclass
class Proxy:
    """One that is to listen at `url`."""

    url: str
    folder: Path
    binary: str
    process: subprocess.Popen[bytes] | None = None

    def begin(self, behind: str) -> None:
        """Start it in front of this address."""
        file = self.folder / "nginx.conf"
        port = self.url.rpartition(":")[2]
        file.write_text(CONFIGURATION.format(folder=self.folder, port=port, **_documented(behind.replace("localhost", "127.0.0.1"))))
        self.process = subprocess.Popen([self.binary, "-c", str(file), "-p", str(self.folder)])


@contextmanager
def nginx(folder: Path) -> Generator[Proxy | None]:
    """A proxy that may be begun, ended at the end; None, with a word, where there is no nginx."""
    binary = shutil.which("nginx")
    if not binary:
        print("nginx is not installed: measured without a proxy.")
        yield None
        return
    made = Proxy(f"http://localhost:{free_port()}", folder, binary)
    try:
        yield made
    finally:
        if made.process:
            made.process.terminate()
            made.process.wait(10)
