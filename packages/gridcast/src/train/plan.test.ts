import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { planTraining, type TrainingPlan } from './plan.ts';

const FIRST = 400_000;
let engine: SqlEngine;

beforeAll(async () => {
  engine = await openSqlEngine({ threads: 1 });
  await engine.run(
    `CREATE TABLE observation_versions AS SELECT 0 AS series, ${FIRST} AS hour, 1.0 AS value, ${FIRST + 1} AS known_hour`,
  );
});

afterAll(() => engine[Symbol.dispose]());

async function plan(series: number, days: number, delayHours = 0): Promise<TrainingPlan> {
  const planned = await planTraining(engine, { asOf: FIRST + 24 * days, delayHours, series, covariates: 0 });
  if ('impossible' in planned) throw new Error(planned.impossible);
  return planned;
}

describe('planTraining', () => {
  test.each([10, 76, 1000, 10_000, 20_000, 20_001, 100_000])(
    'scores a bounded number of rows of %d series, on two days at least',
    async (series) => {
      for (const days of [40, 400, 1500]) {
        const { calibrationOrigins, calibrationStride } = await plan(series, days);
        const rows = calibrationOrigins.length * 24 * Math.ceil(series / calibrationStride);
        expect(calibrationOrigins.length).toBeGreaterThanOrEqual(2);
        expect(rows).toBeLessThanOrEqual(Math.max(410_000, 2 * 24 * Math.min(series, 20_000)));
        expect(calibrationStride > 1).toBe(series > 20_000);
      }
    },
  );

  test('scores only days whose truths are known at the delay, and says what is wanted where there are none', async () => {
    const { calibrationOrigins } = await plan(76, 120, 216);
    expect(Math.max(...calibrationOrigins) + 24 + 216).toBeLessThanOrEqual(FIRST + 24 * 120);
    await expect(plan(76, 20, 336)).rejects.toThrow(/20\.0 days lie behind the origin.*336 h needs/u);
  });
});
