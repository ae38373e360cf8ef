/** For tests: a clean panel in an engine, with room for one fault. */
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { checkObservations, type ExpectationReport } from './check-observations.ts';
import type { ValidationSubject } from './expectation.ts';

/** 2021-01-01T00:00Z in hours since 1970. */
export const START_HOUR = 447_072;
export const SAMPLE_HOURS = 240;

export const sampleSubject: ValidationSubject = {
  keys: [{ name: 'area', values: ['DK1', 'DK2'] }, { name: 'kind' }],
  valuesAtLeastZero: true,
  presentHour: START_HOUR + SAMPLE_HOURS,
};

/** Two series of ten days, 100 + a daily wave + a slow drift; each hour known at its end. */
export async function loadSample(engine: SqlEngine): Promise<void> {
  await engine.run(`
    CREATE TABLE series AS SELECT * FROM (VALUES (0::INTEGER, 'DK1', 'home'), (1, 'DK2', 'home')) t(series, key_0, key_1);
    CREATE TABLE observation_versions AS
      SELECT s.series, (${START_HOUR} + h)::INTEGER AS hour, (100 + 10 * ((h + s.series) % 24) + h / 100)::DOUBLE AS value,
        (${START_HOUR} + h + 1)::INTEGER AS known_hour
      FROM series s, range(${SAMPLE_HOURS}) r(h)`);
}

/** The reports on the sample after a statement has spoiled it. */
export async function reportsAfter(
  fault: string,
  subject: ValidationSubject = sampleSubject,
): Promise<readonly ExpectationReport[]> {
  using engine = await openSqlEngine({ threads: 1 });
  await loadSample(engine);
  if (fault !== '') await engine.run(fault);
  return await checkObservations({ engine, subject });
}
