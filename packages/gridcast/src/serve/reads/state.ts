/** What the answers depend on, as one word that changes whenever something is published. */
import { sha256Hex } from '../../core/index.ts';
import type { Reads } from './reads.ts';

/** A short hash over the newest ids of everything that is published. */
export async function readStateTag({ store: { catalogue } }: Reads): Promise<string> {
  const row = await catalogue
    .selectNoFrom((e) => [
      e
        .selectFrom('snapshot')
        .select((f) => f.fn.max('id').as('value'))
        .as('snapshot'),
      e.selectFrom('forecast').select('object_key').orderBy('origin', 'desc').limit(1).as('forecast'),
      e
        .selectFrom('forecast')
        .select((f) => f.fn.countAll().as('value'))
        .as('forecasts'),
      e
        .selectFrom('model_alias')
        .select((f) => f.fn.max('id').as('value'))
        .as('alias'),
      e
        .selectFrom('model')
        .select((f) => f.fn.countAll().as('value'))
        .as('models'),
      e
        .selectFrom('run')
        .select((f) => f.fn.sum('attempt').as('value'))
        .as('attempts'),
      e
        .selectFrom('run')
        .select((f) => f.fn.max('ended_at').as('value'))
        .as('run_ended'),
      e
        .selectFrom('step')
        .select((f) => f.fn.countAll().as('value'))
        .as('steps'),
      e
        .selectFrom('step')
        .select((f) => f.fn.max('ended_at').as('value'))
        .as('step_ended'),
      e
        .selectFrom('trial')
        .select((f) => f.fn.countAll().as('value'))
        .as('trials'),
      e
        .selectFrom('expectation_result')
        .select((f) => f.fn.max('id').as('value'))
        .as('expectations'),
      e
        .selectFrom('quarantine')
        .select((f) => f.fn.max('id').as('value'))
        .as('quarantine'),
      e
        .selectFrom('feed_state')
        .select((f) => f.fn.max('attempted_at').as('value'))
        .as('feeds'),
    ])
    .executeTakeFirstOrThrow();
  return sha256Hex(JSON.stringify(row)).slice(0, 16);
}
