import { stepCommand } from '../step-command.ts';

export const command = stepCommand('monitor', 'compare earlier forecasts with the truth that has arrived');
