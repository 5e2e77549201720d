-- Which world the snapshot shows, and on which night.
SELECT arg_max(world, night) AS mundo, max(night) AS noche
FROM meta_nights
