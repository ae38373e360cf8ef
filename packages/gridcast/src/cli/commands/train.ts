import type { Json } from '../../core/index.ts';
import type { CalibrationReport, GateDecision } from '../../train/index.ts';
import { gateWords, measuredLines } from '../measured-lines.ts';
import { stepCommand } from '../step-command.ts';
import { formatNumber } from '../table.ts';

export const command = stepCommand(
  'train',
  'train and register a model where one is due; the promotion gate says whether it forecasts',
  describeTraining,
);

/** What the step says of itself: why there was something or nothing to do, and of a model how it did. */
interface TrainingOutput {
  readonly reason: string;
  readonly version?: string;
  readonly rows?: number;
  readonly gate?: GateDecision;
  readonly report?: CalibrationReport;
}

function describeTraining(output: Json): readonly string[] {
  const { reason, version, rows, gate, report } = output as unknown as TrainingOutput;
  if (version === undefined || report === undefined) return [reason];
  return [
    `Model ${version} from ${formatNumber(rows ?? 0)} rows, due because ${reason}`,
    ...(gate === undefined ? [] : [`Gate: ${gateWords(gate)}`]),
    '',
    ...measuredLines(report),
    '',
    `Next: gridcast models card ${version.slice(0, 12)}`,
  ];
}
