"""Aftercare: what a maker or a shop gives its customers after the sale."""
