"""The tables of an empty database in one go, as all migrations together leave them.

Django builds the state of every model anew at each step of each migration: with many rooms that
takes twenty seconds and lays out nothing that the models do not say. A test holds that both ways
end in the same tables. Only SQLite: PostgreSQL tells integers apart, and migrations give Django's
own join tables wider keys than the models do.
"""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def lay_out(connection: BaseDatabaseWrapper) -> bool:
    """Make every table of an empty SQLite database and write down the migrations that are thereby
    done. A database with any table, or of another kind, is left alone. Returns whether it was laid
    out."""
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    with connection.schema_editor() as editor:  # one transaction
        editor.create_model(executor.recorder.Migration)
        for config in apps.get_app_configs():
            if config.label in executor.loader.migrated_apps:
                for model in config.get_models():
                    if model._meta.can_migrate(connection):
                        editor.create_model(model)
        for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            executor.recorder.record_applied(migration.app_label, migration.name)
    return True
