"""What each portal prints of the invented Peru: one module a register, real layouts with real quirks.

The layouts come from the evidence files and the notes on the sources; what was never seen in a real file is
marked ASSUMED where it is declared. No judgement belongs here: the portals print what the records say.
"""
