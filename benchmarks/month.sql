-- What a person would write for the figures of a month: one group-by a table, over the columns
-- of the store. :starts, :ends bound the month, :quarter the quarter before, :past the six months
-- before it, :next the month after. Temporary tables `levels` (unit, level) and `fields`
-- (procedure, field) stand for the directory. Kept as it is: what is measured is held against it.

-- table 06a by unit
SELECT unit, COUNT(*),
    SUM(received_at >= :starts AND channel = 'online'),
    SUM(received_at >= :starts AND channel IS NOT 'online'),
    SUM(received_at < :starts),
    SUM(NOT is_open AND end_seen_at < :ends),
    SUM(NOT is_open AND end_seen_at < :ends AND (end_seen_at + 25200) / 86400 < (first_due_at + 25200) / 86400),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 1),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 0),
    SUM(is_open OR end_seen_at >= :ends),
    SUM((is_open OR end_seen_at >= :ends) AND first_due_at < :ends)
FROM dossiers WHERE received_at < :ends AND (is_open OR end_seen_at >= :starts) GROUP BY +unit;

-- table 06a by procedure
SELECT procedure, COUNT(*),
    SUM(received_at >= :starts AND channel = 'online'),
    SUM(received_at >= :starts AND channel IS NOT 'online'),
    SUM(received_at < :starts),
    SUM(NOT is_open AND end_seen_at < :ends),
    SUM(NOT is_open AND end_seen_at < :ends AND (end_seen_at + 25200) / 86400 < (first_due_at + 25200) / 86400),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 1),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 0),
    SUM(is_open OR end_seen_at >= :ends),
    SUM((is_open OR end_seen_at >= :ends) AND first_due_at < :ends)
FROM dossiers WHERE received_at < :ends AND (is_open OR end_seen_at >= :starts) GROUP BY +procedure;

-- table 06a by field
SELECT field, COUNT(*),
    SUM(received_at >= :starts AND channel = 'online'),
    SUM(received_at >= :starts AND channel IS NOT 'online'),
    SUM(received_at < :starts),
    SUM(NOT is_open AND end_seen_at < :ends),
    SUM(NOT is_open AND end_seen_at < :ends AND (end_seen_at + 25200) / 86400 < (first_due_at + 25200) / 86400),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 1),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 0),
    SUM(is_open OR end_seen_at >= :ends),
    SUM((is_open OR end_seen_at >= :ends) AND first_due_at < :ends)
FROM dossiers JOIN fields USING (procedure)
WHERE received_at < :ends AND (is_open OR end_seen_at >= :starts) GROUP BY field;

-- table 06a by level
SELECT level, COUNT(*),
    SUM(received_at >= :starts AND channel = 'online'),
    SUM(received_at >= :starts AND channel IS NOT 'online'),
    SUM(received_at < :starts),
    SUM(NOT is_open AND end_seen_at < :ends),
    SUM(NOT is_open AND end_seen_at < :ends AND (end_seen_at + 25200) / 86400 < (first_due_at + 25200) / 86400),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 1),
    SUM(NOT is_open AND end_seen_at < :ends AND is_kept = 0),
    SUM(is_open OR end_seen_at >= :ends),
    SUM((is_open OR end_seen_at >= :ends) AND first_due_at < :ends)
FROM dossiers JOIN levels USING (unit)
WHERE received_at < :ends AND (is_open OR end_seen_at >= :starts) GROUP BY level;

-- channels
SELECT channel, COUNT(*) FROM dossiers
WHERE received_at >= :starts AND received_at < :ends GROUP BY channel;

-- rates: of what fell due, and of what was resolved
SELECT is_kept, COUNT(*) FROM dossiers
WHERE first_due_at < :ends AND (first_due_at >= :starts OR (is_kept IS NOT 1 AND (is_open OR end_seen_at >= :starts)))
    AND status NOT IN ('withdrawn', 'sent_back') GROUP BY is_kept;
SELECT is_kept, COUNT(*) FROM dossiers
WHERE NOT is_open AND end_seen_at >= :starts AND end_seen_at < :ends GROUP BY is_kept;

-- twelve months: received, resolved, due, each by month and outcome
SELECT strftime('%Y-%m', received_at + 25200, 'unixepoch') AS month, channel, COUNT(*)
FROM dossiers WHERE received_at < :ends GROUP BY month, channel;
SELECT strftime('%Y-%m', end_seen_at + 25200, 'unixepoch') AS month, status, is_kept, COUNT(*)
FROM dossiers WHERE NOT is_open GROUP BY month, status, is_kept;
SELECT strftime('%Y-%m', first_due_at + 25200, 'unixepoch') AS month, is_kept, COUNT(*)
FROM dossiers WHERE first_due_at < :ends GROUP BY month, is_kept;

-- late dossiers, each
SELECT code, unit, procedure, first_due_at, end_seen_at, letters.state, letters.issued_at, letters.cause
FROM dossiers LEFT JOIN letters ON letters.dossier_id = dossiers.id
WHERE received_at < :ends AND ((NOT is_open AND end_seen_at >= :starts AND end_seen_at < :ends AND is_kept = 0)
    OR ((is_open OR end_seen_at >= :ends) AND first_due_at < :ends)) ORDER BY first_due_at;

-- supplements, and what was given back, by unit
SELECT unit, COUNT(*), COUNT(DISTINCT dossier_id) FROM pauses JOIN dossiers ON dossiers.id = dossier_id
WHERE kind = 'supplement' AND paused_at >= :starts AND paused_at < :ends GROUP BY +unit;
SELECT unit, status, end_seen_at >= :starts, COUNT(*) FROM dossiers
WHERE status IN ('withdrawn', 'sent_back', 'refused', 'stopped') AND end_seen_at >= :quarter AND end_seen_at < :ends
GROUP BY +unit, status, end_seen_at >= :starts;

-- warned before the deadline, and what came of it
SELECT finding.warned IS NOT NULL, is_kept, COUNT(*) FROM dossiers LEFT JOIN (
    SELECT dossier_id, MIN(found_at) AS warned FROM findings WHERE rule IN ('due_soon', 'due_today') GROUP BY dossier_id
) AS finding ON finding.dossier_id = dossiers.id AND finding.warned < first_due_at
WHERE first_due_at >= :starts AND first_due_at < :ends GROUP BY 1, 2;

-- days between the end and the deadline
SELECT (end_seen_at + 25200) / 86400, (first_due_at + 25200) / 86400, COUNT(*) FROM dossiers
WHERE NOT is_open AND status = 'returned' AND end_seen_at >= :starts AND end_seen_at < :ends GROUP BY 1, 2;

-- handling time by procedure
SELECT procedure, COUNT(*), AVG(end_seen_at - received_at) FROM dossiers
WHERE NOT is_open AND received_at >= :starts AND received_at < :ends GROUP BY +procedure;

-- due next month, and the past of each unit and procedure
SELECT unit, COUNT(*) FROM dossiers
WHERE received_at < :ends AND (is_open OR end_seen_at >= :ends) AND first_due_at >= :ends AND first_due_at < :next GROUP BY +unit;
SELECT unit, procedure, COUNT(*), SUM(is_kept = 0) FROM dossiers
WHERE first_due_at >= :past AND first_due_at < :ends GROUP BY +unit, procedure;
