-- The newest night a build speaks for.
SELECT max(night) AS night
FROM meta_nights
