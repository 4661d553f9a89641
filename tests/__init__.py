"""The tests: a folder for each room of the house, sentences for names."""
