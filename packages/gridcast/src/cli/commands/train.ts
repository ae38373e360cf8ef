import { stepCommand } from '../step-command.ts';

export const command = stepCommand(
  'train',
  'train and register a model where one is due; the promotion gate says whether it forecasts',
);
