-- Words for telling an alert in Spanish. Neutral: what was read, what was due, when it was read.
CREATE OR REPLACE TEMP TABLE telling_rules (
    rule_id VARCHAR, title_es VARCHAR, title_en VARCHAR, duty_r0 VARCHAR, duty_r1 VARCHAR, duty_any VARCHAR, asked VARCHAR
);
CREATE OR REPLACE TEMP TABLE telling_words (name VARCHAR, word VARCHAR);
CREATE OR REPLACE TEMP TABLE telling_events (event VARCHAR, es VARCHAR, en VARCHAR);
CREATE OR REPLACE TEMP TABLE telling_states (state VARCHAR, shown_as VARCHAR);
CREATE OR REPLACE TEMP MACRO day_es(day) AS strftime(day, '%d/%m/%Y');
-- A natural person's RUC keeps its first two digits, wherever it stands.
CREATE OR REPLACE TEMP MACRO masked(said) AS regexp_replace(said, '\b10\d{9}\b', '10*********', 'g');
CREATE OR REPLACE TEMP MACRO value_es(said) AS
    CASE
        WHEN said IS NULL THEN 'sin dato'
        WHEN said = 'true' THEN 'sí'
        WHEN said = 'false' THEN 'no'
        ELSE regexp_replace(said, '^(\d{4})-(\d{2})-(\d{2})$', '\3/\2/\1')
    END;
CREATE OR REPLACE TEMP MACRO observed_es(observed, words) AS
    CASE WHEN json_valid(observed) AND json_type(observed::JSON) = 'OBJECT' THEN
        array_to_string(list_transform(json_keys(observed::JSON), lambda name:
            coalesce(words[name], replace(name, '_', ' ')) || ': '
            || value_es(json_extract_string(observed::JSON, '$."' || name || '"'))), '; ')
    ELSE observed END;
CREATE OR REPLACE TEMP MACRO sentence_es(title, observed, expected, due, seen_on, words) AS
    masked(
        coalesce(title, 'Regla sin título') || '.'
        || coalesce(' Se leyó: ' || nullif(observed_es(observed, words), '') || '.', '')
        || coalesce(' Se esperaba: ' || rtrim(nullif(expected, ''), '.') || '.', '')
        || CASE WHEN due IS NULL OR contains(coalesce(expected, ''), day_es(due)) THEN ''
            ELSE ' Debía constar a más tardar el ' || day_es(due) || '.' END
        || coalesce(' Según lo publicado que se leyó el ' || day_es(seen_on) || '.', ''));
