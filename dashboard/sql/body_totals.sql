-- One row a body with something to show: how many works, investments, processes and alerts.
WITH
works AS (
    SELECT group_key, count(*) AS works, count(*) FILTER (state = 'executing') AS executing, sum(amount) AS amount,
        max(progress_recorded_on) AS newest_progress,
        count(*) FILTER (state = 'executing' AND make_date(progress_year, 1, 1) + to_months(progress_month - 1)
            >= date_trunc('month', getvariable('night')) - INTERVAL 2 MONTH
            AND progress_month BETWEEN 1 AND 12) AS fresh
    FROM site_works GROUP BY group_key
),
investments AS (
    SELECT o.group_key, count(*) AS investments, max(i.f12b_updated_on) AS newest_f12b
    FROM core_investments AS i JOIN site_body_of AS o USING (body_key) GROUP BY o.group_key
),
processes AS (
    SELECT o.group_key, count(*) AS processes, max(p.called_on) AS newest_process
    FROM core_processes AS p JOIN site_body_of AS o USING (body_key) GROUP BY o.group_key
),
alerts AS (
    SELECT group_key, count(*) FILTER (live) AS live, count(*) FILTER (live AND severity >= 4) AS severe,
        count(*) AS ever
    FROM site_alerts GROUP BY group_key
)
SELECT
    b.group_key, b.name, b.region, b.province, b.district, b.codes, b.body_index,
    coalesce(w.works, 0) AS works, coalesce(w.executing, 0) AS executing, w.amount, coalesce(w.fresh, 0) AS fresh,
    w.newest_progress, i.newest_f12b, p.newest_process,
    coalesce(i.investments, 0) AS investments, coalesce(p.processes, 0) AS processes,
    coalesce(a.live, 0) AS live, coalesce(a.severe, 0) AS severe, coalesce(a.ever, 0) AS ever
FROM site_bodies AS b
LEFT JOIN works AS w ON w.group_key = b.group_key
LEFT JOIN investments AS i ON i.group_key = b.group_key
LEFT JOIN processes AS p ON p.group_key = b.group_key
LEFT JOIN alerts AS a ON a.group_key = b.group_key
WHERE coalesce(w.works, 0) + coalesce(i.investments, 0) + coalesce(p.processes, 0) + coalesce(a.ever, 0) > 0
ORDER BY b.body_index;
