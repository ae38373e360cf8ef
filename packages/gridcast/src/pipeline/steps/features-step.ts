import { buildLinkedTables, linkedTablesQuery, makeOriginsSpine, servingGroups } from '../../train/index.ts';
import { applyDefinitions, declaredDefinitions, planDefinitions } from '../../features/index.ts';
import { putQuery } from '../../store/index.ts';
import { loadKnown } from '../serving.ts';
import type { Step } from '../steps.ts';

const SPINE = 'serving_spine';

/** Materialises the vectors of the origin: 24 rows a series on each link. */
export const featuresStep: Step = {
  name: 'features',
  execute: async (context) => {
    await planDefinitions(context.store.catalogue, declaredDefinitions);
    using known = await loadKnown(context, 'serving');
    const { engine, loaded } = known;
    if (loaded.series.length === 0) return { skipped: 'no value is known at the origin' };
    await makeOriginsSpine(engine, [context.origin], SPINE);
    const linked = await buildLinkedTables({
      engine,
      spine: SPINE,
      delayHours: context.delayHours,
      calendar: context.calendar,
      groups: await servingGroups(engine, { asOf: context.origin, delayHours: context.delayHours }),
    });
    const query = linkedTablesQuery(linked);
    const object = await putQuery(context.store.lake, engine, { kind: 'features', query });
    return {
      output: { objectKey: object.key, rows: object.rows, series: loaded.series.length },
      commit: async (transaction) =>
        applyDefinitions(transaction, await planDefinitions(transaction, declaredDefinitions), {
          asOf: context.origin,
          codeVersion: context.codeVersion,
        }),
    };
  },
};
