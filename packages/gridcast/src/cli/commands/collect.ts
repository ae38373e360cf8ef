import { stepCommand } from '../step-command.ts';

export const command = stepCommand('collect', 'read the source and keep what is known at the as-of');
