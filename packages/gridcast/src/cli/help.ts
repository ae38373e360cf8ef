/** Help texts, made from the same tables that the parser uses. */
import type { Command } from './command.ts';
import { commandNames, loadCommand } from './commands.ts';
import { globalFlagHelp } from './global-flags.ts';

const EXIT_CODES = 'Exit codes: 0 done (or nothing to do, and says so), 1 fault, 2 usage, 3 bad data.';

/** The help of `gridcast --help`. */
export async function generalHelp(): Promise<string> {
  const lines: (readonly [string, string])[] = [];
  for (const name of commandNames) lines.push([name, (await loadCommand(name))?.summary ?? '']);
  return [
    'gridcast: hourly electricity consumption, forecast 24 hours ahead',
    '',
    'Usage: gridcast <command> [flags]',
    '',
    'Commands:',
    ...table(lines),
    '',
    'Flags of every command:',
    ...table(globalFlagHelp),
    '',
    EXIT_CODES,
    'Start with: gridcast run',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp(name: string, command: Command): string {
  const own = Object.keys(command.flags).map((flag) => [`--${flag}`, command.flagHelp[flag] ?? ''] as const);
  return [
    `gridcast ${name}: ${command.summary}`,
    '',
    `Usage: gridcast ${command.usage}`,
    '',
    ...(own.length === 0 ? [] : ['Flags:', ...table(own), '']),
    'Flags of every command:',
    ...table(globalFlagHelp),
    '',
    'Examples:',
    ...command.examples.map((example) => `  gridcast ${example}`),
    '',
    EXIT_CODES,
  ].join('\n');
}

function table(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(32, Math.max(...lines.map(([name]) => name.length)));
  return lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd());
}
