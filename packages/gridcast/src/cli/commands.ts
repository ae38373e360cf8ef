/** The table of commands; each is loaded only when it is called. */
import type { Command } from './command.ts';

const loaders: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  run: () => import('./commands/run.ts'),
  collect: () => import('./commands/collect.ts'),
  validate: () => import('./commands/validate.ts'),
  features: () => import('./commands/features.ts'),
  select: () => import('./commands/select.ts'),
  tune: () => import('./commands/tune.ts'),
  train: () => import('./commands/train.ts'),
  monitor: () => import('./commands/monitor.ts'),
  predict: () => import('./commands/predict.ts'),
  backfill: () => import('./commands/backfill.ts'),
  backtest: () => import('./commands/backtest.ts'),
  forecast: () => import('./commands/forecast.ts'),
  explain: () => import('./commands/explain.ts'),
  serve: () => import('./commands/serve.ts'),
  store: () => import('./commands/store.ts'),
  models: () => import('./commands/models.ts'),
  runs: () => import('./commands/runs.ts'),
  config: () => import('./commands/config.ts'),
  doctor: () => import('./commands/doctor.ts'),
};

/** Every command's name, in the order of the help. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** Loads a command; undefined where there is none of that name. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? (await loaders[name]?.())?.command : undefined;
}
