"""An app with the migration that a drill applies to an archive which is read."""
