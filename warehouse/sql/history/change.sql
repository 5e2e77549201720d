CASE WHEN r.{{column}} IS DISTINCT FROM s.{{column}} THEN {
        'column_name': {{literal}},
        'old_value': CAST(s.{{column}} AS VARCHAR),
        'new_value': CAST(r.{{column}} AS VARCHAR)
      } END
