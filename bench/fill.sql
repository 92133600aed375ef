-- %(count)s incidents of two years, the newest %(open)s of them open, of 500 people, each with the promise it was made under,
-- three entries and words to find. Run as the owner of the tables.
--
-- How many are open is given, and is no part of all: what a desk has on its table is what its people can hold, whether it has
-- worked for a month or for ten years. A tenth waits for the requester, a third belongs to nobody yet.
INSERT INTO orgs_person (name, mail, organisation_id, password, phone, place, may_sign_in, is_active, demo, language, zone,
                         theme, density, single_keys, signature, notices, session_epoch, added_at)
SELECT 'Requester ' || n, 'requester' || n || '@example.org', organisation_id, '', '', '', false, true, false, language, zone,
       theme, density, single_keys, '', '{}', 0, now()
  FROM orgs_person, generate_series(1, 500) AS n WHERE mail = 'requester@example.org';

WITH base AS (
    SELECT (SELECT id FROM orgs_organisation WHERE NOT is_provider ORDER BY id LIMIT 1) AS customer,
           (SELECT min(id) FROM orgs_person WHERE name LIKE 'Requester _%%' AND NOT may_sign_in) AS first_requester,
           (SELECT id FROM orgs_person WHERE mail = 'agent@example.org') AS agent,
           (SELECT id FROM orgs_team ORDER BY id LIMIT 1) AS team,
           (SELECT id FROM records_record WHERE kind = 'service' ORDER BY id LIMIT 1) AS service
), promise AS (
    SELECT jsonb_build_object('name', 'levels.targets_set', 'version', 1, 'data', jsonb_build_object(
               'agreement', number, 'version_of', made.version, 'calendar', calendar_id, 'response', 240, 'resolution', 1440,
               'why', 'by priority')) AS fact
      FROM levels_agreementversion AS made JOIN records_record ON records_record.id = agreement_id ORDER BY made.version LIMIT 1
), asked AS (
    SELECT n, n > %(count)s - %(open)s AS is_open, n %% 10 = 0 AS waits, n %% 3 = 0 AS nobodys,
           now() - make_interval(mins => ((%(count)s - n) * 1000000::bigint / %(count)s)::int) AS opened
      FROM generate_series(1, %(count)s) AS n
), made AS (
    INSERT INTO records_record (number, kind, title, state, is_open, organisation_id, service_id, team_id, assignee_id, rank, due_at,
                                opened_at, closed_at, updated_at, version, restricted, silent)
    SELECT 'INC-' || (1000000 + n), 'incident',
           (ARRAY['Printer','Projector','Wi-Fi','Laptop','Account','Mailbox'])[1 + n %% 6] || ' '
               || (ARRAY['flickers','is slow','stopped','asks for a password','lost its data'])[1 + n %% 5] || ' in room ' || n %% 997,
           CASE WHEN NOT is_open THEN 'closed' WHEN waits THEN 'waiting' WHEN nobodys THEN 'new' ELSE 'in_progress' END, is_open,
           customer, service, team, CASE WHEN is_open AND nobodys AND NOT waits THEN NULL ELSE agent END, 1 + n %% 4,
           CASE WHEN is_open AND NOT waits THEN now() + make_interval(mins => n %% 5000 - 1000) END,
           opened, CASE WHEN NOT is_open THEN opened + interval '300 min' END, opened,
           CASE WHEN is_open AND nobodys AND NOT waits THEN 1 WHEN is_open AND NOT waits THEN 2 ELSE 3 END, false, false
      FROM base, asked
    RETURNING id, title, state, is_open, opened_at, closed_at, organisation_id, rank, version
), items AS (
    INSERT INTO incidents_incident (record_id, details, requester_id, channel, category, location, impact, urgency, pause_reason,
                                    resolution, closure_code, escalation, custom, external_ref, source, title_made, first_priority,
                                    resolved_at, responded_at, resolution_minutes, within_target, reopened, handed_over,
                                    major, major_criterion, review)
    SELECT id, 'Since this morning, with two devices.', first_requester + id %% 500, 'portal',
           (ARRAY['hardware','network','account'])[1 + id %% 3], '', 'group', 'soon',
           CASE WHEN state = 'waiting' THEN 'requester' ELSE '' END, CASE WHEN is_open THEN '' ELSE 'Replaced the cable.' END,
           CASE WHEN is_open THEN '' ELSE 'solved' END, 0, '{}', '', '{}', false, rank,
           closed_at, opened_at + interval '9 min', CASE WHEN is_open THEN NULL ELSE 300 END,
           CASE WHEN is_open THEN NULL ELSE id %% 10 <> 0 END, 0, 0, '', '', ''
      FROM made, base
), people AS (
    INSERT INTO records_participant (record_id, person_id, part) SELECT id, first_requester + id %% 500, 'requester' FROM made, base
), entries AS (
    INSERT INTO history_entry (record_id, seq, happened_at, recorded_at, actor_id, actor_label, channel, origin, fact, facts, changes,
                               audience, chain)
    SELECT id, 1, opened_at, opened_at, first_requester + id %% 500, '', 'screen', 'live', 'incidents.registered',
           jsonb_build_array('{"name": "incidents.registered", "version": 1}'::jsonb, promise.fact),
           jsonb_build_object('state', jsonb_build_array(null, 'new'), 'rank', jsonb_build_array(null, rank),
                              'opened_at', jsonb_build_array(null, to_char(opened_at, 'YYYY-MM-DD"T"HH24:MI:SSOF":00"'))), 'everyone', 0
      FROM made, base, promise
    UNION ALL
    SELECT id, 2, opened_at + interval '9 min', opened_at, agent, '', 'screen', 'live', 'incidents.taken',
           '[{"name": "incidents.taken", "version": 1}]'::jsonb, '{"state": ["new", "in_progress"]}'::jsonb, 'everyone', 0
      FROM made, base WHERE version > 1
    UNION ALL
    SELECT id, 3, coalesce(closed_at, opened_at + interval '20 min'), opened_at, agent, '', 'screen', 'live',
           CASE WHEN is_open THEN 'incidents.paused' ELSE 'incidents.resolved' END,
           CASE WHEN is_open THEN '[{"name": "incidents.paused", "version": 1, "data": {"reason": "requester", "stops_clock": true}}]'::jsonb
                ELSE '[{"name": "incidents.resolved", "version": 1}]'::jsonb END,
           jsonb_build_object('state', jsonb_build_array('in_progress', state)), 'everyone', 0
      FROM made, base WHERE version > 2
)
INSERT INTO search_searchdocument (record_id, audience, organisation_id, vector, parts, version)
SELECT id, audience, organisation_id, setweight(to_tsvector('simple', title || CASE WHEN title LIKE 'Wi-Fi %%' THEN ' wifi' ELSE '' END), 'A'),
       jsonb_build_array(jsonb_build_array('subject', 'A', title)), 3  -- hyphened words are written as one too: `findable`
  FROM made, unnest(ARRAY['everyone', 'staff']) AS audience;
