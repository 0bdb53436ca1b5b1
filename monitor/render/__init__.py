"""Words on paper and screen: templates, filters, PDF."""
