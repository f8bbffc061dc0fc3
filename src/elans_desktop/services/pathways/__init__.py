"""What happens to people along the way: pathways, situations, freins, interviews, exits, calls."""
