"""What a server still works on is waited for."""

from __future__ import annotations

import threading

from django.core.signals import request_finished, request_started

from fettle.site.testing.answering import all_answered


def test_a_request_at_work_is_waited_for() -> None:
    begun, told = threading.Event(), []

    def answer() -> None:
        request_started.send(sender=None)
        begun.set()
        threading.Event().wait(0.3)
        told.append("answered")
        request_finished.send(sender=None)
        threading.Event().wait(5)  # the connection stays open for the next one

    threading.Thread(target=answer, daemon=True).start()
    begun.wait()
    all_answered()
    assert told == ["answered"]


def test_a_thread_that_ended_amid_its_answer_holds_up_nobody() -> None:
    thread = threading.Thread(target=lambda: request_started.send(sender=None))
    thread.start()
    thread.join()
    all_answered()
