"""Number formats in Spanish as they are written in Los Angeles: 53.7%, 790,000."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
