"""What staff type, parsed: one module per screen."""
