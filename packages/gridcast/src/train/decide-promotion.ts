/** The promotion gate: whether a newly trained model may take the champion's place. */
import type { HourUtc } from '../core/index.ts';
import type { CalibrationReport } from './evaluate.ts';
import type { ErrorsByOrigin, SliceErrors } from './origin-errors.ts';

/** Fewer origins in common decide nothing. */
export const LEAST_COMMON_ORIGINS = 3;
/** How much worse than the champion's a challenger's error may be, over the panel and in one slice. */
const PANEL_TOLERANCE = 0.05;
const SLICE_TOLERANCE = 0.25;
/** A slice with fewer scored rows on the common origins is not judged. */
const LEAST_SLICE_ROWS = 72;
/** At most so many slices are named in the reasons. */
const MOST_NAMED_SLICES = 3;

/** What the gate knows of a model. */
export interface GateSubject {
  /** What must be equal for errors to be comparable: delay, feature view, covariates. */
  readonly terms: Readonly<Record<string, string>>;
  readonly report: CalibrationReport;
}

export interface GateDecision {
  readonly promote: boolean;
  /** Sentences, the deciding ones; never empty. */
  readonly reasons: readonly string[];
}

/**
 * Promotes a challenger that beats both seasonal naives and is no worse than the champion, within 5 % over the panel and 25 % in
 * every slice, on the origins that both reports scored out of sample. Where they have too few, the naives alone decide; where the
 * champion was made for other terms, or there is none, the challenger is promoted.
 */
export function decidePromotion(champion: GateSubject | undefined, challenger: GateSubject): GateDecision {
  if (champion === undefined) return { promote: true, reasons: ['there was no champion'] };
  const changed = changedTerms(champion, challenger);
  if (changed.length > 0)
    return { promote: true, reasons: [`the champion's ${changed.join(' and ')} differs`] };
  const common = commonOrigins(champion.report, challenger.report);
  if (common.length < LEAST_COMMON_ORIGINS) {
    const found = `${common.length} daily origins were scored for both, and ${LEAST_COMMON_ORIGINS} are needed to compare`;
    const worse = worseThanNaives(challenger.report, scoredOrigins(challenger.report));
    return { promote: worse.length === 0, reasons: [found, ...worse] };
  }
  const refused = [
    ...worseThanNaives(challenger.report, common),
    ...worseThanChampion(champion.report, challenger.report, common),
    ...worseSlices(champion.report, challenger.report, common),
  ];
  if (refused.length > 0) return { promote: false, reasons: refused };
  return { promote: true, reasons: [passed(champion.report, challenger.report, common)] };
}

/** Whether reports of the same terms have too few origins in common: the champion is to be scored on later ones. */
export function hasTooFewOrigins(champion: GateSubject, challenger: GateSubject): boolean {
  const isAlike = changedTerms(champion, challenger).length === 0;
  return isAlike && commonOrigins(champion.report, challenger.report).length < LEAST_COMMON_ORIGINS;
}

function changedTerms(champion: GateSubject, challenger: GateSubject): string[] {
  return Object.keys(challenger.terms).filter((name) => champion.terms[name] !== challenger.terms[name]);
}

/** Origins that both reports scored. */
function commonOrigins(one: CalibrationReport, other: CalibrationReport): HourUtc[] {
  const scored = new Set(scoredOrigins(other));
  return scoredOrigins(one).filter((origin) => scored.has(origin));
}

/** A report of an earlier version of the program has no errors by origin. */
function scoredOrigins({ origins, byOrigin }: CalibrationReport): HourUtc[] {
  return origins.filter((_, place) => byOrigin?.ensemble[place] != null);
}

type Pick = (report: CalibrationReport) => ErrorsByOrigin | undefined;
const ensembleOf: Pick = ({ byOrigin }) => byOrigin?.ensemble;

/** The mean over origins of a line of a report; NaN where none of them was scored. */
function meanOver(report: CalibrationReport, common: readonly HourUtc[], pick: Pick): number {
  const errors = common
    .map((origin) => pick(report)?.[report.origins.indexOf(origin)])
    .filter((error) => error != null);
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function worseThanNaives(challenger: CalibrationReport, common: readonly HourUtc[]): string[] {
  const own = meanOver(challenger, common, ensembleOf);
  const naives: Record<string, Pick> = {
    'the day before': ({ byOrigin }) => byOrigin?.naive24,
    'the week before': ({ byOrigin }) => byOrigin?.naive168,
  };
  return Object.entries(naives).flatMap(([name, pick]) => {
    const naive = meanOver(challenger, common, pick);
    return own >= naive ? [`its error ${shown(own)} does not beat copying ${name}, ${shown(naive)}`] : [];
  });
}

function worseThanChampion(
  champion: CalibrationReport,
  challenger: CalibrationReport,
  common: readonly HourUtc[],
): string[] {
  const [before, own] = [meanOver(champion, common, ensembleOf), meanOver(challenger, common, ensembleOf)];
  if (own <= before * (1 + PANEL_TOLERANCE)) return [];
  return [
    `its error ${shown(own)} is more than ${100 * PANEL_TOLERANCE} % above the champion's ${shown(before)}`,
  ];
}

function worseSlices(
  champion: CalibrationReport,
  challenger: CalibrationReport,
  common: readonly HourUtc[],
): string[] {
  const worse = (challenger.byOrigin?.slices ?? []).flatMap((slice) => {
    const same = sliceLike(champion, slice);
    if (same === undefined || rowsOn(challenger, slice, common) < LEAST_SLICE_ROWS) return [];
    const before = meanOver(champion, common, () => same.errors);
    const own = meanOver(challenger, common, () => slice.errors);
    if (!(own > before * (1 + SLICE_TOLERANCE))) return [];
    return [
      { ratio: own / before, text: `${slice.key} ${slice.value}: ${shown(own)} after ${shown(before)}` },
    ];
  });
  if (worse.length === 0) return [];
  worse.sort((a, b) => b.ratio - a.ratio || (a.text < b.text ? -1 : 1));
  const named = worse.slice(0, MOST_NAMED_SLICES).map(({ text }) => text);
  const more = worse.length > named.length ? ` and ${worse.length - named.length} more` : '';
  return [`more than ${100 * SLICE_TOLERANCE} % worse than the champion in ${named.join('; ')}${more}`];
}

function sliceLike(report: CalibrationReport, { key, value }: SliceErrors): SliceErrors | undefined {
  return report.byOrigin?.slices.find((slice) => slice.key === key && slice.value === value);
}

function rowsOn({ origins }: CalibrationReport, { rows }: SliceErrors, common: readonly HourUtc[]): number {
  return common.reduce((sum, origin) => sum + (rows[origins.indexOf(origin)] ?? 0), 0);
}

function passed(
  champion: CalibrationReport,
  challenger: CalibrationReport,
  common: readonly HourUtc[],
): string {
  const [before, own] = [meanOver(champion, common, ensembleOf), meanOver(challenger, common, ensembleOf)];
  return `its error ${shown(own)} beats both naives and compares with the champion's ${shown(before)} on ${common.length} common origins`;
}

function shown(error: number): string {
  return error.toFixed(3);
}
