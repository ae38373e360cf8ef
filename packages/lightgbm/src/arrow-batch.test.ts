import { describe, expect, test } from 'vitest';
import { featuresOf, type ArrowBatch } from './arrow-batch.ts';

const float = { typeId: 3, precision: 2 };
const whole = { typeId: 2 };

/** Rows 3 to 8 of the columns a = 1.5 - 3.5 4.5 ..., b = 1 2 ... 8 - 10 11, as apache-arrow 21 slices them. */
const sliced: ArrowBatch = {
  schema: {
    fields: [
      { name: 'a', type: float },
      { name: 'b', type: whole },
    ],
  },
  data: {
    children: [
      {
        length: 6,
        offset: 3,
        nullCount: 0,
        values: Float64Array.of(4.5, 5.5, 6, 7, 8, 9),
        nullBitmap: Uint8Array.of(253, 7),
      },
      {
        length: 6,
        offset: 3,
        nullCount: 1,
        values: Int32Array.of(4, 5, 6, 7, 8, 0, 99, 99),
        nullBitmap: Uint8Array.of(255, 6),
      },
    ],
  },
};

describe('featuresOf', () => {
  test('takes names, values and validity from the first row of the batch on', () => {
    const { features, featureNames } = featuresOf(sliced);
    expect(featureNames).toEqual(['a', 'b']);
    expect(features[0]).toEqual(Float64Array.of(4.5, 5.5, 6, 7, 8, 9));
    // 255 and 6 are, lowest bit first, 11111111 01100000; from the fourth bit on 11111011 00000.
    expect(features[1]).toEqual({
      values: Int32Array.of(4, 5, 6, 7, 8, 0),
      validity: Uint8Array.of(0b11011111),
    });
  });

  test('refuses columns that are not numbers', () => {
    const [data] = sliced.data.children;
    const batchOf = (type: { typeId: number; precision?: number }): ArrowBatch => ({
      schema: { fields: [{ name: 'text', type }] },
      data: { children: data === undefined ? [] : [data] },
    });
    expect(() => featuresOf(batchOf({ typeId: 5 }))).toThrow(
      'The Arrow column "text" does not hold numbers.',
    );
    expect(() => featuresOf(batchOf({ typeId: 3, precision: 0 }))).toThrow(/does not hold numbers/);
  });
});
