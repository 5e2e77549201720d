-- How published text becomes a value. One macro a declared type; each answers NULL when the text is not one.
-- Here: forms that hold for every source. Not here: which column has which type (source.yml).

-- Blanks around a value are never part of it; nothing is NULL. Few cells begin or end with one, and trimming all of them
-- would cost more than all other casts together, so the ends are looked at first. The last class is a no-break blank.
-- (An IN list here would become a join for every column.)
CREATE OR REPLACE MACRO as_text(v) AS
    CASE WHEN v < '!' OR right(v, 1) < '!' OR right(v, 1) = ' ' OR starts_with(v, ' ')
         THEN nullif(trim(v, E' \t\r\n '), '') ELSE v END;

-- The macros below take what as_text gave.

-- A code is text; `562154.0` is a code with a reader's fault.
CREATE OR REPLACE MACRO as_code(v) AS
    CASE WHEN ends_with(v, '.0') AND regexp_full_match(v, '[0-9]+\.0') THEN left(v, -2) ELSE v END;

-- Most whole numbers are written as the engine itself writes them: comparing them is twice as fast as the form of all others.
CREATE OR REPLACE MACRO as_integer(v) AS
    CASE WHEN CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) = v AND strlen(v) < 19 THEN TRY_CAST(v AS BIGINT)
         ELSE TRY_CAST(CASE WHEN regexp_full_match(v, '-?[0-9]{1,18}(\.0)?') THEN replace(v, '.0', '') END AS BIGINT) END;

CREATE OR REPLACE MACRO as_decimal_point(v) AS
    TRY_CAST(CASE WHEN regexp_full_match(v, '-?[0-9]+(\.[0-9]+)?') THEN v END AS DECIMAL(20, 4));

-- INFOBRAS writes a blank for the decimal mark: one blank, then one or two digits at the end. A third of its amounts is 0.
CREATE OR REPLACE MACRO as_decimal_blank(v) AS
    CASE WHEN v = '0' THEN CAST(0 AS DECIMAL(20, 4))
         ELSE TRY_CAST(CASE WHEN regexp_full_match(v, '-?[0-9]+( [0-9]{1,2}|\.[0-9]+)?')
                            THEN replace(v, ' ', '.') END AS DECIMAL(20, 4)) END;

CREATE OR REPLACE MACRO as_decimal_comma(v) AS
    TRY_CAST(CASE WHEN regexp_full_match(v, '-?[0-9]+(,[0-9]+)?') THEN replace(v, ',', '.') END AS DECIMAL(20, 4));

-- Measures and coordinates, never money.
CREATE OR REPLACE MACRO as_number(v) AS
    TRY_CAST(CASE WHEN regexp_full_match(v, '-?[0-9]+(\.[0-9]+)?(E-?[0-9]{1,2})?') THEN v END AS DOUBLE);

-- A moment outside these years is a slip of the pen, not a date.
CREATE OR REPLACE MACRO as_moment(v, formats, first_year) AS
    CASE WHEN year(try_strptime(v, formats)) BETWEEN first_year AND 2099
         THEN try_strptime(v, formats) END;

CREATE OR REPLACE MACRO as_boolean(v, yes, no) AS
    CASE WHEN list_contains(yes, lower(v)) THEN true
         WHEN list_contains(no, lower(v)) THEN false END;

-- OCDS writes ISO 8601 with Lima's offset; the civil time stands in the text itself.
CREATE OR REPLACE MACRO as_lima_moment(v) AS
    CASE WHEN regexp_full_match(v, '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?-05:00')
         THEN TRY_CAST(left(v, -6) AS TIMESTAMP)
         WHEN regexp_full_match(v, '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(v AS TIMESTAMP)
         WHEN regexp_full_match(v, '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})')
         THEN (TRY_CAST(v AS TIMESTAMPTZ) AT TIME ZONE 'UTC') - INTERVAL 5 HOUR END;

-- Tax numbers (RUC) of natural persons begin with 10, 15 or 17; eight digits are an identity card.
CREATE OR REPLACE MACRO is_natural_person(ruc) AS
    coalesce(regexp_full_match(as_code(ruc), '(10|15|17)[0-9]{9}|[0-9]{8}'), false);

CREATE OR REPLACE MACRO masked_ruc(ruc) AS
    CASE WHEN is_natural_person(ruc) THEN left(as_code(ruc), 2) || '*********' ELSE as_code(ruc) END;
