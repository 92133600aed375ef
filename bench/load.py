"""Load: a fixed number of requests by one or eight clients that keep their connections, and what they cost."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

import psutil

Ask = Callable[[int], tuple[str, str, bytes | None, dict[str, str]]]
"""From the request's number to method, path, body and headers."""
Working = Callable[[], Iterable[psutil.Process]]


@dataclass(frozen=True)
class Cost:
    """Milliseconds, but ``throughput`` in requests a second. ``first`` is the p95 of the time to the first byte.

    ``cpu`` is user and system time for each request of the web processes and of the database, as far as it works for
    them; ``behind`` that of the worker, with its part of the database, in the same time.
    """

    requests: int
    throughput: float
    p50: float
    p95: float
    first: float
    cpu: float
    behind: float
    wrong: int


@dataclass(frozen=True)
class Beside:
    """What an ask cost, and the floor in the same minutes."""

    cost: Cost
    floor: Cost

    def as_found(self) -> dict[str, float]:
        """The fields of the cost, and what ``floor`` took at its median (milliseconds)."""
        return asdict(self.cost) | {"floor": self.floor.p50}

    def __str__(self) -> str:
        return f"{self.cost}, beside a floor of {self.floor.p50} ms"


def median_of(costs: list[Cost]) -> Cost:
    """Each figure's median over the runs."""
    rows = [asdict(cost) for cost in costs]
    return Cost(**{name: statistics.median(row[name] for row in rows) for name in rows[0]})


def by_turns_with(floor: Ask, ask: Ask, port: int, clients: int, runs: int, requests: int, *whose: Working) -> Beside:
    """The medians over the runs of an ask and of the floor, which is asked right before each: a machine is not equally
    fast all the time.
    """
    pairs = [[measure(port, one, clients, requests, *whose) for one in (floor, ask)] for _run in range(runs)]
    least, cost = (median_of(list(costs)) for costs in zip(*pairs, strict=True))
    return Beside(cost, least)


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system time so far of some processes, and of those that they had started and that have ended: a
    connection of the database lives for a minute, and a process of its own.
    """
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
        except psutil.NoSuchProcess:
            continue
    return total


def measure(port: int, ask: Ask, clients: int, requests: int, working: Working, behind: Working) -> Cost:
    """Run ``requests`` requests over ``clients`` connections. Answers of 300 and above are wrong, but not for the
    floor, which is refused on purpose.
    """
    took: list[float] = []
    first: list[float] = []
    wrong: list[int] = []
    each = requests // clients

    def client(start: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(start, start + each):
            method, path, body, headers = ask(number)
            begun = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            first.append((time.perf_counter() - begun) * 1000)
            answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            if answer.status >= 300 and "X-Floor" not in headers:
                wrong.append(answer.status)
        connection.close()

    before, begun = (cpu_seconds(working()), cpu_seconds(behind())), time.perf_counter()
    threads = [threading.Thread(target=client, args=(at * each,)) for at in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, after = time.perf_counter() - begun, (cpu_seconds(working()), cpu_seconds(behind()))
    spent, beside = ((late - early) * 1000 / len(took) for early, late in zip(before, after, strict=True))
    return Cost(
        requests=len(took),
        throughput=round(len(took) / seconds, 1),
        p50=round(statistics.median(took), 2),
        p95=round(_least(took, 0.95), 2),
        first=round(_least(first, 0.95), 2),
        cpu=round(spent, 2),
        behind=round(beside, 2),
        wrong=len(wrong),
    )


def _least(times: list[float], part: float) -> float:
    """The time that this part of the requests kept."""
    return sorted(times)[max(0, int(len(times) * part) - 1)]
