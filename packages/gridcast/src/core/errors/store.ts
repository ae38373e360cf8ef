import { badData, fault, usage } from './kind.ts';

export const storeErrors = {
  STORE_QUERY_FAILED: fault<{ sql: string; reason: string }>(
    ({ sql, reason }) => `A query failed: ${reason.split('\n')[0]}. Query: ${sql.slice(0, 400)}`,
  ),
  STORE_HOME_UNWRITABLE: fault<{ home: string; reason: string }>(
    ({ home, reason }) =>
      `The home ${home} cannot be written: ${reason}. Give a folder you may write with --home, or change its permissions.`,
  ),
  STORE_HOME_MISSING: fault<{ home: string }>(
    ({ home }) =>
      `There is no Gridcast home at ${home}. Run \`gridcast collect --home ${home}\` first, or name the right folder with --home.`,
  ),
  STORE_HOME_NEWER: fault<{ home: string; found: number; known: number }>(
    ({ home, found, known }) =>
      `The home ${home} was written by a newer Gridcast (catalogue version ${found}; this one knows up to ${known}). Upgrade Gridcast, or use another --home.`,
  ),
  STORE_HOME_OLDER: fault<{ home: string; found: number; known: number }>(
    ({ home, found, known }) =>
      `The home ${home} has catalogue version ${found} and this Gridcast reads version ${known}. Run a writing command once, such as \`gridcast collect --home ${home}\`: it backs the catalogue up and migrates it.`,
  ),
  STORE_DISK_FULL: fault<{ path: string; doing: string }>(
    ({ path, doing }) =>
      `No space was left on the disk of ${path} while ${doing}. Nothing was published. Free some space (\`gridcast store gc\` lists what can go) and run the command again.`,
    true,
  ),
  STORE_OBJECT_MISSING: fault<{ key: string; path: string }>(
    ({ key, path }) =>
      `The object ${key} is named by the catalogue but is not in the lake (expected at ${path}). Restore it with \`gridcast store restore\`, or run the step that made it again.`,
  ),
  STORE_OBJECT_ALTERED: fault<{ key: string; path: string; foundSha256: string }>(
    ({ key, path, foundSha256 }) =>
      `The object ${key} does not have the content of its name: ${path} hashes to ${foundSha256}. Its bytes were changed on disk; delete the file and restore it with \`gridcast store restore\`, or run the step that made it again.`,
  ),
  STORE_LAKE_FAILED: fault<{ lake: string; doing: string; reason: string }>(
    ({ lake, doing, reason }) =>
      `The lake ${lake} failed while ${doing}: ${reason}. Nothing of this attempt was published. Check its address, its credentials and the network with \`gridcast doctor\`, and run the command again.`,
    true,
  ),
  STORE_PLACE_INVALID: usage<{ setting: string; value: string; expected: string }>(
    ({ setting, value, expected }) => `${value} cannot be the ${setting}: ${expected}.`,
  ),
  STORE_KEY_INVALID: fault<{ key: string }>(
    ({ key }) =>
      `"${key}" is no key of the lake; expected <kind>/<first two of sha256>/<sha256>.<extension>. Take keys from the catalogue.`,
  ),
  STORE_CATALOGUE_BUSY: fault<{ path: string; waitedMs: number }>(
    ({ path, waitedMs }) =>
      `The catalogue ${path} was locked by another writer for ${waitedMs} ms. Wait until that command ends and run this one again.`,
    true,
  ),
  STORE_CATALOGUE_UNREACHABLE: fault<{ catalogue: string; reason: string }>(
    ({ catalogue, reason }) =>
      `The catalogue ${catalogue} cannot be reached: ${reason}. Nothing of this attempt was published. Check its address, its password (PGPASSWORD) and that the server runs with \`gridcast doctor\`, and run the command again.`,
    true,
  ),
  STORE_CATALOGUE_EMPTY: fault<{ catalogue: string }>(
    ({ catalogue }) =>
      `The catalogue ${catalogue} holds nothing yet. Run \`gridcast run\` first, or name the right database with GRIDCAST_CATALOGUE.`,
  ),
  STORE_CATALOGUE_DAMAGED: fault<{ path: string; reason: string }>(
    ({ path, reason }) =>
      `The catalogue ${path} is damaged: ${reason}. Restore it with \`gridcast store restore\`.`,
  ),
  STORE_LEASE_HELD: fault<{ name: string; holder: string; expiresAtUtc: string }>(
    ({ name, holder, expiresAtUtc }) =>
      `${name} is being worked on by ${holder} (its lease lasts until ${expiresAtUtc}). Wait until it is done, or stop that process and run the command again.`,
    true,
  ),
  STORE_LEASE_LOST: fault<{ name: string; holder: string }>(
    ({ name, holder }) =>
      `The lease on ${name} held by ${holder} ran out and was taken over. Nothing of this attempt was published; run the command again.`,
    true,
  ),
  STORE_UNDO_NOT_LATEST: usage<{ dataset: string; snapshotId: number; latest: number }>(
    ({ dataset, snapshotId, latest }) =>
      `Snapshot ${snapshotId} of ${dataset} is not the latest (${latest} is), and later ones were compared with it. Undo ${latest} first.`,
  ),
  STORE_SNAPSHOT_UNKNOWN: usage<{ dataset: string; snapshotId: number }>(
    ({ dataset, snapshotId }) =>
      `There is no snapshot ${snapshotId} of ${dataset}. \`gridcast store list\` shows the snapshots.`,
  ),
  STORE_SNAPSHOT_CONFLICT: fault<{ dataset: string; reason: string }>(
    ({ dataset, reason }) =>
      `Another process changed ${dataset} meanwhile: ${reason}. Nothing of this attempt was published; run the command again.`,
    true,
  ),
  STORE_SETTING_FIXED: usage<{ name: string; stored: string; given: string }>(
    ({ name, stored, given }) =>
      `The ${name} of this home is fixed as ${stored}, but ${given} was given. Use another --home for it, or leave the flags away.`,
  ),
  STORE_KEY_NAMES_INVALID: usage<{ keyNames: readonly string[]; reason: string }>(
    ({ keyNames, reason }) => `The key columns ${keyNames.join(', ')} cannot be used: ${reason}.`,
  ),
  STORE_ROWS_INVALID: badData<{ rows: number; reason: string; example: string }>(
    ({ rows, reason, example }) =>
      `${rows} rows cannot be stored: ${reason}, such as ${example}. Validation has to withhold such rows before they are stored.`,
  ),
  STORE_TRAINING_DATASET_UNKNOWN: usage<{ asked: string; found: number }>(({ asked, found }) =>
    found === 0
      ? `There is no training dataset ${asked}. \`gridcast store list\` shows those that were made.`
      : `Several training datasets begin with ${asked}. Give more of the hash; \`gridcast store list\` shows them.`,
  ),
  STORE_RUN_UNKNOWN: usage<{ asked: string; found: number }>(({ asked, found }) =>
    found === 0
      ? `There is no run ${asked}. \`gridcast runs list\` shows the runs.`
      : `Several runs begin with ${asked}. Give more of the id; \`gridcast runs list --json\` shows them whole.`,
  ),
  STORE_RUN_NEEDED: usage<{ run: string; neededBy: readonly string[] }>(
    ({ run, neededBy }) =>
      `The run ${run} stays, and nothing was deleted: ${neededBy.join('; ')}. Delete what needs it first, or promote another model: \`gridcast models promote\`.`,
  ),
  STORE_MODEL_UNKNOWN: usage<{ model: string }>(
    ({ model }) =>
      `There is no model ${model}, or more than one that begins so. \`gridcast models list\` shows the models and their aliases.`,
  ),
};
