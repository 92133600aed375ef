"""Load: a fixed number of requests by one or eight clients that keep their connections, and what they cost."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil

Ask = Callable[[int], tuple[str, str, bytes | None, dict[str, str]]]
"""From the request's number to method, path, body and headers."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds, but ``throughput`` in requests a second; ``cpu`` is user and system time of web and database per request."""

    requests: int
    throughput: float
    p50: float
    p95: float
    cpu: float
    wrong: int


def cpu_seconds(processes: Iterator[psutil.Process]) -> float:
    """User and system time so far of some processes."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
            total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total


def measure(
    port: int, ask: Ask, clients: int, requests: int, processes: Callable[[], Iterator[psutil.Process]]
) -> Cost:
    """Run ``requests`` requests over ``clients`` connections; answers of 300 and above count as wrong unless ``ask`` wants them."""
    took: list[float] = []
    wrong: list[int] = []
    each = requests // clients

    def client(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(first, first + each):
            method, path, body, headers = ask(number)
            begun = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            if answer.status >= 300 and "X-Floor" not in headers:
                wrong.append(answer.status)
        connection.close()

    before, begun = cpu_seconds(processes()), time.perf_counter()
    threads = [threading.Thread(target=client, args=(at * each,)) for at in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, after = time.perf_counter() - begun, cpu_seconds(processes())
    took.sort()
    return Cost(
        requests=len(took),
        throughput=round(len(took) / seconds, 1),
        p50=round(statistics.median(took), 2),
        p95=round(took[int(len(took) * 0.95) - 1], 2),
        cpu=round((after - before) * 1000 / len(took), 2),
        wrong=len(wrong),
    )
