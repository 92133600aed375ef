-- %(count)s incidents of two years, 2 %% of them open, three entries each and words to find. Run as the owner of the tables.
WITH base AS (
    SELECT (SELECT id FROM orgs_organisation WHERE NOT is_provider ORDER BY id LIMIT 1) AS customer,
           (SELECT id FROM orgs_person WHERE mail = 'requester@example.org') AS requester,
           (SELECT id FROM orgs_person WHERE mail = 'agent@example.org') AS agent,
           (SELECT id FROM orgs_team ORDER BY id LIMIT 1) AS team,
           (SELECT id FROM records_record WHERE kind = 'service' ORDER BY id LIMIT 1) AS service
), made AS (
    INSERT INTO records_record (number, kind, title, state, is_open, organisation_id, service_id, team_id, assignee_id, rank, due_at,
                                opened_at, closed_at, updated_at, version, restricted, silent)
    SELECT 'INC-' || (1000000 + n), 'incident',
           (ARRAY['Printer','Projector','Wi-Fi','Laptop','Account','Mailbox'])[1 + n %% 6] || ' '
               || (ARRAY['flickers','is slow','stopped','asks for a password','lost its data'])[1 + n %% 5] || ' in room ' || n %% 997,
           CASE WHEN n %% 50 = 0 THEN 'in_progress' ELSE 'closed' END, n %% 50 = 0,
           customer, service, team, CASE WHEN n %% 3 = 0 THEN NULL ELSE agent END, 1 + n %% 4,
           CASE WHEN n %% 50 = 0 THEN now() + make_interval(mins => n %% 5000 - 1000) END,
           now() - make_interval(mins => ((%(count)s - n) * 1000000::bigint / %(count)s)::int),
           CASE WHEN n %% 50 = 0 THEN NULL ELSE now() - make_interval(mins => ((%(count)s - n) * 1000000::bigint / %(count)s)::int - 300) END,
           now() - make_interval(mins => ((%(count)s - n) * 1000000::bigint / %(count)s)::int), 3, false, false
      FROM base, generate_series(1, %(count)s) AS n
    RETURNING id, title, opened_at, closed_at, organisation_id, rank
), items AS (
    INSERT INTO incidents_incident (record_id, details, requester_id, channel, category, location, impact, urgency, pause_reason,
                                    resolution, closure_code, escalation, custom, external_ref, source, title_made, first_priority,
                                    resolved_at, responded_at, resolution_minutes, within_target, reopened, handed_over)
    SELECT id, 'Since this morning, with two devices.', requester, 'portal', (ARRAY['hardware','network','account'])[1 + id %% 3], '',
           'group', 'soon', '', CASE WHEN closed_at IS NULL THEN '' ELSE 'Replaced the cable.' END,
           CASE WHEN closed_at IS NULL THEN '' ELSE 'solved' END, 0, '{}', '', '{}', false, rank,
           closed_at, opened_at + interval '9 min', CASE WHEN closed_at IS NULL THEN NULL ELSE 300 END,
           CASE WHEN closed_at IS NULL THEN NULL ELSE id %% 10 <> 0 END, 0, 0
      FROM made, base
), people AS (
    INSERT INTO records_participant (record_id, person_id, part) SELECT id, requester, 'requester' FROM made, base
), entries AS (
    INSERT INTO history_entry (record_id, seq, happened_at, recorded_at, actor_id, actor_label, channel, origin, fact, facts, changes,
                               audience, chain)
    SELECT id, 1, opened_at, opened_at, requester, '', 'screen', 'live', 'incidents.registered',
           '[{"name": "incidents.registered", "version": 1}]'::jsonb,
           jsonb_build_object('state', jsonb_build_array(null, 'new'), 'rank', jsonb_build_array(null, rank),
                              'opened_at', jsonb_build_array(null, to_char(opened_at, 'YYYY-MM-DD"T"HH24:MI:SSOF":00"'))), 'everyone', 0
      FROM made, base
    UNION ALL
    SELECT id, 2, opened_at + interval '9 min', opened_at, agent, '', 'screen', 'live', 'incidents.taken',
           '[{"name": "incidents.taken", "version": 1}]'::jsonb, '{"state": ["new", "in_progress"]}'::jsonb, 'everyone', 0 FROM made, base
    UNION ALL
    SELECT id, 3, closed_at, closed_at, agent, '', 'screen', 'live', 'incidents.resolved',
           '[{"name": "incidents.resolved", "version": 1}]'::jsonb, '{"state": ["in_progress", "closed"]}'::jsonb, 'everyone', 0
      FROM made, base WHERE closed_at IS NOT NULL
)
INSERT INTO search_searchdocument (record_id, audience, organisation_id, vector, parts, version)
SELECT id, audience, organisation_id, setweight(to_tsvector('simple', title), 'A'), jsonb_build_array(jsonb_build_array('subject', 'A', title)), 3
  FROM made, unnest(ARRAY['everyone', 'staff']) AS audience;
