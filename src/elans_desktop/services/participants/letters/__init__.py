"""Letters made from templates of the organisation (ODT or DOCX) by filling their fields."""
