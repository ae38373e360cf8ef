import { stepCommand } from '../step-command.ts';

export const command = stepCommand('validate', 'check the observations against the expectation suite');
