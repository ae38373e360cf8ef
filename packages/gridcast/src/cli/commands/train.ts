import { stepCommand } from '../step-command.ts';

export const command = stepCommand(
  'train',
  'train and register a model where the champion is missing or too old',
);
