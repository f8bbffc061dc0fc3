"""Budget of the consortium: matrix, expenses, funding, ceilings."""
