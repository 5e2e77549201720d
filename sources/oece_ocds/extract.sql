-- From one lot of records to the texts of each table. Leaves are text; types are given later, by the contract.
-- Names and order of the columns are those of source.yml; `row_number` is the record's number in the payload.

-- name: macros
CREATE OR REPLACE MACRO without_scheme(v) AS regexp_replace(v, '^PE-(RUC|CONSUCODE)-', '');

-- An award's id ends with its winner's tax number. That of a natural person is masked; the second and later persons of
-- one process get their place among its ids, so that the masked ids stay distinct and contracts still find their award.
CREATE OR REPLACE MACRO names_person(award_id) AS
    coalesce(regexp_full_match(award_id, '.*-((10|15|17)[0-9]{9}|[0-9]{8})'), false);
CREATE OR REPLACE MACRO persons_among(awards, contracts) AS
    list_sort(list_distinct(list_filter(
        list_concat(
            list_transform(awards, lambda award: award.id),
            list_transform(contracts, lambda contract: contract.awardID)
        ),
        lambda award_id: names_person(award_id)
    )));
CREATE OR REPLACE MACRO masked_award(award_id, persons) AS
    CASE WHEN names_person(award_id)
         THEN regexp_replace(award_id, '-([0-9]{2})[0-9]+$', '-\1*********')
              || CASE WHEN list_position(persons, award_id) > 1
                      THEN '#' || list_position(persons, award_id) ELSE '' END
         ELSE award_id END;

-- name: record
-- What is taken of a record stands in taken.json; every leaf is text, whatever else a record holds is passed over.
CREATE MACRO as_record(line) AS json_transform(line, {structure});

-- name: create_lot
CREATE TABLE lot AS
SELECT CAST(0 AS BIGINT) AS row_number, record.ocid AS ocid, record.compiledRelease AS release,
       CAST([] AS VARCHAR[]) AS persons
FROM (SELECT as_record('{}') AS record)
WHERE false;

-- name: clear_lot
-- The second statement gives the memory back.
TRUNCATE lot;
CHECKPOINT;

-- name: take
INSERT INTO lot
SELECT {first} + row_number() OVER (),
       trim(coalesce(record.ocid, record.compiledRelease.ocid)),
       record.compiledRelease,
       persons_among(record.compiledRelease.awards, record.compiledRelease.contracts)
FROM (SELECT as_record(line) AS record FROM lines);

-- name: processes
SELECT row_number,
       ocid,
       trim(release.tender.id) AS tender_id,
       release.tender.title AS title,
       release.tender.description AS description,
       without_scheme(coalesce(release.buyer.id, release.tender.procuringEntity.id)) AS body_id,
       coalesce(release.buyer.name, release.tender.procuringEntity.name) AS body_name,
       list_filter(
           body.additionalIdentifiers, lambda other: other.scheme = 'PE-RUC'
       )[1].id AS body_ruc,
       body.address.department AS body_department,
       body.address.region AS body_province,
       body.address.locality AS body_district,
       release.tender.datePublished AS called_at,
       release.tender.procurementMethod AS method,
       release.tender.procurementMethodDetails AS method_details,
       release.tender.mainProcurementCategory AS category,
       release.tender."value".amount AS value,
       release.tender."value".currency AS currency,
       release.tender."value"."amount_PEN" AS value_pen,
       release.tender.hasTenderInformationProtectedByLaw AS protected_by_law,
       trim(release.planning.budget.projectID) AS cui,
       release.planning.budget.amount.amount AS budget_amount,
       release.tender.numberOfTenderers AS tenderers_count,
       release.dataSegmentation.id AS data_segmentation,
       release.date AS regenerated_at
FROM (
    -- A list of ids is made faster than a list of parties.
    SELECT *, CASE WHEN buyer_id IS NOT NULL THEN release.parties[list_position(
        list_transform(release.parties, lambda party: party.id), buyer_id
    )] END AS body
    FROM (SELECT *, coalesce(release.buyer.id, release.tender.procuringEntity.id) AS buyer_id FROM lot)
)

-- name: awards
SELECT row_number, ocid, masked_award(award.id, persons) AS award_id, award.date AS awarded_at,
       award."value".amount AS amount, award."value".currency AS currency,
       CAST(len(coalesce(award.suppliers, [])) AS VARCHAR) AS suppliers_count,
       array_to_string(list_sort(list_distinct(list_transform(
           list_filter(award.items, lambda item: item.classification.scheme = 'CUBSO'),
           lambda item: item.classification.id
       ))), ' ') AS item_classes
FROM (
    SELECT row_number, ocid, persons, unnest(release.awards) AS award FROM lot
)

-- name: award_suppliers
SELECT row_number, ocid, award_id, masked_ruc(without_scheme(supplier.id)) AS supplier_id,
       CASE WHEN is_natural_person(without_scheme(supplier.id)) THEN 'PERSONA NATURAL' ELSE supplier.name END
           AS supplier_name
FROM (
    SELECT row_number, ocid, masked_award(award.id, persons) AS award_id, unnest(award.suppliers) AS supplier
    FROM (
        SELECT row_number, ocid, persons, unnest(release.awards) AS award
        FROM lot
    )
)

-- name: contracts
SELECT row_number, ocid, contract.id AS contract_id, masked_award(contract.awardID, persons) AS award_id,
       contract.title AS title, contract.dateSigned AS signed_at, contract.period.startDate AS period_start,
       contract.period.endDate AS period_end, contract.period.durationInDays AS duration_days,
       contract."value".amount AS amount, contract."value".currency AS currency,
       CAST(len(coalesce(contract.documents, [])) AS VARCHAR) AS documents_count,
       CAST(len(list_filter(
           coalesce(contract.documents, []), lambda document: document.documentType = 'contractSigned'
       )) AS VARCHAR) AS signed_documents_count
FROM (
    SELECT row_number, ocid, persons, unnest(release.contracts) AS contract
    FROM lot
)

-- name: documents
SELECT row_number, ocid, section, parent_id, document.id AS document_id, document.documentType AS document_type,
       document.title AS title, document.datePublished AS published_at, document.dateModified AS modified_at,
       document.format AS format, document.url AS url
FROM (
    SELECT row_number, ocid, 'tender' AS section,
           release.tender.id AS parent_id, unnest(release.tender.documents) AS document
    FROM lot
    UNION ALL
    SELECT row_number, ocid, 'contract' AS section, contract.id AS parent_id, unnest(contract.documents) AS document
    FROM (
        SELECT row_number, ocid, unnest(release.contracts) AS contract
        FROM lot
    )
)

-- name: items
SELECT row_number, ocid, item.id AS item_id, item.statusDetails AS status_details, item.status AS status,
       item.quantity AS quantity, item.totalValue.amount AS amount,
       item.classification.scheme AS class_scheme, item.classification.id AS class_id
FROM (
    SELECT row_number, ocid, unnest(release.tender.items) AS item FROM lot
)

-- name: parties
SELECT row_number, ocid, masked_ruc(id) AS party_id, party.identifier.scheme AS scheme,
       CASE WHEN natural_person THEN 'PERSONA NATURAL' ELSE party.name END AS name,
       CASE WHEN natural_person THEN NULL ELSE party.address.department END AS department,
       CASE WHEN natural_person THEN NULL ELSE party.address.region END AS province,
       CASE WHEN natural_person THEN NULL ELSE party.address.locality END AS district,
       array_to_string(list_sort(party.roles), ' ') AS roles
FROM (
    SELECT *, is_natural_person(id) AS natural_person FROM (
        SELECT row_number, ocid, party, without_scheme(party.id) AS id
        FROM (SELECT row_number, ocid, unnest(release.parties) AS party FROM lot)
        WHERE list_has_any(party.roles, ['buyer', 'procuringEntity', 'supplier', 'payer', 'funder'])
    )
)
