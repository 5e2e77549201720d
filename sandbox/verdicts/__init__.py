"""What each rule ought to conclude about a plan, said from what was planted. Reads no published record."""
