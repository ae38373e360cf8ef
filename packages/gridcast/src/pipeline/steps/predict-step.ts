import { forecastClock } from '../../features/index.ts';
import { recordPredictionStatistics } from '../../monitor/index.ts';
import { readPanel } from '../../store/index.ts';
import { predict } from '../../predict/index.ts';
import { readServingModels } from '../champion.ts';
import { loadKnown, readVectors, servingSince } from '../serving.ts';
import type { Step } from '../steps.ts';
import { stepOutput } from '../step-output.ts';

export const predictStep: Step = {
  name: 'predict',
  execute: async (context, runId) => {
    const { store, origin, delayHours, source } = context;
    const features = await stepOutput<{ objectKey: string }>(store, runId, 'features');
    if (features === undefined) return { skipped: 'no value is known at the origin' };
    using known = await loadKnown(context, 'serving');
    const { engine, loaded } = known;
    const models = await readServingModels(context);
    const panel = await readPanel(engine, {
      keyNames: loaded.keyNames,
      series: loaded.series,
      originHour: origin,
      delayHours,
      sinceHour: servingSince(origin, delayHours),
    });
    const published = await predict({
      store,
      engine,
      panel,
      clock: forecastClock(context.calendar, panel, origin),
      vectors: await readVectors(engine, await store.lake.localPath(features.objectKey)),
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
