import { forecastClock } from '../../features/index.ts';
import { recordPredictionStatistics } from '../../monitor/index.ts';
import { readPanel } from '../../store/index.ts';
import { predict } from '../../predict/index.ts';
import { readServingModels } from '../champion.ts';
import { readVectors, servingSince } from '../serving.ts';
import type { Step } from '../steps.ts';
import { stepOutput } from '../step-output.ts';

export const predictStep: Step = {
  name: 'predict',
  execute: async (context, runId) => {
    const { store, origin, delayHours, source } = context;
    const features = await stepOutput<{ objectKey: string }>(store, runId, 'features');
    if (features === undefined) return { skipped: 'no value is known at the origin' };
    const { engine, loaded } = await context.serving.open(context);
    const models = await readServingModels(context);
    const vectorsPath = await store.lake.localPath(features.objectKey);
    const published = await predict({
      store,
      engine,
      series: loaded.series.length,
      readPart: async (range) => {
        const { keyNames, series } = loaded;
        const sinceHour = servingSince(origin, delayHours);
        const panel = await readPanel(engine, {
          keyNames,
          series,
          range,
          originHour: origin,
          delayHours,
          sinceHour,
        });
        const vectors = await readVectors(engine, vectorsPath, range);
        return { panel, vectors, clock: forecastClock(context.calendar, panel, origin) };
      },
      origin,
      delayHours,
      nonNegative: source.declaration.valuesAtLeastZero,
      models,
      lightgbm: models.length === 0 ? undefined : await context.openLightGbm(),
      logger: context.logger,
      facts: {
        keyNames: loaded.keyNames,
        unit: source.declaration.unit,
        credit: source.declaration.credit,
        runId,
      },
    });
    const countStatistics = await recordPredictionStatistics({
      store,
      engine,
      objectKey: published.output.objectKey,
      origin,
    });
    return {
      output: published.output,
      commit: async (transaction) => {
        await published.commit(transaction);
        await countStatistics(transaction);
      },
    };
  },
};
