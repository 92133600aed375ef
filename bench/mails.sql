-- What records look like where all came by mail: half of them are requests, and each has the mail it was made of, the
-- answer of ours that named it, and why that was sent. Run as the owner, after fill.sql.
UPDATE records_record SET kind = 'request', number = 'REQ' || substr(number, 4) WHERE kind = 'incident' AND substr(number, 5)::int %% 4 < 2;

INSERT INTO incidents_servicerequest (record_id, details, requester_id, channel, category, location, impact, urgency, pause_reason,
                                      resolution, closure_code, escalation, custom, external_ref, source, title_made, first_priority,
                                      resolved_at, responded_at, resolution_minutes, within_target, reopened, handed_over)
SELECT record_id, details, requester_id, 'mail', '', '', '', '', pause_reason, resolution, closure_code, escalation, custom,
       external_ref, source, title_made, first_priority, resolved_at, responded_at, resolution_minutes, within_target, reopened,
       handed_over
  FROM incidents_incident JOIN records_record ON id = record_id WHERE kind = 'request';
DELETE FROM incidents_incident USING records_record WHERE id = record_id AND kind = 'request';
UPDATE incidents_incident SET channel = 'mail';
UPDATE history_entry SET channel = 'mail' WHERE seq = 1 AND fact = 'incidents.registered';

INSERT INTO discussion_storedfile (sha256, size, media_type, stored_at)
SELECT encode(sha256(number::bytea), 'hex'), 2000, 'message/rfc822', opened_at FROM records_record WHERE number ~ '^(INC|REQ)-1[0-9]{6}$';

INSERT INTO mail_incomingmail (mailbox, file_id, arrived_at, state, decision, reasons, attempts, settled_at, message_id, sender,
                               sender_name, subject, sent_at, automatic, content, unconfirmed, introduced, person_id, record_id,
                               entry_id)
SELECT 'desk', encode(sha256(number::bytea), 'hex'), opened_at, 'done', 'opened', '[["new", {}]]', 1, opened_at,
       '<' || number || '@client.example>', mail, name, title, opened_at, '', encode(sha256(title::bytea), 'hex'), false, false,
       person.id, record.id, entry.id
  FROM records_record AS record
  JOIN history_entry AS entry ON entry.record_id = record.id AND entry.seq = 1
  JOIN orgs_person AS person ON person.id = entry.actor_id
 WHERE number ~ '^(INC|REQ)-1[0-9]{6}$';

WITH written AS (
    INSERT INTO notify_outgoingmail (key, purpose, entry_id, record_id, person_id, address, subject, body, private, message_id,
                                     thread_id, sender, reply_to, state, reason, attempts, answer, maybe_twice, made_at, next_at,
                                     sending_at, ended_at)
    SELECT 'bench:' || entry_id, 'notice', entry_id, record_id, person_id, sender, '[' || number || '] ' || subject,
           'Thank you. We look into it.', false, '<bench.' || entry_id || '@fettle.example>',
           '<' || number || '.bench@fettle.example>', '', 'desk@fettle.example', 'sent', '', 1, '250 OK', false, settled_at,
           settled_at, settled_at, settled_at
      FROM mail_incomingmail JOIN records_record ON records_record.id = record_id
    RETURNING id, entry_id, person_id, made_at
)
INSERT INTO notify_notificationdecision (entry_id, person_id, way, rule, who, told, reason, mail_id, at)
SELECT entry_id, person_id, 'mail', 'registered', 'requester', true, '', id, made_at FROM written;
