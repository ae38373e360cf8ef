export { drawDonors } from './donors.ts';
export * from './eliminate.ts';
export * from './estimate.ts';
export * from './measure-columns.ts';
export { originScorer, type OriginScorer } from './origin-scores.ts';
export * from './page/selection-page.ts';
export { unseenCodes } from './unseen-codes.ts';
