"""One replication told as a dated log."""
