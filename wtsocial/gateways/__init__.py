"""Gateways: everything that speaks to other hosts and mail servers, or handles files and pictures that strangers sent."""
