/** `store apply`: registers the declared definitions, after saying what differs. */
import { hourOfMs, type Json } from '../../core/index.ts';
import { applyDefinitions, declaredDefinitions, planDefinitions, referenceOf } from '../../features/index.ts';
import { readCodeVersion } from '../../pipeline/index.ts';
import { openHome } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import type { StoreVerb } from './verb.ts';

export const applyVerb: StoreVerb = {
  usage: 'apply [--dry-run]',
  run: async (context) => {
    const { flags, nowMs } = context;
    await using store = await openHome(context);
    const dryRun = flags['dry-run'] === true;
    const planned = await planDefinitions(store.catalogue, declaredDefinitions);
    const changes = planned.filter(({ change }) => change !== 'same');
    if (!dryRun && changes.length > 0) {
      const asOf = readInstantFlag('--as-of', flags['as-of']) ?? hourOfMs(nowMs());
      const codeVersion = await readCodeVersion();
      await store.catalogue.transaction().execute(async (transaction) => {
        const plan = await planDefinitions(transaction, declaredDefinitions);
        await applyDefinitions(transaction, plan, { asOf, codeVersion });
      });
    }
    const lines = changes.flatMap(({ definition, change, differences }) => [
      `${change} ${definition.kind} ${referenceOf(definition)}`,
      ...differences.map((difference) => `    ${difference}`),
    ]);
    const end = dryRun
      ? 'Nothing was changed (--dry-run).'
      : `${changes.length} definitions were registered.`;
    const text =
      changes.length === 0
        ? 'All definitions are registered as they are declared.'
        : [...lines, end].join('\n');
    const json = changes.map(({ definition, change, differences }) => ({
      kind: definition.kind,
      reference: referenceOf(definition),
      change,
      differences: [...differences],
    }));
    return { json: { dryRun, changes: json } as Json, text };
  },
};
