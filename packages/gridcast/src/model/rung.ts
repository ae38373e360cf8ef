/** The fallback ladder: which kind of forecaster made a row, best first; the mark of a row's quality. */
export const rungs = ['model', 'older_model', 'level_ratio', 'seasonal_naive', 'last_value'] as const;

export type Rung = (typeof rungs)[number];
