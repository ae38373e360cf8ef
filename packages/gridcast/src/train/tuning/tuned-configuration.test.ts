import { describe, expect, test } from 'vitest';
import type { CovariateFacts } from '../../core/index.ts';
import { membersFor, type Member, type PanelFacts } from '../../model/index.ts';
import { columnsOf, type FeatureGroup } from '../../features/index.ts';
import { memberFeatures } from '../feature-rows.ts';
import { judgeOnHeldOut } from './judge-winner.ts';
import { applySettings, leavingOut, leftOutBy } from './tunables.ts';
import {
  formatConfiguration,
  parseConfiguration,
  settingsFor,
  type TunedConfiguration,
} from './tuned-configuration.ts';

const facts: PanelFacts = { historyHours: 40 * 24, delayHours: 0, series: 5, hasCovariates: true };
const configuration: TunedConfiguration = {
  format: 1,
  settings: { rounds: 33, windows: [24], lags: [], loss: 'squares', huber_width: 2 },
  terms: { delayHours: 0, view: 'serving:1', isLong: false, covariates: [] },
  sweep: 'abc',
  trial: 7,
  mase: 0.5,
  heldOut: [{ origin: 1, inForce: 0.6, tuned: 0.5 }],
};

describe('a tuned configuration', () => {
  test('is read as it was written, and anything else is refused', () => {
    expect(parseConfiguration(formatConfiguration(configuration), 'key')).toEqual(configuration);
    for (const text of ['', 'null', '{"format":2}', formatConfiguration(configuration).slice(1)]) {
      expect(() => parseConfiguration(text, 'key')).toThrow(
        expect.objectContaining({ code: 'TUNE_CONFIGURATION_UNREADABLE' }),
      );
    }
  });

  test('sets trees and leaves the other members as they are', () => {
    const members = membersFor(facts);
    const tuned = members.map((member) => applySettings(member, settingsFor(configuration, facts)));
    for (const [place, member] of members.entries()) {
      if (member.kind !== 'trees') expect(tuned[place]).toBe(member);
      else {
        expect(tuned[place]).toMatchObject({
          name: member.name,
          rounds: 33,
          params: { objective: 'regression' },
        });
      }
    }
    const [first] = members;
    const [after] = tuned;
    if (first?.kind !== 'trees' || after?.kind !== 'trees') throw new Error('a tree member comes first');
    expect(after.params.alpha).toBe(2 * (first.params.alpha ?? 0));
    const names = (member: typeof after): string[] => memberFeatures(member).map(({ name }) => name);
    const kept = names(after).filter((name) => /^(?:r|c|lev|dev)_\d/u.test(name));
    expect(kept).toEqual(['r_24', 'lev_24', 'c_24']);
    expect(names(after)).not.toContain('d0');
    expect(names(first)).toEqual(columnsOf(first.groups as FeatureGroup[]).map(({ name }) => name));
  });

  test('leaves named columns out, and groups of which none is left', () => {
    const sun = columnsOf(['sun']).map(({ name }) => name);
    const left = applySettings(membersFor(facts)[0] as NonNullable<Member>, {
      without: [...sun, 'lev_24', 'cov_temp_like'],
    });
    if (left.kind !== 'trees') throw new Error('a tree member comes first');
    expect(left.groups).not.toContain('sun');
    const temp = { name: 'temp', delayHours: 0 } as CovariateFacts;
    const names = memberFeatures({ ...left, groups: [...left.groups, 'cov'] }, [temp]).map(
      ({ name }) => name,
    );
    expect(names).not.toContain('lev_24');
    expect(names).not.toContain('cov_temp_like');
    expect(names).toEqual(expect.arrayContaining(['lev_168', 'cov_temp_now_24_like']));
    expect(leftOutBy(leavingOut({ rounds: 5, without: ['a'] }, ['c', 'b']))).toEqual(['b', 'c']);
    expect(leavingOut({ rounds: 5, without: ['a'] }, [])).toEqual({ rounds: 5 });
  });

  test('keeps the covariates of a member whose groups are tuned', () => {
    const [first] = membersFor({ ...facts, delayHours: 48 });
    const tuned = applySettings(first as NonNullable<typeof first>, { groups: ['core', 'cal'] });
    expect(tuned).toMatchObject({ groups: ['core', 'cal', 'cov'] });
  });

  test('leaves unlike members unlike: a loss and columns of their own stay', () => {
    const years = { ...facts, historyHours: 500 * 24, delayHours: 18 * 24, hasCovariates: false };
    const tuned = membersFor(years).map((member) =>
      applySettings(member, { loss: 'absolute', groups: ['core', 'long'] }),
    );
    const byName = Object.fromEntries(tuned.map((member) => [member.name, member]));
    expect(byName['log_like3']).toMatchObject({
      groups: ['core', 'long'],
      params: { objective: 'regression_l1' },
    });
    expect(byName['log_like3_squares']).toMatchObject({ params: { objective: 'regression' } });
    expect(byName['log_like3_year']).toMatchObject({ groups: ['core', 'long', 'yoy'] });
  });

  test('sets nothing for a panel of another kind of history', () => {
    expect(settingsFor(configuration, { historyHours: 400 * 24 })).toEqual({});
    expect(settingsFor(undefined, facts)).toEqual({});
  });
});

test('a winner is put in force only where its gain is more than chance', () => {
  const origins = (gains: readonly number[]) =>
    gains.map((gain, origin) => ({ origin, inForce: 0.5, tuned: 0.5 - gain }));
  expect(judgeOnHeldOut(origins([0.02, 0.01, 0.015])).isBetter).toBe(true);
  expect(judgeOnHeldOut(origins([0.06, -0.02, -0.01])).isBetter).toBe(false);
  expect(judgeOnHeldOut(origins([-0.02, -0.01, -0.01])).isBetter).toBe(false);
  expect(judgeOnHeldOut(origins([0, 0, 0])).isBetter).toBe(false);
  expect(judgeOnHeldOut(origins([0.01])).reason).toContain('1 later origin');
});
