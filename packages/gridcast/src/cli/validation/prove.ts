import { prove, requireProven } from '../../validate/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { formatTable } from '../table.ts';

/** `validate --prove`: every check on its clean and on its spoiled sample. @throws VALIDATE_UNPROVEN */
export async function proveChecks({ announce }: CommandContext): Promise<CommandResult> {
  const proofs = await prove();
  const rows = proofs.map(({ check, passesClean, rejectsSpoiled, failures, first }) => [
    check,
    passesClean ? 'passes' : 'FAILS',
    rejectsSpoiled ? 'rejected' : 'NOT SEEN',
    failures,
    first.length > 70 ? `${first.slice(0, 69)}…` : first,
  ]);
  const table = formatTable(['check', 'clean', 'spoiled', 'failures', 'first failure seen'], rows);
  const isProven = (proof: (typeof proofs)[number]): boolean => proof.passesClean && proof.rejectsSpoiled;
  if (!proofs.every(isProven)) announce(table.join('\n'));
  requireProven(proofs);
  const text = [
    ...table,
    '',
    `${proofs.length} checks: each passes its clean sample and rejects its spoiled one.`,
  ];
  return { json: { proofs: proofs.map((proof) => ({ ...proof })) }, text: text.join('\n') };
}
