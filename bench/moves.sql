-- What filled incidents still lack for a report: a fifth handed over, a fortieth reopened, a place, and who has them. Run as the owner.
LOCK TABLE records_record, incidents_incident, history_entry IN EXCLUSIVE MODE;  -- the worker waits, also to look
UPDATE incidents_incident SET location = 'Room ' || record_id % 300, channel = (ARRAY['portal', 'phone', 'walk_in', 'api'])[1 + record_id % 4];

UPDATE records_record SET team_id = (SELECT max(id) FROM orgs_team) WHERE kind = 'incident' AND id % 5 = 0;

UPDATE history_entry e
   SET changes = e.changes || jsonb_build_object(
           'category', jsonb_build_array(null, i.category), 'location', jsonb_build_array(null, i.location),
           'channel', jsonb_build_array(null, i.channel), 'service', jsonb_build_array(null, r.service_id),
           'team', jsonb_build_array(null, (SELECT min(id) FROM orgs_team)))
  FROM records_record r JOIN incidents_incident i ON i.record_id = r.id
 WHERE r.id = e.record_id AND e.seq = 1;

WITH further AS (
    SELECT r.id, 4 AS seq, r.opened_at + interval '1 hour' AS at, 'incidents.handed_over' AS fact,
           jsonb_build_object('team', jsonb_build_array((SELECT min(id) FROM orgs_team), r.team_id)) AS changes
      FROM records_record r WHERE r.kind = 'incident' AND r.id % 5 = 0 AND r.opened_at < now() - interval '1 day'
    UNION ALL
    SELECT r.id, 5, r.closed_at + interval '1 day', 'incidents.reopened', '{"state": ["closed", "in_progress"]}'
      FROM records_record r WHERE r.kind = 'incident' AND r.id % 40 = 1 AND r.closed_at < now() - interval '3 days'
    UNION ALL
    SELECT r.id, 6, r.closed_at + interval '2 days', 'incidents.resolved', '{"state": ["in_progress", "resolved"]}'
      FROM records_record r WHERE r.kind = 'incident' AND r.id % 40 = 1 AND r.closed_at < now() - interval '3 days'
    UNION ALL
    SELECT r.id, 7, r.closed_at + interval '3 days', 'incidents.closed', '{"state": ["resolved", "closed"]}'
      FROM records_record r WHERE r.kind = 'incident' AND r.id % 40 = 1 AND r.closed_at < now() - interval '3 days'
)
INSERT INTO history_entry (record_id, seq, happened_at, recorded_at, actor_label, channel, origin, fact, facts, changes, audience, chain)
SELECT id, seq, at, at, 'bench', 'screen', 'live', fact, jsonb_build_array(jsonb_build_object('name', fact, 'version', 1)), changes,
       'everyone', 0
  FROM further;

UPDATE incidents_incident i
   SET reopened = told.reopened, handed_over = told.handed_over, resolved_at = coalesce(told.resolved_at, i.resolved_at),
       resolution_minutes = floor(extract(epoch FROM coalesce(told.resolved_at, i.resolved_at) - told.opened_at) / 60)
  FROM (SELECT r.id, r.opened_at, count(*) FILTER (WHERE fact = 'incidents.reopened') AS reopened,
               count(*) FILTER (WHERE fact = 'incidents.handed_over') AS handed_over,
               max(happened_at) FILTER (WHERE e.changes->'state'->>1 = 'resolved') AS resolved_at
          FROM history_entry e JOIN records_record r ON r.id = e.record_id GROUP BY r.id) AS told
 WHERE told.id = i.record_id;

UPDATE records_record r
   SET closed_at = CASE WHEN r.is_open THEN NULL ELSE told.last END, updated_at = told.last, version = told.seq
  FROM (SELECT record_id, max(happened_at) AS last, max(seq) AS seq FROM history_entry GROUP BY record_id) AS told
 WHERE told.record_id = r.id AND r.kind = 'incident';
