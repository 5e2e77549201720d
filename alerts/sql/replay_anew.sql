-- Nothing of an earlier replay stands.
DELETE FROM alert_events;
DELETE FROM alerts;
DELETE FROM state_event_files;
