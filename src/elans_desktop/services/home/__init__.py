"""What Accueil shows."""
