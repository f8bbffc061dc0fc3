"""The papers made from presences: monthly statements, attestations and certificates, absences."""
