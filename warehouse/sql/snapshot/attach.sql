ATTACH {{path}} AS published_copy (STORAGE_VERSION {{version}})
