/** The process of one worker: it holds the rows, fits one fold at a time, and may die without the sweep. */
import { LightGbm } from '@gridcast/lightgbm';
import { reasonOf } from '../../core/index.ts';
import { FoldFitter } from './fit-fold.ts';
import type { FromWorker, ToWorker } from './fold-worker-messages.ts';
import type { LearningRows } from './sweep-rows.ts';

/** Opened while the rows are being built. */
const opening = LightGbm.open({ threads: 1 });
opening.catch(() => undefined);
let fitter: Promise<FoldFitter> | undefined;

process.on('message', (message: ToWorker) => {
  answer(message).then(send, (thrown: unknown) => send({ type: 'failed', reason: reasonOf(thrown) }));
});
// the sweep is gone: what is being fitted is for nobody
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function answer(message: ToWorker): Promise<FromWorker> {
  if (message.type === 'rows') {
    fitter = openFitter(message.rows);
    await fitter;
    return { type: 'ready' };
  }
  const open = await fitter;
  if (open === undefined) throw new Error('A worker was asked to fit before it had rows.');
  if (message.type === 'measure') return { type: 'measured', measure: await open.measure(message.task) };
  const differences = await open.fit(message.task);
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { type: 'fitted', fitted: { differences, peakMiB } };
}

async function openFitter(rows: LearningRows): Promise<FoldFitter> {
  const lightgbm = await opening;
  const { train, scored } = rows;
  return new FoldFitter(lightgbm, {
    ...rows,
    train: train.map(shared),
    scored: scored.map((columns) => columns.map(shared)),
  });
}

/** In memory that LightGBM's thread reads in place. */
function shared(column: Float64Array): Float64Array {
  const out = new Float64Array(new SharedArrayBuffer(column.byteLength));
  out.set(column);
  return out;
}

function send(message: FromWorker): void {
  process.send?.(message);
}
