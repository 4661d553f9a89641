"""Benchmarks: the same work at growing sizes, against a reference in the same run."""
