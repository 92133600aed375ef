"""A real IMAP server on a port of this machine: Dovecot, with one folder of everything it needs, gone with the test."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fettle.edges.notify.tests.sealed import certificate
from fettle.site.testing.groups import dovecot as found

PASSWORD = "secret"
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Dovecot:
    """``port`` speaks IMAP without protection and STARTTLS, ``tls_port`` TLS from the start with ``certificate``."""

    port: int
    tls_port: int
    certificate: Path

    def put(self, user: str, raw: bytes, folder: str = "INBOX") -> None:
        """Deliver a mail."""
        self.put_all(user, [raw], folder)

    def put_all(self, user: str, raws: Iterable[bytes], folder: str = "INBOX") -> None:
        """Deliver these mails."""
        with self.client(user) as client:
            for raw in raws:
                assert client.append(folder, "", imaplib.Time2Internaldate(time.time()), raw)[0] == "OK"

    def count(self, user: str, folder: str = "INBOX") -> int:
        """How many mails lie in a folder; 0 where there is none."""
        with self.client(user) as client:
            said, answer = client.select(f'"{folder}"', readonly=True)
            return int(answer[0] or 0) if said == "OK" else 0

    @contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        client.login(user, PASSWORD)
        try:
            yield client
        finally:
            client.logout()


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """The server while it is needed; every user there is has the same password."""
    with TemporaryDirectory(prefix="fettle-imap-") as name:
        home = Path(name)
        home.chmod(0o755)
        server = Dovecot(_free_port(), _free_port(), home / "cert.pem")
        certificate(home)
        (home / "dovecot.conf").write_text(_configuration(home, server))
        process = subprocess.Popen(
            [found() or "", "-F", "-c", str(home / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(server.port, process)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _configuration(home: Path, server: Dovecot) -> str:
    """Everything runs as one account: that of the tests, or for root, who may not own mails, the one made for mail."""
    account = "mail" if os.geteuid() == 0 else getpass.getuser()
    group = grp.getgrgid(pwd.getpwnam(account).pw_gid).gr_name
    (home / "mail").mkdir()
    if os.geteuid() == 0:
        shutil.chown(home / "mail", account, group)
    inner = "" if os.geteuid() == 0 else f"default_internal_user = {account}\ndefault_login_user = {account}\n"
    return f"""{inner}base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{home}/mail/%n
mail_uid = {account}
mail_gid = {group}
first_valid_uid = 1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={account} gid={group} home={home}/mail/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {server.port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=2).logout()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Dovecot did not start")


def trusting(server: Dovecot) -> ssl.SSLContext:
    """A context that takes the server's certificate."""
    return ssl.create_default_context(cafile=str(server.certificate))
