/** What the trees of each member gained most from. */
import type { FeatureImportance } from '../importance.ts';
import { axes, box, colours, roundTicks, sheet, words, type Frame } from './svg.ts';

const COLUMNS = 3;
const SHOWN = 12;
const CELL = { width: 380, height: 260 };
const HEAD = 30;
const TITLE = 'Importance: share of the gain of all splits, by member';

export function importancePlot(importance: readonly FeatureImportance[]): string {
  const members = [...Map.groupBy(importance, ({ member }) => member)];
  const height = HEAD + CELL.height * Math.max(1, Math.ceil(members.length / COLUMNS));
  return sheet({ width: CELL.width * COLUMNS, height, title: TITLE }, [
    words(TITLE, { x: 12, y: 19, bold: true, fill: colours.truth }),
    ...members.flatMap(([member, features], place) => cell(member, features.slice(0, SHOWN), place)),
  ]);
}

function cell(member: string, features: readonly FeatureImportance[], place: number): string[] {
  const [left, top] = [
    (place % COLUMNS) * CELL.width + 120,
    HEAD + Math.floor(place / COLUMNS) * CELL.height + 24,
  ];
  const most = Math.max(0.01, ...features.map(({ gainShare }) => gainShare));
  const frame: Frame = {
    left,
    top,
    width: CELL.width - 140,
    height: CELL.height - 56,
    x: [0, most],
    y: [SHOWN, 0],
  };
  return [
    words(member, { x: left, y: top - 8, bold: true }),
    axes(frame, { x: roundTicks(frame.x, 3), y: [] }),
    ...features.flatMap(({ feature, gainShare }, i) => [
      box(frame, [0, i + 0.1], [gainShare, i + 0.9]),
      words(feature, { x: left - 6, y: top + ((i + 0.7) * frame.height) / SHOWN, anchor: 'end' }),
    ]),
  ];
}
