"""Where it lands: tables, loading, history, links between registers. Imports none of the other rooms."""
