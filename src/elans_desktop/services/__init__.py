"""What one can do: rules and queries, one module per area; plain functions f(session, …)."""
