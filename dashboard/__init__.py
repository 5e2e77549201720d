"""What people see: the static site. Reads only the published snapshot."""
