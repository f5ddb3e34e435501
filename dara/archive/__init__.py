"""The archive as files: packages imported and exported, the evidence verified, the downloads built."""
