/** The suite: one line an expectation. */
import type { Expectation } from './expectation.ts';
import { columnCount } from './expectations/column-count.ts';
import { columnTypes } from './expectations/column-types.ts';
import { columnsInOrder } from './expectations/columns-in-order.ts';
import { hoursComplete } from './expectations/hours-complete.ts';
import { hoursOnGrid } from './expectations/hours-on-grid.ts';
import { knownKeyValues } from './expectations/known-key-values.ts';
import { noFutureHour } from './expectations/no-future-hour.ts';
import { notFlat } from './expectations/not-flat.ts';
import { nothingNull } from './expectations/nothing-null.ts';
import { plausibleJump } from './expectations/plausible-jump.ts';
import { revisionsDiffer } from './expectations/revisions-differ.ts';
import { seriesComplete } from './expectations/series-complete.ts';
import { uniqueHours } from './expectations/unique-hours.ts';
import { uniqueSeries } from './expectations/unique-series.ts';
import { valuesFinite } from './expectations/values-finite.ts';
import { valuesNotNegative } from './expectations/values-not-negative.ts';

export const expectations: readonly Expectation[] = [
  columnCount,
  columnsInOrder,
  columnTypes,
  nothingNull,
  hoursOnGrid,
  noFutureHour,
  uniqueSeries,
  uniqueHours,
  revisionsDiffer,
  knownKeyValues,
  valuesFinite,
  valuesNotNegative,
  hoursComplete,
  seriesComplete,
  notFlat,
  plausibleJump,
];
