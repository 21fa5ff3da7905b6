"""What people do around builds: translations, sign-off, manifests, contacts."""
