"""The outside: other hosts, mail servers, pictures and files that strangers sent."""
