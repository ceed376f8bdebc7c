"""A server as people meet it, over HTTPS: invitation, passkey, second factor, lock; every page of accounts sound."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import Visitor, turn
from tests.browser.test_every_page import violations
from tests.conftest import ROOT

pytestmark = pytest.mark.browser
FILAO = [sys.executable, "-m", "filao"]
PASSWORD = "five words make a password"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> Path:
    """A certificate for localhost that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "localhost.pem"
    plain = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return pem


def carry(pem: Path, outside: int, inside: int) -> None:
    """A proxy of a few lines: HTTPS on one port, the same bytes in plain on the other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    door = socket.create_server(("127.0.0.1", outside))

    def pass_on(one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        finally:
            for end in (one, other):
                end.close()

    def answer(raw: socket.socket) -> None:
        try:
            client = context.wrap_socket(raw, server_side=True)
            server = socket.create_connection(("127.0.0.1", inside))
        except OSError:
            raw.close()
            return
        threading.Thread(target=pass_on, args=(client, server), daemon=True).start()
        pass_on(server, client)

    def accept() -> None:
        while True:
            threading.Thread(target=answer, args=(door.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


class Office:
    """The server of an office, with what its command line is asked for."""

    def __init__(self, folder: Path) -> None:
        outside, self.inside = free_port(), free_port()
        self.address = f"https://localhost:{outside}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("FILAO_")},
            "FILAO_DATA": str(folder / "data"), "FILAO_SECRET": "x" * 48, "FILAO_HOSTS": "localhost",
            "FILAO_ADDRESS": self.address,
        }  # fmt: skip
        carry(certificate(folder), outside, self.inside)

    def run(self, *words: str | Path) -> str:
        return subprocess.run([*FILAO, *words], env=self.environment, check=True, capture_output=True, text=True).stdout

    def invite(self, email: str, role: str) -> str:
        return self.run("invite", email, "--role", role, "--name", email.partition("@")[0].title()).splitlines()[1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    found = Office(folder)
    found.run("migrate")
    found.run("import", ROOT / "examples" / "mauritius", "--accept")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*FILAO, "serve", "--port", str(found.inside)], env=found.environment, stderr=log)
    try:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", found.inside)) == 0:
                    break
            time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait()
    assert "Traceback" not in (folder / "log").read_text(), (folder / "log").read_text()[-3000:]


def window(browser: Browser, width: int = 1280, **more: object) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 900}, ignore_https_errors=True, **more)  # type: ignore[arg-type]


def come_in(page: Page, office: Office, code: str) -> None:
    """Take an invitation up with its code and a password."""
    page.goto(f"{office.address}/mauritius/join")
    page.get_by_label("Code").fill(code)
    turn(page, page.get_by_role("button", name="Open the invitation"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    turn(page, page.get_by_role("button", name="Accept the invitation"))


def set_up_app(page: Page, office: Office) -> str:
    """Set up an authenticator app; returns its secret."""
    page.goto(f"{office.address}/account/app")
    secret = page.locator("code").first.inner_text()
    page.get_by_label("Code of six digits").fill(code_of(secret))
    turn(page, page.get_by_role("button", name="Set up the app"))
    turn(page, page.get_by_role("link", name="I have kept them"))
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_authenticator(page: Page) -> None:
    """A security key inside the browser, which confirms who touches it."""
    link = page.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    link.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_set_up_and_signs_in_without_a_password(office: Office, chromium: Browser) -> None:
    context = window(chromium)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    with_authenticator(page)

    come_in(page, office, office.invite("paule@office.example", "coordinator"))
    assert page.locator("h1").inner_text() == "Your role asks for a second factor"
    turn(page, page.get_by_role("link", name="Set up a passkey"))
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/account/codes")
    assert page.locator(".codes li").count() == 10
    page.goto(f"{office.address}/mauritius/people")
    assert "with a second factor" in page.locator("h1").inner_text()
    page.goto(f"{office.address}/account/sign-out")
    turn(page, page.get_by_role("button", name="Sign out"))

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{office.address}/mauritius/")

    assert complaints == []
    context.close()


def test_a_passkey_is_not_asked_for_before_its_script_has_come(office: Office, chromium: Browser) -> None:
    context = window(chromium)
    page = context.new_page()
    come_in(page, office, office.invite("hari@office.example", "member"))
    page.route("**/passkey.js", lambda route: route.abort())
    page.goto(f"{office.address}/account/passkeys/add")

    assert not page.get_by_role("button", name="Set up the passkey").is_visible()
    assert page.get_by_role("link", name="an authenticator app").is_visible()
    page.unroute("**/passkey.js")
    page.reload()
    assert page.get_by_role("button", name="Set up the passkey").is_visible()
    assert not page.get_by_role("link", name="an authenticator app").is_visible()
    context.close()


def test_a_passkey_serves_as_second_factor_after_the_password(office: Office, chromium: Browser) -> None:
    context = window(chromium)
    page = context.new_page()
    with_authenticator(page)
    come_in(page, office, office.invite("remi@office.example", "consultant"))
    page.goto(f"{office.address}/account/passkeys/add")
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/account/codes")
    page.goto(f"{office.address}/account/sign-out")
    turn(page, page.get_by_role("button", name="Sign out"))

    page.get_by_label("E-mail").fill("remi@office.example")
    page.get_by_label("Password").fill(PASSWORD)
    turn(page, page.get_by_role("button", name="Sign in", exact=True))
    page.get_by_role("button", name="Show a passkey").click()
    page.wait_for_url(f"{office.address}/mauritius/")

    context.close()


def test_without_scripts_people_come_in_with_an_app(office: Office, chromium: Browser) -> None:
    context = window(chromium, width=360, java_script_enabled=False)
    page = context.new_page()

    come_in(page, office, office.invite("sans@office.example", "trainer"))
    set_up_app(page, office)
    page.goto(f"{office.address}/mauritius/")

    assert page.locator("h1").inner_text().endswith("stand in a documented tie")
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0
    context.close()


PAGES = (
    "/account/", "/account/app", "/account/app/remove", "/account/codes", "/account/codes/new", "/account/password",
    "/account/passkeys/add", "/account/confirm", "/account/confirm/code", "/account/sign-out", "/mauritius/people",
    "/mauritius/sheets/CDU/links", "/mauritius/", "/mauritius/journal",
)  # fmt: skip
STRANGERS = ("/account/sign-in", "/mauritius/join", "/account/closed", "/account/sign-in?next=/mauritius/", "/nowhere/")


@pytest.fixture(scope="module")
def coordinator(office: Office, chromium: Browser) -> Iterator[BrowserContext]:
    """A coordinator who is signed in, with an invitation and a link out."""
    context = window(chromium, bypass_csp=True)
    page = context.new_page()
    come_in(page, office, office.invite("carla@office.example", "coordinator"))
    set_up_app(page, office)
    office.invite("another@office.example", "member")
    page.goto(f"{office.address}/mauritius/sheets/CDU/links")
    page.get_by_label("For", exact=True).fill("Focal point")
    turn(page, page.get_by_role("button", name="Make the link"))
    context.link = page.locator("code.long").inner_text()  # type: ignore[attr-defined]
    page.close()
    yield context
    context.close()


def look(context: BrowserContext, office: Office, path: str, width: int, language: str) -> None:
    """A page is sound: axe finds nothing, nothing overflows, nothing calls out or complains."""
    context.add_cookies([{"name": "filao_language", "value": language, "url": office.address}])
    visitor = Visitor(context.new_page(), office.address)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.page.goto(office.address + path if path.startswith("/") else path)
    found, wide = violations(visitor), visitor.page.evaluate("document.documentElement.scrollWidth")
    titles = visitor.page.locator("h1").count()
    shots = os.environ.get("FILAO_SHOTS")
    if shots:
        name = re.sub(r"\W+", "-", path.removeprefix(office.address))[:40]
        visitor.page.screenshot(path=Path(shots) / f"{language}-{width}-{name}.png", full_page=True)
    visitor.page.close()
    assert found == [], path
    assert wide <= width, path
    assert titles == 1
    assert visitor.elsewhere == []
    assert [c for c in visitor.complaints if "status of 404" not in c] == []


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_accounts_and_people_are_sound(
    coordinator: BrowserContext, office: Office, width: int, language: str
) -> None:
    for path in PAGES:
        look(coordinator, office, path, width, language)


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_for_who_has_not_signed_in_are_sound(
    coordinator: BrowserContext, office: Office, chromium: Browser, width: int, language: str
) -> None:
    context = window(chromium, bypass_csp=True)
    for path in STRANGERS:
        look(context, office, path, width, language)
    address = coordinator.link  # type: ignore[attr-defined]
    look(context, office, address, width, language)
    context.close()


def test_a_body_opens_its_sheet_by_a_link_and_its_page_is_sound(
    coordinator: BrowserContext, office: Office, chromium: Browser
) -> None:
    address = coordinator.link  # type: ignore[attr-defined]
    context = window(chromium, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    turn(page, page.get_by_role("button", name="It is for me: open it here"))
    page.locator("dl.facts details summary").last.click()
    assert "What the register of Mauritius says of you" in page.locator("main").inner_text()

    for width in (1280, 360):
        for language in ("en", "fr", "mfe"):
            look(context, office, address, width, language)
    other = window(chromium).new_page()
    other.goto(address)

    assert other.locator("h1").inner_text() == "This link was opened in another browser."
    context.close()
