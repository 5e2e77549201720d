-- What alarms() is told: the night, the bound of the burst, and faults that no table shows.
CREATE OR REPLACE TEMP TABLE alarm_night (night DATE, floor INTEGER, share DOUBLE);
CREATE OR REPLACE TEMP TABLE alarm_faults (
    kind VARCHAR, source VARCHAR, rule_id VARCHAR, message_es VARCHAR, message_en VARCHAR
);
CREATE OR REPLACE TEMP TABLE alarm_states (state VARCHAR, said BOOLEAN);
-- What a reader notes of a file's form begins with one of these kinds; what follows the colon are the file's own words.
CREATE OR REPLACE TEMP MACRO note_in_spanish(note) AS
    coalesce(map {
        'unknown column': 'columna desconocida',
        'unknown key': 'clave desconocida',
        'column not published': 'columna no publicada',
        'column renamed': 'columna con otro nombre',
        'column not understood': 'columna que no se entiende',
        'encoding': 'codificación'
    }[split_part(note, ': ', 1)] || substr(note, 1 + length(split_part(note, ': ', 1))), note);
