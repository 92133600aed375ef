"""Bring back the jobs of the dead. Two reapers, because each alone misses some:

by *heartbeat*, jobs whose worker fell silent or signed off; by *age*, jobs that look busy under a living worker because
the database died while their end, or the answer to their fetching, was on the way.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import structlog
from procrastinate.connector import BaseConnector

INTERVAL_SECONDS = 3
SILENT_SECONDS = 15  # five missed heartbeats
GRACE_SECONDS = 20  # beyond the time after which the worker itself gives up
UNKNOWN_TASK_SECONDS = 60  # for a task that an older or newer version knew
MOST_RETURNS = 10  # a job that takes its worker down each time ends as a dead letter

log = structlog.get_logger(__name__)

# One statement: two workers that reap at the same moment never take the same job.
REAP = """
    with busy as (
        select job.id, job.attempts,
               worker.id is null or worker.last_heartbeat < now() - make_interval(secs => %(silent)s) as abandoned,
               (select max(at) from procrastinate_events where job_id = job.id and type = 'started')
                   < now() - make_interval(secs => %(grace)s + coalesce(
                       (%(most_seconds)s::jsonb ->> job.task_name)::float, %(unknown_task)s)) as overdue
          from procrastinate_jobs job left join procrastinate_workers worker on worker.id = job.worker_id
         where job.status = 'doing'
           for update of job skip locked)
    update procrastinate_jobs job
       set status = (case when job.attempts < %(most_returns)s then 'todo' else 'failed' end)::procrastinate_job_status,
           attempts = job.attempts + 1, scheduled_at = now(), worker_id = null
      from busy
     where busy.id = job.id and (busy.abandoned or busy.overdue)
    returning job.id, job.task_name as task, job.attempts, job.status::text,
              case when busy.abandoned then 'heartbeat' else 'age' end as reaper
"""


async def keep_reaping(connector: BaseConnector, most_seconds: Mapping[str, float]) -> None:
    """Reap for ever. Errors are logged and tried again: a database that went away comes back."""
    while True:
        try:
            await reap(connector, most_seconds)
        except Exception:
            log.warning("reaping failed", exc_info=True)
        await asyncio.sleep(INTERVAL_SECONDS)


async def reap(connector: BaseConnector, most_seconds: Mapping[str, float]) -> list[dict[str, Any]]:
    """Queue lost jobs again, or make dead letters of those that were lost too often. Returns their rows."""
    lost = await connector.execute_query_all_async(
        REAP,
        silent=SILENT_SECONDS,
        grace=GRACE_SECONDS,
        unknown_task=UNKNOWN_TASK_SECONDS,
        most_seconds=json.dumps(dict(most_seconds)),
        most_returns=MOST_RETURNS,
    )
    for row in lost:
        log.warning("job lost by its worker", **row)
    return lost
