"""How a page of this package is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from fettle.edges.pages import page
from fettle.kernel.errors import FettleError, Invalid


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return page.show(request, f"administration/{template}", context, status=status)


def refuse(form: Form, problem: FettleError) -> None:
    """Put the sentences of a refused action beside the fields they name, others above the form."""
    errors = problem.errors if isinstance(problem, Invalid) else {"": problem}
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def tell(request: HttpRequest, problem: FettleError) -> None:
    """Show why something was refused on the page that comes next."""
    messages.error(request, str(problem))
