-- Nothing of an earlier replay stands.
DELETE FROM alert_events;
DELETE FROM alerts;
