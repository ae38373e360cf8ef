/**
 * The key values of DE35. The owner's texts are known for the homes only; every other name is a reading of the shape of the
 * values (day over night, weekend, Christmas) and carries `official: false`.
 */
import type { KeyValue } from '../source.ts';

export const de35Areas: readonly KeyValue[] = [
  { text: 'DK', code: 0, label: 'Danmark', labelEn: 'Denmark', official: true },
  { text: 'DK1', code: 1, label: 'Vestdanmark', labelEn: 'Western Denmark', official: true },
  { text: 'DK2', code: 2, label: 'Østdanmark', labelEn: 'Eastern Denmark', official: true },
];

const official: readonly (readonly [number, string, string])[] = [
  [111, 'Lejligheder m.v. uden elvarme', 'Flats etc. without electric heating'],
  [112, 'Lejligheder m.v. med elvarme', 'Flats etc. with electric heating'],
  [119, 'Lejligheder m.v. fællesforbrug', 'Flats etc., shared consumption'],
  [
    121,
    'Parcel-, række- m.v. huse uden elvarme',
    'Detached and terraced houses etc. without electric heating',
  ],
  [122, 'Parcel-, række- m.v. huse med elvarme', 'Detached and terraced houses etc. with electric heating'],
  [123, 'Parcel-, række- m.v. huse med varmepumpe', 'Detached and terraced houses etc. with a heat pump'],
];

const readings: readonly (readonly [number, string, string])[] = [
  [130, 'Fritidshuse', 'Holiday homes'],
  [211, 'Landbrug 1', 'Farms 1'],
  [212, 'Landbrug 2', 'Farms 2'],
  [215, 'Gartneri', 'Greenhouses'],
  [220, 'Øvrigt primært erhverv', 'Other primary production'],
  [310, 'Industri 1', 'Industry 1'],
  [320, 'Industri 2', 'Industry 2'],
  [330, 'Industri 3', 'Industry 3'],
  [340, 'Industri 4', 'Industry 4'],
  [350, 'Industri 5', 'Industry 5'],
  [360, 'Industri 6', 'Industry 6'],
  [370, 'Industri 7', 'Industry 7'],
  [381, 'Industri 8', 'Industry 8'],
  [382, 'Industri 9', 'Industry 9'],
  [390, 'Industri 10', 'Industry 10'],
  [410, 'Bygge og anlæg', 'Construction'],
  [421, 'Engroshandel', 'Wholesale'],
  [422, 'Detailhandel', 'Retail'],
  [431, 'Restauranter og hoteller', 'Restaurants and hotels'],
  [432, 'Service 1', 'Services 1'],
  [433, 'Service 2', 'Services 2'],
  [441, 'Forsyning', 'Supply works'],
  [442, 'Forsyning, øvrig', 'Supply, other'],
  [443, 'Offentlig service 1', 'Public services 1'],
  [444, 'Offentlig service 2', 'Public services 2'],
  [445, 'Offentlig service 3', 'Public services 3'],
  [446, 'Offentlig service 4', 'Public services 4'],
  [447, 'Offentlig service 5', 'Public services 5'],
  [450, 'Gadebelysning', 'Street lighting'],
  [461, 'Banetransport 1', 'Rail transport 1'],
  [462, 'Banetransport 2', 'Rail transport 2'],
  [999, 'Uoplyst', 'Unspecified'],
];

export const de35ConsumerTypes: readonly KeyValue[] = [
  ...official.map((row) => consumerType(row, true)),
  ...readings.map((row) => consumerType(row, false)),
];

function consumerType(
  [code, label, labelEn]: readonly [number, string, string],
  isOfficial: boolean,
): KeyValue {
  return { text: String(code), code, label, labelEn, official: isOfficial };
}
