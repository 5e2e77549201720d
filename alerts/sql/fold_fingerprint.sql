-- What both tables hold but for the text of the claims, whatever the order of their rows.
SELECT
    (SELECT count(*) || ':' || coalesce(sum(hash(*COLUMNS(* EXCLUDE (claim)))::HUGEINT), 0) FROM alert_events)
    || ' ' ||
    (SELECT count(*) || ':' || coalesce(sum(hash(*COLUMNS(* EXCLUDE (claim)))::HUGEINT), 0) FROM alerts)
