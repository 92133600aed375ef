-- How each record stood at the end of a period: one row of `counted` for each that was open then or moved in the period.
-- `known` stands before this: what the reader may see and was not put away untouched before the start. That it was
-- touched since is only half the truth of a restored record, which was touched when it came in: its entries are asked.
-- A record that has not moved since the end, and was never reopened, stands as its columns say. The others are replayed
-- here, from their entries that happened before the end.
, came AS (
    SELECT DISTINCT known.id
      FROM known
      JOIN history_entry e ON e.record_id = known.id AND e.happened_at >= %(start)s
     WHERE known.external_ref <> ''
), seen AS MATERIALIZED (
    SELECT * FROM known WHERE is_open OR external_ref = '' OR id IN (SELECT id FROM came)
), moved_since AS (
    SELECT DISTINCT seen.id
      FROM seen
      JOIN history_entry e ON e.record_id = seen.id AND e.happened_at >= %(end)s
     WHERE seen.updated_at >= %(end)s
       AND NOT EXISTS (SELECT FROM history_withdrawn w WHERE w.entry_id = e.id)
), again AS MATERIALIZED (
    SELECT id FROM moved_since UNION SELECT id FROM seen WHERE reopened > 0
), told AS MATERIALIZED (
    SELECT e.record_id, e.happened_at, e.seq, e.changes, e.facts, again.id IS NOT NULL AS again
      FROM seen
      LEFT JOIN again ON again.id = seen.id
      JOIN history_entry e ON e.record_id = seen.id AND e.happened_at < %(end)s
     WHERE (again.id IS NOT NULL OR seen.handed_over > 0 AND e.happened_at >= %(start)s)
       AND NOT EXISTS (SELECT FROM history_withdrawn w WHERE w.entry_id = e.id)
), moves AS (
    SELECT record_id, happened_at, seq, changes->'state'->>1 AS state, lag(changes->'state'->>1) OVER before AS was
      FROM told
     WHERE again AND changes ? 'state'
    WINDOW before AS (PARTITION BY record_id ORDER BY happened_at, seq)
), turns AS (
    SELECT *, state = ANY(%(done)s) AND (was = ANY(%(done)s)) IS NOT TRUE AS finishes FROM moves
), moved AS (
    SELECT record_id,
           (array_agg(state ORDER BY happened_at DESC, seq DESC))[1] AS state,
           max(happened_at) FILTER (WHERE finishes) AS done_at,
           coalesce(max(happened_at) FILTER (WHERE finishes AND state = 'resolved'),
                    max(happened_at) FILTER (WHERE finishes)) AS resolved_at,
           max(happened_at) FILTER (WHERE state IN ('closed', 'merged') AND was IS DISTINCT FROM state) AS closed_at,
           bool_or(was = ANY(%(done)s) AND state = ANY(%(open)s) AND happened_at >= %(start)s) AS reopened
      FROM turns
     GROUP BY record_id
), given AS (
    SELECT record_id,
           (array_agg(changes->'rank'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'rank'))[1] AS rank,
           (array_agg(changes->'category'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'category'))[1] AS category,
           (array_agg(changes->'service'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'service'))[1] AS service,
           (array_agg(changes->'team'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'team'))[1] AS team,
           (array_agg(changes->'channel'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'channel'))[1] AS channel,
           (array_agg(changes->'location'->>1 ORDER BY happened_at DESC, seq DESC)
            FILTER (WHERE changes ? 'location'))[1] AS location
      FROM told
     WHERE again
     GROUP BY record_id
), taken_back AS (
    SELECT record_id, seq, (fact->'data'->>'of')::int AS of
      FROM told, jsonb_array_elements(facts) AS fact
     WHERE facts @> '[{"name": "incidents.taken_back"}]' AND fact->>'name' = 'incidents.taken_back'
), handed AS (
    SELECT DISTINCT record_id
      FROM told
     WHERE happened_at >= %(start)s
       AND (facts @> '[{"name": "incidents.handed_over"}]'
            OR changes->'team'->>0 IS NOT NULL AND changes->'team'->>1 IS NOT NULL)
       AND NOT EXISTS (SELECT FROM taken_back b WHERE b.record_id = told.record_id AND told.seq IN (b.seq, b.of))
), at_once AS (
    SELECT DISTINCT e.record_id
      FROM history_entry e
     WHERE e.fact = 'incidents.resolved' AND e.happened_at >= %(start)s AND e.happened_at < %(end)s
       AND e.facts @> '[{"data": {"first_contact": true}}]'
       AND NOT EXISTS (SELECT FROM history_withdrawn w WHERE w.entry_id = e.id)
), spent AS MATERIALIZED (
    SELECT e.record_id,
           sum(coalesce((e.facts->0->'data'->>'minutes')::int, 0) - coalesce((e.facts->0->'data'->>'was')::int, 0))::int AS minutes
      FROM seen
      JOIN history_entry e ON e.record_id = seen.id
     WHERE seen.spent IS NOT NULL AND e.happened_at >= %(start)s AND e.happened_at < %(end)s
       AND e.fact IN ('incidents.time_spent', 'incidents.time_corrected', 'incidents.time_withdrawn')
       AND NOT EXISTS (SELECT FROM history_withdrawn w WHERE w.entry_id = e.id)
     GROUP BY e.record_id
), declared AS (
    SELECT DISTINCT e.record_id
      FROM history_entry e
     WHERE e.fact = 'incidents.declared_major' AND e.happened_at >= %(start)s AND e.happened_at < %(end)s
       AND NOT EXISTS (SELECT FROM history_withdrawn w WHERE w.entry_id = e.id)
), judged AS (
    SELECT * FROM unnest(%(judged)s::bigint[], %(kept)s::boolean[]) AS one (id, within)
), stood AS (
    SELECT id, external_ref, opened_at, state, resolved_at AS done_at, resolved_at, closed_at, within,
           rank, category, service, team, channel, location, false AS reopened
      FROM seen
     WHERE NOT EXISTS (SELECT FROM again WHERE again.id = seen.id)
    UNION ALL
    SELECT seen.id, external_ref, opened_at, coalesce(moved.state, 'new'), moved.done_at, moved.resolved_at, moved.closed_at,
           CASE WHEN judged.id IS NULL THEN seen.within ELSE judged.within END,
           coalesce(given.rank::int, 3), coalesce(given.category, ''), given.service::bigint, given.team::bigint,
           coalesce(given.channel, ''), coalesce(given.location, ''), coalesce(moved.reopened, false)
      FROM seen
      JOIN given ON given.record_id = seen.id
      LEFT JOIN moved ON moved.record_id = seen.id
      LEFT JOIN judged ON judged.id = seen.id
), counted AS (
    SELECT id, rank, category, service, team, channel, location, reopened, within,
           opened_at >= %(start)s AS opened,
           state = ANY(%(done)s) AND done_at >= %(start)s AS resolved,
           state = 'closed' AND closed_at >= %(start)s AS closed,
           state = 'merged' AND closed_at >= %(start)s AS merged,
           state = ANY(%(open)s) AS open,
           id IN (SELECT record_id FROM handed) AS handed_over,
           id IN (SELECT record_id FROM at_once) AS first_contact,
           id IN (SELECT record_id FROM declared) AS major,
           coalesce(spent.minutes, 0) AS spent,
           floor(extract(epoch FROM resolved_at - opened_at) / 60)::int AS minutes,
           CASE WHEN %(end)s - opened_at <= interval '1 day' THEN 0
                WHEN %(end)s - opened_at <= interval '2 days' THEN 1
                WHEN %(end)s - opened_at <= interval '5 days' THEN 2
                ELSE 3 END AS age,
           external_ref <> '' AND EXISTS (
               SELECT FROM history_entry e
                WHERE e.record_id = stood.id AND e.seq = 1 AND e.origin = 'restored') AS restored
      FROM stood
      LEFT JOIN spent ON spent.record_id = stood.id
)
