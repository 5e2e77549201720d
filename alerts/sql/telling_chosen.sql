-- The alerts to be told: all, those with an event in a night, or one.
CREATE OR REPLACE TEMP TABLE telling_chosen AS
SELECT a.*
FROM alerts AS a
WHERE ($alert_id::VARCHAR IS NULL OR a.alert_id = $alert_id::VARCHAR)
    AND ($night::DATE IS NULL OR a.alert_id IN (SELECT e.alert_id FROM alert_events AS e WHERE e.night = $night::DATE))
