import { GridcastError } from '../../core/index.ts';
import type { Command } from '../command.ts';
import { backedUp, restored } from '../store-backup.ts';
import { applyVerb } from '../store/apply.ts';
import { diffVerb, historyVerb, lineageVerb, searchVerb, showVerb } from '../store/catalogue.ts';
import { gcVerb } from '../store/gc.ts';
import { listVerb } from '../store/list.ts';
import { materialiseVerb } from '../store/materialise.ts';
import { trainingSetVerb } from '../store/training-set.ts';
import { undoVerb } from '../store/undo.ts';
import { vectorVerb } from '../store/vector.ts';
import type { StoreVerb } from '../store/verb.ts';

/** A verb is one file in `cli/store/` and one line here. */
const verbs: Readonly<Record<string, StoreVerb>> = {
  list: listVerb,
  show: showVerb,
  search: searchVerb,
  diff: diffVerb,
  history: historyVerb,
  lineage: lineageVerb,
  apply: applyVerb,
  'training-set': trainingSetVerb,
  materialise: materialiseVerb,
  vector: vectorVerb,
  undo: undoVerb,
  gc: gcVerb,
  backup: { usage: 'backup FOLDER', run: backedUp },
  restore: { usage: 'restore FOLDER [--replace]', run: restored },
};

export const command: Command = {
  summary: 'the feature store: definitions, training sets, snapshots, undo, garbage, backups',
  usage: Object.values(verbs)
    .map(({ usage }) => `store ${usage}`)
    .join('\n       gridcast '),
  examples: [
    'store search daylight',
    'store show core@1',
    'store lineage next_day',
    'store apply --dry-run',
    'store training-set --origins last:7 --split 0.8,0.2 --out week.parquet',
    'store training-set --origins last:60 --split 0.8,0.2 --transform scale.json --select drop',
    'store undo observations --dry-run',
    'store gc --before 2023-01-01T00:00Z --dry-run',
    'store backup /backup/gridcast',
    'store restore /backup/gridcast --home .fresh',
  ],
  flags: {
    'dry-run': { type: 'boolean' },
    origins: { type: 'string' },
    spine: { type: 'string' },
    view: { type: 'string' },
    features: { type: 'string' },
    split: { type: 'string' },
    transform: { type: 'string' },
    select: { type: 'string' },
    'training-set': { type: 'string' },
    out: { type: 'string' },
    snapshot: { type: 'string' },
    before: { type: 'string' },
    replace: { type: 'boolean' },
  },
  flagHelp: {
    'dry-run': 'say what would change, change nothing',
    origins: 'ISO instants with commas, FROM..TO/24h, or last:N; every series at each',
    spine: 'file of key columns, origin_utc and (else all 24) target_hour_utc',
    view: 'feature view by name or name@version (default next_day)',
    features: 'some features of the view (default: all)',
    split: 'shares of the origins in time order: train, validation, test (default 1)',
    transform: 'JSON list of {"transform": name, "columns": [names]}, fitted on the train split',
    select:
      'name (report) or leave out (drop) columns that are constant, duplicate or unstable in the train split',
    'training-set': 'vector: transform it as this training set was',
    out: 'write a file; the ending says which kind: .parquet, .csv, .arrow',
    snapshot: 'the snapshot to undo (default: the latest)',
    before: 'gc: also forget snapshots and runs from before this instant',
    replace:
      "restore: also replace the home's catalogue by the backup's; the old one is kept in <home>/backups",
  },
  run: (context) => {
    const [name = 'list', ...names] = context.positionals;
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (verb !== undefined) return verb.run(context, names);
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'gridcast store',
      value: name,
      expected: `one of ${Object.keys(verbs).join(', ')} is wanted`,
    });
  },
};
