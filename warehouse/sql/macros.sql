-- Words that the SQL of this room shares. Each takes published text and gives null where it would have to guess.

-- Text without outer blanks; null when nothing is left.
CREATE OR REPLACE MACRO clean_text(t) AS nullif(trim(t), '');

-- A code without blanks and without the ".0" that some readers leave behind. Most are plain already.
CREATE OR REPLACE MACRO clean_code(t) AS
  CASE
    WHEN regexp_full_match(t, '[0-9A-Za-z]+') THEN t
    ELSE nullif(regexp_replace(regexp_replace(t, '\s+', '', 'g'), '\.0+$', ''), '')
  END;

-- A CUI has seven digits and begins with 2; codes beginning with 3 are budget products.
CREATE OR REPLACE MACRO clean_cui(t) AS
  CASE WHEN regexp_full_match(clean_code(t), '2[0-9]{6}') THEN clean_code(t) END;

-- A SNIP code is a number other than 0.
CREATE OR REPLACE MACRO clean_snip(t) AS
  CASE WHEN regexp_full_match(clean_code(t), '0*[1-9][0-9]*') THEN ltrim(clean_code(t), '0') END;

CREATE OR REPLACE MACRO without_leading_zeros(t) AS nullif(ltrim(clean_code(t), '0'), '');

-- Si and No in every spelling the registers use.
CREATE OR REPLACE MACRO yes_no(t) AS
  CASE
    WHEN lower(strip_accents(trim(t))) IN ('si', 's', 'true', '1') THEN TRUE
    WHEN lower(strip_accents(trim(t))) IN ('no', 'n', 'false', '0') THEN FALSE
  END;

-- The number of a month by its Spanish name; null for any other text.
CREATE OR REPLACE MACRO month_number(t) AS
  nullif(list_position(
    ['ENERO', 'FEBRERO', 'MARZO', 'ABRIL', 'MAYO', 'JUNIO', 'JULIO', 'AGOSTO', 'SETIEMBRE', 'OCTUBRE', 'NOVIEMBRE', 'DICIEMBRE'],
    replace(upper(trim(t)), 'SEPTIEMBRE', 'SETIEMBRE')
  ), 0);

-- Capitals without accents, punctuation or repeated blanks, so that spellings of one name are equal.
CREATE OR REPLACE MACRO plain_name(t) AS
  nullif(trim(regexp_replace(upper(strip_accents(t)), '[^A-Z0-9]+', ' ', 'g')), '');

-- A department, province or district name in its one spelling. Several departments at once are no place.
CREATE OR REPLACE MACRO place_name(t) AS
  CASE
    WHEN plain_name(t) IN (
      'P C DEL CALLAO', 'PROV CONST DEL CALLAO', 'PROV CONSTITUCIONAL DEL CALLAO', 'PROVINCIA CONSTITUCIONAL DEL CALLAO'
    ) THEN 'CALLAO'
    WHEN plain_name(t) LIKE 'MUL DEP%' OR plain_name(t) LIKE 'MUL PROV%' OR plain_name(t) LIKE 'MUL DIST%' THEN NULL
    ELSE plain_name(t)
  END;

CREATE OR REPLACE MACRO place_key(department, province, district) AS
  place_name(department) || '|' || place_name(province) || '|' || place_name(district);

-- Two-digit INEI code of a department. Written out, so that a night without the file of districts still knows them.
CREATE OR REPLACE MACRO department_code(t) AS
  CASE place_name(t)
    WHEN 'AMAZONAS' THEN '01'
    WHEN 'ANCASH' THEN '02'
    WHEN 'APURIMAC' THEN '03'
    WHEN 'AREQUIPA' THEN '04'
    WHEN 'AYACUCHO' THEN '05'
    WHEN 'CAJAMARCA' THEN '06'
    WHEN 'CALLAO' THEN '07'
    WHEN 'CUSCO' THEN '08'
    WHEN 'CUZCO' THEN '08'
    WHEN 'HUANCAVELICA' THEN '09'
    WHEN 'HUANUCO' THEN '10'
    WHEN 'ICA' THEN '11'
    WHEN 'JUNIN' THEN '12'
    WHEN 'LA LIBERTAD' THEN '13'
    WHEN 'LAMBAYEQUE' THEN '14'
    WHEN 'LIMA' THEN '15'
    WHEN 'LIMA METROPOLITANA' THEN '15'
    WHEN 'LIMA PROVINCIAS' THEN '15'
    WHEN 'REGION LIMA' THEN '15'
    WHEN 'LORETO' THEN '16'
    WHEN 'MADRE DE DIOS' THEN '17'
    WHEN 'MOQUEGUA' THEN '18'
    WHEN 'PASCO' THEN '19'
    WHEN 'PIURA' THEN '20'
    WHEN 'PUNO' THEN '21'
    WHEN 'SAN MARTIN' THEN '22'
    WHEN 'TACNA' THEN '23'
    WHEN 'TUMBES' THEN '24'
    WHEN 'UCAYALI' THEN '25'
  END;

-- A six-digit INEI code; five digits are one that lost its leading zero.
CREATE OR REPLACE MACRO clean_ubigeo(t) AS
  CASE
    WHEN regexp_full_match(clean_code(t), '[0-9]{6}') THEN clean_code(t)
    WHEN regexp_full_match(clean_code(t), '[0-9]{5}') THEN '0' || clean_code(t)
  END;

-- An amount of 0 in the contracting register means that none is published.
CREATE OR REPLACE MACRO published_amount(amount) AS nullif(amount, 0);
