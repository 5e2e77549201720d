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
        'encoding': 'codificación',
        'two rows for one, with other contents': 'dos filas para lo mismo, con otro contenido',
        'not a clean CSV, read row by row': 'no es un CSV limpio, leído fila por fila',
        'lots read record by record': 'lotes leídos registro por registro',
        'no cut date in the name of the file': 'el nombre del archivo no dice la fecha de corte'
    }[split_part(note, ': ', 1)] || substr(note, 1 + length(split_part(note, ': ', 1))), note);
