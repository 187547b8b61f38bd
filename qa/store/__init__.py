"""Tables, engine, migrations, repositories: the only place that knows SQL."""
