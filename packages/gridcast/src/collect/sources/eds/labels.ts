/** What the keys of the living datasets mean. Groups can be merged or appear, so these are labels, not the whole set. */
import type { KeyValue } from '../../source.ts';

function labelled(rows: readonly (readonly [text: string, label: string, labelEn: string])[]): KeyValue[] {
  return rows.map(([text, label, labelEn], code) => ({
    text,
    code: code + 1,
    label,
    labelEn,
    official: true,
  }));
}

export const danishRegions: readonly KeyValue[] = labelled([
  ['Region Hovedstaden', 'Region Hovedstaden', 'Capital Region'],
  ['Region Midtjylland', 'Region Midtjylland', 'Central Denmark'],
  ['Region Nordjylland', 'Region Nordjylland', 'North Denmark'],
  ['Region Sjælland', 'Region Sjælland', 'Zealand'],
  ['Region Syddanmark', 'Region Syddanmark', 'Southern Denmark'],
]);

export const consumerCategories: readonly KeyValue[] = labelled([
  ['Erhverv', 'Erhverv', 'Business'],
  ['Offentlige foretagender', 'Offentlige foretagender', 'Public enterprises'],
  ['Privat', 'Privat', 'Private'],
]);

export const housings: readonly KeyValue[] = labelled([
  ['Parcel- og rækkehuse', 'Parcel- og rækkehuse', 'Detached and terraced houses'],
  ['Etageejendom', 'Etageejendom', 'Flats'],
  ['Fritidshuse', 'Fritidshuse', 'Holiday homes'],
  ['Andet', 'Andet', 'Other'],
  ['Ukendt', 'Ukendt', 'Unknown'],
]);

export const heatings: readonly KeyValue[] = labelled([
  ['Elvarme eller varmepumpe', 'Elvarme eller varmepumpe', 'Electric heating or heat pump'],
  ['Andet', 'Andet', 'Other'],
  ['-', 'Ikke oplyst', 'Not stated'],
]);

/** Statistics Denmark's DB07 in 36 groups, with the two that the feed adds. */
export const dk36Industries: readonly KeyValue[] = labelled([
  ['A', 'Landbrug, skovbrug og fiskeri', 'Agriculture, forestry and fishing'],
  ['B', 'Råstofindvinding', 'Mining and quarrying'],
  ['CA', 'Føde-, drikke- og tobaksvareindustri', 'Food, beverages and tobacco'],
  ['CB', 'Tekstil- og læderindustri', 'Textiles and leather'],
  ['CC', 'Træ- og papirindustri, trykkerier', 'Wood, paper and printing'],
  ['CD', 'Olieraffinaderier mv.', 'Oil refineries'],
  ['CE', 'Kemisk industri', 'Chemicals'],
  ['CF', 'Medicinalindustri', 'Pharmaceuticals'],
  ['CG', 'Plast-, glas- og betonindustri', 'Plastic, glass and concrete'],
  ['CH', 'Metalindustri', 'Metals'],
  ['CI', 'Elektronikindustri', 'Electronics'],
  ['CJ', 'Fremst. af elektrisk udstyr', 'Electrical equipment'],
  ['CK', 'Maskinindustri', 'Machinery'],
  ['CL', 'Transportmiddelindustri', 'Transport equipment'],
  ['CM', 'Møbel- og anden industri mv.', 'Furniture and other manufacturing'],
  ['D', 'Energiforsyning', 'Energy supply'],
  ['E', 'Vandforsyning og renovation', 'Water supply and waste'],
  ['F', 'Bygge og anlæg', 'Construction'],
  ['G', 'Handel', 'Wholesale and retail trade'],
  ['H', 'Transport', 'Transport'],
  ['I', 'Hoteller og restauranter', 'Hotels and restaurants'],
  ['JA', 'Forlag, tv og radio', 'Publishing, television and radio'],
  ['JB', 'Telekommunikation', 'Telecommunications'],
  ['JC', 'It- og informationstjenester', 'Information technology'],
  ['K', 'Finansiering og forsikring', 'Finance and insurance'],
  ['L', 'Ejendomshandel og udlejning', 'Real estate'],
  ['MA', 'Rådgivning mv.', 'Consultancy'],
  ['MB', 'Forskning og udvikling', 'Research and development'],
  ['MC', 'Reklame og øvrig erhvervsservice', 'Advertising and other business services'],
  [
    'N',
    'Rejsebureauer, rengøring og anden operationel service',
    'Travel agents, cleaning and other services',
  ],
  ['O', 'Offentlig administration, forsvar og politi', 'Public administration, defence and police'],
  ['P', 'Undervisning', 'Education'],
  ['QA', 'Sundhedsvæsen', 'Health'],
  ['QB', 'Sociale institutioner', 'Social institutions'],
  ['R', 'Kultur og fritid', 'Arts and recreation'],
  ['S', 'Andre serviceydelser mv.', 'Other services'],
  ['X', 'Uoplyst aktivitet', 'Activity not stated'],
  [
    'JB_JC',
    'Telekommunikation & It- og informationstjenester',
    'Telecommunications and information technology',
  ],
  ['PR', 'Privat', 'Private'],
  ['-', 'Ukendt', 'Unknown'],
]);
