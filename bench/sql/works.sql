-- Works of an invented register: every branch of the rules on works is reached, at rates near those of a real file.
-- A pure function of (row, day): on each later day one work in a hundred shows other cells.
CREATE OR REPLACE TEMP MACRO draw(i, name) AS (hash(i, name) % 1000003) / 1000003.0;
CREATE OR REPLACE TEMP MACRO days(i, name, low, high) AS CAST(low + floor(draw(i, name) * (high - low)) AS INTEGER);
CREATE OR REPLACE TEMP MACRO money(i, name) AS CAST(exp(9 + 6 * draw(i, name)) AS DECIMAL(18, 2));
-- Eleven digits that begin with 20, the last being the check digit of a tax number.
CREATE OR REPLACE TEMP MACRO checked(ten) AS ten || (11 - list_sum(list_transform(
    list_zip(string_split(ten, ''), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]), lambda x: CAST(x[1] AS INTEGER) * x[2]
)) % 11) % 10;
CREATE OR REPLACE TEMP MACRO firm(n, name) AS checked('20' || lpad(CAST(hash(n, name) % 100000000 AS VARCHAR), 8, '0'));

CREATE OR REPLACE TEMP TABLE works_of_night AS
WITH drawn AS (
    SELECT
        i,
        DATE '{first}' AS first,
        DATE '{night}' AS night,
        {day} > 0 AND draw(i, 'changes on day {day}') < {change_rate} AS changed,
        draw(i, 'state') AS state_draw,
        draw(i, 'modality') AS modality_draw,
        days(i, 'region', 1, 26) AS department_number,
        days(i, 'body', 1, 3000) AS body_number,
        draw(i, 'kept up') AS kept_up,
        -- Two works in a hundred of those that share an investment are one contract recorded twice.
        CASE WHEN i % 4 = 1 AND draw(i // 4, 'twin') < 0.02 THEN i - 1 ELSE i END AS told_as
    FROM range({rows}) AS numbers (i)
),

phased AS (
    SELECT
        *,
        CASE
            WHEN state_draw < 0.30 THEN 'executing' WHEN state_draw < 0.82 THEN 'finished'
            WHEN state_draw < 0.88 THEN 'stopped' WHEN state_draw < 0.98 THEN 'not_started'
            WHEN state_draw < 0.99 THEN 'other'
        END AS state,
        CASE
            WHEN modality_draw < 0.56 THEN 'contrata' WHEN modality_draw < 0.92 THEN 'direct_administration'
            WHEN modality_draw < 0.94 THEN 'nucleo_ejecutor' WHEN modality_draw < 0.96 THEN 'oxi'
            WHEN modality_draw < 0.98 THEN 'convenio' WHEN modality_draw < 0.99 THEN 'other'
        END AS modality
    FROM drawn
),

begun AS (
    SELECT
        *,
        CASE
            WHEN draw(i, 'no start') < CASE state WHEN 'not_started' THEN 0.95 ELSE 0.02 END THEN NULL
            WHEN draw(i, 'far start') < 0.0005 THEN DATE '2039-12-20'
            WHEN draw(i, 'far start') < 0.0008 THEN DATE '1905-01-31'
            WHEN draw(i, 'far start') < 0.0010 THEN DATE '2041-01-01'
            WHEN state = 'executing' THEN first - days(i, 'start', 5, 800)
            ELSE first - days(i, 'start', 200, 5000)
        END AS started_on,
        CASE WHEN draw(i, 'no term') > 0.04 THEN days(i, 'term', 30, 540) WHEN draw(i, 'no term') > 0.01 THEN 0 END
            AS term_days
    FROM phased
),

ended AS (
    SELECT
        *,
        CASE
            WHEN state = 'finished' AND draw(i, 'far end') < 0.001 THEN DATE '2050-01-05'
            WHEN state = 'finished' AND draw(i, 'brief') < 0.003 THEN started_on + days(i, 'brief', -2, 4)
            WHEN state = 'finished' AND draw(i, 'no end') > 0.03
                THEN least(started_on + term_days + days(i, 'late', 0, 200), first - 1)
        END AS finished_on,
        CASE
            WHEN changed THEN night
            WHEN kept_up < 0.90 THEN first - days(i, 'fresh', 1, 55)
            WHEN kept_up < 0.98 THEN first - days(i, 'old', 60, 900)
            WHEN kept_up < 0.981 THEN DATE '2055-03-01'
        END AS progress_recorded_on
    FROM begun
),

received AS (
    SELECT
        *,
        CASE
            WHEN state = 'finished' AND draw(i, 'far reception') < 0.001 THEN DATE '2050-02-05'
            WHEN state = 'finished' AND draw(i, 'received') < CASE WHEN changed THEN 0.97 ELSE 0.90 END
                THEN coalesce(finished_on, started_on) + days(i, 'reception', 10, 90)
        END AS received_on
    FROM ended
)

SELECT
    CAST(300000 + i AS VARCHAR) AS work_code,
    'infobras:work:' || (300000 + i) AS work_id,
    'contraloria_infobras' AS source,
    CAST(body_number AS VARCHAR) AS body_code,
    'infobras:body:' || body_number AS body_key,
    'MUNICIPALIDAD DISTRITAL INVENTADA ' || body_number AS body_name,
    'MEJORAMIENTO DEL SERVICIO DE TRANSITABILIDAD VEHICULAR Y PEATONAL EN LA LOCALIDAD ' || (told_as % 5003)
    || ' DEL DISTRITO ' || (told_as % 1874) || ' DATOS INVENTADOS' AS name,
    modality AS modality_text,
    modality,
    state AS state_text,
    state,
    draw(told_as, 'balance') < 0.02 AS is_balance,
    CASE WHEN draw(i, 'balance') < 0.006 THEN CAST(300000 + i - 1 AS VARCHAR) END AS parent_work_code,
    draw(i, 'reconstruction') < 0.03 AS reconstruction,
    draw(i, 'reserved') < 0.002 AS reserved,
    ['GOBIERNO LOCAL', 'GOBIERNO REGIONAL', 'GOBIERNO NACIONAL'][days(i, 'level', 1, 4)] AS government_level,
    'SECTOR ' || days(i, 'sector', 1, 20) AS sector,
    CASE WHEN draw(i, 'no cui') > 0.06 THEN CAST(2000000 + i * 3 // 4 AS VARCHAR) END AS cui,
    CASE WHEN draw(i, 'no cui') > 0.06 AND draw(i, 'snip') < 0.4 OR draw(i, 'no cui') < 0.03 THEN CAST(10000 + i % 400000 AS VARCHAR) END AS snip,
    'DEPARTAMENTO ' || department_number AS department,
    'PROVINCIA ' || (i % 196) AS province,
    CASE WHEN draw(i, 'no district') > 0.003 THEN 'DISTRITO ' || (i % 1874) END AS district,
    CASE WHEN draw(i, 'ubigeo') < 0.9 THEN lpad(CAST(department_number AS VARCHAR), 2, '0') || '0101' END AS ubigeo,
    CASE WHEN draw(i, 'no region') > 0.01 THEN lpad(CAST(department_number AS VARCHAR), 2, '0') END AS region,
    CASE WHEN draw(i, 'address') < 0.6 THEN 'JR. LIMA NRO. ' || (i % 2000) || ' REFERENCIA ' || (i % 90)
        WHEN draw(i, 'address') < 0.7 THEN 'S/N' END AS address,
    CASE WHEN draw(i, 'kind of place') < 0.7 THEN 'Referencial' WHEN draw(i, 'kind of place') < 0.98 THEN 'Exacta' END
        AS location_kind,
    'TIPO ' || days(i, 'type', 1, 30) AS work_type,
    CAST(draw(i, 'monitor') < 0.01 AS INTEGER) AS monitor_reports,
    CAST(draw(i, 'complaint') < 0.02 AS INTEGER) AS complaints,
    CAST(draw(i, 'control') < 0.10 AS INTEGER) AS control_reports,
    CASE WHEN draw(i, 'file') > 0.05 THEN started_on - days(i, 'file day', 30, 400) END AS file_approved_on,
    money(i, 'amount') AS file_amount,
    CASE WHEN draw(i, 'no approved') < 0.002 THEN 1 WHEN draw(i, 'no approved') > 0.06 THEN money(i, 'amount') END
        AS approved_amount,
    CASE WHEN modality = 'contrata' THEN CASE
        WHEN draw(i, 'contractor') < 0.90 THEN firm(told_as % 90000, 'contractor')
        WHEN draw(i, 'contractor') < 0.93 THEN '20123456780' WHEN draw(i, 'contractor') < 0.95 THEN '9123'
        WHEN draw(i, 'contractor') < 0.97 THEN '10*******12' END END AS contractor_ruc,
    CASE WHEN modality = 'contrata' THEN CASE WHEN draw(i, 'consortium') < 0.30 THEN 'CONSORCIO INVENTADO ' || (i % 90000)
        WHEN draw(i, 'consortium') < 0.97 THEN 'CONSTRUCTORA INVENTADA ' || (i % 90000) END END AS contractor_name,
    CASE WHEN modality = 'contrata' THEN CASE
        WHEN draw(told_as, 'contract odd') < 0.02 THEN NULL WHEN draw(told_as, 'contract odd') < 0.025 THEN 1
        WHEN draw(told_as, 'contract odd') < 0.06 THEN money(told_as, 'contract')
        ELSE CAST(money(told_as, 'amount') * (0.7 + 0.4 * draw(told_as, 'bid')) AS DECIMAL(18, 2)) END END
        AS contract_amount,
    CASE WHEN draw(i, 'firm') < 0.6 THEN '20' || lpad(CAST(hash(i % 40000, 's') % 1000000000 AS VARCHAR), 9, '0') END
        AS supervision_ruc,
    CASE WHEN draw(i, 'firm') < 0.6 THEN 'SUPERVISORA INVENTADA ' || (i % 40000) END AS supervision_name,
    CASE WHEN draw(i, 'firm') < 0.65 THEN money(i, 'supervision') END AS supervision_amount,
    CASE WHEN draw(i, 'supervisor') < 0.8 THEN TRUE WHEN draw(i, 'supervisor') < 0.95 THEN changed END
        AS supervisor_named,
    CASE WHEN draw(i, 'supervisor') < 0.8 THEN started_on END AS supervisor_from,
    CASE WHEN draw(i, 'supervisor') < 0.4 THEN finished_on END AS supervisor_to,
    draw(i, 'resident') < 0.8 AS resident_named,
    CASE WHEN draw(i, 'resident') < 0.8 THEN started_on END AS resident_from,
    CASE WHEN draw(i, 'resident') < 0.4 THEN finished_on END AS resident_to,
    started_on,
    CASE WHEN draw(i, 'programmed') > 0.02 THEN started_on + term_days
        + CASE WHEN draw(i, 'long') < 0.75 THEN 400 WHEN draw(i, 'long') < 0.752 THEN -700 ELSE 0 END END
        AS programmed_end_on,
    term_days,
    CASE WHEN draw(i, 'handover') < 0.7 THEN 'Total' WHEN draw(i, 'handover') < 0.8 THEN 'Parcial' END AS handover_kind,
    CASE WHEN draw(i, 'handover') < 0.6 THEN CAST(100 AS DECIMAL(9, 2)) END AS handover_pct,
    CASE WHEN draw(i, 'handover') < 0.8 THEN started_on - days(i, 'ground', 0, 20)
        + CASE WHEN draw(i, 'ground late') < 0.05 THEN 30 ELSE 0 END END AS handover_on,
    year(progress_recorded_on) AS progress_year,
    CASE WHEN draw(i, 'bad month') < 0.002 THEN 13 ELSE month(progress_recorded_on) END AS progress_month,
    CASE WHEN draw(i, 'no record day') > 0.002 THEN progress_recorded_on END AS progress_recorded_on,
    CAST(100 * draw(i, 'programmed pct') AS DECIMAL(9, 2)) AS physical_programmed_pct,
    CASE
        WHEN draw(i, 'no physical') < 0.02 THEN NULL
        WHEN draw(i, 'no physical') < 0.021 THEN 12345 WHEN draw(i, 'no physical') < 0.022 THEN -3
        WHEN draw(i, 'no physical') < 0.024 THEN 0
        WHEN state = 'finished' AND draw(i, 'whole') < 0.95 THEN CAST(100 AS DECIMAL(9, 2))
        ELSE CAST(least(105, 106 * draw(i, 'physical') + CAST(changed AS INTEGER)) AS DECIMAL(9, 2))
    END AS physical_pct,
    CASE WHEN draw(i, 'no valuation') > 0.1 THEN money(i, 'amount') END AS valued_programmed,
    CASE WHEN draw(i, 'no valuation') > 0.1 THEN CAST(money(i, 'amount') * (1.1 - draw(i, 'valued')) AS DECIMAL(18, 2))
        + CAST(changed AS INTEGER) * 1000 END AS valued,
    CAST(110 * draw(i, 'financial') AS DECIMAL(9, 2)) AS financial_pct,
    money(i, 'financial amount') + CAST(changed AS INTEGER) * 1000 AS financial_amount,
    CASE WHEN state = 'stopped' AND draw(i, 'cause') > 0.96 THEN 'Disponibilidad del terreno'
        WHEN state = 'stopped' AND draw(i, 'cause') > 0.06 THEN 'CAUSAL ' || (i % 12)
        WHEN state = 'stopped' AND draw(i, 'cause') > 0.03 THEN 'Otros' END AS stop_cause,
    CASE WHEN state = 'stopped' AND draw(i, 'no stop') > 0.01 THEN first - days(i, 'stopped', 30, 900) END AS stopped_on,
    CASE WHEN state = 'stopped' THEN days(i, 'stopped', 30, 900) END AS stopped_days,
    CASE WHEN kept_up < 0.7 THEN 'Actualizado' ELSE 'Desactualizado' END AS update_state,
    CASE WHEN draw(i, 'flag') > 0.995 THEN NULL WHEN draw(i, 'flag') > 0.98 THEN state <> 'stopped'
        ELSE coalesce(state, '') = 'stopped' END AS stoppage_flag,
    CASE WHEN draw(i, 'modified') < 0.6 THEN 0 WHEN draw(i, 'modified') < 0.98 THEN days(i, 'modifications', 1, 4) END
        AS modifications,
    CASE WHEN draw(i, 'modified') < 0.6 THEN 0 WHEN draw(i, 'extended') < 0.7 THEN days(i, 'extension', 1, 200)
        WHEN draw(i, 'extended') < 0.702 THEN 99999 END AS modification_days,
    CASE WHEN draw(i, 'new term') < 0.2 THEN term_days + days(i, 'more', 0, 120) END AS new_term_days,
    CASE WHEN draw(i, 'modified') > 0.6 AND draw(i, 'reprogrammed') < 0.8 THEN started_on + term_days + CASE
        WHEN draw(i, 'reprogrammed') < 0.6 THEN CASE WHEN draw(i, 'long') < 0.75 THEN 400 ELSE 0 END
            + days(i, 'extension', 1, 200)
        ELSE days(i, 'moved', 0, 400) END END AS reprogrammed_end_on,
    CASE WHEN draw(i, 'controversy') < 0.03 THEN 1 WHEN draw(i, 'controversy') < 0.98 THEN 0 END AS controversies,
    CASE WHEN draw(i, 'addition') < 0.8 THEN 0 WHEN draw(i, 'addition') < 0.98 THEN days(i, 'additions', 1, 3) END
        AS additions,
    CASE WHEN draw(i, 'addition') < 0.795 THEN 0 WHEN draw(i, 'addition') < 0.97
        THEN CAST(money(i, 'amount') * draw(i, 'added') * 0.6 AS DECIMAL(18, 2)) END AS additions_amount,
    CASE WHEN draw(i, 'deduction') < 0.9 THEN 0 WHEN draw(i, 'deduction') < 0.99 THEN 1 END AS deductions,
    CASE WHEN draw(i, 'deduction') < 0.895 THEN 0 WHEN draw(i, 'deduction') < 0.98
        THEN CAST(money(i, 'amount') * draw(i, 'deducted') * 0.2 AS DECIMAL(18, 2)) END AS deductions_amount,
    finished_on,
    CASE WHEN draw(i, 'reason') < 0.3 THEN 'RESOLUCION DE CONTRATO' END AS incomplete_reason,
    CASE WHEN received_on IS NOT NULL AND draw(i, 'partial') > 0.05 THEN TRUE
        WHEN state = 'finished' AND draw(i, 'no reception day') < 0.03 THEN TRUE
        WHEN draw(i, 'flag only') < 0.4 THEN FALSE END AS total_reception,
    received_on,
    CASE WHEN draw(i, 'liquidated') < 0.85 AND received_on IS NOT NULL THEN TRUE
        WHEN draw(i, 'liquidated') < 0.93 THEN FALSE END AS liquidated,
    CASE WHEN draw(i, 'liquidated') < 0.86 THEN received_on + days(i, 'liquidation', 60, 300) END AS liquidated_on,
    round(money(i, 'shown'), 0) AS shown_cost,
    CASE WHEN draw(i, 'shown') < 0.4 THEN started_on - days(i, 'shown on', 30, 400) END AS shown_cost_on,
    CASE WHEN draw(i, 'liquidated') < 0.85 THEN money(i, 'final') END AS final_cost,
    year(started_on) AS first_accrued_year,
    money(i, 'accrued') AS accrued_total,
    CASE WHEN draw(i, 'unparsable') < 0.004
        THEN [['started_on', 'cui'], ['received_on', 'physical_pct'], ['progress_month', 'supervision_amount'],
            ['contract_amount', 'additions', 'modifications', 'state_text', 'resident_to']][1 + i % 4]
        ELSE [] END AS unparsable,
    CASE WHEN draw(i, 'unpublished') < 0.002
        THEN [['started_on', 'cui'], ['received_on', 'physical_pct'], ['progress_month', 'supervision_amount'],
            ['contract_amount', 'additions', 'modifications', 'state_text', 'resident_to']][1 + i % 4]
        ELSE [] END AS unpublished,
    night AS seen_on
FROM received;

DELETE FROM core_works;
INSERT INTO core_works BY NAME SELECT * FROM works_of_night;
DROP TABLE works_of_night
