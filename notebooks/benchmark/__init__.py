"""Compares the throughput of this package with that of other loaders, from a real S3 server."""
