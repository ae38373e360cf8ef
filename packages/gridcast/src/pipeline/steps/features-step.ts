import { buildLinkedTables, linkedTablesQuery, makeOriginsSpine, servingGroups } from '../../train/index.ts';
import {
  applyDefinitions,
  declaredDefinitions,
  planDefinitions,
  referenceOf,
  servingView,
} from '../../features/index.ts';
import { putQuery } from '../../store/index.ts';
import { servedGroups } from '../champion.ts';
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
    if (loaded.firstHour === undefined) return { skipped: 'no value is known at the origin' };
    await makeOriginsSpine(engine, [context.origin], SPINE);
    const { origin: asOf, delayHours } = context;
    const planned = servingGroups(loaded.firstHour, { asOf, delayHours });
    const linked = await buildLinkedTables({
      engine,
      spine: SPINE,
      delayHours,
      calendar: context.calendar,
      groups: [...new Set([...planned, ...(await servedGroups(context))])],
    });
    const keys = ['k.series', ...loaded.keyNames.map((_, i) => `k.key_${i}`)].join(', ');
    const query = `SELECT ${keys}, b.* EXCLUDE (series) FROM (${linkedTablesQuery(linked)}) b
      JOIN series k ON k.series = b.series ORDER BY b.link, k.series, b.target`;
    const object = await putQuery(context.store.lake, engine, { kind: 'features', query });
    return {
      output: {
        objectKey: object.key,
        rows: object.rows,
        series: loaded.series.length,
        view: referenceOf(servingView),
        delayHours,
      },
      commit: async (transaction) =>
        applyDefinitions(transaction, await planDefinitions(transaction, declaredDefinitions), {
          asOf: context.origin,
          codeVersion: context.codeVersion,
        }),
    };
  },
};
