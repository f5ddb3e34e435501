"""Every path of the two sites, one file a site."""
