"""nginx with the site of `deploy/`, on this machine: only addresses, ports and the certificate are others."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.browser.driver import ROOT, free_port
from tests.waiting import PATIENCE, until

SITE = ROOT / "deploy" / "nginx.conf"
NAME = "lab.localhost"  # every browser finds a name under localhost on its own machine
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
KEY = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
MAIN = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format led "$cookie_lab_sticky $upstream_addr $status $uri";
    access_log {folder}/access.log led;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    url: str
    log: Path

    def processes(self) -> dict[str, dict[str, list[str]]]:
        """For each visitor, by its cookie, the processes that it was led to and what it asked of each."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for line in self.log.read_text("utf-8").splitlines():
            cookie, process, _status, path = line.split(maxsplit=3)
            if cookie != "-" and process != "-":
                found[cookie][process].append(path)
        return found


@contextmanager
def nginx(ports: tuple[int, int], folder: Path) -> Iterator[Nginx]:
    """In front of two processes at these ports; what it writes is in `folder`. Raises RuntimeError if it ends."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", f"/CN={NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*KEY, *names], check=True, capture_output=True)
    plain, secure = free_port(), free_port()
    ours = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "127.0.0.1:8501 ": f"127.0.0.1:{ports[0]} ",
        "127.0.0.1:8502 ": f"127.0.0.1:{ports[1]} ",
        "/etc/ssl/lab/fullchain.pem": str(certificate),
        "/etc/ssl/lab/privkey.pem": str(key),
        "lab.school.example": NAME,
    }
    site = SITE.read_text("utf-8")
    for theirs, own in ours.items():
        assert theirs in site
        site = site.replace(theirs, own)
    (folder / "site.conf").write_text(site, "utf-8")
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""  # its workers must reach the folder
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
    process = subprocess.Popen([str(PROGRAM), "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        _wait_until_open(secure, process)
        yield Nginx(f"https://{NAME}:{secure}/lab", folder / "access.log")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"nginx ended with exit code {process.returncode}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            return True
        return False

    until(answers)
