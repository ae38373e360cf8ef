/** The first shape of the catalogue. Types are those that SQLite and PostgreSQL share. */
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
const key = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull().primaryKey();
const numbered = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.primaryKey().autoIncrement();

export async function up(db: Kysely<unknown>): Promise<void> {
  await createData(db);
  await createQuality(db);
  await createRuns(db);
  await createModels(db);
}

async function createData(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('raw_input')
    .addColumn('sha256', 'text', key)
    .addColumn('object_key', 'text', required)
    .addColumn('origin_name', 'text', required)
    .addColumn('bytes', 'bigint', required)
    .addColumn('as_of', 'integer', required)
    .addColumn('run_id', 'text', required)
    .execute();
  await db.schema
    .createTable('snapshot')
    .addColumn('id', 'integer', numbered)
    .addColumn('dataset', 'text', required)
    .addColumn('as_of', 'integer', required)
    .addColumn('run_id', 'text', required)
    .execute();
  await db.schema.createIndex('snapshot_dataset').on('snapshot').columns(['dataset', 'id']).execute();
  await db.schema
    .createTable('snapshot_file')
    .addColumn('id', 'integer', numbered)
    .addColumn('dataset', 'text', required)
    .addColumn('object_key', 'text', required)
    .addColumn('added_in', 'integer', required)
    .addColumn('removed_in', 'integer')
    .addColumn('rows', 'bigint', required)
    .addColumn('min_hour', 'integer', required)
    .addColumn('max_hour', 'integer', required)
    .addColumn('has_revisions', 'integer', required)
    .execute();
  await db.schema
    .createIndex('snapshot_file_dataset')
    .on('snapshot_file')
    .columns(['dataset', 'removed_in', 'added_in'])
    .execute();
}

async function createQuality(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('quarantine')
    .addColumn('id', 'integer', numbered)
    .addColumn('raw_sha256', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('rows', 'bigint', required)
    .addColumn('object_key', 'text')
    .addColumn('first_line', 'integer')
    .addColumn('as_of', 'integer', required)
    .addColumn('run_id', 'text', required)
    .execute();
  await db.schema
    .createTable('expectation_result')
    .addColumn('id', 'integer', numbered)
    .addColumn('run_id', 'text', required)
    .addColumn('snapshot_id', 'integer', required)
    .addColumn('expectation', 'text', required)
    .addColumn('severity', 'text', required)
    .addColumn('success', 'integer', required)
    .addColumn('details', 'text', required)
    .execute();
  await db.schema
    .createIndex('expectation_result_run')
    .on('expectation_result')
    .columns(['run_id'])
    .execute();
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('run')
    .addColumn('id', 'text', key)
    .addColumn('pipeline', 'text', required)
    .addColumn('logical_hour', 'integer', required)
    .addColumn('status', 'text', required)
    .addColumn('attempt', 'integer', required)
    .addColumn('config_hash', 'text', required)
    .addColumn('started_at', 'text', required)
    .addColumn('ended_at', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema.createIndex('run_hour').on('run').columns(['logical_hour', 'pipeline']).execute();
  await db.schema
    .createTable('step')
    .addColumn('run_id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('status', 'text', required)
    .addColumn('input_hash', 'text', required)
    .addColumn('output', 'text', required)
    .addColumn('duration_ms', 'double precision', required)
    .addColumn('ended_at', 'text', required)
    .addPrimaryKeyConstraint('step_key', ['run_id', 'name'])
    .execute();
  await db.schema
    .createTable('lease')
    .addColumn('name', 'text', key)
    .addColumn('holder', 'text', required)
    .addColumn('expires_at_ms', 'bigint', required)
    .execute();
}

async function createModels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('training_dataset')
    .addColumn('sha256', 'text', key)
    .addColumn('object_key', 'text', required)
    .addColumn('view', 'text', required)
    .addColumn('as_of', 'integer', required)
    .addColumn('rows', 'bigint', required)
    .addColumn('details', 'text', required)
    .addColumn('run_id', 'text', required)
    .execute();
  await db.schema
    .createTable('model')
    .addColumn('version', 'text', key)
    .addColumn('object_key', 'text', required)
    .addColumn('training_sha256', 'text')
    .addColumn('trained_as_of', 'integer', required)
    .addColumn('delay_hours', 'integer', required)
    .addColumn('code_version', 'text', required)
    .addColumn('details', 'text', required)
    .addColumn('run_id', 'text', required)
    .execute();
  await db.schema
    .createTable('model_alias')
    .addColumn('id', 'integer', numbered)
    .addColumn('alias', 'text', required)
    .addColumn('version', 'text', (column) => column.notNull().references('model.version'))
    .addColumn('reason', 'text', required)
    .addColumn('set_as_of', 'integer', required)
    .execute();
  await db.schema
    .createTable('forecast')
    .addColumn('origin', 'integer', key)
    .addColumn('object_key', 'text', required)
    .addColumn('rows', 'bigint', required)
    .addColumn('model_version', 'text')
    .addColumn('run_id', 'text', required)
    .addColumn('rungs', 'text', required)
    .addColumn('scored', 'integer', required)
    .execute();
}
