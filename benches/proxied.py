#!/usr/bin/env python3
"""Signing in behind nginx and Caddy, each with the very configuration that docs/operate.md shows.

    apt-get install nginx caddy openssl
    cargo build --release && benches/proxied.py [--binary target/release/minhbach] [--nginx nginx] [--caddy caddy]

The blocks are read from the document; only ports, certificates (made here, signed by nobody) and paths are put in. Of each
proxy, at the root and below a path, with it left and taken off: signing in and out, the cookie, forms of other sites, other
hosts, addresses that a client makes up, passwords over http. A proxy that is not there is told and left out. Ends with 1
where something does not hold.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from load import Program  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a password for a benchmark"
HOST = "kpi.example.vn"
NAMES = ["an", "binh", "chi"]


def free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return own.getsockname()[1]


def documented(first: str) -> str:
    """The indented block of the document that begins with a line."""
    lines = (ROOT / "docs/operate.md").read_text().splitlines()
    at = lines.index("    " + first)
    block = []
    for line in lines[at:]:
        if line and not line.startswith("    "):
            break
        block.append(line[4:])
    return "\n".join(block).strip() + "\n"


def put(text: str, old: str, new: str) -> str:
    """The document must say it, or nothing here is of it."""
    if old not in text:
        raise SystemExit(f"docs/operate.md has no {old!r} any more")
    return text.replace(old, new)


class Answer:
    def __init__(self, status: int, headers: http.client.HTTPMessage, text: str) -> None:
        self.status, self.headers, self.text = status, headers, text

    @property
    def set_cookie(self) -> str:
        return self.headers.get("Set-Cookie") or ""

    @property
    def cookie(self) -> str:
        return self.set_cookie.split(";")[0]


class Site:
    """A proxy before a service, as somebody at an address reaches it."""

    def __init__(self, port: int, certificate: Path, base: str, origin: str) -> None:
        self.port, self.base, self.origin = port, base, origin
        self.context = ssl.create_default_context(cafile=str(certificate))

    def ask(self, method: str, path: str, form: dict | None = None, *, at: str = "127.0.0.1", host: str = HOST,
            plain: int | None = None, **headers: str) -> Answer:
        to = http.client.HTTPConnection("127.0.0.1", plain or self.port, timeout=30, source_address=(at, 0))
        to.connect()
        if plain is None:
            to.sock = self.context.wrap_socket(to.sock, server_hostname=HOST)
        body = urllib.parse.urlencode(form) if form is not None else None
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        to.request(method, self.base + path, body, {"Host": host, **given})
        answer = to.getresponse()
        said = Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
        to.close()
        return said

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> Answer:
        return self.ask("POST", "/sign-in", {"name": name, "password": password}, **more)


def look(site: Site, behind: int, plain: int | None, command: list[str], holds) -> None:
    """All that must hold of one proxy."""
    base = site.base
    sent = site.ask("GET", "/kpis")
    holds("the anonymous are sent to the form", sent.status == 303 and sent.headers["Location"].startswith(f"{base}/sign-in"))
    form = site.ask("GET", "/sign-in")
    holds("the form leads where it should", form.status == 200 and f'action="{base}/sign-in"' in form.text)

    answer = site.sign_in("an", Sec_Fetch_Site="same-origin", Origin=site.origin)
    prefix = "__Secure-" if base else "__Host-"
    holds(f"signing in is answered {answer.status}", answer.status == 303)
    holds(f"the cookie is {answer.set_cookie}", answer.set_cookie.startswith(f"{prefix}minhbach=")
          and answer.set_cookie.endswith(f"; Path={base or '/'}; HttpOnly; SameSite=Lax; Secure"))
    cookie = answer.cookie
    page = site.ask("GET", "/kpis", Cookie=cookie)
    holds("who has signed in sees pages, and their links lead below the base",
          page.status == 200 and f'href="{base}/account"' in page.text and (not base or 'href="/kpis' not in page.text))
    asset = re.search(r'href="([^"]+\.css)"', page.text)[1]
    holds("the style sheet is there", site.ask("GET", asset.removeprefix(base)).status == 200)
    holds("the request's number is the proxy's and on record", page.headers.get("X-Request-Id") is not None)
    # A browser that says no Sec-Fetch-Site says its origin.
    holds("a browser that says only Origin is let in", site.sign_in("an", Origin=site.origin).status == 303)
    for header in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Origin": "https://evil.example"},
                   {"Origin": f"http://{HOST}.evil.example"}, {"Origin": "null"}):
        for path, fields in (("/sign-in", {"name": "an", "password": PASSWORD}), ("/sign-out", {})):
            refused = site.ask("POST", path, fields, Cookie=cookie, **header)
            holds(f"{path} with {header} is answered {refused.status}", refused.status == 403 and not refused.set_cookie)
    holds("still signed in", site.ask("GET", "/kpis", Cookie=cookie).status == 200)
    out = site.ask("POST", "/sign-out", {}, Cookie=cookie, Origin=site.origin)
    holds("signing out", out.status == 303 and "Max-Age=0" in out.set_cookie and "cache" in (out.headers.get("Clear-Site-Data") or ""))
    holds("what was borne before is refused", site.ask("GET", "/kpis", Cookie=cookie).status == 303)

    other = site.ask("GET", "/sign-in", host="evil.example")
    holds(f"another host is answered {other.status}", other.status in (421, 404) or "<form" not in other.text)

    # Five wrong ones from one address, each time with another made-up origin of the request.
    told = [site.sign_in("binh", "not this password", at="127.0.0.2", X_Forwarded_For=f"198.51.100.{each}").status for each in range(6)]
    holds(f"an address that makes up others waits: {told}", told == [401] * 5 + [429])
    holds("another address does not", site.sign_in("binh", "not this password", at="127.0.0.3").status == 401)
    holds("nor is it taken for the proxy", site.sign_in("binh", at="127.0.0.1").status == 303)
    # Whoever reaches the service past the proxy, from an address that the settings do not name.
    past = site.sign_in("chi", "not this password", plain=behind, at="127.0.0.3", X_Forwarded_For="198.51.100.77")
    holds(f"past the proxy one is answered {past.status}", past.status == 401)
    ported = f"{HOST}:{site.port}"
    said = site.sign_in("an", host=ported, Origin=f"https://{ported}")
    holds(f"on a port that is not 443, a browser that says only Origin is answered {said.status}", said.status == 303)
    events = json.loads(subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=True).stdout)
    found = {each["address"] for each in events}
    holds(f"the record has the addresses of clients: {found}", found <= {None, "127.0.0.1", "127.0.0.2", "127.0.0.3"} and "127.0.0.2" in found)
    by_request = {each["request"] for each in events}
    holds("the record has the request's number", page.headers["X-Request-Id"] in by_request)
    if plain is not None:
        said = site.sign_in("chi", plain=plain)
        holds(f"over http a password is answered {said.status}", said.status == 403 and not said.set_cookie and 'type="password"' not in said.text)
        holds("and no form is shown", "<form" not in site.ask("GET", "/sign-in", plain=plain).text)


class Proxy:
    """nginx or Caddy on a configuration, until it answers."""

    def __init__(self, command: list[object], folder: Path, port: int) -> None:
        self.log = open(folder / "proxy.log", "w+")
        home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        self.process = subprocess.Popen(list(map(str, command)), stdout=self.log, stderr=self.log, env=home)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        self.process.kill()
        self.log.seek(0)
        raise SystemExit(self.log.read())

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def nginx(given: argparse.Namespace, folder: Path, port: int, plain: int, behind: int, base: str, taken_off: bool) -> list[object]:
    block = documented("server {")
    block = put(block, "listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    block = put(block, "/etc/ssl/kpi.pem", str(folder / "kpi.pem"))
    block = put(block, "/etc/ssl/private/kpi.key", str(folder / "kpi.key"))
    block = put(block, "http://127.0.0.1:3890;", f"http://127.0.0.1:{behind}{'/' if taken_off else ''};")
    if base:
        block = put(block, "location / {", f"location {base}/ {{")
    # The same without TLS, as where somebody forgets to lead http away.
    bare = re.sub(r".*ssl_certificate.*\n", "", block).replace(f"listen 127.0.0.1:{port} ssl;", f"listen 127.0.0.1:{plain};")
    paths = "".join(f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.getuid() == 0 else ""
    text = f"{user}pid {folder}/nginx.pid;\nerror_log stderr;\ndaemon off;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{block}{bare}}}\n"
    (folder / "nginx.conf").write_text(text)
    return [given.nginx, "-p", folder, "-c", folder / "nginx.conf"]


def caddy(given: argparse.Namespace, folder: Path, port: int, behind: int, base: str) -> list[object]:
    block = documented(f"{HOST} {{")
    block = put(block, "127.0.0.1:3890", f"127.0.0.1:{behind}")
    if not base:
        block = put(block, "handle /bao-cao* {", "handle {")
    block = put(block, f"{HOST} {{", f"{HOST} {{\n    tls {folder}/kpi.pem {folder}/kpi.key")
    options = f"{{\n    admin off\n    auto_https disable_redirects\n    https_port {port}\n    http_port {free_port()}\n    skip_install_trust\n}}\n"
    (folder / "Caddyfile").write_text(options + block)
    return [given.caddy, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


def workspace(given: argparse.Namespace, folder: Path, base: str) -> Path:
    """The sample, with the settings of the document."""
    place = folder / "workspace"
    place.mkdir()
    for name in ("queries", "dashboards"):
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "access.toml", place)
    serve = documented("[serve]") + (f'base = "{base}"\n' if base else "")
    (place / "minhbach.toml").write_text((ROOT / "minhbach.toml").read_text() + "\n" + serve)
    return place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/minhbach")
    parser.add_argument("--nginx", default=shutil.which("nginx") or "/usr/sbin/nginx")
    parser.add_argument("--caddy", default="caddy")
    given = parser.parse_args()
    os.environ["RUST_LOG"] = "warn"
    failures, checks = [], 0
    ways = [("nginx", "", False), ("nginx", "/bao-cao", False), ("nginx", "/bao-cao", True), ("caddy", "", False), ("caddy", "/bao-cao", False)]
    for kind, base, taken_off in ways:
        name = f"{kind} {base or '/'}{', taken off' if taken_off else ''}"
        if not shutil.which(getattr(given, kind)):
            print(f"{name}: {kind} is not there, left out")
            continue
        with tempfile.TemporaryDirectory() as own:
            folder = Path(own)
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext",
                            f"subjectAltName=DNS:{HOST}", "-keyout", folder / "kpi.key", "-out", folder / "kpi.pem"], check=True, capture_output=True)
            place = ["--workspace", workspace(given, folder, base), "--data", ROOT / "sample-data", "--state", folder / "state"]
            for account in NAMES:
                subprocess.run([given.binary, "user", "add", account, "--title", account, "--role", "finance", *place],
                               input=PASSWORD + "\n", text=True, check=True, capture_output=True)
            told: list[str] = []

            def holds(statement: str, is_true: bool) -> None:
                nonlocal checks
                checks += 1
                if not is_true:
                    told.append(statement)

            with Program(given.binary, "serve", "--listen", "127.0.0.1:0", *place) as service:
                behind = urllib.parse.urlsplit(service.address).port
                port, plain = free_port(), free_port()
                command = nginx(given, folder, port, plain, behind, base, taken_off) if kind == "nginx" else caddy(given, folder, port, behind, base)
                with Proxy(command, folder, port):
                    site = Site(port, folder / "kpi.pem", base, f"https://{HOST}")
                    look(site, behind, plain if kind == "nginx" else None, list(map(str, [given.binary, "audit", *place])), holds)
            print(f"{name}: " + ("all holds" if not told else "".join(f"\n    DOES NOT HOLD: {each}" for each in told)), flush=True)
            failures += told
    print(f"{checks} statements, {len(failures)} do not hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
