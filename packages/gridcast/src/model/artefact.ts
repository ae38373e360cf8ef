/** The trained model as an object of the lake: everything a forecast needs beside vectors, as canonical JSON. */
import {
  canonicalJson,
  GridcastError,
  reasonOf,
  sha256Hex,
  type CovariateFacts,
  type HourUtc,
  type Json,
} from '../core/index.ts';
import type { DoubtPowers } from './doubt.ts';
import type { IntervalTable } from './intervals.ts';
import type { Member } from './members.ts';
import type { MemberFeature } from './vectors.ts';

const FORMAT = 2;

/** A member as it is kept: its trees in LightGBM's own text. */
export interface StoredMember {
  readonly member: Member;
  readonly features: readonly MemberFeature[];
  readonly booster?: string;
}

/** Weights and spread of one series. */
export interface SeriesEntry {
  readonly weights: readonly number[];
  readonly isRatio: boolean;
  /** Mean |residual|; null where the series was not scored: the panel's counts. */
  readonly size: number | null;
  /** The signs of doubt that are ordinary for it; null where that is not known, absent in models of earlier versions. */
  readonly ordinarySign?: number | null;
}

export interface ModelArtefact {
  readonly format: typeof FORMAT;
  readonly trainedAsOf: HourUtc;
  readonly delayHours: number;
  readonly keyNames: readonly string[];
  /** The covariates that members read; absent where none does. */
  readonly covariates?: readonly CovariateFacts[];
  readonly members: readonly StoredMember[];
  /** Origins that weights and bands were learnt on. */
  readonly calibrationOrigins: readonly HourUtc[];
  readonly pooledWeights: readonly number[];
  /** By lead, one list a member: what its weights are multiplied by. */
  readonly leadFactors: readonly (readonly number[])[];
  readonly intervals: Omit<IntervalTable, 'perSeries'>;
  /** What makes rows less sure than others; absent in models of earlier versions, whose rows are all alike. */
  readonly doubtPowers?: DoubtPowers;
  /** By `seriesName` of the key. */
  readonly series: Readonly<Record<string, SeriesEntry>>;
  readonly seed: number;
  readonly library: string;
}

/** The name of a series inside an artefact: its key as JSON, so that no two keys share one. */
export function seriesName(key: readonly string[]): string {
  return JSON.stringify(key);
}

/** The artefact's bytes: equal models give equal text. */
export function formatArtefact(artefact: ModelArtefact): string {
  return canonicalJson(artefact as unknown as Json);
}

/** The identity of a model: the hash of its bytes' content. */
export function modelVersionOf(artefact: ModelArtefact): string {
  return sha256Hex(formatArtefact(artefact)).slice(0, 32);
}

/** Reads an artefact back. @throws MODEL_UNREADABLE where it is none, or one of another format. */
export function parseArtefact(text: string, name: string): ModelArtefact {
  let value: Partial<ModelArtefact> | null;
  try {
    value = JSON.parse(text) as Partial<ModelArtefact> | null;
  } catch (cause) {
    throw new GridcastError('MODEL_UNREADABLE', { name, reason: reasonOf(cause) }, { cause });
  }
  const isWhole =
    Array.isArray(value?.members) &&
    Array.isArray(value.pooledWeights) &&
    Array.isArray(value.leadFactors) &&
    value.series !== undefined;
  if (value?.format !== FORMAT || !isWhole) {
    const reason = `format ${String(value?.format)} was found, ${FORMAT} is wanted`;
    throw new GridcastError('MODEL_UNREADABLE', { name, reason });
  }
  return value as ModelArtefact;
}
