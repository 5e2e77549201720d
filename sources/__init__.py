"""What is published, how to ask for it and how to read it. The only room that speaks HTTP."""
