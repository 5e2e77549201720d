-- The nights of this world, the newest first.
SELECT night, world, scope FROM meta_nights ORDER BY night DESC LIMIT 60;
