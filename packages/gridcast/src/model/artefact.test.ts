import { describe, expect, test } from 'vitest';
import { parseArtefact } from './artefact.ts';

describe('parseArtefact', () => {
  test.each([
    ['no JSON', '{', /^The model m1 cannot be read: .*Run gridcast train/u],
    ['another format', '{"format":"gridcast/0"}', /format gridcast\/0 was found/u],
    ['nothing', 'null', /format undefined was found/u],
  ])('refuses %s', (_name, text, says) => {
    expect(() => parseArtefact(text, 'm1')).toThrow(
      expect.objectContaining({ code: 'MODEL_UNREADABLE', message: expect.stringMatching(says) as string }),
    );
  });
});
