/** How a model was measured, as a table for people. */
import { heldWords } from '../pipeline/index.ts';
import type { CalibrationReport, GateDecision } from '../train/index.ts';
import { formatTable } from './table.ts';

/** The ensemble, its members and the naives on the calibration origins, and what bands held there. */
export function measuredLines(report: CalibrationReport): string[] {
  const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(2)} %`);
  const rows = report.lines.map(({ name, weight, errors }) => [
    name,
    weight === null ? '–' : weight.toFixed(2),
    errors.mase?.toFixed(3) ?? '–',
    percent(errors.wape),
    percent(errors.mape),
  ]);
  return [
    `Measured on ${report.origins.length} daily origins that the scored models had not seen`,
    ...formatTable(['forecaster', 'weight', 'MASE', 'WAPE', 'MAPE'], rows),
    `Truths inside the bands: ${heldWords(report.coverage)}`,
    ...sumsLine(report),
  ];
}

function sumsLine({ coverageOfSums = {}, errorCorrelation }: CalibrationReport): string[] {
  const held = heldWords(coverageOfSums);
  if (held === '' || errorCorrelation === undefined) return [];
  return [`Of sums of series, whose errors go together by ${errorCorrelation.toFixed(2)}: ${held}`];
}

/** Whether a trained model forecasts from now on, and why. */
export function gateWords({ promote, reasons }: GateDecision): string {
  const verdict = promote ? 'the new model is champion' : 'the new model was refused, the champion stays';
  return `${verdict}: ${reasons.join('; ')}`;
}
