/** The plots of a sweep as files that need nothing else. */
import {
  coordinatesPlot,
  foldPlot,
  historyPlot,
  importancePlot,
  importances,
  type FoldPlan,
  type Space,
  type Trial,
} from '../../../train/index.ts';
import type { Artefact } from '../trial-record.ts';

/** Colours of the classes that the drawings use; they hold within these drawings alone. */
const STYLE = `.sweep text { fill: #1d2530; font: 12px system-ui, sans-serif; } .sweep .learn { fill: #b9c2cd; }
.sweep .score, .sweep .share { fill: #0b57d0; } .sweep .decide { fill: #1a7f4b; } .sweep .tick { stroke: #d9dee5; } .sweep .axis { stroke: #5b6675; }
.sweep circle.done { fill: #0b57d0; } .sweep circle.pruned { fill: #fff; stroke: #5b6675; } .sweep circle.failed, .sweep text.failed { fill: #b3261e; }
.sweep circle.in-force { fill: none; stroke: #1a7f4b; stroke-width: 2; } .sweep polyline { fill: none; stroke: #0b57d0; }
.sweep polyline.best { stroke: #5b6675; stroke-width: 1.5; } .sweep polyline.winner { stroke: #1d2530; stroke-width: 2.5; }`;

/** Fold scheme, optimisation history, importance of parameters and parallel coordinates, as far as there is something to draw. */
export function sweepPlots(sweep: {
  readonly space: Space;
  readonly folds: FoldPlan;
  readonly trials: readonly Trial[];
}): Artefact[] {
  const { space, folds, trials } = sweep;
  const drawings = {
    folds: foldPlot(folds),
    history: historyPlot(trials),
    importance: importancePlot(importances(space, trials)),
    values: coordinatesPlot(space, trials),
  };
  return Object.entries(drawings).flatMap(([name, drawing]) => {
    const svg = standing(drawing);
    return svg === undefined ? [] : [{ name: `plots/${name}.svg`, content: svg }];
  });
}

/** A drawing of the sweep's page as a sheet of its own; undefined where there was nothing to draw. */
function standing(drawing: string): string | undefined {
  const opened = /^<svg([^>]*)>/u.exec(drawing);
  if (opened === null) return undefined;
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" class="sweep"${opened[1]}>`;
  return `${sheet}\n<style>${STYLE}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n${drawing.slice(opened[0].length)}\n`;
}
