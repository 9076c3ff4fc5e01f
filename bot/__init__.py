"""気づきナビ: a Slack bot that helps ward staff notice trouble and refer residents to help."""
