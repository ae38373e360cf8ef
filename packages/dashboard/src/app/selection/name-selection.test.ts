import { expect, test } from 'vitest';
import { nameSelection } from './name-selection.ts';

const keys = ['area', 'consumer_type'].map((name) => ({ name, valueCount: 2, declaredValues: null }));
const holiday = { label: 'Fritidshuse', labelEn: 'Holiday homes', official: false };

test('all series are called what the source calls them', () => {
  const all = { key: {}, labels: {} };
  const total = { label: 'Danmark', labelEn: 'Denmark' };
  expect(nameSelection({ keys, title: 'file x.csv', total }, all)).toEqual({
    title: 'Denmark',
    original: 'Danmark',
    readings: false,
  });
  expect(nameSelection({ keys, title: 'file x.csv', total: null }, all)).toEqual({
    title: 'All series',
    original: '',
    readings: false,
  });
});

test('the one series of a source without keys is called what the source is', () => {
  const source = { keys: [], title: 'file x.csv', total: null };
  expect(nameSelection(source, { key: {}, labels: {} }).title).toBe('file x.csv');
});

test('key values are called by their names, readings marked; a bare text is told with its key', () => {
  const source = { keys, title: 'file x.csv', total: null };
  const group = { key: { consumer_type: '130', area: 'X1' }, labels: { consumer_type: holiday } };
  expect(nameSelection(source, group)).toEqual({
    title: 'Area X1 · Holiday homes (130)',
    original: 'Fritidshuse',
    readings: true,
  });
});
