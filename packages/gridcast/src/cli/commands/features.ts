import { stepCommand } from '../step-command.ts';

export const command = stepCommand('features', 'materialise the feature vectors of the origin');
