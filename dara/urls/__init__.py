"""The addresses of the two sites, one module for each."""
