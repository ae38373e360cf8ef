import { expect, test } from 'vitest';
import type { CovariateFacts } from '../core/index.ts';
import { featureColumns } from './columns.ts';
import { covariateColumns } from './covariates.ts';
import { explainedColumns, explanationGroups } from './explanation-groups.ts';

const covariates: readonly CovariateFacts[] = [
  { name: 'air_temperature', kind: 'forecast', delayHours: 0 },
  { name: 'price', kind: 'observed', delayHours: 24 },
];

test('every feature column is spoken of in one group, and no group is empty', () => {
  const explained = explainedColumns(covariates);
  const columns = [...featureColumns, ...covariateColumns(covariates)].map(({ name }) => name);
  expect([...explained.keys()].toSorted()).toEqual(columns.toSorted());
  const own = new Set(featureColumns.map(({ name }) => explained.get(name)?.group));
  expect(own).toEqual(new Set(Object.keys(explanationGroups)));
});

test('a covariate is a group of its own, under its name', () => {
  expect(explainedColumns(covariates).get('cov_air_temperature_target_like')).toEqual({
    group: 'covariate_air_temperature',
    words: 'air temperature',
    meaning: 'air_temperature: value at the target minus the mean at the like hours',
  });
});
