"""Where what somebody says ends and what they answer begins. Nothing is lost: it is folded away, not cut off.

Line by line and with no way back, so that no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SEEN = 400
"""Characters of a line that are looked at."""
MOST_SIGNATURE_LINES = 15
WROTE = re.compile(
    r"(?:wrote|writes|a écrit|ha scritto|escribió|escreveu|(?:schrieb|schreef|skrev)(?: .{1,160})?"
    r"|napsal\(a\)|napsala?|napisał\(a\)|napisała?|kirjoitti|írta)\s?:$",
    re.IGNORECASE,
)
"""The end of the line that names whom a mail quotes, as mail programs of Europe's languages write it."""
NAMES_SOMEBODY = re.compile(r"@|\d")
"""Such a line names an address or a day: a sentence of the text that ends alike does neither."""
OPENS = re.compile(r"(?:On|Am|Le|Il|El|Em|Op|Den|Dne|Dnia|W dniu|po|út|st|čt|pá|so|ne) ", re.IGNORECASE)
"""How most of them begin: with a day."""
RULED = re.compile(r"(?:-{3,}|_{3,}) ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Messaggio originale"
                   r"|Mensaje original|Oorspronkelijk bericht|Původní zpráva|Forwarded message"
                   r"|Weitergeleitete Nachricht|Wiadomość oryginalna) ?(?:-{3,}|_{3,})$", re.IGNORECASE)  # fmt: skip
HEADER = re.compile(r"\*?(?:From|Von|De|Da|Van|Od|Från|Fra|Lähettäjä|Feladó"
                    r"|Sent|Gesendet|Envoyé|Inviato|Enviado|Verzonden|Odesláno|Wysłano|Skickat|Sendt|Lähetetty|Elküldve"
                    r"|Date|Datum|Data|Fecha|To|An|À|A|Para|Aan|Komu|Do|Till|Til|Vastaanottaja|Címzett"
                    r"|Cc|Kopie|Subject|Betreff|Objet|Oggetto|Asunto|Assunto|Onderwerp|Předmět|Temat|Ämne|Emne|Aihe|Tárgy"
                    r") ?:\*?(?:\s|$)", re.IGNORECASE)  # fmt: skip
ENOUGH_HEADERS = 3
"""Lines like these below each other: with fewer, somebody lists what they wish."""


def parted(text: str) -> tuple[str, str]:
    """(what is said, what is quoted or signed). Where answers stand between the lines they answer, all is said."""
    lines = text.split("\n")
    end = _end_of_said(lines)
    start = _start_of_said(lines[:end])
    said = "\n".join(lines[start:end]).strip()
    if not said:
        return text.strip(), ""
    quoted = "\n".join(["\n".join(lines[:start]).strip(), "\n".join(lines[end:]).strip()]).strip()
    return said, quoted


def _end_of_said(lines: Sequence[str]) -> int:
    """The first line of the quotation or signature with which the text ends, else the number of lines."""
    copied = next((at for at in range(len(lines)) if _begins_copy(lines, at)), len(lines))
    end = _without_quotation(lines, copied)
    signed = _signature(lines, end)
    return _without_quotation(lines, signed) if signed < end else end


def _without_quotation(lines: Sequence[str], end: int) -> int:
    """Up, over quoted lines, to what is said; with them goes the line that names whom they quote."""
    at = end
    while at and (_quoted(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    if at == end or not any(_quoted(line) for line in lines[at:end]):
        return end
    return _names_writer(lines, at)


def _names_writer(lines: Sequence[str], at: int) -> int:
    """Where the naming line above ``at`` begins, which programs break into up to three; ``at`` where there is none."""
    joined, found = "", at
    for first in range(at - 1, max(at - 4, -1), -1):
        line = lines[first][:SEEN].strip()
        joined = f"{line} {joined}".strip()
        if not line or not WROTE.search(joined):
            break
        if NAMES_SOMEBODY.search(joined):
            found = min(found, first) if OPENS.match(joined) else first if found == at else found
            if OPENS.match(joined):
                break
    return found


def _start_of_said(lines: Sequence[str]) -> int:
    """Below the quotation with which the text begins, where there is one and more follows."""
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    first = at
    while at < min(first + 3, len(lines)) and not _quoted(lines[at]) and lines[at].strip():
        at += 1
    if first < at and not (WROTE.search(" ".join(line[:SEEN].strip() for line in lines[first:at]))):
        return 0
    began = at
    while at < len(lines) and (_quoted(lines[at]) or not lines[at].strip()):
        at += 1
    between = any(_quoted(line) for line in lines[at:])
    return 0 if between or not any(_quoted(line) for line in lines[began:at]) else at


def _begins_copy(lines: Sequence[str], at: int) -> bool:
    """Whether a whole mail is copied from here on, as Outlook does: below a ruled line, or its headers as text."""
    line = lines[at][:SEEN].strip()
    if RULED.match(line):
        return True
    if not HEADER.match(line) or (at and HEADER.match(lines[at - 1][:SEEN].strip())):
        return False
    return sum(bool(HEADER.match(one[:SEEN].strip())) for one in lines[at : at + 6]) >= ENOUGH_HEADERS


def _signature(lines: Sequence[str], end: int) -> int:
    """The line ``-- `` under which somebody signs, if it stands near the end."""
    for at in range(end - 1, max(end - 1 - MOST_SIGNATURE_LINES, 0), -1):
        if lines[at] in ("-- ", "--"):
            return at
    return end


def _quoted(line: str) -> bool:
    return line.lstrip().startswith(">")
