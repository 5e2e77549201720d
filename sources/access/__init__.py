"""One module for each way a register can be asked for. Not here: the session, the archive, the reading."""
