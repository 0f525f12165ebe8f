"""SOQL: text to typed tree, checked against the describes, to SQL, to records."""
