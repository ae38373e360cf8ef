/** Errors of the forecast beside those of its baselines, as lines to draw. Pure. */
import type { ForecasterErrors, Measurement, SelectionErrors } from '../../api/schema.ts';

/** One line of the comparison. */
export interface ErrorLine {
  readonly name: string;
  /** Whether it is the forecast, not a baseline. */
  readonly own: boolean;
  readonly wape: number;
  /** Length of its bar: 1 for the largest error. */
  readonly share: number;
}

/** How long a copy looks back, in words. */
export function describeLag(lagHours: number): string {
  if (lagHours === 24) return 'Copy of the day before';
  if (lagHours % 168 === 0) {
    return lagHours === 168 ? 'Copy of the week before' : `Copy of ${lagHours / 168} weeks before`;
  }
  return `Copy of ${lagHours / 24} days before`;
}

/** The realised errors of a selection's sum; none where nothing has met its truth. */
export function realisedLines({ ofTotal, naiveLagHours }: SelectionErrors): readonly ErrorLine[] {
  const names: Readonly<Record<ForecasterErrors['forecaster'], string>> = {
    forecast: 'Forecast',
    naive_24: describeLag(naiveLagHours.naive_24),
    naive_168: describeLag(naiveLagHours.naive_168),
  };
  // at a long delay both copies may look equally far back
  const distinct = ofTotal.filter(
    ({ forecaster }) => forecaster !== 'naive_168' || naiveLagHours.naive_168 !== naiveLagHours.naive_24,
  );
  return withShares(
    distinct.map(({ forecaster, wape }) => ({
      name: names[forecaster],
      own: forecaster === 'forecast',
      wape,
    })),
  );
}

/** The errors that a model had before it was used, over all series, on origins that it had not seen. */
export function measuredLines(
  measured: NonNullable<Measurement>,
  naiveLagHours: SelectionErrors['naiveLagHours'],
): readonly ErrorLine[] {
  const names: Readonly<Record<string, string>> = {
    ensemble: 'Model',
    naive_24: describeLag(naiveLagHours.naive_24),
    naive_168: describeLag(naiveLagHours.naive_168),
  };
  return withShares(
    measured.lines.flatMap(({ name, wape }) => {
      const shown = names[name];
      return shown === undefined ? [] : [{ name: shown, own: name === 'ensemble', wape }];
    }),
  );
}

function withShares(
  lines: readonly { readonly name: string; readonly own: boolean; readonly wape: number | null }[],
): readonly ErrorLine[] {
  const largest = Math.max(0, ...lines.map(({ wape }) => wape ?? 0));
  return lines.flatMap(({ wape, ...line }) =>
    wape === null ? [] : [{ ...line, wape, share: largest === 0 ? 0 : wape / largest }],
  );
}
