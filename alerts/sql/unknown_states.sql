-- A state that the declared table of this version does not have.
SELECT DISTINCT state_after
FROM replay_new
WHERE event <> 'baseline' AND state_after NOT IN (SELECT s.state FROM replay_states AS s)
