"""What every room stands on: configuration, database, web edge, languages, clock, jobs, media.

Core knows no room. Nothing here may import from another package of `webapp`.
"""
