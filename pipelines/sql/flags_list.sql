-- Every red flag that could be asked of something: of how many, and for how many it is raised.
SELECT flag, asked, raised
FROM red_flag_counts
ORDER BY flag
