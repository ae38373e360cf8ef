/** The search spaces that have a name; one entry each. */
import { choice, float, int, type Space } from './space.ts';

/** What is worth the time on a workday: trees, their size and their rate. */
const quick: Space = {
  rounds: int(40, 240, { scale: 'log' }),
  learning_rate: float(0.04, 0.25, { scale: 'log' }),
  num_leaves: int(6, 40, { scale: 'log' }),
  min_data_in_leaf: int(15, 120, { scale: 'log' }),
  lambda_l2: float(0.1, 20, { scale: 'log' }),
};

/** Also the loss, what trees are shown, and which columns they read. */
const full: Space = {
  ...quick,
  rounds: int(40, 400, { scale: 'log' }),
  num_leaves: int(4, 64, { scale: 'log' }),
  max_depth: choice(-1, 4, 6, 8),
  feature_fraction: float(0.4, 1),
  bagging_fraction: float(0.4, 1),
  loss: choice('huber', 'squares', 'absolute'),
  huber_width: float(0.25, 4, { scale: 'log' }),
  groups: choice(
    ['core', 'sun', 'cal', 'day', 'near'],
    ['core', 'cal', 'day', 'near'],
    ['core', 'sun', 'cal', 'day', 'near', 'long'],
    ['core', 'sun', 'cal'],
  ),
  windows: choice([1, 3, 6, 12, 24, 48, 168, 336], [1, 6, 24, 168], [3, 12, 48, 168, 336]),
};

/**
 * The grid of the open tutorial, by its own numbers: estimators, learning rate, depth and lambda. Its lags (1 to 72 hours) and means
 * (24, 48 and 72 hours) become the nearest that members have: single hours and windows of up to two days, with and without the week.
 */
const tutorial: Space = {
  rounds: choice(1000, 2000, 2500),
  learning_rate: choice(0.1, 0.15),
  max_depth: choice(-1, 5),
  num_leaves: choice(31),
  lambda_l2: choice(0, 0.01, 0.015),
  lags: choice(['d0'], ['d0', 'd5', 'w0']),
  windows: choice([1, 3, 6, 12, 24, 48], [1, 3, 6, 12, 24, 48, 168, 336]),
};

export const presets: Readonly<Record<string, Space>> = { quick, full, tutorial };
