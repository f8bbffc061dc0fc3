"""From a request to the view a document is drawn from."""
