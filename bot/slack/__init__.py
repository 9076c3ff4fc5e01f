"""The Slack front: listeners, blocks, texts, manifest."""
