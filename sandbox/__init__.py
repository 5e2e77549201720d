"""An invented Peru on loopback, with the truth it planted. Imports nothing of the other rooms: it is the witness."""
