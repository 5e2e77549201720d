CASE WHEN t.{{column}} IS DISTINCT FROM s.{{column}} AND NOT ({{hidden}}) THEN {
        'column_name': {{literal}},
        'old_value': CAST(s.{{column}} AS VARCHAR),
        'new_value': CAST(t.{{column}} AS VARCHAR)
      } END
