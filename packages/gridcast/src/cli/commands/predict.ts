import { stepCommand } from '../step-command.ts';

export const command = stepCommand('predict', 'forecast the next 24 hours and publish them');
