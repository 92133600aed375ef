"""Web servers on loopback that behave as their path asks, and a reach that lets tests open them."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from fettle.edges.fetching.reach import Reach, is_public

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGES = {
    "/a.png": PNG,
    "/b.gif": b"GIF89a" + bytes(20),
    "/page.png": b"<!doctype html><script>alert(1)</script>",
    "/drawing.svg": SVG,
    "/words.png": b"only words",
}


@dataclass
class Web:
    """``asked`` are the requests as they came, ``moved`` where each path leads to."""

    asked: list[bytes] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    port: int = 0

    def __enter__(self) -> Web:
        self.listener = socket.create_server((self.address, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def url(self, path: str, host: str = "pictures.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def reach(self) -> Reach:
        """Names lead here, and this one port and loopback are allowed beside what is."""
        return Reach(
            allowed=lambda address: address == "127.0.0.1" or is_public(address),
            ports=frozenset({80, 443, self.port}),
            resolve=lambda host, port: [host] if host.replace(".", "").isdigit() else ["127.0.0.1"],
        )

    def paths(self) -> list[str]:
        return [line.split()[1].decode() for line in self.asked]

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            text = b""
            while b"\r\n\r\n" not in text and (piece := client.recv(4096)):
                text += piece
            if not text:
                return  # a connection that asks for nothing
            self.asked.append(text)
            self._answer(client, text.split()[1].decode("latin-1"))

    def _answer(self, client: socket.socket, path: str) -> None:
        if path in self.moved:
            client.sendall(f"HTTP/1.1 302 Found\r\nLocation: {self.moved[path]}\r\nContent-Length: 0\r\n\r\n".encode())
        elif path == "/drip":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
            self._drip(client)
        elif path == "/drip-headers":
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            self._drip(client)
        elif path == "/silent":
            time.sleep(5)
        elif path == "/huge":
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + PNG)
            while True:
                client.sendall(bytes(65_536))
        elif path == "/says-huge":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n" + PNG)
        elif path == "/cut":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + PNG)
        elif path == "/zip":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx")
        elif path == "/no-http":
            client.sendall(b"220 smtp.example ESMTP\r\n")
        elif content := PAGES.get(path.partition("?")[0]):
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(content)}\r\n"
            client.sendall(head.encode() + b"Set-Cookie: who=me\r\n\r\n" + content)
        else:
            client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    @staticmethod
    def _drip(client: socket.socket) -> None:
        for _piece in range(200):
            client.sendall(b"x")
            time.sleep(0.05)
