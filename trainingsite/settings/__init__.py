"""Settings of the site: `production` for every real run, the demo included; `test` for the test run."""
