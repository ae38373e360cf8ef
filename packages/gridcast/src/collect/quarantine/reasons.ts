/** Why a row is set aside, and what a person can do about it. */

/** Which of the wanted columns a reason blames; `row` where it is the shape of the whole record. */
export type BlamedRole = 'time' | 'keys' | 'value' | 'known-at' | 'row';

export interface QuarantineReason {
  readonly blames: BlamedRole;
  /** What is wrong, as the rest of "column X is Y: ...". */
  readonly problem: string;
  readonly remedy: string;
}

export const quarantineReasons = {
  too_many_fields: {
    blames: 'row',
    problem: 'the record has more fields than the header',
    remedy: 'Quote fields that hold the separator.',
  },
  too_few_fields: {
    blames: 'row',
    problem: 'the record has fewer fields than the header',
    remedy: 'Write the record again in full.',
  },
  not_an_object: {
    blames: 'row',
    problem: 'the line is no JSON object',
    remedy: 'Write one object a line; write missing values as null.',
  },
  time_missing: { blames: 'time', problem: 'the time is empty', remedy: 'Give each row its hour.' },
  time_unreadable: {
    blames: 'time',
    problem: 'this is no ISO time of the years 1900 to 2199',
    remedy: 'Write times as 2023-01-21T22:00Z, or as 2023-01-21 22:00 with --timezone.',
  },
  no_such_local_hour: {
    blames: 'time',
    problem: 'the clock of --timezone skips this hour (daylight saving time begins)',
    remedy: 'Give times in UTC or with their offset, or check --timezone.',
  },
  not_on_the_hour: {
    blames: 'time',
    problem: 'this is not the start of a UTC hour',
    remedy: 'Sum the values to whole hours first.',
  },
  key_missing: { blames: 'keys', problem: 'a key is empty', remedy: 'Name the series of each row.' },
  not_a_number: {
    blames: 'value',
    problem: 'this is no number',
    remedy:
      'Write numbers without thousands separators and with one decimal mark in the whole file; leave missing values empty.',
  },
  not_finite: {
    blames: 'value',
    problem: 'this is no finite number',
    remedy: 'Leave missing values empty.',
  },
  negative: {
    blames: 'value',
    problem: 'the value is negative, and this source has none below 0',
    remedy: 'Correct the value at its source.',
  },
  known_at_unreadable: {
    blames: 'known-at',
    problem: 'this is no ISO time of the years 1900 to 2199',
    remedy: 'Write the instant at which the row became known, or leave it empty for hour end + delay.',
  },
  conflicting_duplicate: {
    blames: 'value',
    problem: 'another row of the same series and hour has another value, and nothing tells which is right',
    remedy: 'Keep one row, or name a column that orders the versions with --known-at.',
  },
  future_hour: {
    blames: 'time',
    problem: 'the hour had not ended when the row was collected, so this is no measurement',
    remedy: 'Check the time zone and the clock; collect the row again after its hour.',
  },
} as const satisfies Readonly<Record<string, QuarantineReason>>;

export type QuarantineReasonName = keyof typeof quarantineReasons;
