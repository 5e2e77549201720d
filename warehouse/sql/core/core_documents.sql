-- One row a listed document. Parts of the key that are not published become empty text; equal entries count once.
SELECT
  d.ocid AS ocid,
  coalesce(d.section, '') AS section,
  coalesce(d.parent_id, '') AS parent_id,
  coalesce(d.document_id, '') AS document_id,
  coalesce(d.url, '') AS url,
  clean_text(d.document_type) AS document_type,
  clean_text(d.title) AS title,
  d.published_on AS published_on,
  d.modified_on AS modified_on,
  clean_text(d.format) AS format
FROM input_documents AS d
WHERE NOT EXISTS (SELECT 1 FROM process_parts AS o WHERE o.ocid = d.ocid AND o.part <> d.part)
QUALIFY row_number() OVER (
  PARTITION BY d.ocid, coalesce(d.section, ''), coalesce(d.parent_id, ''), coalesce(d.document_id, ''), coalesce(d.url, '')
  ORDER BY d.published_on, d.modified_on, d.document_type, d.title, d.format
) = 1
