DROP TABLE tonight;
DROP TABLE delta;
DROP TABLE missing;
DROP TABLE old;
DROP TABLE bumped;
DROP TABLE renewed
