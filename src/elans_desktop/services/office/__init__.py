"""What office documents say, read for a look inside the application: their words, never their layout."""
